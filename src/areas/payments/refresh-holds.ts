import { sql } from 'kysely'
import type { Tx } from '../../platform/db/index.ts'
import type { PaymentBatch } from './batches.ts'

/** Lines of a batch that would go out although somebody held them on the run (W06), or told a death, after the batch was made. */
const overtaken = (batch: PaymentBatch) => sql`
  select l.district, l.no, 'review' as held, a.reason from (
      select distinct on (district, elder_id, scheme) district, elder_id, scheme, kind, reason from benefits.act
       where district = any (${batch.districts}::text[]) and run_id = ${batch.runId}::uuid and kind in ('hold', 'release')
       order by district, elder_id, scheme, at desc) a
    join payments.line l on l.district = a.district and l.elder_id = a.elder_id and l.scheme = a.scheme and l.kind = 'current'
     and l.batch_id = ${batch.id}::uuid and l.held is null
   where a.kind = 'hold'
  union
  select l.district, l.no, 'diedSince', null from elders.fact f
    join payments.line l on l.district = f.district and l.payee = f.elder_id and l.batch_id = ${batch.id}::uuid and l.held is null
   where f.district = any (${batch.districts}::text[]) and f.kind = 'death' and f.superseded_at is null and f.value <> '{}'
     and f.recorded_at > ${batch.madeAt}::timestamptz`

export async function countOvertaken(tx: Tx, batch: PaymentBatch): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from (${overtaken(batch)}) o`.execute(tx)
  return rows[0]?.n ?? 0
}

/** Holds them; the sums of the batch change, so whoever signed signs again. */
export async function holdOvertaken(tx: Tx, batch: PaymentBatch): Promise<void> {
  await sql`
    update payments.line l set held = o.held, held_note = o.reason from (${overtaken(batch)}) o
     where l.district = o.district and l.batch_id = ${batch.id}::uuid and l.no = o.no`.execute(tx)
}
