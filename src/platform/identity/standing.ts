import { sql } from 'kysely'
import type { Day } from '../clock/day.ts'
import type { Tx } from '../db/index.ts'
import type { Grant, Role } from './principal.ts'

/** What is known of an account besides its password. Grants are those in force on the day. */
export type Standing = {
  account: string
  name: string
  disabled: boolean
  passwordExpired: boolean
  passwordExpiresAt: Date | null
  secondFactor: boolean
  grants: Grant[]
}

type Row = {
  account: string
  name: string
  disabled: boolean
  password_expired: boolean
  password_expires_at: Date | null
  second_factor: boolean
  grants: { role: Role; division: string | null; organisation: string | null; from: Day; until: Day | null }[]
}

/** Reads the standing of an account and notes that it is in use (at most once in five minutes). */
export async function readStanding(tx: Tx, name: string, on: Day): Promise<Standing | undefined> {
  const { rows } = await sql<Row>`
    select u.username as account, u.name, s.disabled_at is not null as disabled,
           coalesce(s.password_expires_at < clock_timestamp(), false) as password_expired, s.password_expires_at,
           coalesce(u."twoFactorEnabled", false) as second_factor,
           coalesce((
             select jsonb_agg(jsonb_build_object('role', g.role, 'division', g.division, 'organisation', g.organisation,
                                                 'from', g.valid_from, 'until', g.valid_until) order by g.id)
               from "grant" g
              where g.account = u.username and g.revoked_at is null and g.valid_from <= ${on}::date
                and (g.valid_until is null or g.valid_until > ${on}::date)
                and (not g.needs_approval or g.approved_at is not null)), '[]') as grants
      from "user" u join standing s on s.account = u.username
     where u.username = ${name}`.execute(tx)
  const row = rows[0]
  if (row === undefined) return undefined
  await sql`
    update standing set last_used_at = clock_timestamp()
     where account = ${name} and (last_used_at is null or last_used_at < clock_timestamp() - interval '5 minutes')`.execute(
    tx,
  )
  return {
    account: row.account,
    name: row.name,
    disabled: row.disabled,
    passwordExpired: row.password_expired,
    passwordExpiresAt: row.password_expires_at,
    secondFactor: row.second_factor,
    grants: row.grants.map((grant) => ({
      role: grant.role,
      ...(grant.division === null ? {} : { division: grant.division }),
      ...(grant.organisation === null ? {} : { organisation: grant.organisation }),
      validFrom: grant.from,
      ...(grant.until === null ? {} : { validUntil: grant.until }),
    })),
  }
}
