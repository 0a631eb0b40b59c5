import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { buildFieldWorker } from './field-worker.ts'

/**
 * Builds the web pages into `dist/web`; npm runs it at the end of `npm ci`. A build whose sources have not changed is left as
 * it is, and where the build tools are absent (a production install) it says so and succeeds, since pages may come prebuilt.
 */
const root = join(import.meta.dirname, '..')
const out = join(root, 'dist/web')
const stampFile = join(out, '.sources')

/** Everything that may reach a page. Tests and data sets cannot. */
function stampOfSources(): string {
  const hash = createHash('sha256')
  for (const folder of ['src', 'vite.config.ts', 'tools/field-worker.ts', 'package-lock.json']) {
    for (const file of filesIn(join(root, folder))) hash.update(file).update(readFileSync(file))
  }
  return hash.digest('hex')
}

function filesIn(path: string): string[] {
  if (/\.(ts|json)$/.test(path)) return [path]
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter(
      (entry) =>
        entry.isFile() &&
        /\.(tsx?|css|html|svg|json|webmanifest)$/.test(entry.name) &&
        !entry.name.endsWith('.test.ts'),
    )
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

/** A compressed twin beside each file that a page loads, so that the server compresses nothing while people wait. */
function compress(): void {
  const assets = join(out, 'assets')
  for (const name of readdirSync(assets).filter((each) => /\.(js|css|svg)$/.test(each))) {
    const content = readFileSync(join(assets, name))
    writeFileSync(join(assets, `${name}.gz`), gzipSync(content, { level: 9 }))
    writeFileSync(
      join(assets, `${name}.br`),
      brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
    )
  }
}

async function prepare(): Promise<string> {
  const vite = await import('vite').catch(() => undefined)
  if (!vite)
    return 'Web pages not built: the build tools are not installed. Run npm ci with development packages to build them.'
  const stamp = stampOfSources()
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return 'Web pages are up to date.'
  await vite.build({ configFile: join(root, 'vite.config.ts'), logLevel: 'warn' })
  await buildFieldWorker(root, out)
  compress()
  mkdirSync(out, { recursive: true })
  writeFileSync(stampFile, stamp)
  return 'Web pages built into dist/web.'
}

console.log(await prepare())
