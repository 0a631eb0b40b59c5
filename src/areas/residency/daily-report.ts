import { sql } from 'kysely'
import { addDays, type Day } from '../../platform/clock/day.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { note } from './apply.ts'
import { countDay, type DayCounts } from './count-day.ts'
import { inHouse, problemsOf, sayReason } from './head-count.ts'
import { type By, type Home, lockHome } from './home.ts'
import { refusals } from './refusals.ts'
import { CHECK_ITEMS, type CheckItem, COUNT_PROBLEMS, checksOn } from './words.ts'

export type CheckAnswer = {
  readonly item: CheckItem
  readonly result: 'fine' | 'problem'
  readonly note?: string | undefined
  readonly file?: string | undefined
}
export type NewHazard = {
  readonly item: CheckItem
  readonly place: string
  readonly what: string
  readonly person: string
  readonly dueOn: Day
  readonly file?: string | undefined
}
export type ReportOrder = {
  readonly on: Day
  readonly counted: number
  readonly careStaff: number
  readonly nightStaff: number
  readonly explanation?: string | undefined
  readonly checks: readonly CheckAnswer[]
  readonly hazards: readonly NewHazard[]
}
export type Submitted = { readonly version: number; readonly reasons: readonly string[] }

/** After so many hours a report is only corrected, with a reason. */
const HOURS_OPEN = 24

/**
 * Files what a home states of a day: beds and people are counted from the records, the shift leader confirms or says what differs. A later
 * report of the same day is a correction beside the first. As the system role.
 */
export async function submitReport(tx: Tx, by: By, home: Home, order: ReportOrder): Promise<Result<Submitted>> {
  if (order.on > by.today || order.on < addDays(by.today, -1)) return refuse(refusals.reportDay())
  await lockHome(tx, home)
  const before = await lastReport(tx, home, order.on)
  if (before?.locked && order.explanation === undefined) return refuse(refusals.reportLocked())
  const due = checksOn(order.on)
  const missing = before === undefined ? due.filter((item) => !order.checks.some((each) => each.item === item)) : []
  if (missing.length > 0)
    return refuse(refusals.checksMissing(missing.map((item) => CHECK_ITEMS[item].word).join('、')))
  const counts = await countDay(tx, home, order.on)
  const problems = problemsOf(counts.count, order)
  if (problems.some((each) => each.how === 'block')) return refuse(refusals.nursingAboveBeds())
  if (problems.length > 0 && order.explanation === undefined)
    return refuse(refusals.explanationMissing(problems.map(({ code }) => COUNT_PROBLEMS[code] ?? code).join('；')))
  const reasons = counts.reasons.map(sayReason)
  const version = (before?.version ?? 0) + 1
  await insertReport(tx, by, home, { order, counts, reasons, problems: problems.map((each) => each.code), version })
  await insertHazards(tx, by, home, order)
  await note(tx, by, home, 'residency.report', `${order.on}`, {
    version,
    counted: order.counted,
    hazards: order.hazards.length,
    problems: problems.map((each) => each.code),
  })
  return ok({ version, reasons })
}

async function lastReport(tx: Tx, home: Home, on: Day) {
  const { rows } = await sql<{ version: number; locked: boolean }>`
    select version, submitted_at < clock_timestamp() - make_interval(hours => ${HOURS_OPEN}) as locked from residency.daily_report
     where district = ${home.district} and facility_id = ${home.id}::uuid and on_day = ${on}::date order by version desc limit 1`.execute(
    tx,
  )
  return rows[0]
}

type NewReport = {
  readonly order: ReportOrder
  readonly counts: DayCounts
  readonly reasons: readonly string[]
  readonly problems: readonly string[]
  readonly version: number
}

async function insertReport(
  tx: Tx,
  by: By,
  home: Home,
  { order, counts, reasons, problems, version }: NewReport,
): Promise<void> {
  const { count } = counts
  await sql`
    insert into residency.daily_report (district, facility_id, on_day, version, township, village, beds, nursing_beds, residents, on_leave, in_hospital,
                                        counted, care_staff, night_staff, reasons, problems, explanation, checks, submitted_by)
    values (${home.district}, ${home.id}, ${order.on}, ${version}, ${home.township}, ${home.village}, ${count.beds}, ${count.nursingBeds},
            ${count.residents}, ${count.onLeave}, ${count.inHospital}, ${order.counted}, ${order.careStaff}, ${order.nightStaff},
            ${[...reasons]}::text[], ${[...problems]}::text[], ${order.explanation ?? null}, ${JSON.stringify(order.checks)}::jsonb, ${by.account})`.execute(
    tx,
  )
}

