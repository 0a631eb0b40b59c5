import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../../platform/db/index.ts'
import { exclusions } from '../../policy/index.ts'
import { readSettings } from '../rules/index.ts'
import type { PaymentBatch } from './batches.ts'
import { changeUnsent } from './reopen-batches.ts'

/**
 * Finds payments that may not stand together with lines of a batch: the same person in another district (a move between two runs) or in a file
 * since merged, for the same benefit or one that excludes it, and one account in use for two persons without a recorded relation. Each becomes a pair
 * that both sides see; lines in an open pair are held, also those of another batch that has not gone out, whose sums and reservation follow. Every join
 * goes by district and person, so that few candidates cost little.
 */
export async function findPairs(tx: Tx, batch: PaymentBatch): Promise<void> {
  const districts = sql`${batch.districts}::text[]`
  const settings = await readSettings(tx, {})
  const exclusive = exclusions(batch.basis.on, batch.payer, settings).filter((each) => each.rule !== 'stack')
  const rules = sql`(select * from unnest(${exclusive.map((each) => each.first)}::text[], ${exclusive.map((each) => each.second)}::text[],
    ${exclusive.map((each) => each.parameter)}::text[]) as e(first, second, parameter))`
  const columns = sql`m.district, m.township, o.district as other_district, o.township as other_township, m.elder_id, o.elder_id as other_elder, m.month,
             m.scheme, o.scheme as other_scheme`
  const excluding = sql`left join ${rules} e on (e.first = m.scheme and e.second = o.scheme) or (e.first = o.scheme and e.second = m.scheme)`
  const owed = sql`o.source = '' and coalesce(o.held, '') not in ('superseded', 'yielded')`
  await sql`
    with near as (
      select distinct t.elder_id, case when t.from_district = any (${districts}) then t.to_district else t.from_district end as other
        from elders.transfer t
       where t.state = 'confirmed' and (t.from_district = any (${districts}) or t.to_district = any (${districts}))
    ), moved as (
      select ${columns}, case when m.scheme = o.scheme then 'samePerson' else e.parameter end as rule
        from near n
        join payments.line m on m.district = any (${districts}) and m.payee = n.elder_id and m.month = ${batch.month}::date and m.batch_id = ${batch.id}::uuid
        join payments.line o on o.district = n.other and o.district <> m.district and o.payee = m.payee and o.month = m.month and ${owed}
        join payments.batch b on b.id = o.batch_id and b.state <> 'cancelled'
        ${excluding}
       where m.kind = 'current' and (m.scheme = o.scheme or e.parameter is not null)
    ), merged as (
      select ${columns}, case when m.scheme = o.scheme then 'samePerson' else e.parameter end as rule
        from (select * from payments.line l where l.district = any (${districts}) and l.batch_id = ${batch.id}::uuid and l.payee <> l.elder_id and l.source = '') m
        join payments.line o on o.district = m.district and o.payee = m.payee and o.month = m.month and ${owed}
         and o.elder_id <> m.elder_id and (o.elder_id = o.payee or o.elder_id > m.elder_id)
        join payments.batch b on b.id = o.batch_id and b.state <> 'cancelled'
        ${excluding}
       where m.scheme = o.scheme or e.parameter is not null
    ), shared as (
      select a.account_blind from payments.account a where a.state = 'inUse' group by a.account_blind having count(distinct a.elder_id) > 1
    ), holders as (
      select l.*, a.account_blind from shared s
        join payments.account a on a.account_blind = s.account_blind and a.state = 'inUse' and a.relation is null
        join payments.line l on l.district = a.district and l.payee = a.elder_id and l.month = ${batch.month}::date and l.account_id = a.id
       where l.kind = 'current' and coalesce(l.held, '') not in ('superseded', 'yielded')
    ), sharing as (
      select ${columns}, 'sameAccount' as rule
        from holders m join holders o on o.account_blind = m.account_blind and o.payee <> m.payee and (o.batch_id <> m.batch_id or o.payee > m.payee)
       where m.batch_id = ${batch.id}::uuid and m.scheme = o.scheme
    )
    insert into payments.pair (district, id, township, other_district, other_township, elder_id, other_elder, month, scheme, other_scheme, rule)
    select district, gen_random_uuid(), township, other_district, other_township, elder_id, other_elder, month, scheme, other_scheme, rule
      from (select * from moved union all select * from merged union all select * from sharing) p
     where not exists (select 1 from payments.pair k where k.district = p.other_district and k.elder_id = p.other_elder and k.other_elder = p.elder_id
                        and k.month = p.month and k.scheme = p.other_scheme and k.other_scheme = p.scheme)
    on conflict do nothing`.execute(tx)
  await holdPaired(tx, batch)
}

