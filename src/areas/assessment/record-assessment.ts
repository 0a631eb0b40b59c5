import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { type Instrument, itemsOf, type Score, score } from '../../engines/instrument/index.ts'
import { record as recordAudit } from '../../platform/audit/index.ts'
import { type Day, dayAt } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { type FieldFault, ok, type Result, refuse } from '../../platform/http/index.ts'
import { publish } from '../../platform/outbox/index.ts'
import { askReviewer } from './ask-reviewer.ts'
import type { AssessmentRecord, AssessmentRecorded } from './field-contract.ts'
import { holdPersonOf } from './hold-person.ts'
import { readInstrument } from './keep-instrument.ts'
import { refusals } from './refusals.ts'
import { settingsOn } from './settings.ts'

type Around = { readonly account: string; readonly now: Date; readonly today: Day }

/**
 * Keeps a filled form once, scored by the very text under which it was answered. As the system role; the order's row is held meanwhile, so two
 * devices that send at once are told one after the other. What is incomplete is refused with the path of each item; a level that hangs on an
 * unset value is kept as null and named.
 */
export async function keepRecord(
  tx: Tx,
  around: Around,
  record: AssessmentRecord,
): Promise<Result<AssessmentRecorded>> {
  await holdPersonOf(tx, 'work_order', { district: record.district, id: record.orderId })
  const order = await lockOrder(tx, record.district, record.orderId)
  const uploaded = createHash('sha256').update(JSON.stringify(record)).digest()
  const before = await findBefore(tx, record.district, record.id)
  if (before !== undefined) {
    if (before.account !== around.account) return refuse(refusals.orderUnknown())
    if (!before.uploadDigest.equals(uploaded)) return refuse(refusals.differs())
    return ok(await answerOf(tx, record.district, record.id, 'again'))
  }
  if (order === undefined || order.firstAccount !== around.account || order.elderId !== record.elderId)
    return refuse(refusals.orderUnknown())
  if (order.state === 'recorded' || order.state === 'closed') return refuse(refusals.answered())
  if (order.state !== 'assigned') return refuse(refusals.orderUnknown())
  const form = await readInstrument(tx, record.instrument.digest)
  if (form === undefined || form.id !== order.instrument) return refuse(refusals.formUnknown())
  // Whoever assesses tomorrow by a wrong clock still assessed no later than today.
  const told = dayAt(new Date(Date.parse(record.startedAt) - (record.device.clockOffset ?? 0)))
  const assessedOn = told > around.today ? around.today : told
  const scored = score(form, record.answers, await settingsOn(tx, record.district, assessedOn))
  const faults = faultsOf(form, scored)
  if (faults.length > 0) return refuse(refusals.incomplete(faults))
  const questions = askReviewer(record, form, scored, {
    receivedAt: around.now,
    home: order.lng === null || order.lat === null ? null : { lng: order.lng, lat: order.lat },
    certified: await certifiedOn(tx, record.district, [order.firstId, order.secondId], assessedOn),
  })
  await insertSheet(tx, { record, order, form, scored, questions, assessedOn, uploaded, account: around.account })
  await insertEvidence(tx, record)
  await sql`
    update assessment.work_order set state = 'recorded', changed_at = clock_timestamp()
     where district = ${record.district} and id = ${record.orderId}::uuid`.execute(tx)
  await recordAudit(tx, {
    district: record.district,
    account: around.account,
    action: 'assessment.record',
    object: 'assessment',
    objectId: record.id,
    after: { order: record.orderId, instrument: form.id, version: form.version, level: scored.finalLevel },
  })
  await publish(tx, { kind: 'assessment.recorded', district: record.district, payload: { assessment: record.id } })
  return ok(await answerOf(tx, record.district, record.id, 'recorded'))
}

type Order = {
  elderId: string
  state: string
  reason: string
  instrument: string
  firstAccount: string | null
  firstId: string
  secondId: string
  lng: number | null
  lat: number | null
}

async function lockOrder(tx: Tx, district: string, id: string): Promise<Order | undefined> {
  const { rows } = await sql<Order>`
    select o.elder_id as "elderId", o.state, o.reason, o.instrument, o.first_account as "firstAccount", o.first_id as "firstId",
           o.second_id as "secondId", e.lng, e.lat
      from assessment.work_order o left join elders.elder e on e.district = o.district and e.id = o.elder_id
     where o.district = ${district} and o.id = ${id}::uuid for update of o`.execute(tx)
  return rows[0]
}

async function findBefore(tx: Tx, district: string, id: string) {
  const { rows } = await sql<{ account: string; uploadDigest: Buffer }>`
    select first_account as account, upload_digest as "uploadDigest" from assessment.assessment
     where district = ${district} and id = ${id}::uuid`.execute(tx)
  return rows[0]
}

