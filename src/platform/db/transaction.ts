import { type CompiledQuery, type RawBuilder, sql } from 'kysely'
import pg from 'pg'
import type { Db } from './connect.ts'

/**
 * What row security needs to know of the caller. Divisions are stable keys, expanded from the grants on the day; a
 * caller sees a row when its district, township or village stands in the matching list.
 */
export type Scope = {
  readonly account: string
  readonly districts: readonly string[]
  readonly townships: readonly string[]
  readonly villages: readonly string[]
  /** Ids of the facilities that the caller's organisations run today; none for officials, who see facilities by their place. */
  readonly facilities?: readonly string[]
}

/** A transaction in progress. Only these reach queries, so that no statement runs outside a role. */
export type Tx = Db & { readonly __tx?: true }

// Not as a statement: on Citus that would reach the nodes, where a connection has the role it was opened for.
const AS_REQUEST = sql.raw(`select set_config('role', 'yiyang_request', true)`)

/** Runs work as the request role: the database itself hides every row outside the scope. */
export function inScope<T>(db: Db, scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> {
  const settings = [
    settingOf('yiyang.account', scope.account),
    settingOf('yiyang.districts', list(scope.districts)),
    settingOf('yiyang.townships', list(scope.townships)),
    settingOf('yiyang.villages', list(scope.villages)),
    settingOf('yiyang.facilities', list(scope.facilities ?? [])),
  ]
  return run(db, [AS_REQUEST, sql.raw(settings.join('; '))], work)
}

/** Sets one of our own settings for this transaction. As a statement, not `set_config()`: only that reaches the nodes of a Citus cluster. */
export async function setLocal(tx: Tx, name: `yiyang.${string}`, value: string): Promise<void> {
  await sql.raw(settingOf(name, value)).execute(tx)
}

const settingOf = (name: string, value: string): string => `set local ${name} = ${pg.escapeLiteral(value)}`

/**
 * Runs work of the platform itself (jobs, batches, commands), which no scope limits. Whoever calls it has checked what the
 * person may do, and records it.
 */
export function asSystem<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  return run(db, [sql.raw('set local role yiyang_system')], work)
}

/**
 * The step of a request that reaches across scopes (a transfer hands a file over, a merge moves what hangs on it): the same
 * transaction, as the system role, then the request role again (work of the system stays the system's). Whoever calls it has checked
 * what the person may do. On Citus a transaction has one role on all nodes: there the role stays, and `yiyang.elevated` opens the
 * policies that `yiyang db distribute` adds.
 */
export async function elevated<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  const [before] = await Promise.all([
    sql<{ role: string; elevated: string | null }>`
      select current_setting('role') as role, current_setting('yiyang.elevated', true) as elevated`.execute(tx),
    setLocal(tx, 'yiyang.elevated', 'on'),
    sql`select set_config('role', case when current_setting('yiyang.one_role', true) = 'on' then current_setting('role')
                                       else 'yiyang_system' end, true)`.execute(tx),
  ])
  const result = await work()
  // Not after an error: the transaction is aborted then and ends with it.
  const { role, elevated: already } = before.rows[0] ?? {}
  if (role === 'yiyang_request' && already !== 'on')
    await Promise.all([setLocal(tx, 'yiyang.elevated', 'off'), AS_REQUEST.execute(tx)])
  return result
}

/** Runs work on accounts and grants, which no other role reaches. Unqualified names are those of the identity schema. */
export function asIdentity<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  return run(db, [sql.raw('set local role yiyang_identity; set local search_path = identity')], work)
}

/**
 * The step of a request that makes an account beside what the account is for: the same transaction, as the identity role, then the former role
 * again. Accounts lie on the coordinator of a cluster, so the role changes there only.
 */
export async function withIdentity<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  const [before] = await Promise.all([
    sql<{ role: string; path: string }>`
      select current_setting('role') as role, current_setting('search_path') as path`.execute(tx),
    sql`select set_config('role', 'yiyang_identity', true), set_config('search_path', 'identity', true)`.execute(tx),
  ])
  const result = await work()
  const { role, path } = before.rows[0] ?? {}
  // Not after an error: the transaction is aborted then and ends with it.
  await sql`select set_config('role', ${role ?? 'none'}, true), set_config('search_path', ${path ?? 'public'}, true)`.execute(
    tx,
  )
  return result
}

/** Runs work as the owner of the tables: migrations, loading of reference data, backup. Never for a request. */
export function asOwner<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  return run(db, [], work)
}

/**
 * One transaction on one connection. Statements are sent without waiting for those before them (the connection pipelines), so that
 * opening a transaction and stepping down to its role cost no round trip of their own: should they fail, whatever was sent after
 * them fails too, because the transaction is aborted. Statements that are started together run in the order of their start.
 */
async function run<T>(db: Db, opening: readonly RawBuilder<unknown>[], work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.getExecutor().provideConnection(async (connection) => {
    const executor = db.getExecutor().withConnectionProvider({ provideConnection: (consumer) => consumer(connection) })
    // The `sql` template asks for nothing but the executor, the job queue for executeQuery; Kysely's own transactions would queue
    // statement behind statement.
    const tx = Object.create(db, {
      getExecutor: { value: () => executor },
      executeQuery: { value: (query: CompiledQuery) => executor.executeQuery(query) },
    }) as Tx
    const opened = Promise.all([sql.raw('begin'), ...opening].map((statement) => statement.execute(tx)))
    opened.catch(() => {})
    let result: T
    try {
      result = await work(tx)
      await opened
    } catch (error) {
      // The first error is the one to tell; a rollback that fails too means that the connection is gone.
      await sql
        .raw('rollback')
        .execute(tx)
        .catch(() => {})
      await opened
      throw error
    }
    await sql.raw('commit').execute(tx)
    return result
  })
}

const KEY = /^[0-9A-Za-z_-]+$/

function list(keys: readonly string[]): string {
  for (const key of keys) if (!KEY.test(key)) throw new RangeError(`not a division key: ${key}`)
  return keys.join(',')
}
