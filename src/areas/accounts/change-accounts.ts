import { record } from '../../platform/audit/index.ts'
import { asIdentity, type Tx } from '../../platform/db/index.ts'
import { ok, type Platform, type Result, refuse } from '../../platform/http/index.ts'
import { CITIZEN_ROLES, oneTimePassword, type Principal } from '../../platform/identity/index.ts'
import { visibleGrants } from './list-accounts.ts'
import { type AccountRow, grantsOf, readAccount, setDisabled } from './queries.ts'
import { type Reach, reachOf } from './reach.ts'
import { refusals } from './refusals.ts'

const HOURS = 24

export type PasswordOnce = { username: string; password: string; validHours: number }

/** Makes an account without any grant; its password is told once. */
export async function createAccount(
  platform: Platform,
  principal: Principal,
  given: { username: string; name: string },
): Promise<Result<PasswordOnce>> {
  const password = oneTimePassword()
  const made = await platform.identity.createAccount({
    ...given,
    password,
    by: principal.account,
    expiresInHours: HOURS,
  })
  return made
    ? ok({ username: given.username, password, validHours: HOURS })
    : refuse(refusals.usernameTaken(given.username))
}

/** Sets a new one-time password for somebody, lifts a lock and ends every session of the account. */
export async function resetPassword(
  platform: Platform,
  principal: Principal,
  username: string,
): Promise<Result<PasswordOnce>> {
  const allowed = await changing(platform, principal, username, async (tx) => {
    const grants = await grantsOf(tx, [username])
    // What a citizen's account opens is one person's file, which an administrator does not see: only the counter, which checks who stands there.
    return grants.some((grant) => CITIZEN_ROLES.includes(grant.role))
      ? refuse(refusals.citizenPassword())
      : ok(undefined)
  })
  if (!allowed.ok) return allowed
  const password = oneTimePassword()
  await platform.identity.setPassword(username, password, principal.account, HOURS)
  return ok({ username, password, validHours: HOURS })
}

/** Stops or restores an account. A stopped account is nobody within a minute, in this process at once. */
export async function switchAccount(
  platform: Platform,
  principal: Principal,
  given: { username: string; disabled: boolean; reason: string },
): Promise<Result<undefined>> {
  const done = await changing(platform, principal, given.username, async (tx) => {
    await setDisabled(tx, given.username, given.disabled)
    await record(tx, {
      account: principal.account,
      action: given.disabled ? 'account.disable' : 'account.enable',
      object: 'account',
      objectId: given.username,
      purpose: given.reason,
    })
    return ok(undefined)
  })
  platform.identity.forget(given.username)
  return done
}

/** Work on an account that the caller may administer; never on one's own. */
export async function changing<T>(
  platform: Platform,
  principal: Principal,
  username: string,
  work: (tx: Tx, account: AccountRow, reach: Reach) => Promise<Result<T>>,
): Promise<Result<T>> {
  const reach = await reachOf(platform, principal, 'administrator')
  return asIdentity(platform.db, async (tx) => {
    const account = await readAccount(tx, username)
    if (account === undefined) return refuse(refusals.accountUnknown())
    const grants = await grantsOf(tx, [username])
    if (visibleGrants(account, grants, reach, principal) === undefined) return refuse(refusals.accountUnknown())
    if (username === principal.account) return refuse(refusals.ownAccount())
    // Somebody whose power reaches further than the caller's is not the caller's to change.
    const beyond = grants.find((grant) => grant.revoked_at === null && !reach.covers(grant.division))
    if (beyond !== undefined) return refuse(refusals.outsideReach('这个账号的部分授权'))
    return work(tx, account, reach)
  })
}
