import { sql } from 'kysely'
import type { Tx } from '../../platform/db/index.ts'
import { exclusions } from '../../policy/index.ts'
import { readSettings } from '../rules/index.ts'
import type { PaymentBatch } from './batches.ts'

/**
 * Finds payments that may not stand together with lines of a batch: the same person in another district (a move between two runs) or in a file
 * since merged, for the same benefit or one that excludes it, and one account in use for two persons without a recorded relation. Each becomes a pair
 * that both sides see; lines of the batch in an open pair are held.
 */
export async function findPairs(tx: Tx, batch: PaymentBatch): Promise<void> {
  const districts = sql`${batch.districts}::text[]`
  const settings = await readSettings(tx, {})
  const exclusive = exclusions(batch.basis.on, batch.payer, settings).filter((each) => each.rule !== 'stack')
  const rules = sql`(select * from unnest(${exclusive.map((each) => each.first)}::text[], ${exclusive.map((each) => each.second)}::text[],
    ${exclusive.map((each) => each.parameter)}::text[]) as e(first, second, parameter))`
  await sql`
    with near as (
      select distinct t.elder_id from elders.transfer t
       where t.state = 'confirmed' and (t.from_district = any (${districts}) or t.to_district = any (${districts}))
    ), mine as (
      select l.* from payments.line l
       where l.district = any (${districts}) and l.batch_id = ${batch.id}::uuid and l.kind = 'current' and l.held is distinct from 'superseded'
         and (l.elder_id in (select elder_id from near) or l.payee <> l.elder_id or l.elder_id in (
               select x.payee from payments.line x where x.district = any (${districts}) and x.batch_id = ${batch.id}::uuid and x.payee <> x.elder_id))
    ), found as (
      select m.district, m.township, o.district as other_district, o.township as other_township, m.elder_id, o.elder_id as other_elder, m.month,
             m.scheme, o.scheme as other_scheme, case when m.scheme = o.scheme then 'samePerson' else e.parameter end as rule
        from mine m
        join payments.line o on o.month = m.month and o.kind = 'current' and o.held is distinct from 'superseded' and o.held is distinct from 'yielded'
         and ((o.elder_id = m.elder_id and o.district <> m.district)
           or (o.district = m.district and o.batch_id = m.batch_id and o.payee = m.payee and o.elder_id > m.elder_id))
        join payments.batch b on b.id = o.batch_id and b.state <> 'cancelled'
        left join ${rules} e on (e.first = m.scheme and e.second = o.scheme) or (e.first = o.scheme and e.second = m.scheme)
       where m.scheme = o.scheme or e.parameter is not null
    ), shared as (
      select a.account_blind from payments.account a where a.state = 'inUse' group by a.account_blind having count(distinct a.elder_id) > 1
    ), holders as (
      select l.*, a.account_blind from payments.line l join payments.account a on a.id = l.account_id and a.relation is null
        join shared s on s.account_blind = a.account_blind
       where l.month = ${batch.month}::date and l.kind = 'current' and l.held is distinct from 'superseded' and l.held is distinct from 'yielded'
    ), sharing as (
      select m.district, m.township, o.district as other_district, o.township as other_township, m.elder_id, o.elder_id as other_elder, m.month,
             m.scheme, o.scheme as other_scheme, 'sameAccount' as rule
        from holders m join holders o on o.account_blind = m.account_blind and o.payee <> m.payee
         and (o.batch_id <> m.batch_id or o.payee > m.payee)
       where m.batch_id = ${batch.id}::uuid and m.scheme = o.scheme
    )
    insert into payments.pair (district, id, township, other_district, other_township, elder_id, other_elder, month, scheme, other_scheme, rule)
    select district, gen_random_uuid(), township, other_district, other_township, elder_id, other_elder, month, scheme, other_scheme, rule
      from (select * from found union all select * from sharing) p
     where not exists (select 1 from payments.pair k where k.month = p.month and k.elder_id = p.other_elder and k.other_elder = p.elder_id
                        and k.district = p.other_district and k.scheme = p.other_scheme and k.other_scheme = p.scheme)
    on conflict do nothing`.execute(tx)
  await sql`
    update payments.line l set held = 'overlap'
      from payments.pair p, payments.batch b
     where p.state in ('open', 'proposed') and p.month = l.month and l.kind = 'current' and l.held is null
       and ((p.district = l.district and p.elder_id = l.elder_id and p.scheme = l.scheme)
         or (p.other_district = l.district and p.other_elder = l.elder_id and p.other_scheme = l.scheme))
       and b.id = l.batch_id and b.state in ('made', 'confirmed')
       and (p.district = any (${districts}) or p.other_district = any (${districts}))`.execute(tx)
}

/** Open pairs, and open probable duplicates, of which a line would go out with this batch. */
export async function standingConflicts(tx: Tx, batch: PaymentBatch): Promise<{ pairs: number; duplicates: number }> {
  const districts = sql`${batch.districts}::text[]`
  const { rows } = await sql<{ pairs: number; duplicates: number }>`
    select (select count(*)::int from payments.pair p
             where p.month = ${batch.month}::date and p.state in ('open', 'proposed') and (p.district = any (${districts}) or p.other_district = any (${districts}))
               and exists (select 1 from payments.line l where l.batch_id = ${batch.id}::uuid and l.held is null
                     and ((l.district = p.district and l.elder_id = p.elder_id and l.scheme = p.scheme)
                       or (l.district = p.other_district and l.elder_id = p.other_elder and l.scheme = p.other_scheme)))) as pairs,
           (select count(*)::int from elders.probable_duplicate d
             where d.district = any (${districts}) and d.state in ('open', 'proposed')
               and exists (select 1 from payments.line l where l.district = d.district and l.batch_id = ${batch.id}::uuid and l.held is null and l.elder_id = d.low)
               and exists (select 1 from payments.line l where l.district = d.district and l.batch_id = ${batch.id}::uuid and l.held is null and l.elder_id = d.high)) as duplicates`.execute(
    tx,
  )
  return rows[0] ?? { pairs: 0, duplicates: 0 }
}
