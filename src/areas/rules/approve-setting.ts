import { record } from '../../platform/audit/index.ts'
import type { Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { hasOpenedCases } from './cases-opened.ts'
import type { SettingRecord } from './contract.ts'
import { lockSetting, sign, withdraw } from './queries.ts'
import { refusals } from './refusals.ts'

/**
 * Signs a draft as the second person, who has seen its twenty cases: from its first day on it counts, and replaces what stood from that same day.
 * The invented values of a demonstration have no cases: nobody is in the register yet when they are set.
 */
export async function approveSetting(tx: Tx, account: string, id: string): Promise<Result<SettingRecord>> {
  const draft = await lockSetting(tx, id)
  if (!draft) return refuse(refusals.notFound())
  if (draft.state !== 'draft') return refuse(refusals.alreadyDecided())
  if (draft.proposedBy === account) return refuse(refusals.samePerson())
  if (!draft.example && !(await hasOpenedCases(tx, account, id))) return refuse(refusals.casesUnseen())
  await sign(tx, draft, account)
  return ok(await decided(tx, account, draft, 'setting.approve'))
}

/** Takes a draft back: its maker, or the second person who does not agree. A signed setting is replaced, never withdrawn. */
export async function withdrawSetting(tx: Tx, account: string, id: string): Promise<Result<SettingRecord>> {
  const draft = await lockSetting(tx, id)
  if (!draft) return refuse(refusals.notFound())
  if (draft.state !== 'draft') return refuse(refusals.alreadyDecided())
  await withdraw(tx, id, account)
  return ok(await decided(tx, account, draft, 'setting.withdraw'))
}

async function decided(tx: Tx, account: string, draft: SettingRecord, action: string): Promise<SettingRecord> {
  const { division, parameter, value, from, until } = draft
  await record(tx, {
    district: division,
    account,
    action,
    object: 'setting',
    objectId: draft.id,
    after: { parameter, value, from, until },
  })
  return (await lockSetting(tx, draft.id)) ?? draft
}
