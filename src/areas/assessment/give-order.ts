import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import type { Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import type { LockedOrder } from './orders.ts'
import { refusals } from './refusals.ts'

/** Gives an open order to an agency, whose desk then chooses the pair. */
export async function giveToAgency(
  tx: Tx,
  account: string,
  order: LockedOrder,
  agencyId: string,
): Promise<Result<{ agency: string }>> {
  if (order.state !== 'open') return refuse(refusals.wrongState())
  const { rows } = await sql<{ name: string }>`
    update assessment.work_order o set agency_id = g.id, organisation = g.organisation, changed_at = clock_timestamp()
      from assessment.agency g
     where o.district = ${order.district} and o.id = ${order.id}::uuid
       and g.district = o.district and g.id = ${agencyId}::uuid and g.standing = 'active'
    returning g.name`.execute(tx)
  if (rows[0] === undefined) return refuse(refusals.agencyUnknown())
  await record(tx, {
    district: order.district,
    account,
    action: 'assessment.give',
    object: 'assessmentOrder',
    objectId: order.id,
    after: { agency: agencyId },
  })
  return ok({ agency: rows[0].name })
}
