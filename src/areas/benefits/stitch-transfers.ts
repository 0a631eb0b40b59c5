import { type RawBuilder, sql } from 'kysely'
import type { Month } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { type FactsAt, factsIn } from './facts.ts'
import type { Run } from './runs.ts'
import type { Batch } from './scope.ts'

/**
 * Months around a move that was told late. The file lies in the new district, the settled months in the old one; a month belongs to the district
 * of the residence at its end. What the wrong district has settled for it counts as settled by the right one, and becomes a sum between the two
 * districts: the person is neither paid twice nor asked back what another office owed.
 */

/** Files that left these districts and were touched since the last cut-off: where they are now, and which district settled their past. */
export async function keepMoved(tx: Tx, batch: Batch, earlier: readonly Run[]): Promise<number> {
  const since = earlier.map((each) => each.cutOff)
  const districts = sql`${[...batch.districts]}::text[]`
  await sql`create temporary table run_moved (district text collate "C", elder_id uuid, from_district text collate "C", primary key (elder_id)) on commit drop`.execute(
    tx,
  )
  const { rows } = await sql<{ n: number }>`
    with since as (select max(at) as at from unnest(${since}::timestamptz[]) at), moved as (
      insert into run_moved
      select distinct on (t.elder_id) e.district, t.elder_id, t.from_district
        from elders.transfer t join elders.elder e on e.district = t.to_district and e.id = t.elder_id cross join since
       where t.state = 'confirmed' and t.from_district = any (${districts}) and not (t.to_district = any (${districts}))
         and (t.decided_at > since.at or e.updated_at > since.at or exists (
              select 1 from elders.fact f where f.district = e.district and f.elder_id = e.id
                 and (f.recorded_at > since.at or f.superseded_at > since.at)))
       order by t.elder_id, t.decided_at desc
      returning 1)
    select count(*)::int as n from moved`.execute(tx)
  return rows[0]?.n ?? 0
}

/** Facts of those files, for the months in which the residence was still here. */
export const movedFacts = (at: FactsAt, names: readonly string[], { townships }: Batch): RawBuilder<unknown> =>
  factsIn(at, names, {
    districts: [],
    townships,
    only: sql`(e.district, e.id) in (select district, elder_id from run_moved)`,
    anywhere: true,
  })

/** What another district settled for a month of a file that has come from there, where the month turns out to be ours. */
export const settledElsewhere = ({ districts }: Batch, month: Month): RawBuilder<unknown> => sql`
  select f.district, n.elder_id, n.scheme, n.fen, f.township, f.village
    from earlier_facts f
    join (select distinct t.elder_id, t.from_district from elders.transfer t
           where t.state = 'confirmed' and t.to_district = any (${[...districts]}::text[]) and not (t.from_district = any (${[...districts]}::text[]))) t
      on t.elder_id = f.elder_id
    cross join lateral (${settledIn(sql`t.from_district`, sql`t.elder_id`, month)}) n`

/** The latest sealed sum of a month for one person in one district, with later differences. */
const settledIn = (district: RawBuilder<unknown>, elder: RawBuilder<unknown>, month: Month): RawBuilder<unknown> => sql`
  select last.elder_id, last.scheme, last.amount_fen + coalesce((
           select sum(d.difference_fen) from benefits.difference d join benefits.run b on b.id = d.run_id and b.state = 'sealed'
            where d.district = ${district} and d.elder_id = last.elder_id and d.scheme = last.scheme and d.month = ${month}::date), 0)::bigint as fen
    from (select distinct on (e.scheme) e.elder_id, e.scheme, e.amount_fen from benefits.entitlement e
            join benefits.run r on r.id = e.run_id and r.state = 'sealed' and r.month = ${month}::date
           where e.district = ${district} and e.elder_id = ${elder} and e.amount_fen > 0 order by e.scheme, r.cut_off desc) last`

/**
 * Takes the months that another district had to settle out of the differences: what we paid for them is owed by that district, not by the person.
 * Only where the residence of that month is known to lie in the city; whoever had left the city owes it.
 */
export async function stitchMonth(tx: Tx, run: Run, month: Month, { districts, townships }: Batch): Promise<void> {
  await sql`
    with astray as (
      delete from benefits.difference d using run_moved m,
             lateral (select left(f.value[1], 6) as other from elders.fact f
                       where f.district = m.district and f.elder_id = m.elder_id and f.kind = 'residence' and f.superseded_at is null
                         and f.valid_from <= (${month}::date + interval '1 month' - interval '1 day')
                         and (f.valid_to is null or f.valid_to > (${month}::date + interval '1 month' - interval '1 day'))
                         and f.value[1] is distinct from 'outside' limit 1) home
       where d.district = any (${[...districts]}::text[]) and d.run_id = ${run.id}::uuid and d.month = ${month}::date and d.elder_id = m.elder_id
         and d.due_fen = 0 and not exists (select 1 from earlier_facts f where f.elder_id = m.elder_id and f.township = any (${[...townships]}::text[]))
      returning d.district, home.other, d.elder_id, d.scheme, d.settled_fen)
    insert into benefits.between_districts (district, other_district, run_id, elder_id, scheme, month, fen)
    select district, other, ${run.id}::uuid, elder_id, scheme, ${month}::date, settled_fen from astray
    on conflict do nothing`.execute(tx)
}
