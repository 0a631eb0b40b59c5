import { type RawBuilder, sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { announceChange } from '../../platform/events/index.ts'
import { homeOf, lockPayment, moveBatch, type PaymentBatch, sumBatch } from './batches.ts'
import { fundKeyIn, returnMoney, returnSuperseded } from './post-to-ledger.ts'

/**
 * Changes lines of batches that have not gone out. They are locked first, so that none goes out meanwhile; what finance confirmed of them is free again and
 * confirmed anew, because its sums are no longer those that were signed; at the end they are summed. Batches that went out in between are left alone.
 * `change` is given those that could be opened.
 */
export async function changeUnsent(
  tx: Tx,
  ids: readonly string[],
  by: string,
  change: (opened: readonly PaymentBatch[]) => Promise<void>,
): Promise<void> {
  const opened: PaymentBatch[] = []
  for (const id of [...new Set(ids)].sort()) {
    const batch = await lockPayment(tx, id)
    if (batch?.state !== 'made' && batch?.state !== 'confirmed') continue
    if (batch.state === 'confirmed') {
      await returnMoney(tx, batch, by)
      await moveBatch(tx, id, 'made')
    }
    opened.push(batch)
  }
  await change(opened)
  for (const batch of opened) {
    await sumBatch(tx, batch)
    await announceChange(tx, {
      kind: 'payments',
      id: batch.id,
      version: batch.version + 1,
      district: homeOf(batch),
      townships: batch.townships,
    })
  }
}

/** Whether the money of a line `l` with its result `r` and batch `b` still waits. What nothing follows and does not wait has reached somebody. */
export const lineWaits = sql`
  (coalesce(l.held, '') not in ('superseded', 'yielded') and (l.held is not null or r.outcome = 'failed' or b.state in ('made', 'confirmed')))`

export const lineWentOut = sql`
  (l.held is null and r.outcome is distinct from 'failed' and b.state not in ('made', 'confirmed', 'cancelled'))`

/**
 * Ends lines that have not reached anybody and never will, and gives back what had been drawn for them. `which` selects district, batch_id and no;
 * their unsent batches have been opened by the caller (`changeUnsent`).
 */
export async function endLines(
  tx: Tx,
  which: RawBuilder<unknown>,
  held: 'superseded' | 'yielded',
  { by, day }: { by: string; day: Day },
): Promise<void> {
  const failed = sql`exists (
    select 1 from payments.result r where r.district = l.district and r.batch_id = l.batch_id and r.no = l.no and r.outcome = 'failed')`
  const { rows } = await sql<{ district: string; fundKey: string; fen: number; first: string }>`
    with gone as (
      update payments.line l set held = ${held}
        from (${which}) c, payments.batch b
       where l.district = c.district and l.batch_id = c.batch_id and l.no = c.no and b.id = c.batch_id
         and coalesce(l.held, '') not in ('superseded', 'yielded')
         and (l.held is not null or b.state in ('made', 'confirmed') or ${failed})
      returning l.district, l.no, l.batch_id, l.amount_fen, case when l.fund_key is not null or ${failed} then ${fundKeyIn} end as fund_key)
    select district, fund_key as "fundKey", sum(amount_fen)::bigint as fen, min(batch_id || ':' || no) as first
      from gone where fund_key is not null group by 1, 2 order by 1, 2`.execute(tx)
  for (const each of rows) {
    const unposted = await returnSuperseded(tx, { ...each, by, day })
    if (unposted !== undefined) throw new Error(`the ledger refused what gave way: ${unposted.code}`)
  }
}
