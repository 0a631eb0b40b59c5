import { type RawBuilder, sql } from 'kysely'
import { type Day, firstOfMonth, type Month, parseMonth } from '../../platform/clock/day.ts'
import type { Scope, Tx } from '../../platform/db/index.ts'
import type { Board, PlanLine, Tally } from './contract.ts'
import { districtsOf } from './people.ts'
import { parameterName } from './planning-settings.ts'

/** Rows of an alias that lie in the caller's districts and in the area chosen on the screen; row security does the rest. */
export function within(alias: string, scope: Scope, area: string | undefined): RawBuilder<unknown> {
  const column = (name: string) => sql.ref(`${alias}.${name}`)
  const districts = sql`${column('district')} = any (${districtsOf(scope)}::text[])`
  if (area === undefined || !/^\d{6,12}$/.test(area) || area.endsWith('0000')) return districts
  if (area.length >= 12) return sql`${districts} and ${column('village')} = ${area}`
  if (area.length >= 9) return sql`${districts} and ${column('township')} = ${area}`
  return sql`${districts} and ${column('district')} = ${area}`
}

export const monthAsked = (month: string | undefined, today: Day): Month =>
  (month === undefined ? undefined : parseMonth(month)) ?? firstOfMonth(today)

// Cancelled visits are due no more. A completed one has evidence; done without is shown beside, not counted.
const tally = (today: Day) => sql`
  count(*) filter (where p.state <> 'cancelled')::int as due,
  count(*) filter (where p.state = 'done')::int as done,
  count(*) filter (where p.state = 'done' and p.evidence)::int as "withEvidence",
  count(*) filter (where p.state = 'notSeen')::int as "notSeen",
  count(*) filter (where p.state in ('planned', 'notSeen') and p.on_day < ${today}::date)::int as overdue,
  count(*) filter (where p.state = 'planned' and p.account = '')::int as unassigned,
  count(*) filter (where p.state = 'planned' and exists (
    select 1 from visits.record c where c.district = p.district and c.plan_id = p.id and c.way <> 'home' and c.outcome = 'seen'))::int as "calledOnly"`

type Asked = { readonly scope: Scope; readonly month: Month; readonly area: string | undefined; readonly today: Day }
const NONE: Tally = { due: 0, done: 0, withEvidence: 0, notSeen: 0, overdue: 0, unassigned: 0, calledOnly: 0 }

/** W17's first page: completion by village and by helper, counted from visits that have evidence; loads; why people were not seen. */
export async function readBoard(tx: Tx, asked: Asked): Promise<Omit<Board, 'may'>> {
  const { scope, month, area, today } = asked
  const where = sql`${within('p', scope, area)} and p.month = ${month}::date`
  const villages = await sql<Board['villages'][number]>`
    select coalesce(p.village, '') as village, coalesce(d.name, '未登记村（社区）') as name, p.township, ${tally(today)}
      from visits.plan p left join divisions.division d on d.key = p.village
     where ${where} group by p.township, p.village, d.name order by p.township, p.village`.execute(tx)
  const helpers = await sql<Board['helpers'][number]>`
    with day as (select p.account, p.on_day, count(*)::int as visits from visits.plan p
                  where ${where} and p.state <> 'cancelled' group by p.account, p.on_day),
    post as (select p.account, max(p.name) as name, max(p.daily_most) as most, array_agg(distinct coalesce(d.name, p.village)) as villages
               from visits.post p left join divisions.division d on d.key = p.village
              where p.district = any (${districtsOf(scope)}::text[]) and p.account <> ''
                and p.valid_from < (${month}::date + interval '1 month') and (p.valid_to is null or p.valid_to > ${month}::date) group by p.account)
    select p.account, coalesce(max(o.name), p.account) as name, coalesce(max(o.villages), '{}') as villages, coalesce(max(o.most), 0) as "dailyMost", ${tally(today)},
           coalesce((select max(visits) from day where day.account = p.account), 0) as "mostOnADay",
           (select count(*)::int from day where day.account = p.account and visits > coalesce(max(o.most), 0)) as "daysAbove",
           (select coalesce(sum(least(a.valid_to, (${month}::date + interval '1 month')::date) - greatest(a.valid_from, ${month}::date)), 0)::int from visits.absence a
             where a.district = any (${districtsOf(scope)}::text[]) and a.account = p.account and a.valid_to > ${month}::date
               and a.valid_from < (${month}::date + interval '1 month')) as "awayDays"
      from visits.plan p left join post o on o.account = p.account
     where ${where} and p.account <> '' group by p.account order by 2`.execute(tx)
  const reasons = await sql<Board['reasons'][number]>`
    select coalesce(p.reason, 'unknown') as reason, count(*)::int as visits from visits.record p
     where ${within('p', scope, area)} and p.outcome = 'notSeen' and p.corrected_by is null
       and p.on_day >= ${month}::date and p.on_day < (${month}::date + interval '1 month')
     group by 1 order by 2 desc`.execute(tx)
  const districts = districtsOf(scope)
  return {
    month: month.slice(0, 7),
    total: villages.rows.reduce((sum, row) => addTallies(sum, row), NONE),
    run: await lastRun(tx, districts, area, month),
    villages: villages.rows,
    helpers: helpers.rows,
    reasons: reasons.rows,
    district:
      area !== undefined && /^\d{6}/.test(area) && !area.endsWith('0000')
        ? area.slice(0, 6)
        : districts.length === 1
          ? (districts[0] ?? null)
          : null,
  }
}

