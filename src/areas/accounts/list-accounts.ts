import type { Day } from '../../platform/clock/day.ts'
import { asIdentity } from '../../platform/db/index.ts'
import type { Platform } from '../../platform/http/index.ts'
import { type Principal, ROLES } from '../../platform/identity/index.ts'
import type { AccountPage, AccountQuery, AccountView, GrantView } from './contract.ts'
import { type AccountRow, type GrantRow, grantsOf, readAccounts, viewsOf } from './queries.ts'
import { type Reach, reachOf } from './reach.ts'
import { pathNames } from './session.ts'

/**
 * Accounts with a grant where the caller administers, and those that the caller made and nobody has granted anything yet. Of
 * their grants only those inside the caller's reach are told.
 */
export async function listAccounts(
  platform: Platform,
  principal: Principal,
  query: AccountQuery,
): Promise<AccountPage> {
  const reach = await reachOf(platform, principal, 'administrator')
  return asIdentity(platform.db, async (tx) => {
    const found: AccountView[] = []
    let after = query.cursor ?? ''
    for (;;) {
      const page = await readAccounts(tx, {
        after,
        limit: query.limit,
        search: query.search,
        role: query.role,
        waiting: query.waiting ?? false,
      })
      const names = page.map((row) => row.username)
      const grants = Map.groupBy(await grantsOf(tx, names), (grant) => grant.account)
      const views = await viewsOf(tx, names)
      for (const row of page) {
        const seen = visibleGrants(row, grants.get(row.username) ?? [], reach, principal)
        if (seen === undefined) continue
        if (found.length === query.limit) return { accounts: found, next: found.at(-1)?.username ?? null }
        found.push(viewOf(row, seen, views.get(row.username) ?? 0, reach, principal))
      }
      const last = names.at(-1)
      if (last === undefined || page.length < query.limit) return { accounts: found, next: null }
      after = last
    }
  })
}

/** The grants of an account that the caller may know; undefined when the account itself is none of the caller's business. */
export function visibleGrants(
  row: Pick<AccountRow, 'created_by'>,
  grants: readonly GrantRow[],
  reach: Reach,
  principal: Principal,
): GrantRow[] | undefined {
  const inside = grants.filter((grant) => reach.covers(grant.division))
  const mine = reach.wholeCity || (grants.length === 0 && row.created_by === principal.account)
  return inside.length > 0 || mine ? inside : undefined
}

const viewOf = (
  row: AccountRow,
  grants: GrantRow[],
  views: number,
  reach: Reach,
  principal: Principal,
): AccountView => ({
  username: row.username,
  name: row.name,
  demonstration: row.demonstration,
  disabled: row.disabled,
  secondFactor: row.second_factor,
  lockedUntil: row.locked_until?.toISOString() ?? null,
  passwordExpiresAt: row.password_expires_at?.toISOString() ?? null,
  createdAt: row.created_at.toISOString(),
  lastUsedAt: row.last_used_at?.toISOString() ?? null,
  viewsLast30Days: views,
  grants: grants.map((grant) => grantView(grant, reach, principal)),
})

export const grantView = (grant: GrantRow, reach: Reach, principal: Principal): GrantView => {
  const state = stateOf(grant, reach.today)
  return {
    id: grant.id,
    role: grant.role,
    label: ROLES[grant.role],
    division: grant.division ?? '',
    divisionPath: grant.division === null ? [] : pathNames(reach.tree, grant.division, reach.today),
    organisation: grant.organisation,
    validFrom: grant.valid_from,
    validUntil: grant.valid_until,
    state,
    reason: grant.reason,
    grantedBy: grant.granted_by,
    grantedAt: grant.granted_at.toISOString(),
    approvedBy: grant.approved_by,
    revokedBy: grant.revoked_by,
    mayApprove: state === 'waiting' && grant.granted_by !== principal.account && grant.account !== principal.account,
  }
}

export function stateOf(grant: GrantRow, today: Day): GrantView['state'] {
  if (grant.revoked_at !== null) return 'revoked'
  if (grant.valid_until !== null && grant.valid_until <= today) return 'ended'
  if (grant.needs_approval && grant.approved_by === null) return 'waiting'
  return grant.valid_from > today ? 'notYet' : 'inForce'
}
