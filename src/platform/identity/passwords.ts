import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import { record } from '../audit/index.ts'
import type { Day } from '../clock/day.ts'
import { asIdentity, type Db, newId, type Tx } from '../db/index.ts'
import { addressOf, type Library, USERNAME } from './library.ts'
import type { Role } from './principal.ts'

export type NewAccount = {
  username: string
  /** What others see: a person's name or a post. */
  name: string
  /** The password, or its digest where many accounts of a demonstration share one. */
  password: string | { digest: string }
  by: string
  demonstration?: boolean
  /** After how many hours the password ends unless its owner has set another. */
  expiresInHours?: number | undefined
  /** For citizens, whom a counter has checked: their role, in the district of the elder. Staff are granted apart. */
  grant?: { role: Role; division: string; from: Day; reason: string }
}

/** A password to be told once and changed: 16 characters that nobody confuses, about 80 bits. */
export const oneTimePassword = (): string =>
  Array.from({ length: 16 }, () => 'abcdefghjkmnpqrstuvwxyz23456789'[randomInt(31)]).join('')

/** Makes an account with its password, whole or not at all. False when the name is taken. */
export async function createAccount(library: Library, db: Db, account: NewAccount): Promise<boolean> {
  const { password } = await library.$context
  const digest = typeof account.password === 'string' ? await password.hash(account.password) : account.password.digest
  return asIdentity(db, (tx) => insertAccount(tx, { ...account, digest }))
}

/**
 * Writes an account into the caller's transaction, which is in the identity role: the library's rows as the library writes them, its standing, and
 * its first grant. False when the name is taken.
 */
export async function insertAccount(
  tx: Tx,
  {
    username,
    name,
    digest,
    by,
    demonstration = false,
    expiresInHours,
    grant,
  }: Omit<NewAccount, 'password'> & { digest: string },
): Promise<boolean> {
  if (!USERNAME.test(username)) throw new RangeError(`not a username: ${username}`)
  const id = newId()
  // The address is ours and reaches nobody; only "verified" lets a trusted sign-on be linked to the account.
  const { rows } = await sql`
    insert into "user" ("id", "name", "email", "emailVerified", "username")
    values (${id}, ${name}, ${addressOf(username)}, true, ${username}) on conflict do nothing returning 1`.execute(tx)
  if (rows.length === 0) return false
  await sql`
    insert into account ("id", "accountId", "providerId", "userId", "password", "updatedAt")
    values (${newId()}, ${id}, 'credential', ${id}, ${digest}, current_timestamp)`.execute(tx)
  await sql`
    insert into standing (account, created_by, demonstration, password_expires_at)
    values (${username}, ${by}, ${demonstration}, clock_timestamp() + make_interval(hours => ${expiresInHours ?? null}::int))`.execute(
    tx,
  )
  if (grant !== undefined)
    await sql`
      insert into "grant" (id, account, role, division, valid_from, reason, granted_by, needs_approval)
      values (${newId()}, ${username}, ${grant.role}, ${grant.division}, ${grant.from}::date, ${grant.reason}, ${by}, false)`.execute(
      tx,
    )
  await record(tx, {
    account: by,
    action: 'account.create',
    object: 'account',
    objectId: username,
    after: { demonstration, ...(grant === undefined ? {} : { role: grant.role, division: grant.division }) },
  })
  return true
}

type PasswordChange = { account: string; password: string; by: string; expiresInHours: number | undefined }

/** Sets a password for somebody and ends all of their sessions. */
export async function setPassword(library: Library, db: Db, change: PasswordChange): Promise<void> {
  const { internalAdapter, password } = await library.$context
  const digest = await password.hash(change.password)
  const { rows } = await asIdentity(db, (tx) =>
    sql<{ id: string }>`select id from "user" where username = ${change.account}`.execute(tx),
  )
  const id = rows[0]?.id
  if (id === undefined) throw new RangeError(`no account ${change.account}`)
  await internalAdapter.updatePassword(id, digest)
  await internalAdapter.deleteUserSessions(id)
  await asIdentity(db, async (tx) => {
    await sql`
      update standing
         set password_expires_at = clock_timestamp() + make_interval(hours => ${change.expiresInHours ?? null}::int)
       where account = ${change.account}`.execute(tx)
    await sql`delete from sign_in_attempt where username = ${change.account}`.execute(tx)
    await record(tx, {
      account: change.by,
      action: 'account.resetPassword',
      object: 'account',
      objectId: change.account,
    })
  })
}