const addTallies = (a: Tally, b: Tally): Tally => ({
  due: a.due + b.due,
  done: a.done + b.done,
  withEvidence: a.withEvidence + b.withEvidence,
  notSeen: a.notSeen + b.notSeen,
  overdue: a.overdue + b.overdue,
  unassigned: a.unassigned + b.unassigned,
  calledOnly: a.calledOnly + b.calledOnly,
})

async function lastRun(
  tx: Tx,
  districts: readonly string[],
  area: string | undefined,
  month: Month,
): Promise<Board['run']> {
  const district = area !== undefined && /^\d{6}/.test(area) && !area.endsWith('0000') ? [area.slice(0, 6)] : districts
  const { rows } = await sql<Omit<NonNullable<Board['run']>, 'unset'> & { unset: string[] }>`
    select to_json(made_at) #>> '{}' as "madeAt", as_of::text as "asOf", driver, listed, undecided, unset from visits.plan_run
     where district = any (${[...district]}::text[]) and month = ${month}::date order by made_at desc limit 1`.execute(
    tx,
  )
  const [row] = rows
  return row === undefined ? null : { ...row, unset: row.unset.map((id) => ({ id, name: parameterName(id) })) }
}

const PAGE = 100

type PlanAsked = Asked & {
  readonly view: 'open' | 'overdue' | 'notSeen' | 'unassigned' | 'done'
  readonly helper: string | undefined
  readonly village: string | undefined
  readonly after: string | undefined
}

/** A page of planned visits, by day and key. */
export async function listPlan(tx: Tx, asked: PlanAsked): Promise<{ rows: PlanLine[]; next: string | null }> {
  const { scope, month, area, today, view, helper, village, after } = asked
  const shown = {
    open: sql`p.state in ('planned', 'notSeen')`,
    overdue: sql`p.state in ('planned', 'notSeen') and p.on_day < ${today}::date`,
    notSeen: sql`p.state = 'notSeen'`,
    unassigned: sql`p.state = 'planned' and p.account = ''`,
    done: sql`p.state = 'done'`,
  }[view]
  const [day, id] = (after ?? '').split('_')
  // The page first, then what is shown of its rows: names are looked up for a hundred, not for a district.
  const { rows } = await sql<PlanLine>`
    with page as materialized (
      select p.* from visits.plan p
       where ${within('p', scope, area)} and p.month = ${month}::date and ${shown}
         and ${helper === undefined ? sql`true` : sql`p.account = ${helper}`} and ${village === undefined ? sql`true` : sql`p.village = ${village}`}
         and ${day === undefined || id === undefined ? sql`true` : sql`(p.on_day, p.id) > (${day}::date, ${id}::uuid)`}
       order by p.on_day, p.id limit ${PAGE + 1})
    select p.district, p.id::text as id, p.elder_id::text as "elderId",
           (select e.name from elders.elder e where e.district = p.district and e.id = p.elder_id) as name, coalesce(d.name, '') as "villageName", p.on_day::text as "on",
           coalesce((select max(o.name) from visits.post o where o.district = p.district and o.account = p.account), p.account) as helper,
           p.state, p.attempts, p.cause, p.evidence,
           coalesce((select l.because from visits.listed l where l.district = p.district and l.month = p.month and l.elder_id = p.elder_id), '{}') as because,
           (select r.reason from visits.record r where r.district = p.district and r.plan_id = p.id and r.outcome = 'notSeen' order by r.started_at desc limit 1) as reason
      from page p left join divisions.division d on d.key = p.village
     order by p.on_day, p.id`.execute(tx)
  const last = rows.length > PAGE ? rows[PAGE - 1] : undefined
  return { rows: rows.slice(0, PAGE), next: last === undefined ? null : `${last.on}_${last.id}` }
}
