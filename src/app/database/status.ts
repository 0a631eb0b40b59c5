import { sql } from 'kysely'
import { connect, migrationStates } from '../../platform/db/index.ts'
import type { FileStore } from '../../platform/files/index.ts'

export type DatabaseStatus = {
  server: string
  bytes: number
  applied: number
  pending: string[]
  changed: string[]
  unknown: string[]
}

/** What a database is and how far its migrations are; reads only. */
export async function databaseStatus(url: string): Promise<DatabaseStatus> {
  const states = await migrationStates(url)
  const named = (state: string) => states.filter((each) => each.state === state).map((each) => each.name)
  const { db, close } = connect(url, 1)
  try {
    const { rows } = await sql<{ server: string; bytes: number }>`
      select current_setting('server_version') as server, pg_database_size(current_database()) as bytes`.execute(db)
    return {
      server: rows[0]?.server ?? '',
      bytes: rows[0]?.bytes ?? 0,
      applied: named('applied').length,
      pending: named('pending'),
      changed: named('changed'),
      unknown: named('unknown'),
    }
  } finally {
    await close()
  }
}

/** What is wrong with a running installation: migrations that differ, and files whose bytes are not in the store. */
export async function databaseFaults(url: string, store: FileStore): Promise<string[]> {
  const { pending, changed, unknown } = await databaseStatus(url)
  const faults = [
    ...pending.map((name) => `migration ${name}: not applied yet; run yiyang db migrate`),
    ...changed.map((name) => `migration ${name}: this version has another text of it`),
    ...unknown.map((name) => `migration ${name}: unknown to this version`),
  ]
  if (pending.length > 0) return faults
  const stored = new Set<string>()
  for await (const { digest } of store.list()) stored.add(digest)
  const { db, close } = connect(url, 1)
  try {
    const { rows } = await sql<{ id: string; digest: string }>`
      select id, encode(stored_as, 'hex') as digest from platform.file where removed_at is null`.execute(db)
    for (const { id, digest } of rows)
      if (!stored.has(digest)) faults.push(`file ${id}: its bytes are not in the store`)
    const broken = await sql<{ name: string }>`
      select conrelid::regclass || ' ' || conname as name from pg_constraint where not convalidated`.execute(db)
    for (const { name } of broken.rows) faults.push(`constraint ${name}: not validated`)
    const invalid = await sql<{ name: string }>`
      select indexrelid::regclass::text as name from pg_index where not indisvalid`.execute(db)
    for (const { name } of invalid.rows) faults.push(`index ${name}: not valid; run REINDEX INDEX CONCURRENTLY`)
  } finally {
    await close()
  }
  return faults
}
