import { type RawBuilder, sql } from 'kysely'
import { addDays, addYears, type Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import type { Reach } from '../elders/index.ts'

const inReach = ({ districts, townships, villages }: Reach): RawBuilder<boolean> =>
  sql<boolean>`e.district = any (${[...districts]}::text[])
    and (${townships === undefined} or e.township = any (${[...(townships ?? [])]}::text[]))
    and (${villages === undefined} or e.village = any (${[...(villages ?? [])]}::text[]))`

/** Born on or before this day, a person has reached the age on the day asked: the birthday counts, 29 February on 1 March. */
const bornBy = (on: Day, age: number): Day => addYears(on, -age)

/**
 * Persons of an age on a day who live here and are alive: `e` with the newest standing result that began by then. Facts and results are
 * aggregated once over the districts, so that a city is two scans and no million of look-ups.
 */
const peopleWithResult = (within: Reach, on: Day, age: number): RawBuilder<unknown> => sql`(
  select e.district, e.id, e.township, e.village, e.name, e.sex, e.birth_date, r.from_day, r.valid_until, r.level, r.origin, f.listed
    from elders.elder e
    left join (
      select district, elder_id, bool_or(kind = 'death' and value <> '{}') as gone,
             bool_or(kind = 'residence' and value[1] = 'outside') as outside, bool_or(kind = 'careDependency') as listed
        from elders.fact
       where district = any (${[...within.districts]}::text[]) and superseded_at is null and kind in ('death', 'residence', 'careDependency')
         and valid_from <= ${on}::date and (valid_to is null or valid_to > ${on}::date)
       group by district, elder_id) f on f.district = e.district and f.elder_id = e.id
    left join (
      select distinct on (district, elder_id) district, elder_id, from_day, valid_until, level, origin
        from assessment.result
       where district = any (${[...within.districts]}::text[]) and ended_at is null and from_day <= ${on}::date
       order by district, elder_id, from_day desc) r on r.district = e.district and r.elder_id = e.id
   where ${inReach(within)} and e.merged_into is null and e.birth_date <= ${bornBy(on, age)}::date
     and not coalesce(f.gone, false) and not coalesce(f.outside, false))`

export type CoverageRow = {
  readonly key: string
  readonly elders: number
  /** With a result that is valid on the day. */
  readonly valid: number
  /** Of these: the validity ends within the days asked. */
  readonly endingSoon: number
  readonly overdue: number
  /** Nobody has assessed; `listed` of them have a level from a department's list only. */
  readonly never: number
  readonly listed: number
  readonly severe: number
}

/** How many of an age and over are assessed, by district, township or village; whoever has no village stands under the township's key. */
export async function coverage(
  tx: Tx,
  within: Reach,
  asked: { on: Day; age: number; soonDays: number; by: 'district' | 'township' | 'village' },
): Promise<CoverageRow[]> {
  const key =
    asked.by === 'district'
      ? sql`p.district`
      : asked.by === 'township'
        ? sql`p.township`
        : sql`coalesce(p.village, p.township)`
  const isValid = sql`p.from_day is not null and (p.valid_until is null or p.valid_until > ${asked.on}::date)`
  const { rows } = await sql<CoverageRow>`
    select ${key} as key, count(*)::int as elders, (count(*) filter (where ${isValid}))::int as valid,
           (count(*) filter (where ${isValid} and p.valid_until <= ${addDays(asked.on, asked.soonDays)}::date))::int as "endingSoon",
           (count(*) filter (where p.valid_until <= ${asked.on}::date))::int as overdue,
           (count(*) filter (where p.from_day is null))::int as never,
           (count(*) filter (where p.from_day is null and p.listed))::int as listed,
           (count(*) filter (where ${isValid} and p.level >= 3))::int as severe
      from ${peopleWithResult(within, asked.on, asked.age)} p
     group by 1 order by 1`.execute(tx)
  return rows
}

export type DueRow = {
  readonly district: string
  readonly elderId: string
  readonly name: string
  readonly sex: 'male' | 'female' | null
  readonly birthDate: Day
  readonly township: string
  readonly village: string | null
  readonly why: 'never' | 'overdue' | 'soon'
  readonly lastOn: Day | null
  readonly lastLevel: number | null
  readonly validUntil: Day | null
  /** The open order, where there is one already. */
  readonly order: { district: string; id: string; state: string } | null
}

/** Where the next page begins: the place and person after which it goes on. */
export type DueCursor = {
  readonly district: string
  readonly township: string
  readonly birthDate: Day
  readonly id: string
}

/**
 * Who of an age and over is to be assessed: never assessed, overdue, or ending within the days asked. In the order of place and age, a page at a
 * time by key; facts and results are looked up only for the persons that the page walks over.
 */
export async function dueList(
  tx: Tx,
  within: Reach,
  asked: {
    on: Day
    age: number
    soonDays: number
    after?: DueCursor | undefined
    limit: number
    why?: DueRow['why'] | undefined
  },
): Promise<DueRow[]> {
  const soon = addDays(asked.on, asked.soonDays)
  const after = asked.after
  const { rows } = await sql<DueRow>`
    select e.district, e.id::text as "elderId", e.name, e.sex, e.birth_date as "birthDate", e.township, e.village,
           case when r.from_day is null then 'never' when r.valid_until <= ${asked.on}::date then 'overdue' else 'soon' end as why,
           r.from_day as "lastOn", r.level as "lastLevel", r.valid_until as "validUntil",
           (select jsonb_build_object('district', o.district, 'id', o.id, 'state', o.state) from assessment.work_order o
             where o.district = e.district and o.elder_id = e.id and o.instrument = 'gbt42195' and o.state in ('open', 'assigned', 'recorded')
               and o.reason <> 'recheck' order by o.id limit 1) as "order"
      from elders.elder e
      left join lateral (select from_day, valid_until, level from assessment.result r
                          where r.district = e.district and r.elder_id = e.id and r.ended_at is null and r.from_day <= ${asked.on}::date
                          order by from_day desc limit 1) r on true
     where ${inReach(within)} and e.merged_into is null and e.birth_date <= ${bornBy(asked.on, asked.age)}::date
       and ${
         after === undefined
           ? sql`true`
           : sql`(e.district, e.township, e.birth_date, e.id) > (${after.district}, ${after.township}, ${after.birthDate}::date, ${after.id}::uuid)`
       }
       and (r.from_day is null or r.valid_until <= ${soon}::date)
       and ${
         asked.why === undefined
           ? sql`true`
           : asked.why === 'never'
             ? sql`r.from_day is null`
             : asked.why === 'overdue'
               ? sql`r.valid_until <= ${asked.on}::date`
               : sql`r.valid_until > ${asked.on}::date`
       }
       and not exists (select 1 from elders.fact f where f.district = e.district and f.elder_id = e.id and f.superseded_at is null
             and f.valid_from <= ${asked.on}::date and (f.valid_to is null or f.valid_to > ${asked.on}::date)
             and ((f.kind = 'death' and f.value <> '{}') or (f.kind = 'residence' and f.value[1] = 'outside')))
     order by e.district, e.township, e.birth_date, e.id limit ${asked.limit}`.execute(tx)
  return rows
}
