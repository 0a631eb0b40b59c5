import { sql } from 'kysely'
import { PgBoss } from 'pg-boss'
import type { Tx } from '../db/index.ts'
import { newId } from '../db/index.ts'
import type { Log } from '../log/log.ts'
import { queueConnection } from './queue-connection.ts'

export const QUEUE = 'work'

export type JobOrder = {
  readonly kind: string
  /** What the handler needs: keys and choices, no personal data. */
  readonly data: object
  readonly account: string
  /** The line in the tray, in Chinese. */
  readonly title: string
  readonly district?: string
  /** While a job of this kind and key is open, ordering another gives that one. */
  readonly key?: string
}

export type JobQueue = {
  /** Orders a job in the transaction of the change that asks for it: both are there, or neither. */
  readonly enqueue: (tx: Tx, order: JobOrder) => Promise<{ id: string; already: boolean }>
  readonly boss: () => Promise<PgBoss>
  readonly stop: () => Promise<void>
}

/**
 * The queue of a database. pg-boss is started at the first use only, so that a command that orders nothing never waits for it;
 * with `supervise` it also keeps its tables tidy (the server does that).
 */
export function openJobQueue(databaseUrl: string, log: Log, supervise = false): JobQueue {
  let starting: Promise<PgBoss> | undefined
  const boss = (): Promise<PgBoss> => {
    starting ??= start(databaseUrl, log, supervise)
    return starting
  }
  return {
    boss,
    enqueue: async (tx, order) => enqueue(await boss(), tx, order),
    stop: async () => {
      if (starting === undefined) return
      const started = await starting.catch(() => undefined)
      await started?.stop({ graceful: true, timeout: 5000 })
    },
  }
}

/** Installs or updates pg-boss' own tables and the queue; part of preparing a database. */
export async function installJobs(databaseUrl: string, log: Log): Promise<void> {
  const boss = await start(databaseUrl, log, false)
  await boss.stop({ graceful: false })
}

async function start(databaseUrl: string, log: Log, supervise: boolean): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    application_name: 'yiyang-jobs',
    schema: 'jobs',
    max: 3,
    supervise,
    schedule: false,
    persistWarnings: false,
  })
  boss.on('error', (error) => log.error({ error }, 'the job queue met an error'))
  await boss.start()
  await boss.createQueue(QUEUE, {
    // One open job per key; every job has a key, its own id where no other was given.
    policy: 'exclusive',
    // How often a handler's errors are tried again is the kind's own choice (mostAttempts); a kill is always tried again.
    retryLimit: 1000,
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: 60,
    expireInSeconds: 6 * 3600,
    deleteAfterSeconds: 7 * 86_400,
  })
  return boss
}

async function enqueue(boss: PgBoss, tx: Tx, order: JobOrder): Promise<{ id: string; already: boolean }> {
  const id = newId()
  const district = order.district ?? ''
  const singletonKey = `${order.kind}:${order.key ?? id}`
  const sent = await asQueueOwner(tx, async () => {
    for (let attempt = 0; attempt < 5; attempt++) {
      const queued = await boss.send(QUEUE, { district }, { id, singletonKey, db: queueConnection(tx) })
      // The open job may end between the two looks; then its key is free for ours.
      const found = queued ?? (await openJobOf(tx, singletonKey))
      if (found !== undefined) return found
    }
    throw new Error('a job could neither be ordered nor found')
  })
  if (sent !== id) return { id: sent, already: true }
  await sql`
    insert into platform.job_progress (district, id, kind, key, title, account, data)
    values (${district}, ${id}, ${order.kind}, ${order.key ?? null}, ${order.title}, ${order.account},
            ${JSON.stringify(order.data)}::jsonb)`.execute(tx)
  return { id, already: false }
}

async function openJobOf(tx: Tx, singletonKey: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from jobs.job where name = ${QUEUE} and singleton_key = ${singletonKey} and state < 'completed'`.execute(
    tx,
  )
  return rows[0]?.id
}

/** pg-boss' tables belong to the owner alone: the transaction steps up for its one statement and down again. */
async function asQueueOwner<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  const { rows } = await sql<{ role: string }>`select quote_ident(current_user) as role`.execute(tx)
  await sql`set local role none`.execute(tx)
  const result = await work()
  await sql.raw(`set local role ${rows[0]?.role}`).execute(tx)
  return result
}
