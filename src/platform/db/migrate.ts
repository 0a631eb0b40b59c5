import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'

export type MigrationState = { name: string; state: 'applied' | 'pending' | 'changed' | 'unknown'; appliedAt?: string }

const FOLDER = join(import.meta.dirname, '../../../db/migrations')
const NAME = /^\d{4}_[a-z0-9_]+\.sql$/

/** The migrations of this version, in order. */
export function readMigrations(): { name: string; text: string; digest: string }[] {
  return readdirSync(FOLDER)
    .filter((name) => NAME.test(name))
    .sort()
    .map((name) => {
      const text = readFileSync(join(FOLDER, name), 'utf8')
      return { name, text, digest: createHash('sha256').update(text).digest('hex') }
    })
}

/** A database that this version cannot use; the message says which migration differs and what to do. */
export class MigrationDrift extends Error {
  override name = 'MigrationDrift'
}

/**
 * Brings a database to this version: one transaction a migration, in order, each recorded with the digest of its text.
 * Two starters at once wait for each other. `only` stops at those of a backup, whose data is then loaded before the others run.
 * @throws MigrationDrift when an applied migration has another text than this version's, or is unknown to it
 */
export async function migrate(url: string, only?: ReadonlySet<string>): Promise<string[]> {
  const client = await open(url)
  try {
    await client.query(`select pg_advisory_lock(7316001)`)
    await client.query(`create schema if not exists yiyang`)
    await client.query(`create table if not exists yiyang.migration (
      name text collate "C" primary key, digest text not null, applied_at timestamptz not null default clock_timestamp())`)
    const states = await compare(client)
    const drift = states.filter((each) => each.state === 'changed' || each.state === 'unknown')
    if (drift.length > 0) {
      const names = drift.map((each) => `${each.name} (${each.state})`).join(', ')
      throw new MigrationDrift(
        `The database was migrated by another version: ${names}. Start that version, or restore a backup.`,
      )
    }
    const applied: string[] = []
    const pending = new Set(states.filter((each) => each.state === 'pending').map((each) => each.name))
    for (const each of readMigrations()) {
      if (!pending.has(each.name) || only?.has(each.name) === false) continue
      await client.query('begin')
      try {
        await client.query(each.text)
        await client.query('insert into yiyang.migration (name, digest) values ($1, $2)', [each.name, each.digest])
        await client.query('commit')
      } catch (error) {
        await client.query('rollback').catch(() => {})
        throw new Error(`migration ${each.name}: ${(error as Error).message}`, { cause: error })
      }
      applied.push(each.name)
    }
    return applied
  } finally {
    await client.end()
  }
}

/** Every migration of this version and of the database, with its state. */
export async function migrationStates(url: string): Promise<MigrationState[]> {
  const client = await open(url)
  try {
    return await compare(client)
  } finally {
    await client.end()
  }
}

async function compare(client: pg.Client): Promise<MigrationState[]> {
  const known = await client.query<{ there: boolean }>(`select to_regclass('yiyang.migration') is not null as there`)
  const { rows } = known.rows[0]?.there
    ? await client.query<{ name: string; digest: string; at: string }>(
        `select name, digest, applied_at::text as at from yiyang.migration order by name`,
      )
    : { rows: [] }
  const applied = new Map(rows.map((row) => [row.name, row]))
  const states: MigrationState[] = readMigrations().map(({ name, digest }) => {
    const row = applied.get(name)
    applied.delete(name)
    if (row === undefined) return { name, state: 'pending' }
    return { name, state: row.digest === digest ? 'applied' : 'changed', appliedAt: row.at }
  })
  for (const row of applied.values()) states.push({ name: row.name, state: 'unknown', appliedAt: row.at })
  return states.sort((a, b) => (a.name < b.name ? -1 : 1))
}

async function open(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'yiyang-migrate' })
  client.on('error', () => {})
  await client.connect()
  return client
}
