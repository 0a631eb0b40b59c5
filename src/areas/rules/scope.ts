import type { Scope } from '../../platform/db/index.ts'
import { commonRefusals, Refused } from '../../platform/http/index.ts'
import type { Principal } from '../../platform/identity/index.ts'

const CITY = '500000'
const NATION = '000000'

/** Officers who keep values and look after clauses. */
export const ROLES = ['districtOfficer', 'cityOfficer'] as const

/**
 * The places whose values an officer may set: the own districts, and for an officer of the city the city and the nation as well. Row security of
 * settings asks the same list.
 */
export function placesOf({ grants, scope }: Principal): Scope {
  const isCity = grants.some((grant) => grant.role === 'cityOfficer' && grant.division === CITY)
  return isCity ? { ...scope, districts: [...scope.districts, CITY, NATION] } : scope
}

/** Refuses whoever may not set values there, before the database is asked. */
export function ofPlace(principal: Principal, division: string): Scope {
  const scope = placesOf(principal)
  if (!scope.districts.includes(division)) throw new Refused(commonRefusals.notAllowed())
  return scope
}
