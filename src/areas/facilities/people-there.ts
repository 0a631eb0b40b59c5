import { sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import type { FacilityKey } from './locks.ts'

// Asked of residency's tables, not through its area: that one is built on this one.

/** Of some beds of a facility, how many have somebody in them on a day or later. As the system role, the facility locked. */
export async function bedsTaken(
  tx: Tx,
  { district, id }: FacilityKey,
  beds: readonly string[],
  from: Day,
): Promise<number> {
  const { rows } = await sql<{ taken: number }>`
    select count(distinct bed_id)::int as taken from residency.occupancy
     where district = ${district} and facility_id = ${id}::uuid and bed_id = any (${[...beds]}::uuid[])
       and (until_day is null or until_day > ${from}::date)`.execute(tx)
  return rows[0]?.taken ?? 0
}

/** How many people live in a facility on a day or later, as its own records say. As the system role. */
export async function peopleThere(tx: Tx, { district, id }: FacilityKey, from: Day): Promise<number> {
  const { rows } = await sql<{ people: number }>`
    select count(*)::int as people from residency.stay
     where district = ${district} and facility_id = ${id}::uuid and (until_day is null or until_day > ${from}::date)`.execute(
    tx,
  )
  return rows[0]?.people ?? 0
}
