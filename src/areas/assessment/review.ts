import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { holdPersonOf } from './hold-person.ts'
import { refusals } from './refusals.ts'
import { namesOfSettings } from './settings.ts'
import { settleLevel } from './settle-level.ts'

export type SheetKey = { readonly district: string; readonly id: string }

export type LockedSheet = SheetKey & {
  readonly elderId: string
  readonly orderId: string
  readonly instrument: string
  readonly reason: string
  readonly state: string
  readonly assessedOn: Day
  readonly level: number | null
  readonly missing: string[]
  readonly firstAccount: string
  readonly secondAccount: string
  readonly unsent: number
}

/** A sheet held for a change. As the system role. */
export async function lockSheet(tx: Tx, key: SheetKey): Promise<LockedSheet | undefined> {
  await holdPersonOf(tx, 'assessment', key)
  const { rows } = await sql<LockedSheet>`
    select a.district, a.id::text, a.elder_id::text as "elderId", a.work_order_id::text as "orderId", a.instrument, a.reason, a.state,
           a.assessed_on as "assessedOn", a.final_level as level, array(select jsonb_array_elements_text(a.score -> 'missing')) as missing,
           a.first_account as "firstAccount", a.second_account as "secondAccount",
           (select count(*)::int from assessment.evidence e where e.district = a.district and e.assessment_id = a.id and e.file_id is null) as unsent
      from assessment.assessment a where a.district = ${key.district} and a.id = ${key.id}::uuid for update`.execute(tx)
  return rows[0]
}

/** Whether somebody may say yes to a sheet; the reasons are the same for a review and for a decision between two sheets. */
export function mayStand(sheet: LockedSheet, account: string): Result<{ level: number }> {
  if (sheet.firstAccount === account || sheet.secondAccount === account) return refuse(refusals.reviewerInPair())
  if (sheet.level === null) return refuse(refusals.levelMissing(namesOfSettings(sheet.missing)))
  if (sheet.unsent > 0) return refuse(refusals.evidenceMissing(sheet.unsent))
  return ok({ level: sheet.level })
}

/**
 * 复核定级: a person who was not there lets a sheet stand, or sends it back to the pair with a note. What stands becomes the dated level at
 * once; a second look (dispute, lot) is only made ready here and decided between the two sheets (`decide-between.ts`).
 */
export async function reviewSheet(
  tx: Tx,
  account: string,
  sheet: LockedSheet,
  verdict: { outcome: 'confirm' | 'return'; note: string },
): Promise<Result<{ state: string }>> {
  // A sheet whose second assessor never answers goes back, too: the order may then be given to others.
  const isOpen = sheet.state === 'submitted' || (sheet.state === 'awaitingSecond' && verdict.outcome === 'return')
  if (!isOpen) return refuse(refusals.wrongState())
  if (verdict.outcome === 'return') {
    if (sheet.firstAccount === account || sheet.secondAccount === account) return refuse(refusals.reviewerInPair())
    await moveSheet(tx, sheet, 'returned', account, verdict.note)
    await moveOrder(tx, sheet, 'assigned')
    await note(tx, account, sheet, 'assessment.return', verdict.note)
    return ok({ state: 'returned' })
  }
  const stands = mayStand(sheet, account)
  if (!stands.ok) return stands
  const isSecondLook = sheet.reason === 'dispute' || sheet.reason === 'recheck'
  if (isSecondLook) return refuse(refusals.wrongState())
  await moveSheet(tx, sheet, 'confirmed', account, verdict.note)
  await moveOrder(tx, sheet, 'closed')
  // The long-term care scale is a register of its own: it is never turned into a level of ability in passing.
  if (sheet.instrument === 'gbt42195')
    await settleLevel(tx, {
      district: sheet.district,
      elderId: sheet.elderId,
      level: stands.value.level,
      from: sheet.assessedOn,
      origin: 'assessment',
      sourceId: sheet.id,
      account,
    })
  await note(tx, account, sheet, 'assessment.confirm', verdict.note)
  return ok({ state: 'confirmed' })
}

export async function moveSheet(
  tx: Tx,
  key: SheetKey,
  state: string,
  reviewer: string | null,
  words: string,
): Promise<void> {
  await sql`
    update assessment.assessment set state = ${state}, reviewed_by = coalesce(${reviewer}, reviewed_by),
           reviewed_at = case when ${reviewer}::text is null then reviewed_at else clock_timestamp() end,
           review_note = coalesce(nullif(${words}, ''), review_note)
     where district = ${key.district} and id = ${key.id}::uuid`.execute(tx)
}

export async function moveOrder(
  tx: Tx,
  sheet: { district: string; orderId: string },
  state: 'assigned' | 'closed',
): Promise<void> {
  await sql`
    update assessment.work_order set state = ${state}, changed_at = clock_timestamp()
     where district = ${sheet.district} and id = ${sheet.orderId}::uuid`.execute(tx)
}

const note = (tx: Tx, account: string, sheet: SheetKey, action: string, words: string): Promise<void> =>
  record(tx, {
    district: sheet.district,
    account,
    action,
    object: 'assessment',
    objectId: sheet.id,
    ...(words === '' ? {} : { purpose: words }),
  })
