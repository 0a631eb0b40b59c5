import { sql } from 'kysely'
import type { Tx } from '../../platform/db/index.ts'

export type FacilityKey = { readonly district: string; readonly id: string }
export type Locked = FacilityKey & {
  readonly kind: string
  readonly name: string
  readonly township: string
  readonly village: string | null
  readonly version: number
}

/** Locks a facility against other writers of its attributes and beds; undefined where the caller's scope holds none. */
export async function lockFacility(tx: Tx, { district, id }: FacilityKey): Promise<Locked | undefined> {
  const { rows } = await sql<Locked>`
    select district, id, kind, name, township, village, version from facilities.facility
     where district = ${district} and id = ${id}::uuid for no key update`.execute(tx)
  return rows[0]
}

/** The version that open pages compare, one higher after every change of the facility or of what belongs to it. */
export async function raiseVersion(tx: Tx, { district, id }: FacilityKey): Promise<void> {
  await sql`
    update facilities.facility set version = version + 1 where district = ${district} and id = ${id}::uuid`.execute(tx)
}
