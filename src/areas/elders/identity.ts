import { sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { ok, type Refusal, type Result, refuse } from '../../platform/http/index.ts'
import { refusals } from './refusals.ts'
import { readResidentId, tidyNumber } from './resident-id.ts'
import type { IdKind } from './words.ts'

export type IdentityGiven = {
  idKind: IdKind
  idNumber?: string | undefined
  birthDate?: Day | null | undefined
  sex?: 'male' | 'female' | null | undefined
}
export type IdentityChecked = {
  idKind: IdKind
  number: string | null
  birthDate: Day | null
  sex: 'male' | 'female' | null
}

/** What a paper says of its holder, checked: a resident number gives birth date and sex, and must not contradict what was typed. */
export function checkIdentity(given: IdentityGiven): Result<IdentityChecked> {
  const no = (refusal: Refusal) => refuse(refusal)
  const typed = tidyNumber(given.idNumber ?? '')
  const { birthDate = null, sex = null } = given
  if (given.idKind === 'none')
    return typed === '' ? ok({ idKind: 'none', number: null, birthDate, sex }) : no(refusals.idUnexpected('idNumber'))
  if (typed === '') return no(refusals.idMissing('idNumber'))
  if (given.idKind !== 'residentId')
    return /^[A-Z0-9()]{5,20}$/.test(typed)
      ? ok({ idKind: given.idKind, number: typed, birthDate, sex })
      : no(refusals.idNumber('idNumber', 'shape'))
  const reading = readResidentId(typed)
  if (!reading.ok) return no(refusals.idNumber('idNumber', reading.fault))
  const { id } = reading
  if (birthDate !== null && birthDate !== id.birthDate) return no(refusals.birthDateDiffers(id.birthDate))
  if (sex !== null && sex !== id.sex) return no(refusals.sexDiffers())
  return ok({ idKind: 'residentId', number: id.number, birthDate: id.birthDate, sex: id.sex })
}

/** Where the file with a number is: here with its person, elsewhere with only the district, or nowhere. */
export async function findIdentity(
  tx: Tx,
  blind: Buffer,
): Promise<{ district: string; elderId: string | null } | undefined> {
  // Two statements, sent together: one with the function would run on the node of the number, which may not ask others.
  const [anywhere, here] = await Promise.all([
    sql<{ district: string | null }>`select elders.find_identity_district(${blind}) as district`.execute(tx),
    sql<{ elder_id: string }>`select elder_id::text from elders.identity where id_blind = ${blind}`.execute(tx),
  ])
  const district = anywhere.rows[0]?.district ?? null
  return district === null ? undefined : { district, elderId: here.rows[0]?.elder_id ?? null }
}
