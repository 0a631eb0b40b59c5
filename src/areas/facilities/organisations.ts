import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import type { Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import type { NewOrganisation } from './contract.ts'
import { readCreditCode } from './credit-code.ts'
import { refusals } from './refusals.ts'

export type Organisation = { creditCode: string; name: string; profitKind: string | null; example: boolean }

/** Organisations whose name contains a text, or with that code; the first 20. */
export async function findOrganisations(tx: Tx, text: string): Promise<Organisation[]> {
  const { rows } = await sql<Organisation>`
    select credit_code as "creditCode", name, profit_kind as "profitKind", example from facilities.organisation
     where strpos(name, ${text}) > 0 or credit_code = ${text.toUpperCase()} order by name, credit_code limit 20`.execute(
    tx,
  )
  return rows
}

/** Files an organisation, or gives a known one its new name. As the system role. */
export async function recordOrganisation(
  tx: Tx,
  by: string,
  given: NewOrganisation,
  example = false,
): Promise<Result<{ done: boolean }>> {
  const creditCode = readCreditCode(given.creditCode)
  if (creditCode === undefined) return refuse(refusals.creditCode())
  const { rows } = await sql<{ version: number }>`
    insert into facilities.organisation (credit_code, name, profit_kind, example, recorded_by)
    values (${creditCode}, ${given.name}, ${given.profitKind}, ${example}, ${by})
    on conflict (credit_code) do update set name = excluded.name, profit_kind = excluded.profit_kind, version = organisation.version + 1,
           recorded_by = excluded.recorded_by, recorded_at = clock_timestamp()
     where (organisation.name, organisation.profit_kind) is distinct from (excluded.name, excluded.profit_kind)
    returning version`.execute(tx)
  if (rows.length > 0)
    await record(tx, {
      account: by,
      action: 'organisation.record',
      object: 'facilities.organisation',
      objectId: creditCode,
      after: { name: given.name, profitKind: given.profitKind },
    })
  return ok({ done: rows.length > 0 })
}

export async function isOrganisation(tx: Tx, creditCode: string): Promise<boolean> {
  const { rows } = await sql`select 1 from facilities.organisation where credit_code = ${creditCode}`.execute(tx)
  return rows.length > 0
}
