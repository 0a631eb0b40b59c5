import { sql } from 'kysely'
import { addDays, type Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { arrearsOf } from './bed-fee.ts'
import { bedsThen, onDay } from './beds.ts'
import { clauseOf } from './clause-of.ts'
import type { HomeRow, HomeToday, OfferRow } from './contract.ts'
import { checkHome } from './count-day.ts'
import { readDay } from './daily-report.ts'
import { type Home, isHome } from './home.ts'
import { freeBeds, occupancyOf } from './occupancy.ts'

const PAGE = 50

/** Homes that the caller may see, by name: beds, who is in, what is free, who waits, and whether today was reported. */
export async function listHomes(
  tx: Tx,
  today: Day,
  query: {
    readonly districts: readonly string[] | null
    readonly q?: string | undefined
    readonly missing: boolean
    readonly after?: string | undefined
  },
): Promise<{ rows: HomeRow[]; next: string | null }> {
  const [afterName, afterId] = splitAfter(query.after)
  const { rows } = await sql<HomeRow>`
    with home as (
      select f.district, f.id, f.name, f.kind, f.township, f.example,
             f.kind in ('publicHome', 'townshipHome', 'intensiveCareCentre') as "isPublic",
             exists (select 1 from residency.daily_report d where d.district = f.district and d.facility_id = f.id and d.on_day = ${today}::date) as "reportedToday"
        from facilities.facility f
       where ${query.districts === null ? sql`true` : sql`f.district = any (${[...query.districts]}::text[])`}
         and ${isHome}
         and exists (select 1 from facilities.bed_period p where p.district = f.district and p.facility_id = f.id and ${bedsThen(today)})
         and ${query.q ? sql`f.name >= ${query.q} and f.name < ${`${query.q}\u{10FFFF}`}` : sql`true`}
         and ${afterName === undefined ? sql`true` : sql`(f.name, f.id) > (${afterName}, ${afterId}::uuid)`}
    )
    select h.district, h.id::text, h.name, h.kind, h.township, h."isPublic", h.example, h."reportedToday", b.*, w.waiting
      from home h
      cross join lateral (
        select (count(*) filter (where p.in_use))::int as beds, count(o.id)::int as residents,
               (count(*) filter (where ${freeOf('ordinary')}))::int as "freeOrdinary",
               (count(*) filter (where ${freeOf('nursing')}))::int as "freeNursing",
               (count(*) filter (where ${freeOf('dementia')}))::int as "freeDementia"
          from facilities.bed_period p
          left join residency.occupancy o on o.district = p.district and o.facility_id = p.facility_id and o.bed_id = p.bed_id and ${onDay('o', today)}
          left join residency.offer f on f.district = p.district and f.bed_id = p.bed_id and f.state in ('open', 'accepted')
         where p.district = h.district and p.facility_id = h.id and ${bedsThen(today)}) b
      cross join lateral (
        select count(*)::int as waiting from residency.application a
         where a.district = h.district and a.facility_id = h.id and a.state in ('waiting', 'offered')) w
     where ${query.missing ? sql`not h."reportedToday" and b.residents > 0` : sql`true`}
     order by h.name, h.id limit ${PAGE + 1}`.execute(tx)
  const page = rows.slice(0, PAGE)
  const last = page.at(-1)
  return { rows: page, next: rows.length > PAGE && last ? `${last.id}${last.name}` : null }
}

const freeOf = (kind: string) => sql`p.in_use and p.kind = ${sql.lit(kind)} and o.id is null and f.id is null`

/** A page goes on after the last name and id: the id's 36 characters, then the name. */
function splitAfter(after: string | undefined): [string | undefined, string | undefined] {
  if (after === undefined || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/.test(after)) return [undefined, undefined]
  return [after.slice(36), after.slice(0, 36)]
}

/** O01: the house today. */
export async function readHomeToday(tx: Tx, home: Home, today: Day): Promise<Omit<HomeToday, 'mayAct'>> {
  const at = sql`district = ${home.district} and facility_id = ${home.id}::uuid`
  const [day, free, curve, waits, bills] = await Promise.all([
    readDay(tx, home, today),
    freeBeds(tx, home.district, [home.id], today),
    occupancyOf(tx, { district: home.district, facility: home.id, from: addDays(today, -29), to: today }),
    sql<{ waiting: number; openOffers: number; backDue: number; endingSoon: number }>`
      select (select count(*)::int from residency.application where ${at} and state in ('waiting', 'offered')) as waiting,
             (select count(*)::int from residency.offer where ${at} and state in ('open', 'accepted')) as "openOffers",
             (select count(*)::int from residency.absence where ${at} and until_day is null and expected_back <= ${today}::date) as "backDue",
             (select count(*)::int from residency.stay where ${at} and until_day is null and planned_until <= ${addDays(today, 7)}::date) as "endingSoon"`.execute(
      tx,
    ),
    sql<{ dueOn: Day; amountFen: number; paidFen: number }>`
      select due_on as "dueOn", amount_fen::float8 as "amountFen", paid_fen::float8 as "paidFen" from residency.charge
       where ${at} and paid_fen < amount_fen and due_on < ${today}::date`.execute(tx),
  ])
  const { ordinary = 0, nursing = 0, dementia = 0 } = free[0] ?? {}
  return {
    home: headOf(home),
    today,
    counts: day.count,
    inHouse: day.inHouse,
    free: { ordinary, nursing, dementia },
    reasons: [...day.reasons],
    checks: checkHome(home, day, day.lastStaff?.care ?? null, today).map((check) => ({
      ...check,
      clause: clauseOf(check.clause, today),
    })),
    report: day.report,
    ...(waits.rows[0] ?? { waiting: 0, openOffers: 0, backDue: 0, endingSoon: 0 }),
    hazards: [...day.hazards],
    arrears: arrearsOf(bills.rows, today),
    curve,
  }
}

export const headOf = ({ district, id, name, kind, township, isPublic, example }: Home) => ({
  district,
  id,
  name,
  kind,
  township,
  isPublic,
  example,
})

/** Offers of a home that wait for something, and those of the last year that passed people by. */
export async function readOffers(
  tx: Tx,
  home: Home,
  today: Day,
): Promise<{ offers: OfferRow[]; skips: (OfferRow & { number: string })[] }> {
  const { rows } = await sql<OfferRow & { number: string }>`
    select f.id::text, f.application_id::text as application, f.bed_id::text as bed, b.label as "bedLabel", f.state, f.standing, f.skipped,
           f.skip_reason as "skipReason", f.offered_on as "offeredOn", f.answer_by as "answerBy", f.contacts, a.number
      from residency.offer f
      join facilities.bed b on b.district = f.district and b.id = f.bed_id
      join residency.application a on a.district = f.district and a.id = f.application_id
     where f.district = ${home.district} and f.facility_id = ${home.id}::uuid
       and (f.state in ('open', 'accepted') or (f.skipped > 0 and f.offered_on > ${addDays(today, -365)}::date))
     order by f.offered_at desc, f.id limit 200`.execute(tx)
  return {
    offers: rows.filter((row) => row.state === 'open' || row.state === 'accepted'),
    skips: rows.filter((row) => row.skipped > 0),
  }
}
