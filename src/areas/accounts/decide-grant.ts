import type { Day } from '../../platform/clock/day.ts'
import { ok, type Refusal, type Result, refuse } from '../../platform/http/index.ts'
import { APPROVED_ROLES, CITIZEN_ROLES, ORGANISATION_ROLES, ROLES, type Role } from '../../platform/identity/index.ts'
import { refusals } from './refusals.ts'

export type HeldGrant = { role: Role; division: string | null; validUntil: Day | null }

export type GrantRequest = {
  account: string
  role: Role
  division: string
  organisation?: string | undefined
  validFrom: Day
  validUntil: Day | null
}

export type GrantSituation = {
  today: Day
  granter: string
  /** Whether the division is in force on the first day, and lies where the granter administers. */
  divisionInForce: boolean
  withinReach: boolean
  place: string
  accountDisabled: boolean
  /** Grants of the account that hold, will hold or wait for their second person. */
  held: readonly HeldGrant[]
}

/** Decides whether a grant may be made, and whether a second person must approve it before it counts. */
export function decideGrant(request: GrantRequest, now: GrantSituation): Result<{ needsApproval: boolean }> {
  const fault = firstFault(request, now)
  return fault === undefined ? ok({ needsApproval: APPROVED_ROLES.includes(request.role) }) : refuse(fault)
}

function firstFault(request: GrantRequest, now: GrantSituation): Refusal | undefined {
  if (request.account === now.granter) return refusals.ownAccount()
  if (CITIZEN_ROLES.includes(request.role)) return refusals.citizenRole()
  if (!now.divisionInForce) return refusals.divisionUnknown(request.division)
  if (!now.withinReach) return refusals.outsideReach(now.place)
  if (now.accountDisabled) return refusals.accountDisabled()
  if (request.validFrom < now.today) return refusals.startsInPast()
  if (request.validUntil !== null && request.validUntil <= request.validFrom) return refusals.periodReversed()
  if (ORGANISATION_ROLES.includes(request.role) && request.organisation === undefined)
    return refusals.organisationMissing()
  if (now.held.some((grant) => CITIZEN_ROLES.includes(grant.role))) return refusals.citizenAccount()
  const other = now.held.find((grant) => areApart(grant.role, request.role))
  if (other !== undefined) return refusals.rolesApart(ROLES[request.role], ROLES[other.role])
  const same = now.held.some(
    (grant) =>
      grant.role === request.role &&
      grant.division === request.division &&
      (grant.validUntil === null || grant.validUntil > request.validFrom),
  )
  return same ? refusals.alreadyGranted() : undefined
}

/** Administration, audit and business are three persons; so are the one who pays and the one who decides. */
export function areApart(one: Role, other: Role): boolean {
  if (one === other) return false
  const alone: readonly Role[] = ['administrator', 'auditor']
  if (alone.includes(one) || alone.includes(other)) return true
  const pays = (role: Role) => role === 'districtFinance'
  const decides = (role: Role) => role === 'districtOfficer' || role === 'cityOfficer' || role === 'townshipClerk'
  return (pays(one) && decides(other)) || (pays(other) && decides(one))
}

export type WaitingGrant = { account: string; grantedBy: string; waiting: boolean }

/** Decides whether somebody may be the second person of a grant. */
export function decideApproval(grant: WaitingGrant, approver: string, withinReach: boolean): Result<undefined> {
  if (!withinReach) return refuse(refusals.grantUnknown())
  if (!grant.waiting) return refuse(refusals.notWaiting())
  if (grant.account === approver) return refuse(refusals.ownAccount())
  if (grant.grantedBy === approver) return refuse(refusals.samePerson())
  return ok(undefined)
}
