import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createZstdDecompress } from 'node:zlib'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { migrate } from '../db/index.ts'
import { installJobs } from '../jobs/index.ts'
import { createLog } from '../log/log.ts'
import type { BackupParts } from './back-up.ts'
import { BackupError, fits, type Manifest } from './manifest.ts'
import { inLoadingOrder, listTables, quote, type TableShape } from './tables.ts'
import { verifyBackup } from './verify-backup.ts'

/**
 * Loads a backup into an empty database and its files into the store. All tables are loaded in one transaction; when it is
 * interrupted, running it again goes on from there. Then the database is brought to this version. `beforeLoading` runs once the
 * backup and the keys have proven good.
 * @throws BackupError when the backup is damaged, the keys are others, or the database is not empty: nothing is touched then
 */
export async function restore(
  { url, store, keyring }: BackupParts,
  folder: string,
  beforeLoading: () => void = () => {},
): Promise<Manifest> {
  const { manifest, faults } = await verifyBackup(folder)
  const fatal = faults.filter((fault) => !fault.includes('already missing'))
  if (fatal.length > 0) throw new BackupError(`This backup cannot be restored:\n  ${fatal.join('\n  ')}`)
  if (!fits(keyring, manifest.keyCheck)) {
    throw new BackupError(
      'These keys are not those of the backup. Give the key file that belonged to it with --keys FILE.',
    )
  }
  const client = new pg.Client({ connectionString: url, application_name: 'yiyang-restore' })
  client.on('error', () => {})
  await client.connect()
  try {
    await claimEmptyDatabase(client)
    beforeLoading()
    await migrate(url, new Set(manifest.migrations.map((each) => each.name)))
    await installJobs(url, createLog('error'))
    for (const { digest } of manifest.files) await store.put(createReadStream(join(folder, 'files', digest)))
    await loadTables(client, manifest, folder)
  } finally {
    await client.end()
  }
  await migrate(url)
  await installJobs(url, createLog('error'))
  return manifest
}

/**
 * A database whose restore was interrupted has tables and no rows: nobody may work on it as if it were new.
 * @throws BackupError where that is so
 */
export async function refuseHalfRestored(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'yiyang-restore' })
  client.on('error', () => {})
  await client.connect()
  try {
    const { rows } = await client.query<{ open: boolean }>(`select to_regclass('yiyang.restoring') is not null as open`)
    if (rows[0]?.open) {
      throw new BackupError('A restore into this database was interrupted: run the same yiyang db restore again.')
    }
  } finally {
    await client.end()
  }
}

/** Marks a restore as begun; the mark goes with the transaction that loads the data. */
async function claimEmptyDatabase(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ used: boolean }>(
    `select to_regclass('yiyang.migration') is not null and to_regclass('yiyang.restoring') is null as used`,
  )
  if (rows[0]?.used) {
    throw new BackupError('There is a Yiyang database already. Restore into a new data folder or an empty database.')
  }
  await client.query('create schema if not exists yiyang')
  await client.query(
    'create table if not exists yiyang.restoring (since timestamptz not null default clock_timestamp())',
  )
}

async function loadTables(client: pg.Client, manifest: Manifest, folder: string): Promise<void> {
  const version = await client.query<{ version: number }>('select version from jobs.version')
  if (version.rows[0]?.version !== manifest.jobsVersion) {
    throw new BackupError(
      'The job tables of this backup are of another version. Restore with the version that made it.',
    )
  }
  const mark = (shape: TableShape) => shape.schema === 'yiyang' && shape.table === 'restoring'
  const here = (await listTables(client)).filter((shape) => !mark(shape))
  const names = here.map((shape) => quote(shape.schema, shape.table))
  const forced = await client.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c where c.relforcerowsecurity and c.relkind = 'r'`,
  )
  await client.query('begin')
  // Loading is the owner's: row security and the append-only guard of the audit hold again from the commit on.
  for (const { name } of forced.rows) await client.query(`alter table ${name} no force row level security`)
  for (const name of names) await client.query(`alter table ${name} disable trigger user`)
  await client.query(`truncate ${names.join(', ')}`)
  const backedUp = new Map(manifest.tables.map((each) => [quote(each.schema, each.table), each]))
  for (const shape of await inLoadingOrder(client, here)) {
    const table = backedUp.get(quote(shape.schema, shape.table))
    if (table === undefined) continue
    const columns = table.columns.map((column) => quote(column)).join(', ')
    const load = client.query(copyFrom(`copy ${quote(table.schema, table.table)} (${columns}) from stdin`))
    await pipeline(createReadStream(join(folder, table.file)), createZstdDecompress(), load)
    if (load.rowCount !== table.rows)
      throw new BackupError(`${table.file}: ${load.rowCount} rows came, not ${table.rows}`)
    backedUp.delete(quote(shape.schema, shape.table))
  }
  const left = [...backedUp.values()].filter((table) => !mark(table))
  if (left.length > 0) throw new BackupError(`No place for ${left.map((each) => each.file).join(', ')}`)
  for (const { schema, name, value, called } of manifest.sequences) {
    await client.query('select setval($1::regclass, $2::bigint, $3)', [quote(schema, name), value, called])
  }
  // Keys that are checked at the commit are checked now: a table with checks waiting cannot be altered.
  await client.query('set constraints all immediate')
  for (const name of names) await client.query(`alter table ${name} enable trigger user`)
  for (const { name } of forced.rows) await client.query(`alter table ${name} force row level security`)
  await client.query('drop table yiyang.restoring')
  await client.query('commit')
  await client.query('analyze')
}
