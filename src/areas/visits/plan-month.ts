import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import { type Day, lastOfMonth, type Month } from '../../platform/clock/day.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import { announceChange } from '../../platform/events/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { findRule, ruleContext, ruleVersion, type Settings } from '../../policy/index.ts'
import { availability, shares } from './availability.ts'
import { LISTS, whoIsListed } from './listed.ts'
import { planDays } from './plan-days.ts'
import { NEEDED, type PlanningSettings, parameterName, planningSettings } from './planning-settings.ts'
import { refusals } from './refusals.ts'

export type PlanOrder = {
  readonly district: string
  readonly month: Month
  readonly today: Day
  readonly rules: Settings
  readonly account: string
  readonly requestId?: string
}

export type PlanMade = {
  readonly run: string
  readonly listed: number
  readonly undecided: number
  /** Visits that were added, and those of the whole month. */
  readonly added: number
  readonly planned: number
  readonly cancelled: number
  readonly unassigned: number
  readonly unset: readonly string[]
}

/**
 * Generates the plan of this or the next month for a district, as the system role: who is on either list, how often, by whom, on which day. One
 * statement over sets. Run again on the same facts it changes nothing: visits that stand keep their day and helper, those that became due are
 * added, those that are due no more and not yet made are cancelled. Refused by name where the driving list or its frequency is not set.
 */
export async function planMonth(tx: Tx, order: PlanOrder): Promise<Result<PlanMade>> {
  const { district, month, today, rules, account } = order
  const last = lastOfMonth(month)
  if (last < today) return refuse(refusals.monthOver())
  const asOf = (month as string) > today ? (month as string as Day) : today
  const settings = planningSettings(rules, district, asOf)
  const needed = NEEDED.filter((id) => settings.unset.includes(id))
  if (settings.driver === undefined || needed.length > 0) return refuse(refusals.unset(needed.map(parameterName)))
  const { days, unknownYear } = planDays(month, today)
  const run = newId()
  const unset = [...settings.unset, ...(unknownYear === undefined ? [] : [`calendar:${unknownYear}`])]
  // One run of a district at a time; a second one waits and then finds everything planned.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`visits.plan ${district}`}, 0))`.execute(tx)
  const made = await write(tx, { order, settings, asOf, days })
  await sql`
    insert into visits.plan_run (district, id, month, as_of, driver, basis, unset, listed, undecided, planned, unassigned, made_by)
    values (${district}, ${run}, ${month}::date, ${asOf}::date, ${settings.driver}, ${JSON.stringify(basisOf(district, asOf, rules, settings))}::jsonb,
            ${unset}::text[], ${made.listed}, ${made.undecided}, ${made.planned}, ${made.unassigned}, ${account})`.execute(
    tx,
  )
  await record(tx, {
    district,
    account,
    action: 'visits.plan',
    object: 'visits.plan_run',
    objectId: run,
    after: { month, asOf, driver: settings.driver, ...made, unset },
    ...(order.requestId === undefined ? {} : { requestId: order.requestId }),
  })
  await announceChange(tx, { kind: 'visits', id: run, version: 1, district })
  return ok({ run, ...made, unset })
}

const basisOf = (district: string, asOf: Day, rules: Settings, settings: PlanningSettings) => ({
  rules: LISTS.flatMap((id) => {
    const rule = findRule(id)
    return rule === undefined ? [] : [ruleVersion(rule, ruleContext({ on: asOf, division: district, settings: rules }))]
  }),
  settings: { ...settings, unset: undefined },
})

type Counts = Omit<PlanMade, 'run' | 'unset'>
type Parts = { order: PlanOrder; settings: PlanningSettings; asOf: Day; days: readonly Day[] }

/** Neighbours follow one another: bands of about 200 m from south to north, walked to and fro; without a point by address. */
const BY_PLACE = sql`(case when lat is null then 1 else 0 end), floor(lat * 500), (case when floor(lat * 500)::bigint % 2 = 0 then lng else -lng end), address, elder_id`

