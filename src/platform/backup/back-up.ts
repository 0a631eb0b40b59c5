import { createHash } from 'node:crypto'
import { createWriteStream, existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createZstdCompress } from 'node:zlib'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import type { Keyring } from '../crypto/index.ts'
import { FileMissing, type FileStore } from '../files/index.ts'
import { type BackedUpTable, BackupError, keyCheckOf, type Manifest, writeManifest } from './manifest.ts'
import { listSequences, listTables, quote, type TableShape } from './tables.ts'

export type BackupParts = { readonly url: string; readonly store: FileStore; readonly keyring: Keyring }

/**
 * Copies every table as of one moment, and the files that they name, into a new folder. Works beside a running server: nobody
 * waits for it. The keys are not in it.
 * @throws BackupError when the folder is in use or the database account may not read every row
 */
export async function backUp({ url, store, keyring }: BackupParts, folder: string): Promise<Manifest> {
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new BackupError(`${folder} is not empty. Name a new folder for the backup.`)
  }
  mkdirSync(join(folder, 'tables'), { recursive: true, mode: 0o700 })
  mkdirSync(join(folder, 'files'), { recursive: true, mode: 0o700 })
  const client = new pg.Client({ connectionString: url, application_name: 'yiyang-backup' })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('begin isolation level repeatable read read only')
    // With row security off PostgreSQL refuses to read what a policy would hide, instead of leaving rows out in silence.
    await client.query('set local row_security = off')
    const tables: BackedUpTable[] = []
    for (const shape of await listTables(client)) tables.push(await copyTable(client, shape, folder))
    const { files, missingFiles } = await copyFiles(client, store, folder)
    const manifest: Manifest = {
      format: 1,
      product: '0.1.0',
      createdAt: new Date().toISOString(),
      server: await one(client, `select current_setting('server_version') as value`),
      migrations: (await client.query(`select name, digest from yiyang.migration order by name`)).rows,
      jobsVersion: Number(await one(client, `select version::text as value from jobs.version`)),
      tables,
      sequences: await listSequences(client),
      files,
      missingFiles,
      keyCheck: keyCheckOf(keyring),
    }
    await client.query('commit')
    writeManifest(folder, manifest)
    return manifest
  } finally {
    await client.end()
  }
}

async function one(client: pg.Client, query: string): Promise<string> {
  const { rows } = await client.query<{ value: string }>(query)
  return rows[0]?.value ?? ''
}

async function copyTable(client: pg.Client, shape: TableShape, folder: string): Promise<BackedUpTable> {
  const file = `tables/${shape.schema}.${shape.table}.copy.zst`
  const columns = shape.columns.map((column) => quote(column)).join(', ')
  const lines = counting('\n'.charCodeAt(0))
  const packed = digesting()
  try {
    await pipeline(
      client.query(copyTo(`copy ${quote(shape.schema, shape.table)} (${columns}) to stdout`)),
      lines.stream,
      createZstdCompress(),
      packed.stream,
      createWriteStream(join(folder, file), { mode: 0o600, flush: true }),
    )
  } catch (error) {
    if ((error as { code?: string }).code !== '42501') throw error
    throw new BackupError(
      `The database account may not read every row of ${shape.schema}.${shape.table}. Let it pass row security once: ALTER ROLE … BYPASSRLS.`,
    )
  }
  // In COPY's text form a line break inside a value is written as \n, so every line end is the end of a row.
  return { ...shape, file, rows: lines.count(), ...packed.result() }
}

async function copyFiles(
  client: pg.Client,
  store: FileStore,
  folder: string,
): Promise<Pick<Manifest, 'files' | 'missingFiles'>> {
  const { rows } = await client.query<{ digest: string }>(
    `select distinct encode(stored_as, 'hex') as digest from platform.file order by 1`,
  )
  const files: { digest: string; bytes: number }[] = []
  const missingFiles: string[] = []
  for (const { digest } of rows) {
    const passed = digesting()
    try {
      const target = join(folder, 'files', digest)
      await pipeline(await store.open(digest), passed.stream, createWriteStream(target, { mode: 0o600, flush: true }))
    } catch (error) {
      if (!(error instanceof FileMissing)) throw error
    }
    const { bytes, sha256 } = passed.result()
    if (sha256 === digest) files.push({ digest, bytes })
    else missingFiles.push(digest)
  }
  return { files, missingFiles }
}

/** Passes a stream on and counts one byte value in it. */
export function counting(value: number): { stream: Transform; count: () => number } {
  let count = 0
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      for (let at = chunk.indexOf(value); at >= 0; at = chunk.indexOf(value, at + 1)) count++
      done(null, chunk)
    },
  })
  return { stream, count: () => count }
}

/** Passes a stream on and takes its length and SHA-256. */
export function digesting(): { stream: Transform; result: () => { bytes: number; sha256: string } } {
  const hash = createHash('sha256')
  let bytes = 0
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      bytes += chunk.length
      done(null, chunk)
    },
  })
  return { stream, result: () => ({ bytes, sha256: hash.copy().digest('hex') }) }
}
