import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { build, type InlineConfig, preview } from 'vite'

/** Builds and serves `e2e/gallery`, the primitives on sample data; answers its origin and how to stop it. */
export async function serveGallery(): Promise<{ origin: string; stop: () => Promise<void> }> {
  const outDir = mkdtempSync(join(tmpdir(), 'yiyang-gallery-'))
  const shared: InlineConfig = {
    root: join(import.meta.dirname, '../gallery'),
    configFile: false,
    logLevel: 'error',
    appType: 'spa',
    plugins: [react()],
    build: { outDir, emptyOutDir: true, reportCompressedSize: false, chunkSizeWarningLimit: 2000 },
    preview: { host: '127.0.0.1', port: 0 },
  }
  await build(shared)
  const server = await preview(shared)
  const { port } = server.httpServer.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    stop: async () => {
      await server.close()
      rmSync(outDir, { recursive: true, force: true })
    },
  }
}
