import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import type { TakeStep } from './contract.ts'
import { refusals } from './refusals.ts'

const SIGNED_BY_TWO = new Set(['stopPrepayment', 'jointAction', 'resume'])

/** Whether a home may take no new prepayments: the last signed word of the district on it. Asked before a contract agrees any. */
export async function newPrepaymentsStopped(tx: Tx, district: string, facility: string): Promise<boolean> {
  const { rows } = await sql<{ kind: string }>`
    select kind from custody.step
     where district = ${district} and facility_id = ${facility}::uuid and kind in ('stopPrepayment', 'resume') and signed_by is not null
     order by signed_at desc limit 1`.execute(tx)
  return rows[0]?.kind === 'stopPrepayment'
}

/** Takes a step on an open alert, with its letter and its day; a stop, its end and joint action wait for a second person. As the system role. */
export async function takeStep(
  tx: Tx,
  by: string,
  key: { district: string; facility: string },
  of: TakeStep,
): Promise<Result<{ id: string; waits: boolean }>> {
  const { rows } = await sql<{ closed: string | null; township: string; village: string | null }>`
    select closed_on as closed, township, village from custody.alert
     where district = ${key.district} and facility_id = ${key.facility}::uuid and id = ${of.alert}::uuid for share`.execute(
    tx,
  )
  const [alert] = rows
  if (alert === undefined) return refuse(refusals.alertUnknown())
  if (alert.closed !== null && of.kind !== 'resume') return refuse(refusals.alertClosed())
  const id = newId()
  await sql`
    insert into custody.step (district, id, facility_id, township, village, alert_id, kind, letter, due_on, told, proposed_by)
    values (${key.district}, ${id}, ${key.facility}, ${alert.township}, ${alert.village}, ${of.alert}, ${of.kind}, ${of.letter},
            ${of.dueOn ?? null}, ${of.told}::text[], ${by})`.execute(tx)
  await record(tx, {
    district: key.district,
    account: by,
    action: 'custody.step',
    object: 'facilities.facility',
    objectId: key.facility,
    after: { id, kind: of.kind, dueOn: of.dueOn ?? null },
  })
  return ok({ id, waits: SIGNED_BY_TWO.has(of.kind) })
}

/** The second person's signature under a step that needs one. As the system role. */
export async function signStep(
  tx: Tx,
  by: string,
  key: { district: string; facility: string; id: string },
): Promise<Result<{ done: boolean }>> {
  const { rows } = await sql<{ kind: string; proposedBy: string; signedBy: string | null }>`
    select kind, proposed_by as "proposedBy", signed_by as "signedBy" from custody.step
     where district = ${key.district} and facility_id = ${key.facility}::uuid and id = ${key.id}::uuid for no key update`.execute(
    tx,
  )
  const [there] = rows
  if (there === undefined || there.signedBy !== null || !SIGNED_BY_TWO.has(there.kind))
    return refuse(refusals.stepUnknown())
  if (there.proposedBy === by) return refuse(refusals.samePerson())
  await sql`
    update custody.step set signed_by = ${by}, signed_at = clock_timestamp()
     where district = ${key.district} and id = ${key.id}::uuid`.execute(tx)
  await record(tx, {
    district: key.district,
    account: by,
    action: 'custody.step.sign',
    object: 'facilities.facility',
    objectId: key.facility,
    after: { id: key.id, kind: there.kind },
  })
  return ok({ done: true })
}
