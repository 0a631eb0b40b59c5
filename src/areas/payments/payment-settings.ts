import { sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { findParameter, resolveParameter } from '../../policy/index.ts'
import { readSettings } from '../rules/index.ts'
import { refusals } from './refusals.ts'

const NEEDED = ['payment-account-cooling-off', 'payment-proof-of-life-age'] as const

/** Days that an account rests after a change, and days for which a proof of life counts, as the district set them for a day. */
export type PaymentSettings = { readonly coolingOffDays: number; readonly proofDays: number; readonly example: boolean }

/** The parameters without which nothing is paid; refused by name where one is unset. */
export async function readPaymentSettings(tx: Tx, payer: string, on: Day): Promise<Result<PaymentSettings>> {
  const settings = await readSettings(tx, {})
  const [cooling, proof] = NEEDED.map((id) => resolveParameter(id, { on, division: payer, settings }))
  const unset = [cooling, proof].flatMap((each, at) => (each?.value == null ? [NEEDED[at] ?? ''] : []))
  if (unset.length > 0)
    return refuse(
      refusals.settingsUnset(
        unset.map((id) => ({ path: `parameter:${id}`, message: findParameter(id)?.name_zh ?? id })),
      ),
    )
  return ok({
    coolingOffDays: Number(cooling?.value),
    proofDays: Number(proof?.value),
    example: Boolean(cooling?.setting?.example ?? proof?.setting?.example),
  })
}

/** Into how many parts a sum asked back may be split; null where the district has not said. */
export async function readMostInstalments(tx: Tx, payer: string, on: Day): Promise<number | null> {
  const settings = await readSettings(tx, {})
  const at = resolveParameter('clawback-instalments-most', { on, division: payer, settings })
  return at?.value == null ? null : Number(at.value)
}

/** The day after which an account that was changed today may be used; today where nothing was in use before. */
export async function usableFrom(tx: Tx, payer: string, today: Day, isChange: boolean): Promise<Result<Day>> {
  if (!isChange) return ok(today)
  const set = await readPaymentSettings(tx, payer, today)
  if (!set.ok) return set
  const { rows } = await sql<{
    day: Day
  }>`select (${today}::date + ${set.value.coolingOffDays}::int)::date as day`.execute(tx)
  return ok(rows[0]?.day ?? today)
}