/** Items and circumstances that nobody answered, as paths of the record; what hangs on an unset value is no fault of the assessor. */
function faultsOf(form: Instrument, scored: Score): FieldFault[] {
  const labels = new Map<string, string>([
    ...itemsOf(form).map((item) => [item.code, item.label] as const),
    ...(form.circumstances ?? []).map((each) => [each.code, each.label] as const),
  ])
  return scored.missing
    .filter((code) => !code.startsWith('parameter:'))
    .map((code) => {
      const isItem = itemsOf(form).some((item) => item.code === code)
      const label = labels.get(code.replace(/[[.].*$/, '')) ?? labels.get(code) ?? code
      return {
        path: isItem ? `answers.items.${code}` : `answers.${code}`,
        message: `“${label}”还没有答，或答案不在选项内。`,
      }
    })
}

async function certifiedOn(tx: Tx, district: string, ids: readonly string[], on: Day) {
  const { rows } = await sql<{ id: string }>`
    select id::text from assessment.assessor
     where district = ${district} and id = any (${[...ids]}::uuid[]) and certified_from <= ${on}::date and certified_until > ${on}::date`.execute(
    tx,
  )
  const certified = new Set(rows.map((row) => row.id))
  return { first: certified.has(ids[0] ?? ''), second: certified.has(ids[1] ?? '') }
}

type Sheet = {
  record: AssessmentRecord
  order: Order
  form: Instrument
  scored: Score
  questions: readonly string[]
  assessedOn: Day
  uploaded: Buffer
  account: string
}

async function insertSheet(tx: Tx, sheet: Sheet): Promise<void> {
  const { record, form, scored } = sheet
  const place = {
    kind: record.placeKind,
    at: record.place,
    because: record.noPlaceBecause,
    identityCheck: record.identityCheck,
  }
  await sql`
    insert into assessment.assessment (district, id, work_order_id, elder_id, township, village, instrument, version, digest, reason, state,
           assessed_on, started_at, finished_at, organisation, first_id, second_id, first_account, second_account, informant, place, basics,
           answers, seconds, notes, device, upload_digest, score, total, preliminary_level, final_level, questions, recorded_by)
    select o.district, ${record.id}::uuid, o.id, o.elder_id, o.township, o.village, ${form.id}, ${form.version}, ${record.instrument.digest},
           o.reason, 'awaitingSecond', ${sheet.assessedOn}::date, ${record.startedAt}::timestamptz, ${record.finishedAt}::timestamptz,
           o.organisation, o.first_id, o.second_id, o.first_account, o.second_account, ${JSON.stringify(record.informant)}::jsonb,
           ${JSON.stringify(place)}::jsonb, ${JSON.stringify(record.basics)}::jsonb, ${JSON.stringify(record.answers)}::jsonb,
           ${JSON.stringify(record.seconds)}::jsonb, ${JSON.stringify(record.notes)}::jsonb, ${JSON.stringify(record.device)}::jsonb,
           ${sheet.uploaded}, ${JSON.stringify(scored)}::jsonb, ${scored.total}::smallint, ${scored.preliminaryLevel}::smallint,
           ${scored.finalLevel}::smallint, ${[...sheet.questions]}::text[], ${sheet.account}
      from assessment.work_order o where o.district = ${record.district} and o.id = ${record.orderId}::uuid`.execute(tx)
}

async function insertEvidence(tx: Tx, record: AssessmentRecord): Promise<void> {
  if (record.attachments.length === 0) return
  await sql`
    insert into assessment.evidence (district, id, assessment_id, elder_id, township, village, organisation, first_account, second_account,
           kind, whose, item, sha256, bytes, taken_at)
    select a.district, t.id, a.id, a.elder_id, a.township, a.village, a.organisation, a.first_account, a.second_account, t.kind, t.whose,
           t.item, decode(t.sha256, 'hex'), t.bytes, t."takenAt"
      from assessment.assessment a,
           jsonb_to_recordset(${JSON.stringify(record.attachments)}::jsonb) as t(id uuid, kind text, whose text, item text, sha256 text,
             bytes integer, "takenAt" timestamptz)
     where a.district = ${record.district} and a.id = ${record.id}::uuid
    on conflict do nothing`.execute(tx)
}

/** What the device is told, the same the first time and ever after. */
async function answerOf(
  tx: Tx,
  district: string,
  id: string,
  state: 'recorded' | 'again',
): Promise<AssessmentRecorded> {
  const { rows } = await sql<{
    score: Score
    questions: string[]
    receivedAt: string
    levels: string[]
    wanted: string[]
  }>`
    select a.score, a.questions, to_char(a.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "receivedAt",
           array(select jsonb_array_elements_text(i.content -> 'levels')) as levels,
           array(select e.id::text from assessment.evidence e
                  where e.district = a.district and e.assessment_id = a.id and e.file_id is null order by e.id) as wanted
      from assessment.assessment a join assessment.instrument i on i.digest = a.digest
     where a.district = ${district} and a.id = ${id}::uuid`.execute(tx)
  const row = rows[0]
  if (row === undefined) throw new Error('a kept assessment is gone')
  const { total, preliminaryLevel, finalLevel, adjustments, missing } = row.score
  return {
    id,
    state,
    receivedAt: row.receivedAt,
    total,
    preliminaryLevel,
    finalLevel,
    levels: row.levels,
    adjustments: adjustments.map(({ rule, label, from, to }) => ({ rule, label, from, to })),
    missing: [...missing],
    wanted: row.wanted,
    questions: row.questions,
  }
}
