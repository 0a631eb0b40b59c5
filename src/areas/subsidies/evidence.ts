import { sql } from 'kysely'
import type { Day, Month } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import type { Stay } from './count-months.ts'

// What is read here comes from this area's own minimal records until facilities and residency keep beds and stays (README).

export type Place = {
  readonly district: string
  readonly id: string
  readonly name: string
  readonly kind: 'careHome' | 'nursery'
  readonly example: boolean
}

export async function findPlace(tx: Tx, district: string, id: string): Promise<Place | undefined> {
  const { rows } = await sql<Place>`
    select district, id, name, kind, example from subsidies.place where district = ${district} and id = ${id}::uuid`.execute(
    tx,
  )
  return rows[0]
}

export type PlaceFact = {
  readonly name: string
  readonly value: unknown
  readonly since: string
  readonly evidence: string
}

/** What was known of a place on a day, each fact with its evidence. */
export async function placeFactsOn(tx: Tx, place: { district: string; id: string }, on: Day): Promise<PlaceFact[]> {
  const { rows } = await sql<PlaceFact>`
    select distinct on (name) name, value, valid_from as since, evidence from subsidies.place_fact
     where district = ${place.district} and place_id = ${place.id}::uuid and valid_from <= ${on}::date order by name, valid_from desc`.execute(
    tx,
  )
  return rows
}

/** Beds in use on a day. */
export async function countBeds(tx: Tx, place: { district: string; id: string }, on: Day): Promise<number> {
  const { rows } = await sql<{ beds: number }>`
    select count(*)::int as beds from subsidies.bed
     where district = ${place.district} and place_id = ${place.id}::uuid and accepted_on <= ${on}::date
       and (removed_on is null or removed_on > ${on}::date)`.execute(tx)
  return rows[0]?.beds ?? 0
}

export type AcceptedBed = { readonly id: string; readonly label: string; readonly paidUnder: readonly string[] }

/** Beds accepted in a period and still there, with the rules under which each has been counted before. */
export async function acceptedBeds(
  tx: Tx,
  place: { district: string; id: string },
  from: Day,
  to: Day,
): Promise<AcceptedBed[]> {
  const { rows } = await sql<AcceptedBed>`
    select b.id, b.label, array(select distinct i.rule from subsidies.item i
                                 where i.district = b.district and i.subject_id = b.id::text and i.subject in ('bed', 'slot') and i.counted and i.standing) as "paidUnder"
      from subsidies.bed b
     where b.district = ${place.district} and b.place_id = ${place.id}::uuid and b.accepted_on between ${from}::date and ${to}::date
       and (b.removed_on is null or b.removed_on > ${to}::date) order by b.label`.execute(tx)
  return rows
}

/** All stays of everybody who was in a place in a period, wherever they were. */
export async function staysOf(tx: Tx, place: { district: string; id: string }, from: Day, to: Day): Promise<Stay[]> {
  const { rows } = await sql<Stay>`
    select s.elder_id as elder, s.place_id as place, left(s.household_division, 6) as household, s.from_day as from, s.until_day as until, s.ended
      from subsidies.stay s
     where s.district = ${place.district} and s.from_day <= ${to}::date and (s.until_day is null or s.until_day > ${from}::date)
       and s.elder_id in (select h.elder_id from subsidies.stay h where h.district = ${place.district} and h.place_id = ${place.id}::uuid
                             and h.from_day <= ${to}::date and (h.until_day is null or h.until_day > ${from}::date))`.execute(
    tx,
  )
  return rows
}

/** Person-months from one month to another that stand in another claim already, as `elder month`. */
export async function personMonthsPaid(
  tx: Tx,
  { district, rule, from, to }: { district: string; rule: string; from: Month; to: Month },
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ at: string }>`
    select subject_id || ' ' || month as at from subsidies.item
     where district = ${district} and rule = ${rule} and subject = 'personMonth' and counted and standing
       and month between ${from}::date and ${to}::date`.execute(tx)
  return new Set(rows.map((row) => row.at))
}

/** Credit codes of whoever runs the places where a person lives on a day: whom an assessor of that person must not work for. */
export async function operatorsAround(tx: Tx, district: string, elderId: string, on: Day): Promise<string[]> {
  const { rows } = await sql<{ code: string }>`
    select distinct p.credit_code as code from subsidies.stay s
      join subsidies.place p on p.district = s.district and p.id = s.place_id
     where s.district = ${district} and s.elder_id = ${elderId}::uuid and s.from_day <= ${on}::date
       and (s.until_day is null or s.until_day > ${on}::date)`.execute(tx)
  return rows.map((row) => row.code)
}
