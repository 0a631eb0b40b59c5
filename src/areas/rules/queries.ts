import { sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import type { Setting } from '../../policy/index.ts'
import type { SettingRecord } from './contract.ts'

const COLUMNS = sql.raw(`
  id::text, division, parameter, value, to_char(valid_from, 'YYYY-MM-DD') as "from", to_char(valid_to, 'YYYY-MM-DD') as until,
  document, example, proposed_by as "proposedBy", proposed_at::text as "proposedAt", approved_by as "approvedBy", approved_at::text as "approvedAt",
  case when withdrawn_at is not null then 'withdrawn' when approved_at is null then 'draft'
       when superseded_at is not null then 'superseded' else 'inForce' end as state`)

/**
 * Settings that two people have signed, for the rulebook. `knownAt` asks for those that were signed and not yet superseded at an
 * instant, so that a run can be recomputed with what it knew.
 */
export async function readSettings(
  tx: Tx,
  asked: { divisions?: readonly string[]; knownAt?: Date } = {},
): Promise<Setting[]> {
  const known = asked.knownAt ?? null
  const { rows } = await sql<Setting & { proposedBy: string; approvedBy: string }>`
    select parameter, division, value, to_char(valid_from, 'YYYY-MM-DD') as "from", to_char(valid_to, 'YYYY-MM-DD') as until,
           array[proposed_by, approved_by] as "signedBy", example
      from policy.setting
     where approved_at is not null
       and (case when ${known}::timestamptz is null then superseded_at is null
                 else approved_at <= ${known} and (superseded_at is null or superseded_at > ${known}) end)
       and (${asked.divisions === undefined} or division = any (${asked.divisions ?? []}))
     order by division, parameter, valid_from`.execute(tx)
  return rows
}

/** Everything ever proposed for a district, the newest first, of one parameter or of all. */
export async function listSettings(
  tx: Tx,
  division: string,
  parameter: string | null,
  limit = 200,
): Promise<SettingRecord[]> {
  const { rows } = await sql<SettingRecord>`
    select ${COLUMNS} from policy.setting
     where division = ${division} and (${parameter}::text is null or parameter = ${parameter})
     order by proposed_at desc, id limit ${limit}`.execute(tx)
  return rows
}

export async function readSetting(tx: Tx, id: string): Promise<SettingRecord | undefined> {
  const { rows } = await sql<SettingRecord>`select ${COLUMNS} from policy.setting where id = ${id}::uuid`.execute(tx)
  return rows[0]
}

/** One setting, locked until the transaction ends, so that two people do not decide on it at once. */
export async function lockSetting(tx: Tx, id: string): Promise<SettingRecord | undefined> {
  const { rows } =
    await sql<SettingRecord>`select ${COLUMNS} from policy.setting where id = ${id}::uuid for update`.execute(tx)
  return rows[0]
}

export type NewSetting = {
  id: string
  division: string
  parameter: string
  value: unknown
  from: Day
  until: Day | null
  document: string
  example: boolean
  account: string
}

export async function insertDraft(tx: Tx, draft: NewSetting): Promise<void> {
  await sql`
    insert into policy.setting (id, division, parameter, value, valid_from, valid_to, document, example, proposed_by)
    values (${draft.id}, ${draft.division}, ${draft.parameter}, ${JSON.stringify(draft.value)}::jsonb, ${draft.from}::date,
            ${draft.until}::date, ${draft.document}, ${draft.example}, ${draft.account})`.execute(tx)
}

/** Supersedes what stood from the same day, then signs the draft: in this order, because only one may stand from a day. */
export async function sign(tx: Tx, setting: SettingRecord, account: string): Promise<void> {
  await sql`
    update policy.setting set superseded_at = statement_timestamp()
     where division = ${setting.division} and parameter = ${setting.parameter} and valid_from = ${setting.from}::date
       and approved_at is not null and superseded_at is null`.execute(tx)
  await sql`update policy.setting set approved_by = ${account}, approved_at = statement_timestamp() where id = ${setting.id}::uuid`.execute(
    tx,
  )
}

export async function withdraw(tx: Tx, id: string, account: string): Promise<void> {
  await sql`update policy.setting set withdrawn_by = ${account}, withdrawn_at = statement_timestamp() where id = ${id}::uuid`.execute(
    tx,
  )
}
