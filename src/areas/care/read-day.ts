import { sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { type Home, residentsOn } from '../residency/index.ts'
import type { CareDay } from './contract.ts'
import {
  familyState,
  type IncidentOf,
  missingBeforeClosing,
  proposeReassessment,
  REASSESS_DAYS,
  type StepOf,
} from './incident-rules.ts'
import { livesHere, shiftAt } from './shift.ts'
import { INCIDENT_STEPS, type IncidentKind } from './words.ts'

const SHOWN = 100
type Asked = { readonly on: Day; readonly now: Date; readonly familyHours: number | null }

/** A home's day of care on one page: people with their plans, tasks, doses, rounds, meals, incidents and hand-overs. As the system role, after the caller's scope has shown the home. */
export async function readCareDay(
  tx: Tx,
  home: Home,
  { on, now, familyHours }: Asked,
): Promise<Omit<CareDay, 'mayAct'>> {
  const at = sql`district = ${home.district} and facility_id = ${home.id}::uuid`
  const residents = await residentsOn(tx, { district: home.district, facility: home.id, on })
  const names = new Map(residents.map((each) => [each.stay, each.name ?? '姓名未登记']))
  const incidents = await readIncidents(tx, home, { on, now, familyHours }, names)
  const reassess = new Set(proposeReassessment(await recentIncidents(tx, at, now), now))
  const plans = await readPlans(tx, at, on)
  const levels = await readLevels(
    tx,
    home,
    residents.map((each) => each.elder),
    on,
  )
  const tasks = await sql<CareDay['tasks'][number]>`
    select t.id::text, t.stay_id::text as stay, t.label, t.shift, t.minutes, r.outcome, r.note, r.recorded_by as by
      from care.task t
      join care.plan p on p.district = t.district and p.id = t.plan_id and p.from_day <= ${on} and (p.until_day is null or p.until_day > ${on})
      left join care.task_record r on r.district = t.district and r.task_id = t.id and r.on_day = ${on}
     where t.district = ${home.district} and t.facility_id = ${home.id}::uuid and extract(isodow from ${on}::date) = any (t.weekdays)
       and ${livesHere('t', on)}
     order by t.shift, t.stay_id, t.label`.execute(tx)
  const doses = await sql<CareDay['doses'][number]>`
    select m.id::text as medicine, m.stay_id::text as stay, m.name, m.dose, slot.at, m.checked_by is not null as checked, d.outcome, d.note,
           d.given_by as "givenBy", d.checked_by as "checkedBy"
      from care.medicine m cross join lateral unnest(m.times) slot(at)
      left join care.dose d on d.district = m.district and d.medicine_id = m.id and d.on_day = ${on} and d.at_time = slot.at
     where m.district = ${home.district} and m.facility_id = ${home.id}::uuid and m.from_day <= ${on} and (m.until_day is null or m.until_day > ${on})
       and m.checked_by is not null and ${livesHere('m', on)}
     order by slot.at, m.stay_id, m.name`.execute(tx)
  const unchecked = await sql<CareDay['unchecked'][number]>`
    select id::text, stay_id::text as stay, name, dose, times, prescription, recorded_by as by from care.medicine m
     where ${at} and checked_by is null and (until_day is null or until_day > ${on}) and ${livesHere('m', on)} order by recorded_at`.execute(
    tx,
  )
  const rounds = await sql<CareDay['rounds'][number]>`
    select id::text, walked_at::text as at, walked_by as by, seen, jsonb_array_length(findings) as findings from care.night_round
     where ${at} and night_of >= ${on}::date - 1 order by walked_at desc limit ${SHOWN}`.execute(tx)
  const meals = await sql<CareDay['meals'][number]>`
    select id::text, meal, menu, sample_grams as grams, sample_at::text as "sampleAt" from care.meal
     where ${at} and on_day = ${on} order by array_position(array['breakfast', 'lunch', 'dinner'], meal::text)`.execute(
    tx,
  )
  const handOvers = await sql<CareDay['handOvers'][number]>`
    select id::text, on_day as "on", shift, notes, figures, given_by as "givenBy", taken_by as "takenBy" from care.hand_over
     where ${at} and on_day >= ${on}::date - 1 order by given_at desc limit ${SHOWN}`.execute(tx)
  return {
    on,
    home: { district: home.district, id: home.id, name: home.name, example: home.example },
    shift: shiftAt(now),
    people: residents.map((each) => {
      const plan = plans.get(each.stay) ?? null
      const careLevel = levels.get(each.elder) ?? null
      return {
        stay: each.stay,
        name: each.name ?? '姓名未登记',
        bed: each.bedLabel,
        away: each.away,
        careLevel,
        plan,
        outdated: plan !== null && plan.careLevel !== careLevel,
        reassess: reassess.has(each.stay),
      }
    }),
    tasks: tasks.rows,
    doses: doses.rows,
    unchecked: unchecked.rows,
    rounds: rounds.rows,
    meals: meals.rows,
    incidents,
    handOvers: handOvers.rows,
    familyHours,
  }
}

async function readPlans(tx: Tx, at: ReturnType<typeof sql>, on: Day) {
  const { rows } = await sql<{ stay: string } & NonNullable<CareDay['people'][number]['plan']>>`
    select stay_id::text as stay, from_day as "from", care_level as "careLevel", goals, review_on as "reviewOn",
           (select count(*)::int from care.task t where t.district = p.district and t.plan_id = p.id) as tasks
      from care.plan p where ${at} and from_day <= ${on} and (until_day is null or until_day > ${on})`.execute(tx)
  return new Map(rows.map(({ stay, ...plan }) => [stay, plan]))
}

async function readLevels(tx: Tx, home: Home, elders: readonly string[], on: Day): Promise<Map<string, string>> {
  const { rows } = await sql<{ elder: string; level: string }>`
    select f.elder_id::text as elder, f.value[1] as level from elders.fact f
     where f.district = ${home.district} and f.elder_id = any (${elders}::uuid[]) and f.kind = 'careDependency' and f.superseded_at is null
       and f.valid_from <= ${on} and (f.valid_to is null or f.valid_to > ${on})`.execute(tx)
  return new Map(rows.map((row) => [row.elder, row.level]))
}

async function recentIncidents(tx: Tx, at: ReturnType<typeof sql>, now: Date): Promise<IncidentOf[]> {
  const { rows } = await sql<{ stay: string; kind: IncidentKind; happenedAt: string }>`
    select stay_id::text as stay, kind, happened_at::text as "happenedAt" from care.incident
     where ${at} and happened_at > ${now}::timestamptz - ${REASSESS_DAYS}::int * interval '1 day'`.execute(tx)
  return rows.map((row) => ({ ...row, happenedAt: new Date(row.happenedAt) }))
}

type Row = Omit<CareDay['incidents'][number], 'name' | 'family' | 'missing' | 'closed'>

async function readIncidents(
  tx: Tx,
  home: Home,
  { now, familyHours }: Asked,
  names: ReadonlyMap<string, string>,
): Promise<CareDay['incidents']> {
  const { rows } = await sql<Row>`
    select i.id::text, i.stay_id::text as stay, i.kind, i.happened_at::text as "happenedAt", i.place, i.what, i.harm, i.done_at_once as "doneAtOnce",
           i.reported_by as "reportedBy",
           coalesce((select jsonb_agg(jsonb_build_object('kind', s.kind, 'at', s.at, 'note', s.note, 'by', s.recorded_by) order by s.at, s.id)
                       from care.incident_step s where s.district = i.district and s.incident_id = i.id), '[]') as steps
      from care.incident i where i.district = ${home.district} and i.facility_id = ${home.id}::uuid
     order by i.happened_at desc, i.id limit ${SHOWN}`.execute(tx)
  return rows.map((row) => {
    const steps = row.steps.map((step) => ({ kind: step.kind, at: new Date(step.at) }) as StepOf)
    return {
      ...row,
      name: names.get(row.stay) ?? '已离院',
      family: familyState(new Date(row.happenedAt), steps, familyHours, now),
      missing: missingBeforeClosing(row.harm, steps).map((kind) => INCIDENT_STEPS[kind]),
      closed: steps.some((step) => step.kind === 'closed'),
    }
  })
}
