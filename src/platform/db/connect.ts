import { createHash } from 'node:crypto'
import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely'
import pg from 'pg'

// Integers come as numbers where they are exact (int8 of money and counts stays far below 2^53), days as text: a `date`
// must never become an instant.
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError('an int8 beyond the exact integers of JavaScript')
  return value
})
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text)
type TypeId = Parameters<typeof pg.types.setTypeParser>[0]
const DATE_ARRAY = 1182 as TypeId
const TEXT_ARRAY = 1009 as TypeId
pg.types.setTypeParser(DATE_ARRAY, (text) => pg.types.getTypeParser(TEXT_ARRAY)(text))

/** The database as the `sql` template sees it. Tables are not typed: the SQL names its own row type. */
export type Db = Kysely<unknown>

export type Connection = { db: Db; pool: pg.Pool; close: () => Promise<void> }

/** A pool on the database; every connection is the owner's, and each transaction steps down to its own role. */
export function connect(url: string, connections = 10, name = 'yiyang'): Connection {
  // `pipeline` sends a statement before the last one has answered; the type declarations do not know it yet.
  const options: pg.PoolConfig & { pipeline: boolean } = {
    connectionString: url,
    max: connections,
    application_name: name,
    pipeline: true,
  }
  const pool = new pg.Pool(options)
  // A connection that breaks while idle is replaced by the pool; its error must not end the process.
  pool.on('error', () => {})
  // One that breaks in somebody's hands tells it twice: the statement fails, and the connection speaks up, which nobody hears.
  pool.on('connect', (client) => client.on('error', () => {}))
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: withNamedStatements(pool) }) })
  return { db, pool, close: () => db.destroy() }
}

/** Names statements by their text, so that PostgreSQL parses and plans each of them once per connection. */
function withNamedStatements(pool: pg.Pool): PostgresPool {
  const names = new Map<string, string>()
  const nameOf = (text: string): string => {
    let name = names.get(text)
    if (name === undefined) {
      // Texts made from lists of changing length would grow this without end.
      if (names.size > 2000) names.clear()
      name = createHash('sha256').update(text).digest('base64').slice(0, 24)
      names.set(text, name)
    }
    return name
  }
  const wrap = (client: pg.PoolClient): PostgresPoolClient => ({
    query: ((text: string, values?: readonly unknown[]) =>
      values !== undefined && values.length > 0 && text.length < 20_000
        ? client.query({ name: nameOf(text), text, values: [...values] })
        : client.query(
            text,
            values === undefined || values.length === 0 ? undefined : [...values],
          )) as unknown as PostgresPoolClient['query'],
    release: () => client.release(),
  })
  return {
    connect: async () => wrap(await pool.connect()),
    end: () => pool.end(),
    options: pool.options as PostgresPool['options'],
  } as PostgresPool
}