async function write(tx: Tx, { order, settings, asOf, days }: Parts): Promise<Counts> {
  const { district, month, rules } = order
  const last = lastOfMonth(month)
  // The planner knows nothing of what this statement makes on its way and would join it by nested loops.
  await sql`set local enable_nestloop = off`.execute(tx)
  const { rows } = await sql<Counts>`
    with judged as materialized (${whoIsListed({ district, month: month as string as Day, asOf, rules, settings })}),
    person as materialized (
      select j.*, p.account as partner,
             (row_number() over (partition by j.village order by ${BY_PLACE}) - 0.5) / count(*) over (partition by j.village) as pos
        from judged j
        left join (
          select distinct on (elder_id) elder_id, account from visits.pair
           where district = ${district} and account <> '' and valid_from <= ${last}::date and (valid_to is null or valid_to > ${asOf}::date)
           order by elder_id, mode = 'grid', valid_from desc) p using (elder_id)
       where j.due > 0),
    free as materialized (${availability(district, days)}),
    share as materialized (${shares(sql`free`)}),
    given as materialized (
      select w.*, coalesce(own.account, s.account, '') as account, coalesce(own.days, s.days, ${[...days]}::date[]) as days
        from person w
        left join free own on own.village = w.village and own.account = w.partner
        left join share s on s.village = w.village and w.pos > s.above and w.pos <= s.upto),
    placed as materialized (
      select g.*, (row_number() over (partition by account, case when account = '' then village end order by village, ${BY_PLACE}) - 0.5)
                  / count(*) over (partition by account, case when account = '' then village end) as turn
        from given g),
    visit as materialized (
      select p.elder_id, p.township, p.village, p.account, k as ordinal,
             ${month}::date + ((k - 1) * ${lastDay(last)}::int / p.due) as from_day,
             ${month}::date + (k * ${lastDay(last)}::int / p.due) - 1 as until_day,
             case when p.due = 1 then p.days
                  else array(select d from unnest(p.days) d
                              where d between ${month}::date + ((k - 1) * ${lastDay(last)}::int / p.due)
                                          and ${month}::date + (k * ${lastDay(last)}::int / p.due) - 1 order by d) end as days, p.turn
        from placed p cross join lateral generate_series(1, p.due) k),
    listing as (
      insert into visits.listed (district, month, elder_id, township, village, special_difficulty, visit_priority, because, risk, due, in_facility)
      select ${district}, ${month}::date, elder_id, township, village, special_difficulty, visit_priority, because, risk, due, in_facility
        from judged where special_difficulty is true or visit_priority is true
      on conflict (district, month, elder_id) do update
         set township = excluded.township, village = excluded.village, special_difficulty = excluded.special_difficulty,
             visit_priority = excluded.visit_priority, because = excluded.because, risk = excluded.risk, due = excluded.due,
             in_facility = excluded.in_facility
       where (listed.special_difficulty, listed.visit_priority, listed.because, listed.risk, listed.due, listed.in_facility)
             is distinct from (excluded.special_difficulty, excluded.visit_priority, excluded.because, excluded.risk, excluded.due, excluded.in_facility)
      returning 1),
    unlisting as (
      delete from visits.listed l where l.district = ${district} and l.month = ${month}::date
         and not exists (select 1 from judged j where j.elder_id = l.elder_id and (j.special_difficulty is true or j.visit_priority is true))),
    planning as (
      insert into visits.plan (district, id, month, elder_id, township, village, ordinal, on_day, from_day, until_day, account)
      -- A visit whose part of the month is over already has no day left: it is no longer due.
      select ${district}, gen_random_uuid(), ${month}::date, elder_id, township, village, ordinal,
             days[1 + floor(turn * cardinality(days))::int], from_day, until_day, account
        from visit where cardinality(days) > 0
      on conflict (district, month, elder_id, ordinal) do update
         set state = 'planned', cause = null, on_day = excluded.on_day, account = excluded.account, changed_at = clock_timestamp()
       where plan.state = 'cancelled' and plan.cause = 'notDue'
      returning account),
    dropping as (
      update visits.plan p set state = 'cancelled', cause = 'notDue', changed_at = clock_timestamp()
       where p.district = ${district} and p.month = ${month}::date and p.state = 'planned' and p.attempts = 0
         and not exists (select 1 from person w where w.elder_id = p.elder_id and w.due >= p.ordinal)
      returning 1),
    before as (
      select count(*) filter (where state <> 'cancelled')::int as standing,
             count(*) filter (where state = 'planned' and account = '')::int as unassigned
        from visits.plan where district = ${district} and month = ${month}::date),
    counted as (
      select (select count(*)::int from judged where special_difficulty is true or visit_priority is true) as listed,
             (select count(*)::int from judged where special_difficulty is not true and visit_priority is not true
                 and (special_difficulty is null or visit_priority is null)) as undecided,
             (select count(*)::int from planning) as added,
             (select count(*)::int from dropping) as cancelled,
             (select count(*)::int from planning where account = '') as added_unassigned)
    select listed, undecided, added, cancelled, standing + added - cancelled as planned, unassigned + added_unassigned as unassigned
      from counted, before`.execute(tx)
  await sql`set local enable_nestloop = on`.execute(tx)
  const [counts] = rows
  if (counts === undefined) throw new Error('a plan was not counted')
  return counts
}

const lastDay = (last: Day): number => Number(last.slice(8))