/** Holds the lines of open pairs that have not gone out, in whichever district's batch they wait. */
async function holdPaired(tx: Tx, batch: PaymentBatch): Promise<void> {
  const districts = sql`${batch.districts}::text[]`
  const waiting = sql`
    select l.district, l.batch_id, l.no
      from (select district, elder_id, scheme, month from payments.pair
             where state in ('open', 'proposed') and (district = any (${districts}) or other_district = any (${districts}))
            union
            select other_district, other_elder, other_scheme, month from payments.pair
             where state in ('open', 'proposed') and (district = any (${districts}) or other_district = any (${districts}))) p
      join ${LINES} l on l.district = p.district and l.elder_id = p.elder_id and l.scheme = p.scheme and l.month = p.month and l.source = '' and l.held is null
      join payments.batch b on b.id = l.batch_id and b.state in ('made', 'confirmed')`
  const { rows } = await sql<{ id: string }>`
    select distinct w.batch_id::text as id from (${waiting}) w where w.batch_id <> ${batch.id}::uuid`.execute(tx)
  await changeUnsent(
    tx,
    rows.map((row) => row.id),
    batch.madeBy,
    async (opened) => {
      await sql`
        update payments.line l set held = 'overlap' from (${waiting}) w
         where l.district = w.district and l.batch_id = w.batch_id and l.no = w.no
           and l.batch_id = any (${[batch.id, ...opened.map((each) => each.id)]}::uuid[])`.execute(tx)
    },
  )
}

const BY_PAYEE = sql`payments.line`
/** All lines, so that each of the two indexes by file is used for its part of them. */
export const LINES = sql`(select * from payments.line where kind <> 'again' union all select * from payments.line where kind = 'again')`

/** Open pairs, and open probable duplicates, of which a line would go out with this batch. */
export async function standingConflicts(tx: Tx, batch: PaymentBatch): Promise<{ pairs: number; duplicates: number }> {
  const districts = sql`${batch.districts}::text[]`
  const goesOut = (lines: RawBuilder<unknown>, district: string, person: string) => sql`exists (
    select 1 from ${lines} l where l.district = ${sql.raw(district)} and ${sql.raw(person)} and l.batch_id = ${batch.id}::uuid and l.held is null`
  const { rows } = await sql<{ pairs: number; duplicates: number }>`
    select (select count(*)::int from payments.pair p
             where p.state in ('open', 'proposed') and (p.district = any (${districts}) or p.other_district = any (${districts}))
               and (${goesOut(LINES, 'p.district', 'l.elder_id = p.elder_id')} and l.month = p.month and l.scheme = p.scheme)
                 or ${goesOut(LINES, 'p.other_district', 'l.elder_id = p.other_elder')} and l.month = p.month and l.scheme = p.other_scheme))) as pairs,
           (select count(*)::int from elders.probable_duplicate d
             where d.district = any (${districts}) and d.state in ('open', 'proposed')
               and ${goesOut(BY_PAYEE, 'd.district', 'l.payee = d.low')}) and ${goesOut(BY_PAYEE, 'd.district', 'l.payee = d.high')})) as duplicates`.execute(
    tx,
  )
  return rows[0] ?? { pairs: 0, duplicates: 0 }
}
