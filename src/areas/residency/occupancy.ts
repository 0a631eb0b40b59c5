import { type RawBuilder, sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { bedsThen, onDay } from './beds.ts'

export type Occupancy = { readonly on: Day; readonly occupied: number; readonly beds: number }

/**
 * How many beds of a district, or of one home, were taken on each day from one to another (both included), and how many were in use. Counted
 * from the dated rows: what is corrected later changes the past as well.
 */
export async function occupancyOf(
  tx: Tx,
  query: { readonly district: string; readonly facility?: string | undefined; readonly from: Day; readonly to: Day },
): Promise<Occupancy[]> {
  const { district, facility, from, to } = query
  const at = (alias: string): RawBuilder<unknown> =>
    sql`${sql.ref(`${alias}.district`)} = ${district}${facility === undefined ? sql`` : sql` and ${sql.ref(`${alias}.facility_id`)} = ${facility}::uuid`}`
  // Each row is an arrival and a departure; the days are running sums, so a long month costs what a short one does.
  const { rows } = await sql<Occupancy>`
    with change as (
      select greatest(o.from_day, ${from}::date) as on_day, 1 as taken, 0 as bed from residency.occupancy o
       where ${at('o')} and o.from_day <= ${to}::date and (o.until_day is null or o.until_day > ${from}::date)
         and (o.until_day is null or o.until_day > o.from_day)
      union all
      select o.until_day, -1, 0 from residency.occupancy o
       where ${at('o')} and o.until_day > ${from}::date and o.until_day <= ${to}::date and o.from_day < o.until_day
      union all
      select greatest(p.valid_from, ${from}::date), 0, 1 from facilities.bed_period p
       where ${at('p')} and p.superseded_at is null and p.kind <> 'slot' and p.in_use
         and p.valid_from <= ${to}::date and (p.valid_to is null or p.valid_to > ${from}::date)
      union all
      select p.valid_to, 0, -1 from facilities.bed_period p
       where ${at('p')} and p.superseded_at is null and p.kind <> 'slot' and p.in_use
         and p.valid_to > ${from}::date and p.valid_to <= ${to}::date
    ), daily as (
      select on_day, sum(taken) as taken, sum(bed) as bed from change group by on_day
    )
    select d.on_day::date as "on", (sum(coalesce(c.taken, 0)) over (order by d.on_day))::int as occupied,
           (sum(coalesce(c.bed, 0)) over (order by d.on_day))::int as beds
      from generate_series(${from}::date, ${to}::date, interval '1 day') d(on_day) left join daily c on c.on_day = d.on_day::date
     order by d.on_day`.execute(tx)
  return rows
}

export type FreeBeds = {
  readonly facility: string
  readonly ordinary: number
  readonly nursing: number
  readonly dementia: number
  readonly beds: number
  readonly residents: number
}

/**
 * The beds of some homes that nobody has and nobody was promised on a day, by kind; homes without beds are left out. Under the caller's
 * scope, or as the system for the public page, which shows nothing but these numbers.
 */
export async function freeBeds(tx: Tx, district: string, facilities: readonly string[], on: Day): Promise<FreeBeds[]> {
  const free = (kind: string) =>
    sql`(count(*) filter (where p.in_use and p.kind = ${sql.lit(kind)} and o.id is null and f.id is null))::int`
  const { rows } = await sql<FreeBeds>`
    select p.facility_id::text as facility, ${free('ordinary')} as ordinary, ${free('nursing')} as nursing, ${free('dementia')} as dementia,
           (count(*) filter (where p.in_use))::int as beds, count(o.id)::int as residents
      from facilities.bed_period p
      left join residency.occupancy o on o.district = p.district and o.bed_id = p.bed_id and ${onDay('o', on)}
      left join residency.offer f on f.district = p.district and f.bed_id = p.bed_id and f.state in ('open', 'accepted')
     where p.district = ${district} and p.facility_id = any (${[...facilities]}::uuid[]) and ${bedsThen(on)}
     group by p.facility_id order by p.facility_id`.execute(tx)
  return rows
}

export type NearFree = {
  readonly district: string
  readonly facility: string
  readonly name: string
  readonly metres: number
  readonly free: number
}

/** One degree of latitude, in metres. */
const DEGREE = 111_320

/**
 * Homes with a free nursing bed near a point, the nearest first, as the crow flies. Looks in a square of the given half side, so that the index
 * on the point of facilities is used.
 */
export async function nursingBedsNear(
  tx: Tx,
  at: { readonly longitude: number; readonly latitude: number; readonly metres: number; readonly limit: number },
  on: Day,
): Promise<NearFree[]> {
  const north = at.metres / DEGREE
  const east = at.metres / (DEGREE * Math.cos((at.latitude * Math.PI) / 180))
  const { rows } = await sql<NearFree>`
    with near as (
      select f.district, f.id, f.name,
             ${DEGREE} * sqrt((f.latitude - ${at.latitude}) ^ 2 + ((f.longitude - ${at.longitude}) * cos(radians(${at.latitude}))) ^ 2) as metres
        from facilities.facility f
       where f.longitude between ${at.longitude - east} and ${at.longitude + east}
         and f.latitude between ${at.latitude - north} and ${at.latitude + north}
    )
    select n.district, n.id::text as facility, n.name, round(n.metres)::int as metres, b.free
      from near n cross join lateral (
        select count(*)::int as free from facilities.bed_period p
         where p.district = n.district and p.facility_id = n.id and p.kind = 'nursing' and p.in_use and ${bedsThen(on)}
           and not exists (select 1 from residency.occupancy o where o.district = p.district and o.bed_id = p.bed_id and ${onDay('o', on)})
           and not exists (select 1 from residency.offer f where f.district = p.district and f.bed_id = p.bed_id and f.state in ('open', 'accepted'))
      ) b
     where b.free > 0 and n.metres <= ${at.metres} order by n.metres, n.id limit ${at.limit}`.execute(tx)
  return rows
}
