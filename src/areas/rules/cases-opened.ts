import { sql } from 'kysely'
import type { Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { readSetting } from './queries.ts'
import { refusals } from './refusals.ts'

/** A trial of one value from a day, as it is asked. */
export type Trial = { readonly changes: readonly { parameter: string; value: unknown }[]; readonly from: string }

/**
 * Notes that an account has before it the cases of a proposed setting. The trial must be of that very value from that very day: cases of something else
 * say nothing about it.
 */
export async function noteCasesOpened(
  tx: Tx,
  account: string,
  setting: string,
  { changes, from }: Trial,
): Promise<Result<void>> {
  const draft = await readSetting(tx, setting)
  if (draft === undefined) return refuse(refusals.notFound())
  const [change, ...more] = changes
  const same =
    change?.parameter === draft.parameter &&
    JSON.stringify(change.value) === JSON.stringify(draft.value) &&
    from === draft.from
  if (!same || more.length > 0) return refuse(refusals.otherCases())
  await sql`insert into policy.cases_opened (setting, account) values (${setting}::uuid, ${account}) on conflict do nothing`.execute(
    tx,
  )
  return ok(undefined)
}

/** Whether the account has seen the cases of a proposed setting. */
export async function hasOpenedCases(tx: Tx, account: string, setting: string): Promise<boolean> {
  const { rows } =
    await sql`select 1 from policy.cases_opened where setting = ${setting}::uuid and account = ${account}`.execute(tx)
  return rows.length > 0
}
