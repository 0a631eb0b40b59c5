import { sql } from 'kysely'
import type { Tx } from '../../platform/db/index.ts'
import type { PaymentBatch } from './batches.ts'

/**
 * Lines of a batch that would go out although something was recorded after the batch was made: a hold on the run (W06), a death, an account that
 * ended, a file that was merged into another. Files that have left the districts are looked at where they are now: account and facts have gone with them.
 */
const overtaken = (batch: PaymentBatch) => {
  const districts = sql`${batch.districts}::text[]`
  const since = sql`${batch.madeAt}::timestamptz`
  const goesOut = sql`l.batch_id = ${batch.id}::uuid and l.held is null`
  return sql`
  with moved as (
    select distinct t.elder_id, t.to_district from elders.transfer t
     where t.state = 'confirmed' and t.from_district = any (${districts}) and not (t.to_district = any (${districts}))
  ), gone as (
    select l.district, l.no, l.payee, l.account_id, v.to_district
      from moved v join payments.line l on l.district = any (${districts}) and l.payee = v.elder_id and ${goesOut}
  )
  select l.district, l.no, 'review' as held, a.reason from (
      select distinct on (district, elder_id, scheme) district, elder_id, scheme, kind, reason from benefits.act
       where district = any (${districts}) and run_id = ${batch.runId}::uuid and kind in ('hold', 'release')
       order by district, elder_id, scheme, at desc) a
    join payments.line l on l.district = a.district and l.elder_id = a.elder_id and l.scheme = a.scheme and l.kind = 'current' and ${goesOut}
   where a.kind = 'hold'
  union
  select l.district, l.no, 'diedSince', null from elders.fact f
    join payments.line l on l.district = f.district and l.payee = f.elder_id and ${goesOut}
   where f.district = any (${districts}) and f.kind = 'death' and f.superseded_at is null and f.value <> '{}' and f.recorded_at > ${since}
  union
  select g.district, g.no, 'diedSince', null from gone g join elders.fact f on f.district = g.to_district and f.elder_id = g.payee
   where f.kind = 'death' and f.superseded_at is null and f.value <> '{}' and f.recorded_at > ${since}
  union
  select l.district, l.no, 'accountChanged', null from payments.account a
    join payments.line l on l.district = a.district and l.payee = a.elder_id and l.account_id = a.id and ${goesOut}
   where a.district = any (${districts}) and a.ended_at > ${since}
  union
  select g.district, g.no, 'accountChanged', null from gone g join payments.account a on a.district = g.to_district and a.id = g.account_id
   where a.ended_at > ${since}
  union
  select l.district, l.no, 'mergedSince', null from elders.merge m
    join payments.line l on l.district = m.district and l.payee = m.gone and ${goesOut}
   where m.district = any (${districts}) and m.state = 'confirmed' and m.decided_at > ${since}`
}

/** How many lines such a batch has. */
export async function countOvertaken(tx: Tx, batch: PaymentBatch): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from (select distinct district, no from (${overtaken(batch)}) o) d`.execute(tx)
  return rows[0]?.n ?? 0
}

/** Holds them, each for the first reason found; the sums of the batch change, so whoever signed signs again. */
export async function holdOvertaken(tx: Tx, batch: PaymentBatch): Promise<void> {
  await sql`
    update payments.line l set held = o.held, held_note = o.reason
      from (select distinct on (district, no) * from (${overtaken(batch)}) o order by district, no, held desc) o
     where l.district = o.district and l.batch_id = ${batch.id}::uuid and l.no = o.no`.execute(tx)
}
