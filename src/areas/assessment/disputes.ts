import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import { addDays, type Day } from '../../platform/clock/day.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { keepFact } from '../elders/index.ts'
import { orderAssessments } from './orders.ts'
import { refusals } from './refusals.ts'
import { lockSheet, moveSheet, type SheetKey } from './review.ts'
import { numberSetting, settingsOn } from './settings.ts'
import { endResults } from './settle-level.ts'
import { LEVELS, type Level } from './words.ts'

export type DisputeTold = {
  readonly raisedBy: string
  readonly raiserName: string
  readonly grounds: string
  readonly raisedOn: Day
}

/**
 * Takes a dispute about a result that stands: another pair is ordered, and an earlier, more severe level that the disputed one would end stays in
 * use until the decision (unless the district has set otherwise), so that nobody loses a benefit to a result under review. As the system role.
 */
export async function openDispute(
  tx: Tx,
  account: string,
  key: SheetKey,
  told: DisputeTold,
  today: Day,
): Promise<Result<{ id: string; order: string }>> {
  const sheet = await lockSheet(tx, key)
  if (sheet === undefined) return refuse(refusals.sheetUnknown())
  if (sheet.state !== 'confirmed' || sheet.level === null) return refuse(refusals.notDisputable())
  const { district, elderId } = sheet
  const settingOf = await settingsOn(tx, district, today)
  const days = numberSetting(settingOf, 'assessment-objection-days')
  const confirmed = await confirmedOn(tx, key)
  if (days !== undefined && told.raisedOn > addDays(confirmed, days))
    return refuse(refusals.disputeLate(days, addDays(confirmed, days)))
  const ordered = await orderAssessments(tx, {
    district,
    elderIds: [elderId],
    reason: 'dispute',
    instrument: sheet.instrument,
    placeKind: 'home',
    dueOn: null,
    note: told.grounds,
    aboutId: sheet.id,
    account,
    today,
  })
  const order = ordered.made[0]
  if (order === undefined) return refuse(ordered.skipped[0]?.why === 'died' ? refusals.died() : refusals.openOrder())
  const stands = settingOf('assessment-dispute-lets-result-stand') === true
  const earlier = stands ? null : await earlierLevel(tx, district, elderId, sheet.assessedOn)
  const kept = earlier !== null && earlier > sheet.level ? earlier : null
  const id = newId()
  await sql`
    insert into assessment.dispute (district, id, elder_id, township, village, assessment_id, work_order_id, raised_by, raiser_name, grounds,
           raised_on, kept_level, recorded_by)
    select district, ${id}::uuid, elder_id, township, village, id, ${order.id}::uuid, ${told.raisedBy}, ${told.raiserName}, ${told.grounds},
           ${told.raisedOn}::date, ${kept}::smallint, ${account}
      from assessment.assessment where district = ${district} and id = ${sheet.id}::uuid`.execute(tx)
  await moveSheet(tx, sheet, 'disputed', null, '')
  if (kept !== null) {
    await endResults(tx, district, elderId, sheet.assessedOn)
    await keepFact(tx, {
      district,
      elderId,
      account,
      kind: 'careDependency',
      value: [LEVELS[kept] as Level],
      validFrom: sheet.assessedOn,
      source: { kind: 'assessment', ref: id },
    })
  }
  await record(tx, {
    district,
    account,
    action: 'assessment.dispute',
    object: 'assessment',
    objectId: sheet.id,
    after: { dispute: id, order: order.id, keptLevel: kept },
  })
  return ok({ id, order: order.id })
}

async function confirmedOn(tx: Tx, key: SheetKey): Promise<Day> {
  const { rows } = await sql<{ on: Day }>`
    select (reviewed_at at time zone 'Asia/Shanghai')::date as on from assessment.assessment
     where district = ${key.district} and id = ${key.id}::uuid`.execute(tx)
  return rows[0]?.on as Day
}

/** The level that held until the day before; null where none was known. */
async function earlierLevel(tx: Tx, district: string, elderId: string, before: Day): Promise<number | null> {
  const { rows } = await sql<{ level: Level }>`
    select value[1] as level from elders.fact
     where district = ${district} and elder_id = ${elderId}::uuid and kind = 'careDependency' and superseded_at is null
       and valid_from < ${before}::date and (valid_to is null or valid_to >= ${before}::date)`.execute(tx)
  const at = rows[0] === undefined ? -1 : LEVELS.indexOf(rows[0].level)
  return at < 0 ? null : at
}
