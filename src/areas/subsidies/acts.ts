import type { Principal, Role } from '../../platform/identity/index.ts'
import type { Act, Claim } from './contract.ts'

const OFFICER: Role[] = ['districtOfficer']
const FINANCE: Role[] = ['districtFinance']

/** Who may do what: money leaves only by finance's hand. */
export const MAY: Readonly<Record<Act['act'], Role[]>> = {
  verify: OFFICER,
  approve: [...OFFICER, ...FINANCE],
  return: [...OFFICER, ...FINANCE],
  release: OFFICER,
  pay: FINANCE,
  use: OFFICER,
}

/** The acts that a person may do with a claim as it stands; the same rules refuse them afterwards. */
export function actsFor(who: Principal, claim: Omit<Claim, 'acts'>): string[] {
  const may = (act: Act['act']) =>
    who.grants.some((grant) => MAY[act].includes(grant.role) && grant.division === claim.district)
  const acts: string[] = []
  if (claim.state === 'prepared' && may('verify')) acts.push('verify')
  const signedBefore = [claim.preparedBy, claim.verifiedBy].includes(who.account)
  if (claim.state === 'verified' && may('approve') && !signedBefore) acts.push('approve')
  if ((claim.state === 'prepared' || claim.state === 'verified') && may('return')) acts.push('return')
  for (const each of claim.instalments) {
    if (each.releasedBy === null && may('release')) acts.push(`release.${each.no}`)
    if (each.releasedBy !== null && each.paidBy === null && each.releasedBy !== who.account && may('pay'))
      acts.push(`pay.${each.no}`)
  }
  if (claim.rule === 'township-centre-reward' && claim.state === 'approved' && may('use')) acts.push('use')
  return acts
}
