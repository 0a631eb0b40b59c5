import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { holdPersonOf } from './hold-person.ts'
import { refusals } from './refusals.ts'
import { type LockedSheet, lockSheet, mayStand, moveOrder, moveSheet } from './review.ts'
import { endResults, settleLevel } from './settle-level.ts'

export type Choice = {
  /** Whose sheet stands: the first pair's or the second's. */
  readonly chosen: 'first' | 'second'
  /** From which day the second's level holds: the first's, because it was wrong then, or its own, because the person has changed. */
  readonly from: 'first' | 'second'
  readonly note: string
}

/**
 * Decides between the sheet that was disputed or drawn and the other pair's. As the system role. The chosen level becomes the dated result; where
 * the second stands from the first's day, the late fact recomputes what was paid on the wrong one. Both sheets stay as they were signed.
 */
export async function decideBetween(
  tx: Tx,
  account: string,
  key: { district: string; firstId: string; orderId: string },
  choice: Choice,
  awaited: 'confirmed' | 'disputed' = 'confirmed',
): Promise<Result<{ level: number; from: Day }>> {
  const first = await lockSheet(tx, { district: key.district, id: key.firstId })
  if (first === undefined) return refuse(refusals.sheetUnknown())
  // A drawn sheet that is in dispute is decided there first; one that gave way already must not change a level a second time.
  if (first.state !== awaited) return refuse(refusals.wrongState())
  const second = await secondSheet(tx, key)
  if (second === undefined) return refuse(refusals.secondSheetMissing())
  for (const sheet of [first, second]) {
    const stands = mayStand(sheet, account)
    if (!stands.ok) return stands
  }
  const sheet = choice.chosen === 'first' ? first : second
  const from = choice.chosen === 'second' && choice.from === 'second' ? second.assessedOn : first.assessedOn
  const level = sheet.level as number
  if (choice.chosen === 'second' && from === second.assessedOn && first.state === 'disputed')
    // The first stood until then: what was kept meanwhile gives way to it.
    await settle(tx, account, first, first.assessedOn)
  if (choice.chosen === 'second' && from === first.assessedOn)
    await endResults(tx, first.district, first.elderId, first.assessedOn)
  const changed = choice.chosen === 'second' || first.state === 'disputed'
  if (changed) await settle(tx, account, sheet, from)
  await moveSheet(tx, first, choice.chosen === 'first' ? 'confirmed' : 'replaced', null, '')
  await moveSheet(tx, second, choice.chosen === 'second' ? 'confirmed' : 'replaced', account, choice.note)
  await moveOrder(tx, second, 'closed')
  await record(tx, {
    district: key.district,
    account,
    action: 'assessment.decide',
    object: 'assessment',
    objectId: first.id,
    purpose: choice.note,
    before: { level: first.level },
    after: { chosen: choice.chosen, level, from, other: second.id },
  })
  return ok({ level, from })
}

const settle = (tx: Tx, account: string, sheet: LockedSheet, from: Day) =>
  settleLevel(tx, {
    district: sheet.district,
    elderId: sheet.elderId,
    level: sheet.level as number,
    from,
    origin: 'assessment',
    sourceId: sheet.id,
    account,
  })

async function secondSheet(tx: Tx, key: { district: string; orderId: string }): Promise<LockedSheet | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id::text from assessment.assessment
     where district = ${key.district} and work_order_id = ${key.orderId}::uuid and state = 'submitted'`.execute(tx)
  return rows[0] === undefined ? undefined : lockSheet(tx, { district: key.district, id: rows[0].id })
}

type OpenDispute = { firstId: string; orderId: string; state: string; kept: number | null }

/** A dispute held for its decision. */
export async function lockDispute(tx: Tx, key: { district: string; id: string }): Promise<OpenDispute | undefined> {
  await holdPersonOf(tx, 'dispute', key)
  const { rows } = await sql<OpenDispute>`
    select assessment_id::text as "firstId", work_order_id::text as "orderId", state, kept_level as kept from assessment.dispute
     where district = ${key.district} and id = ${key.id}::uuid for update`.execute(tx)
  return rows[0]
}

/** Decides a dispute: whose sheet stands, from which day, and why. */
export async function decideDispute(
  tx: Tx,
  account: string,
  key: { district: string; id: string },
  choice: Choice,
): Promise<Result<{ level: number; from: Day }>> {
  const dispute = await lockDispute(tx, key)
  if (dispute === undefined) return refuse(refusals.disputeUnknown())
  if (dispute.state !== 'open') return refuse(refusals.wrongState())
  const decided = await decideBetween(tx, account, { district: key.district, ...dispute }, choice, 'disputed')
  if (!decided.ok) return decided
  await sql`
    update assessment.dispute set state = 'decided', chosen = ${choice.chosen}, chosen_from = ${decided.value.from}::date,
           decided_by = ${account}, decided_at = clock_timestamp(), note = ${choice.note}
     where district = ${key.district} and id = ${key.id}::uuid`.execute(tx)
  return decided
}

/** Ends a dispute whose other look was called off: the sheet stands again, and where an earlier level was kept meanwhile, its level too. */
export async function withdrawDispute(
  tx: Tx,
  account: string,
  key: { district: string; id: string },
  why: string,
): Promise<void> {
  const dispute = await lockDispute(tx, key)
  const first = dispute === undefined ? undefined : await lockSheet(tx, { district: key.district, id: dispute.firstId })
  if (dispute?.state !== 'open' || first === undefined) return
  if (first.state === 'disputed') {
    if (dispute.kept !== null) await settle(tx, account, first, first.assessedOn)
    await moveSheet(tx, first, 'confirmed', null, '')
  }
  await sql`
    update assessment.dispute set state = 'withdrawn', decided_by = ${account}, decided_at = clock_timestamp(), note = ${why}
     where district = ${key.district} and id = ${key.id}::uuid`.execute(tx)
  await record(tx, {
    district: key.district,
    account,
    action: 'assessment.withdrawDispute',
    object: 'assessment',
    objectId: dispute.firstId,
    purpose: why,
  })
}
