import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import { record } from '../audit/index.ts'
import { asIdentity, type Db } from '../db/index.ts'
import { addressOf, type Library, USERNAME } from './library.ts'

export type NewAccount = {
  username: string
  /** What others see: a person's name or a post. */
  name: string
  /** The password, or its digest where many accounts of a demonstration share one. */
  password: string | { digest: string }
  by: string
  demonstration?: boolean
  /** After how many hours the password ends unless its owner has set another. */
  expiresInHours?: number
}

/** A password to be told once and changed: 16 characters that nobody confuses, about 80 bits. */
export const oneTimePassword = (): string =>
  Array.from({ length: 16 }, () => 'abcdefghjkmnpqrstuvwxyz23456789'[randomInt(31)]).join('')

/** Makes an account with its password. False when the name is taken. */
export async function createAccount(library: Library, db: Db, account: NewAccount): Promise<boolean> {
  if (!USERNAME.test(account.username)) throw new RangeError(`not a username: ${account.username}`)
  const { internalAdapter, password } = await library.$context
  const digest = typeof account.password === 'string' ? await password.hash(account.password) : account.password.digest
  const taken = await asIdentity(db, (tx) => sql`select 1 from "user" where username = ${account.username}`.execute(tx))
  if (taken.rows.length > 0) return false
  const user = await internalAdapter
    .createUser(
      {
        username: account.username,
        name: account.name,
        email: addressOf(account.username),
        // The address is ours and reaches nobody; only "verified" lets a trusted sign-on be linked to the account.
        emailVerified: true,
      },
      { method: 'admin' },
    )
    .catch((error: unknown) => {
      if ((error as { code?: string }).code === '23505') return undefined
      throw error
    })
  if (user === undefined) return false
  await internalAdapter.createAccount({
    userId: user.id,
    providerId: 'credential',
    accountId: user.id,
    password: digest,
  })
  await asIdentity(db, async (tx) => {
    await sql`
      insert into standing (account, created_by, demonstration, password_expires_at)
      values (${account.username}, ${account.by}, ${account.demonstration ?? false},
              clock_timestamp() + make_interval(hours => ${account.expiresInHours ?? null}::int))`.execute(tx)
    await record(tx, {
      account: account.by,
      action: 'account.create',
      object: 'account',
      objectId: account.username,
      after: { demonstration: account.demonstration ?? false },
    })
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
