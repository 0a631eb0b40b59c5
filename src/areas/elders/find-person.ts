import { sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import type { Scope, Tx } from '../../platform/db/index.ts'
import { reachOfScope } from './places.ts'
import type { IdKind } from './words.ts'

/** The row of a person as it stands, with what is needed to decide about a change. */
export type Person = {
  district: string
  id: string
  name: string
  sex: 'male' | 'female' | null
  birthDate: Day | null
  idKind: IdKind
  idCipher: Buffer | null
  idBlind: Buffer | null
  householdDivision: string | null
  township: string
  village: string | null
  address: string | null
  lng: number | null
  lat: number | null
  synthetic: boolean
  mergedInto: string | null
  version: number
  createdAt: string
  updatedAt: string
}

/** A person in the caller's scope by id alone: the address of a file does not change when its district does. */
export async function findPerson(tx: Tx, scope: Scope, id: string): Promise<Person | undefined> {
  const { rows } = await sql<Person>`
    select district, id::text, name, sex, birth_date as "birthDate", id_kind as "idKind", id_cipher as "idCipher",
           id_blind as "idBlind", household_division as "householdDivision", township, village, address, lng, lat, synthetic,
           merged_into::text as "mergedInto", version, created_at::text as "createdAt", updated_at::text as "updatedAt"
      from elders.elder where district = any (${reachOfScope(scope).districts}::text[]) and id = ${id}::uuid`.execute(
    tx,
  )
  return rows[0]
}
