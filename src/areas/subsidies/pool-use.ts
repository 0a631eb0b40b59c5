import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import type { ClaimKey } from './claim.ts'
import { refusals } from './refusals.ts'

/** Records what a district did with a pooled reward: any place, any sum, together no more than the pool. */
export async function recordPoolUse(
  tx: Tx,
  account: string,
  { district, id }: ClaimKey,
  { usedFor, amountFen }: { readonly usedFor: string; readonly amountFen: number },
): Promise<Result<{ done: boolean }>> {
  const { rows } = await sql<{ pool: number }>`
    select amount_fen as pool from subsidies.claim
     where district = ${district} and id = ${id}::uuid and rule = 'township-centre-reward' and state = 'approved' for update`.execute(
    tx,
  )
  const [claim] = rows
  if (claim === undefined) return refuse(refusals.claimUnknown())
  const used = await sql<{ used: number }>`
    select coalesce(sum(amount_fen), 0)::bigint as used from subsidies.pool_use where district = ${district} and claim_id = ${id}::uuid`.execute(
    tx,
  )
  if ((used.rows[0]?.used ?? 0) + amountFen > claim.pool) return refuse(refusals.poolExceeded())
  await sql`
    insert into subsidies.pool_use (district, id, claim_id, used_for, amount_fen, recorded_by)
    values (${district}, ${newId()}, ${id}, ${usedFor}, ${amountFen}, ${account})`.execute(tx)
  await record(tx, {
    district,
    account,
    action: 'subsidy.use',
    object: 'subsidies.claim',
    objectId: id,
    after: { usedFor, amountFen },
  })
  return ok({ done: true })
}
