import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

type Chunk = { file: string; imports?: string[]; css?: string[]; dynamicImports?: string[] }

/** Files under a name of their own, whose content may change under it. */
const NAMED = ['index.html', 'favicon.svg', 'field.webmanifest']
const FIELD = /(^|\/)areas\/field\/[^/]+\.tsx$|field-shell\.tsx$/

/**
 * Builds `field-worker.js` beside the built pages: the worker with the list of files that the field app needs, read from the manifest of
 * the build. No other page's parts are in the list.
 */
export async function buildFieldWorker(root: string, out: string): Promise<string[]> {
  const { build } = await import('vite')
  const manifest = JSON.parse(readFileSync(join(out, '.vite/manifest.json'), 'utf8')) as Record<string, Chunk>
  const files = filesOfField(manifest)
  const revision = (file: string) =>
    createHash('sha256')
      .update(readFileSync(join(out, file)))
      .digest('hex')
      .slice(0, 16)
  const list = [
    ...NAMED.map((file) => ({ url: `/${file}`, revision: revision(file) })),
    ...files.map((file) => ({ url: `/${file}`, revision: null })),
  ]
  await build({
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'warn',
    define: { __FIELD_FILES__: JSON.stringify(list), 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir: out,
      emptyOutDir: false,
      copyPublicDir: false,
      target: 'es2022',
      lib: {
        entry: join(root, 'src/web/field-worker.ts'),
        formats: ['iife'],
        name: 'fieldWorker',
        fileName: () => 'field-worker.js',
      },
    },
  })
  return files
}

/** The chunks and styles of the entry and of every field screen, each with all that it imports. */
export function filesOfField(manifest: Record<string, Chunk>): string[] {
  const seen = new Set<string>()
  const files = new Set<string>()
  const visit = (name: string): void => {
    const chunk = manifest[name]
    if (chunk === undefined || seen.has(name)) return
    seen.add(name)
    files.add(chunk.file)
    for (const style of chunk.css ?? []) files.add(style)
    for (const each of chunk.imports ?? []) visit(each)
    // What a field screen loads later is needed without a network too; the entry's other screens are not.
    if (FIELD.test(name)) for (const each of chunk.dynamicImports ?? []) visit(each)
  }
  visit('index.html')
  for (const name of Object.keys(manifest)) if (FIELD.test(name)) visit(name)
  return [...files].sort()
}
