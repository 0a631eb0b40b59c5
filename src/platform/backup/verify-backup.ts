import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createZstdDecompress } from 'node:zlib'
import { readMigrations } from '../db/migrate.ts'
import { counting, digesting } from './back-up.ts'
import { type Manifest, readManifest } from './manifest.ts'

export type BackupReport = { readonly manifest: Manifest; readonly faults: readonly string[] }

/**
 * Reads a whole backup: every digest, every row count, and whether this version knows its migrations. No database needed.
 * @throws BackupError when there is no finished backup at all
 */
export async function verifyBackup(folder: string): Promise<BackupReport> {
  const manifest = readManifest(folder)
  const faults: string[] = [...migrationFaults(manifest)]
  for (const table of manifest.tables) {
    const packed = digesting()
    const lines = counting('\n'.charCodeAt(0))
    try {
      await pipeline(
        createReadStream(join(folder, table.file)),
        packed.stream,
        createZstdDecompress(),
        lines.stream,
        drain(),
      )
    } catch {
      faults.push(`${table.file}: missing or damaged`)
      continue
    }
    const { sha256 } = packed.result()
    if (sha256 !== table.sha256) faults.push(`${table.file}: its digest differs`)
    else if (lines.count() !== table.rows) faults.push(`${table.file}: ${lines.count()} rows instead of ${table.rows}`)
  }
  for (const { digest } of manifest.files) {
    const passed = digesting()
    await pipeline(createReadStream(join(folder, 'files', digest)), passed.stream, drain()).catch(() => {})
    if (passed.result().sha256 !== digest) faults.push(`files/${digest}: missing or damaged`)
  }
  for (const digest of manifest.missingFiles)
    faults.push(`file ${digest}: was already missing when the backup was made`)
  return { manifest, faults }
}

function* migrationFaults(manifest: Manifest): Generator<string> {
  const known = new Map(readMigrations().map(({ name, digest }) => [name, digest]))
  for (const { name, digest } of manifest.migrations) {
    if (!known.has(name))
      yield `migration ${name}: unknown to this version; restore with the version that made the backup`
    else if (known.get(name) !== digest) yield `migration ${name}: this version has another text of it`
  }
}

const drain = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() })
