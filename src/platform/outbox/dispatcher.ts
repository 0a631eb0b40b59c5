import { sql } from 'kysely'
import type { Db, Tx } from '../db/index.ts'
import { asSystem } from '../db/index.ts'
import type { Log } from '../log/log.ts'

export type DeliveredEvent = {
  readonly id: string
  readonly district: string
  readonly kind: string
  readonly payload: unknown
  /** 1 at the first delivery. */
  readonly attempt: number
}

/**
 * What happens for one kind of event. Database effects through `tx` happen once, with the delivery; anything outside may
 * happen again after a kill, so it carries the event's id.
 */
export type OutboxHandler = { readonly kind: string; readonly handle: (event: DeliveredEvent, tx: Tx) => Promise<void> }

export type Dispatcher = { readonly deliverNow: () => Promise<number>; readonly stop: () => Promise<void> }

const LOOK_EVERY_MS = 500
const KEEP_DAYS = 7
const TIDY_EVERY_MS = 3_600_000

/** Seconds until the next try: 1, 2, 4 … at most ten minutes. There is no last try; after 20 it is told as an error each time. */
export const backoffSeconds = (attempts: number): number => Math.min(600, 2 ** Math.min(attempts, 10))

/** Delivers waiting events until stopped. Several processes may do it at once: SKIP LOCKED gives each event to one of them. */
export function startDispatcher(db: Db, handlers: readonly OutboxHandler[], log: Log): Dispatcher {
  const byKind = Map.groupBy(handlers, (handler) => handler.kind)
  let stopped = false
  let busy: Promise<number> | undefined

  const deliverAll = async (): Promise<number> => {
    let delivered = 0
    while (!stopped && (await deliverOne(db, byKind, log))) delivered++
    return delivered
  }
  const deliverNow = (): Promise<number> => {
    busy ??= deliverAll().finally(() => {
      busy = undefined
    })
    return busy
  }
  const looking = setInterval(() => {
    deliverNow().catch((error: unknown) => log.error({ error }, 'the outbox could not be read'))
  }, LOOK_EVERY_MS)
  const tidying = setInterval(() => void tidyOutbox(db).catch(() => {}), TIDY_EVERY_MS)
  return {
    deliverNow,
    stop: async () => {
      stopped = true
      clearInterval(looking)
      clearInterval(tidying)
      await busy?.catch(() => 0)
    },
  }
}

type Row = { district: string; id: string; kind: string; payload: unknown; attempts: number }

/** One event in one transaction: taken, handled, marked. False when none is due. */
async function deliverOne(db: Db, handlers: ReadonlyMap<string, readonly OutboxHandler[]>, log: Log): Promise<boolean> {
  return asSystem(db, async (tx) => {
    const { rows } = await sql<Row>`
      select district, id, kind, payload, attempts from platform.outbox
       where done_at is null and next_at <= clock_timestamp()
       order by next_at limit 1 for update skip locked`.execute(tx)
    const row = rows[0]
    if (row === undefined) return false
    const at = sql`district = ${row.district} and id = ${row.id}`
    await sql`savepoint handling`.execute(tx)
    try {
      for (const { handle } of handlers.get(row.kind) ?? []) await handle({ ...row, attempt: row.attempts + 1 }, tx)
      await sql`update platform.outbox set done_at = clock_timestamp(), attempts = attempts + 1 where ${at}`.execute(tx)
    } catch (error) {
      await sql`rollback to savepoint handling`.execute(tx)
      const wait = backoffSeconds(row.attempts)
      log[row.attempts >= 20 ? 'error' : 'warn'](
        { error, event: row.id, kind: row.kind, wait },
        'an event was not handled',
      )
      await sql`
        update platform.outbox set attempts = attempts + 1, next_at = clock_timestamp() + make_interval(secs => ${wait})
         where ${at}`.execute(tx)
    }
    return true
  })
}

/** Removes what was delivered more than a week ago, and idempotency keys of the same age: no browser repeats a call that late. */
export async function tidyOutbox(db: Db): Promise<void> {
  await asSystem(db, async (tx) => {
    await sql`delete from platform.outbox where done_at < now() - make_interval(days => ${KEEP_DAYS})`.execute(tx)
    await sql`delete from platform.idempotency where created_at < now() - make_interval(days => ${KEEP_DAYS})`.execute(
      tx,
    )
  })
}
