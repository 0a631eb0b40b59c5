import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../../platform/db/index.ts'

/** The class of the advisory locks of the register; the second key is the district. */
const REGISTER = 7104

const districtKey = (district: string): RawBuilder<number> => sql<number>`hashtext(${district})`

/**
 * What every writer of the register does first, before it locks a person: it shares its district. A run that fixes its cut-off
 * takes the same lock alone for a moment, and so nothing is ever recorded "before" a cut-off that could not see it. Districts are
 * taken in order and before any row, so that writers and runs cannot wait for each other in a circle.
 */
export async function shareDistricts(tx: Tx, districts: readonly string[]): Promise<void> {
  for (const district of [...new Set(districts)].sort())
    await sql`select pg_advisory_xact_lock_shared(${REGISTER}::int, ${districtKey(district)})`.execute(tx)
}

/** Fixes a cut-off for some districts: everything recorded up to it is committed and visible. Held until the transaction ends. */
export async function fixCutOff(tx: Tx, districts: readonly string[]): Promise<string> {
  for (const district of [...new Set(districts)].sort())
    await sql`select pg_advisory_xact_lock(${REGISTER}::int, ${districtKey(district)})`.execute(tx)
  const { rows } = await sql<{ at: string }>`select clock_timestamp()::text as at`.execute(tx)
  return rows[0]?.at ?? ''
}

/** Locks one person's row against other writers; the row's version, or undefined where there is no such person in scope. */
export async function lockElder(tx: Tx, district: string, id: string): Promise<{ version: number } | undefined> {
  const { rows } = await sql<{ version: number }>`
    select version from elders.elder where district = ${district} and id = ${id}::uuid for no key update`.execute(tx)
  return rows[0]
}
