import { sql } from 'kysely'
import { record } from '../audit/index.ts'
import type { Tx } from '../db/index.ts'

export type Voiding = { readonly number: string; readonly reason: string; readonly account: string; readonly at: Date }

/** Takes a paper out of force, with a reason; its number stays and the check page says so. False where it is not in force. */
export async function voidPaper(tx: Tx, { number, reason, account, at }: Voiding): Promise<boolean> {
  const { rows } = await sql<{ district: string }>`
    update documents.paper set voided_at = ${at}, voided_by = ${account}, void_reason = ${reason}
     where number = ${number} and voided_at is null and replaced_by is null returning district`.execute(tx)
  const district = rows[0]?.district
  if (district === undefined) return false
  await record(tx, { district, account, action: 'paper.void', object: 'paper', objectId: number, purpose: reason })
  return true
}
