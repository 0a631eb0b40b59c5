import { record } from '../../platform/audit/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import { asIdentity } from '../../platform/db/index.ts'
import { ok, type Platform, type Result, refuse } from '../../platform/http/index.ts'
import type { Principal } from '../../platform/identity/index.ts'
import type { GrantView, NewGrant } from './contract.ts'
import { decideApproval, decideGrant, type GrantRequest } from './decide-grant.ts'
import { grantView, stateOf, visibleGrants } from './list-accounts.ts'
import {
  approveGrant,
  findGrant,
  type GrantRow,
  grantsOf,
  heldGrants,
  insertGrant,
  readAccount,
  revokeGrant,
} from './queries.ts'
import { type Reach, reachOf } from './reach.ts'
import { refusals } from './refusals.ts'

/** Gives an account a role in a division. Roles of money and power count only when a second person has approved. */
export async function grantRole(
  platform: Platform,
  principal: Principal,
  account: string,
  given: NewGrant,
): Promise<Result<GrantView>> {
  const reach = await reachOf(platform, principal, 'administrator')
  const request: GrantRequest = {
    account,
    role: given.role,
    division: given.division,
    organisation: given.organisation,
    validFrom: (given.validFrom ?? reach.today) as Day,
    validUntil: (given.validUntil ?? null) as Day | null,
  }
  const done = await asIdentity(platform.db, async (tx): Promise<Result<GrantView>> => {
    const row = await readAccount(tx, account)
    if (row === undefined) return refuse(refusals.accountUnknown())
    // An account that lives elsewhere may be given work here; one that nobody here knows of may not even be named.
    if (visibleGrants(row, await grantsOf(tx, [account]), reach, principal) === undefined)
      return refuse(refusals.accountUnknown())
    const decision = decideGrant(request, {
      today: reach.today,
      granter: principal.account,
      divisionInForce: isInForce(reach, request.division, request.validFrom),
      withinReach: reach.covers(request.division),
      place: reach.tree.path(request.division, reach.today) || request.division,
      accountDisabled: row.disabled,
      held: await heldGrants(tx, account, reach.today),
    })
    if (!decision.ok) return decision
    const { needsApproval } = decision.value
    const id = await insertGrant(tx, { ...request, reason: given.reason, by: principal.account, needsApproval })
    await note(tx, principal, 'account.grant', account, given.reason, { id, ...request, needsApproval })
    const grant = await findGrant(tx, id)
    return grant === undefined ? refuse(refusals.grantUnknown()) : ok(grantView(grant, reach, principal))
  })
  platform.identity.forget(account)
  return done
}

/** The second signature of a grant: another administrator than the one who made it, and not the person it is for. */
export async function approve(platform: Platform, principal: Principal, id: string): Promise<Result<GrantView>> {
  return changeGrant(platform, principal, id, async (tx, grant, reach) => {
    const waiting = stateOf(grant, reach.today) === 'waiting'
    const decision = decideApproval(
      { account: grant.account, grantedBy: grant.granted_by, waiting },
      principal.account,
      reach.covers(grant.division),
    )
    if (!decision.ok) return decision
    await approveGrant(tx, id, principal.account)
    await note(tx, principal, 'account.approveGrant', grant.account, grant.reason, { id })
    return ok(undefined)
  })
}

/** Takes a grant back. Anybody who administers there may, alone: taking away is never urgent enough to wait for two. */
export async function revoke(
  platform: Platform,
  principal: Principal,
  id: string,
  reason: string,
): Promise<Result<GrantView>> {
  return changeGrant(platform, principal, id, async (tx, grant, reach) => {
    if (!reach.covers(grant.division)) return refuse(refusals.grantUnknown())
    if (grant.account === principal.account) return refuse(refusals.ownAccount())
    if (['revoked', 'ended'].includes(stateOf(grant, reach.today))) return refuse(refusals.alreadyEnded())
    await revokeGrant(tx, id, principal.account, reason)
    await note(tx, principal, 'account.revokeGrant', grant.account, reason, { id, role: grant.role })
    return ok(undefined)
  })
}

type Tx = Parameters<typeof findGrant>[0]

async function changeGrant(
  platform: Platform,
  principal: Principal,
  id: string,
  change: (tx: Tx, grant: GrantRow, reach: Reach) => Promise<Result<undefined>>,
): Promise<Result<GrantView>> {
  const reach = await reachOf(platform, principal, 'administrator')
  const done = await asIdentity(platform.db, async (tx): Promise<Result<GrantRow>> => {
    const grant = await findGrant(tx, id)
    if (grant === undefined) return refuse(refusals.grantUnknown())
    const changed = await change(tx, grant, reach)
    return changed.ok ? ok((await findGrant(tx, id)) ?? grant) : changed
  })
  if (!done.ok) return done
  platform.identity.forget(done.value.account)
  return ok(grantView(done.value, reach, principal))
}

function isInForce({ tree }: Reach, division: string, on: Day): boolean {
  const zone = tree.zone(division)
  return zone === undefined
    ? tree.isWithin(division, division, on)
    : tree.zones(on).some((each) => each.key === division)
}

const note = (tx: Tx, principal: Principal, action: string, account: string, purpose: string, after: object) =>
  record(tx, { account: principal.account, action, object: 'account', objectId: account, purpose, after })