async function insertHazards(tx: Tx, by: By, home: Home, { on, hazards }: ReportOrder): Promise<void> {
  for (const hazard of hazards)
    await sql`
      insert into residency.hazard (district, id, facility_id, township, village, item, found_on, place, what, person, due_on, file_id, recorded_by)
      values (${home.district}, ${newId()}, ${home.id}, ${home.township}, ${home.village}, ${hazard.item}, ${on}, ${hazard.place},
              ${hazard.what}, ${hazard.person}, ${hazard.dueOn}, ${hazard.file ?? null}, ${by.account})`.execute(tx)
}

/** Says that a hazard was mended, and how. */
export async function closeHazard(
  tx: Tx,
  by: By,
  home: Home,
  id: string,
  done: { readonly on: Day; readonly note: string },
): Promise<Result<{ done: boolean }>> {
  if (done.on > by.today) return refuse(refusals.dayInvalid('整改日期不能晚于今天。'))
  const { rows } = await sql<{ id: string }>`
    update residency.hazard set state = 'fixed', fixed_on = ${done.on}, fixed_note = ${done.note}
     where district = ${home.district} and facility_id = ${home.id}::uuid and id = ${id}::uuid and state = 'open' and found_on <= ${done.on}::date
    returning id::text`.execute(tx)
  if (rows.length === 0) return refuse(refusals.hazardUnknown())
  await note(tx, by, home, 'residency.hazard.fixed', id, { on: done.on })
  return ok({ done: true })
}

export type Hazard = {
  readonly id: string
  readonly item: string
  readonly foundOn: Day
  readonly place: string
  readonly what: string
  readonly person: string
  readonly dueOn: Day
}
export type DayPage = DayCounts & {
  readonly on: Day
  readonly inHouse: number
  readonly inHouseYesterday: number
  readonly due: readonly CheckItem[]
  /** Staff as last reported, with the day of it: the shift leader confirms or changes. */
  readonly lastStaff: { readonly care: number; readonly night: number; readonly on: Day } | null
  readonly report: {
    readonly version: number
    readonly counted: number
    readonly submittedAt: string
    readonly submittedBy: string
    readonly locked: boolean
  } | null
  readonly hazards: readonly Hazard[]
}

/** What O02 opens on: today from the records, what changed since yesterday, the checks that are due and the hazards that are open. */
export async function readDay(tx: Tx, home: Home, on: Day): Promise<DayPage> {
  const at = sql`district = ${home.district} and facility_id = ${home.id}::uuid`
  const [counts, yesterday, last, report, hazards] = await Promise.all([
    countDay(tx, home, on),
    countDay(tx, home, addDays(on, -1)),
    sql<{ care: number; night: number; on: Day }>`
      select care_staff as care, night_staff as night, on_day as "on" from residency.daily_report
       where ${at} and on_day <= ${on}::date order by on_day desc, version desc limit 1`.execute(tx),
    sql<NonNullable<DayPage['report']>>`
      select version, counted, submitted_at::text as "submittedAt", submitted_by as "submittedBy",
             submitted_at < clock_timestamp() - make_interval(hours => ${HOURS_OPEN}) as locked
        from residency.daily_report where ${at} and on_day = ${on}::date order by version desc limit 1`.execute(tx),
    sql<Hazard>`
      select id::text, item, found_on as "foundOn", place, what, person, due_on as "dueOn" from residency.hazard
       where ${at} and state = 'open' order by due_on, id limit 200`.execute(tx),
  ])
  return {
    ...counts,
    on,
    inHouse: inHouse(counts.count),
    inHouseYesterday: inHouse(yesterday.count),
    due: checksOn(on),
    lastStaff: last.rows[0] ?? null,
    report: report.rows[0] ?? null,
    hazards: hazards.rows,
  }
}
