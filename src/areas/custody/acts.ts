import type { Principal, Role } from '../../platform/identity/index.ts'
import type { Custody } from './contract.ts'

export const OFFICER: Role[] = ['districtOfficer']
export const READERS: Role[] = ['cityOfficer', 'districtOfficer', 'districtFinance', 'operator']

/** Whether an account works for the organisation that runs a home today. */
export const runs = (who: Principal, facility: string): boolean =>
  who.grants.some((grant) => grant.role === 'operator') && (who.scope.facilities?.includes(facility) ?? false)
export const oversees = (who: Principal, district: string): boolean =>
  who.grants.some((grant) => OFFICER.includes(grant.role) && grant.division === district)

/** What a person may do with the money of a home; the routes refuse the rest. */
export function actsFor(who: Principal, district: string, facility: string): Custody['acts'] {
  const acts: Custody['acts'] = []
  if (runs(who, facility)) acts.push('agree', 'end', 'ask', 'evidence', 'price', 'match')
  if (oversees(who, district)) acts.push('account', 'bankDay', 'match', 'step', 'sign', 'close')
  return [...new Set(acts)]
}
