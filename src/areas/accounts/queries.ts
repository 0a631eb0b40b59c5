import { sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import type { Role } from '../../platform/identity/index.ts'
import type { GrantRequest, HeldGrant } from './decide-grant.ts'

// Every statement here runs in `asIdentity`: unqualified names are those of the identity schema.

export type GrantRow = {
  id: string
  account: string
  role: Role
  division: string | null
  organisation: string | null
  valid_from: Day
  valid_until: Day | null
  reason: string
  granted_by: string
  granted_at: Date
  needs_approval: boolean
  approved_by: string | null
  revoked_by: string | null
  revoked_at: Date | null
}

export type AccountRow = {
  username: string
  name: string
  demonstration: boolean
  disabled: boolean
  second_factor: boolean
  locked_until: Date | null
  password_expires_at: Date | null
  created_by: string
  created_at: Date
  last_used_at: Date | null
}

/** Accounts in order of their names after a cursor, with the filters that need no division. */
export async function readAccounts(
  tx: Tx,
  given: { after: string; limit: number; search?: string | undefined; role?: Role | undefined; waiting: boolean },
): Promise<AccountRow[]> {
  const search = given.search?.toLowerCase()
  const { rows } = await sql<AccountRow>`
    select u.username, u.name, s.demonstration, s.disabled_at is not null as disabled,
           coalesce(u."twoFactorEnabled", false) as second_factor, s.password_expires_at, s.created_by, s.created_at,
           s.last_used_at, (select a.locked_until from sign_in_attempt a
                             where a.username = u.username and a.locked_until > clock_timestamp()) as locked_until
      from "user" u join standing s on s.account = u.username
     where u.username > ${given.after}
       and (${search ?? null}::text is null or u.username ^@ ${search ?? ''} or position(${search ?? ''} in lower(u.name)) > 0)
       and (${given.role ?? null}::text is null or exists (
             select 1 from "grant" g where g.account = u.username and g.role = ${given.role ?? null} and g.revoked_at is null))
       and (not ${given.waiting}::boolean or exists (
             select 1 from "grant" g where g.account = u.username and g.needs_approval and g.approved_at is null
                                       and g.revoked_at is null))
     order by u.username limit ${given.limit}`.execute(tx)
  return rows
}

export async function readAccount(tx: Tx, username: string): Promise<AccountRow | undefined> {
  const { rows } = await sql<AccountRow>`
    select u.username, u.name, s.demonstration, s.disabled_at is not null as disabled,
           coalesce(u."twoFactorEnabled", false) as second_factor, s.password_expires_at, s.created_by, s.created_at,
           s.last_used_at, null::timestamptz as locked_until
      from "user" u join standing s on s.account = u.username where u.username = ${username} for update of s`.execute(
    tx,
  )
  return rows[0]
}

const GRANT = sql.raw(`id::text, account, role, division, organisation, valid_from, valid_until, reason, granted_by,
  granted_at, needs_approval, approved_by, revoked_by, revoked_at`)

export async function grantsOf(tx: Tx, accounts: readonly string[]): Promise<GrantRow[]> {
  const { rows } = await sql<GrantRow>`
    select ${GRANT} from "grant" where account = any(${accounts}::text[]) order by granted_at desc, id`.execute(tx)
  return rows
}

export async function findGrant(tx: Tx, id: string): Promise<GrantRow | undefined> {
  const { rows } = await sql<GrantRow>`select ${GRANT} from "grant" where id = ${id}::uuid for update`.execute(tx)
  return rows[0]
}

/** Grants that hold on a day or later, or wait. */
export async function heldGrants(tx: Tx, account: string, today: Day): Promise<HeldGrant[]> {
  const { rows } = await sql<HeldGrant>`
    select role, division, valid_until as "validUntil" from "grant"
     where account = ${account} and revoked_at is null and (valid_until is null or valid_until > ${today}::date)`.execute(
    tx,
  )
  return rows
}

export async function insertGrant(
  tx: Tx,
  grant: GrantRequest & { reason: string; by: string; needsApproval: boolean },
): Promise<string> {
  const id = newId()
  await sql`
    insert into "grant" (id, account, role, division, organisation, valid_from, valid_until, reason, granted_by, needs_approval)
    values (${id}, ${grant.account}, ${grant.role}, ${grant.division}, ${grant.organisation ?? null}, ${grant.validFrom},
            ${grant.validUntil}, ${grant.reason}, ${grant.by}, ${grant.needsApproval})`.execute(tx)
  return id
}

export async function approveGrant(tx: Tx, id: string, by: string): Promise<void> {
  await sql`
    update "grant" set approved_by = ${by}, approved_at = clock_timestamp() where id = ${id}::uuid`.execute(tx)
}

export async function revokeGrant(tx: Tx, id: string, by: string, reason: string): Promise<void> {
  await sql`
    update "grant" set revoked_by = ${by}, revoked_at = clock_timestamp(), revoke_reason = ${reason}
     where id = ${id}::uuid`.execute(tx)
}

/** Stops or restores an account. Its sessions end with it: none of them may wake up when it is restored. */
export async function setDisabled(tx: Tx, username: string, disabled: boolean): Promise<void> {
  if (disabled)
    await sql`
      delete from session where "userId" = (select "id" from "user" where username = ${username})`.execute(tx)
  await sql`
    update standing set disabled_at = case when ${disabled}::boolean then clock_timestamp() end where account = ${username}`.execute(
    tx,
  )
}

/** How often each account read persons' files in 30 days. */
export async function viewsOf(tx: Tx, accounts: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ account: string; views: number }>`
    select account, count(*)::int as views from audit.entry
     where account = any(${accounts}::text[]) and at > clock_timestamp() - interval '30 days'
       and action = any(${READS}::text[]) group by account`.execute(tx)
  return new Map(rows.map((row) => [row.account, row.views]))
}

/** Actions by which a person's file is read. */
export const READS: readonly string[] = [
  'elder.read',
  'elder.list',
  'elder.search',
  'elder.reveal',
  'elder.export',
  'file.read',
  'benefits.explain',
]
