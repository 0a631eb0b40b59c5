import { commonRefusals, type Platform, Refused } from '../../platform/http/index.ts'
import { hasRole, type Principal, type Role } from '../../platform/identity/index.ts'
import { currentTree } from '../divisions/index.ts'
import type { Viewer } from './read-orders.ts'

/** Who does what (UX §1.2): the district decides, townships ask, the agency gives its people work, assessors answer. */
export const OFFICERS: Role[] = ['districtOfficer']
export const ASKERS: Role[] = ['districtOfficer', 'townshipClerk']
export const READERS: Role[] = ['cityOfficer', 'districtOfficer', 'townshipClerk', 'villageWorker']
export const WORKERS: Role[] = ['assessmentAgency', 'assessor']
export const EVERYBODY: Role[] = [...READERS, ...WORKERS]

/** Organisations for which somebody keeps an agency's desk. */
export const organisationsOf = (who: Principal): string[] =>
  who.grants.flatMap((grant) =>
    grant.role === 'assessmentAgency' && grant.organisation !== undefined ? [grant.organisation] : [],
  )

/** How somebody looks at orders: an agency's desk by its organisation, everybody else as row security holds them. */
export async function viewerOf(platform: Platform, who: Principal): Promise<Viewer> {
  const tree = await currentTree(platform.db, platform.now().getTime())
  const organisations = hasRole(who, ...READERS, 'assessor') ? null : organisationsOf(who)
  return { organisations, tree, today: platform.today() }
}

/** Whether somebody holds one of the roles over a place: the district, the township or a village in it. */
export function needGrantOver(
  who: Principal,
  roles: readonly Role[],
  place: { district: string; township: string; village: string | null },
): void {
  const over = who.grants.some(
    (grant) =>
      roles.includes(grant.role) &&
      grant.division !== undefined &&
      [place.district, place.township, place.village].includes(grant.division),
  )
  if (!over) throw new Refused(commonRefusals.notAllowed())
}
