import { sql } from 'kysely'
import { itemsOf, score } from '../../engines/instrument/index.ts'
import type { Actor, Processes } from '../../engines/process/index.ts'
import { record as audit } from '../../platform/audit/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import type { Keyring } from '../../platform/crypto/index.ts'
import { elevated, newId, type Tx } from '../../platform/db/index.ts'
import { announceChange } from '../../platform/events/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import type { Settings } from '../../policy/index.ts'
import { askQuestions, doubtLimits } from './ask-questions.ts'
import type { Conflict, Recorded, VisitRecord } from './contract.ts'
import {
  changeDoor,
  digestOf,
  findConflicts,
  followPlan,
  insertRecord,
  type KeptRecord,
  planFor,
} from './keep-record.ts'
import { missedTwice, openCheck, openCheckOf } from './open-check.ts'
import { openNeeds, takeConfirmations } from './open-needs.ts'
import { type ElderHere, findElder, wasToVisit } from './people.ts'
import { numberOn } from './planning-settings.ts'
import { DANGER_LEVEL, findQuestions } from './questions.ts'
import { refusals } from './refusals.ts'

export type RecordAround = {
  readonly actor: Actor
  /** The helper's name, kept with the record as it is now. */
  readonly name: string
  readonly keyring: Keyring
  readonly processes: Processes
  readonly settings: Settings
  readonly now: Date
  readonly today: Day
  readonly requestId?: string
}

/**
 * Keeps a visit that a device made, with or without a network: once, whatever is repeated, doubled or reordered on the way. The id is the device's.
 * Called in the helper's scope, which must show the elder (or the plan must have named the helper). Everything that follows from the visit happens in the
 * same transaction: plan, door, case with the duty person, needs, questions to the supervisor.
 */
export async function recordVisit(tx: Tx, around: RecordAround, record: VisitRecord): Promise<Result<Recorded>> {
  const inScope = await findElder(tx, record.district, record.elderId)
  return elevated(tx, async () => {
    // One record of an elder at a time: the second finds what the first has opened.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`visits.record ${record.district} ${record.elderId}`}, 0))`.execute(
      tx,
    )
    const before = await findRecord(tx, record.district, record.id)
    if (before !== undefined)
      return before.digest.equals(digestOf(record)) && before.account === around.actor.account
        ? ok(await answerFor(tx, around, record, before, 'again'))
        : refuse(refusals.differs())
    const elder = inScope ?? (await elderOfPlan(tx, record, around.actor.account))
    if (elder === undefined) return refuse(refusals.elderUnknown())
    const level = levelOf(record)
    if (!level.ok) return level
    if (record.corrects !== null && !(await mayCorrect(tx, record, elder, around.actor.account)))
      return refuse(refusals.correctsUnknown())
    const planId = await planFor(tx, elder, record)
    const kept = { record, elder, account: around.actor.account, helper: around.name, level: level.value, planId }
    await insertRecord(tx, kept)
    for (const plan of new Set([planId, await correctedPlan(tx, record)]))
      if (plan !== null) await followPlan(tx, elder.district, plan)
    return ok(await follow(tx, around, kept))
  })
}

const elderOfPlan = async (tx: Tx, record: VisitRecord, account: string): Promise<ElderHere | undefined> =>
  (await wasToVisit(tx, record.district, record.elderId, account))
    ? findElder(tx, record.district, record.elderId)
    : undefined

/** The level of the answers; null while some are missing, which refuses nothing: nobody loses a visit for a question. */
function levelOf({ instrument, answers, outcome }: VisitRecord): Result<number | null> {
  if (instrument === null) return ok(null)
  const questions = findQuestions(instrument.id, instrument.version)
  if (questions === undefined) return refuse(refusals.questionsUnknown())
  const unknown = Object.entries(answers).filter(
    ([code, points]) =>
      !itemsOf(questions).some((item) => item.code === code && item.options.some((option) => option.points === points)),
  )
  if (unknown.length > 0) return refuse(refusals.answersUnknown(unknown.map(([code]) => code)))
  if (outcome !== 'seen') return ok(null)
  const { finalLevel } = score(questions, { items: answers })
  // One bad answer is enough to act, whatever else was left open.
  const worst =
    Object.keys(answers).length === 0 ? null : score(questions, { items: withRest(questions, answers) }).finalLevel
  return ok(finalLevel ?? (worst === DANGER_LEVEL ? worst : null))
}

const withRest = (questions: Parameters<typeof itemsOf>[0], answers: Readonly<Record<string, number>>) => ({
  ...Object.fromEntries(
    itemsOf(questions).map((item) => [item.code, Math.min(...item.options.map((option) => option.points))]),
  ),
  ...answers,
})

async function mayCorrect(tx: Tx, { corrects }: VisitRecord, elder: ElderHere, account: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from visits.record where district = ${elder.district} and id = ${corrects}::uuid and elder_id = ${elder.id}::uuid
       and account = ${account} and corrected_by is null`.execute(tx)
  return rows.length > 0
}

/** The planned visit of the record that this one replaces: it counts anew, though the correction may belong to another. */
async function correctedPlan(tx: Tx, { district, corrects }: VisitRecord): Promise<string | null> {
  if (corrects === null) return null
  const { rows } = await sql<{ plan: string | null }>`
    select plan_id::text as plan from visits.record where district = ${district} and id = ${corrects}::uuid`.execute(tx)
  return rows[0]?.plan ?? null
}

/** Everything that follows from a record that was just kept. */
async function follow(tx: Tx, around: RecordAround, kept: KeptRecord): Promise<Recorded> {
  const { record, elder, account, level } = kept
  const { actor, now, today, keyring, processes, requestId } = around
  const number = numberOn(around.settings, elder.district, today)
  const traced = requestId === undefined ? {} : { requestId }
  const remarks: string[] = []
  const conflicts = [...(await findConflicts(tx, elder, record, kept.planId)), ...(await changeDoor(tx, kept))]
  await propose(tx, kept)
  const danger = record.dangerSigns.length > 0 || level === DANGER_LEVEL
  if (danger || (record.outcome === 'notSeen' && (await missedTwice(tx, elder, now)))) {
    const because = danger ? 'dangerSign' : 'notSeenTwice'
    const opened = await openCheck(tx, keyring, {
      elder,
      record: record.id,
      because,
      signs: record.dangerSigns,
      actor,
      now,
      today,
      number,
      ...traced,
    })
    await sql`update visits.record set case_id = ${opened.caseId}::uuid where district = ${elder.district} and id = ${record.id}::uuid`.execute(
      tx,
    )
    if (opened.dutyName === null) remarks.push('本乡镇现在没有排值班人员，请直接打电话给乡镇。')
  }
  await openNeeds(tx, record, elder, { actor, today, number, ...traced })
  remarks.push(...(await takeConfirmations(tx, record, elder, { actor, today, processes, ...traced })))
  await askQuestions(tx, { account, elder, record, limits: doubtLimits(number), now })
  await audit(tx, {
    district: elder.district,
    account,
    action: 'visit.record',
    object: 'elder',
    objectId: elder.id,
    after: {
      record: record.id,
      way: record.way,
      outcome: record.outcome,
      plan: kept.planId,
      corrects: record.corrects,
    },
    ...traced,
  })
  await announceChange(tx, {
    kind: 'visits',
    id: record.id,
    version: 1,
    district: elder.district,
    townships: [elder.township],
    ...(elder.village === null ? {} : { villages: [elder.village] }),
  })
  const stored = await findRecord(tx, elder.district, record.id)
  if (stored === undefined) throw new Error('a record was not kept')
  const answer = await answerFor(tx, around, record, stored, 'recorded', conflicts)
  return { ...answer, remarks: [...answer.remarks, ...remarks] }
}

/** Told changes of the register: for the clerk, never made by a visit. That somebody died or moved away is always one. */
async function propose(tx: Tx, { record, elder, account }: KeptRecord): Promise<void> {
  const told = {
    seen: [],
    notSeen: [],
    died: [{ about: '去世', words: '巡访时得知老人已去世，请核实后登记。' }],
    movedAway: [{ about: '居住地', words: '巡访时得知老人已搬走，请核实后登记。' }],
  }[record.outcome]
  const rows = [...told, ...record.proposals].map((each) => ({ ...each, id: newId() }))
  if (rows.length === 0) return
  await sql`
    insert into visits.proposal (district, id, elder_id, township, village, record_id, about, words, account)
    select ${elder.district}, id, ${elder.id}::uuid, ${elder.township}, ${elder.village}, ${record.id}::uuid, about, words, ${account}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as p(id uuid, about text, words text)`.execute(tx)
}

type Stored = {
  readonly elderId: string
  readonly account: string
  readonly digest: Buffer
  readonly receivedAt: string
  readonly caseId: string | null
  readonly wanted: string[]
  readonly planId: string | null
  readonly clockMinutes: number | null
}

async function findRecord(tx: Tx, district: string, id: string): Promise<Stored | undefined> {
  const { rows } = await sql<Stored>`
    select r.elder_id::text as "elderId", r.account, r.digest, to_json(r.received_at) #>> '{}' as "receivedAt", r.case_id::text as "caseId", r.plan_id::text as "planId",
           array(select a.id::text from visits.attachment a where a.district = r.district and a.record_id = r.id and a.arrived_at is null order by a.id) as wanted,
           (select (q.facts ->> 'minutes')::int from visits.question q where q.district = r.district and q.record_id = r.id and q.kind = 'clock') as "clockMinutes"
      from visits.record r where r.district = ${district} and r.id = ${id}::uuid`.execute(tx)
  return rows[0]
}

async function answerFor(
  tx: Tx,
  { keyring }: RecordAround,
  record: VisitRecord,
  stored: Stored,
  state: Recorded['state'],
  conflicts?: readonly Conflict[],
): Promise<Recorded> {
  const elder = { district: record.district, id: stored.elderId }
  const opened = stored.caseId === null ? undefined : await openCheckOf(tx, keyring, elder, stored.caseId)
  const found =
    conflicts ??
    (await findConflicts(tx, { ...elder, township: '', village: null, lng: null, lat: null }, record, stored.planId))
  return {
    id: record.id,
    state,
    receivedAt: new Date(stored.receivedAt).toISOString(),
    opened:
      opened === undefined
        ? null
        : { number: opened.number, dutyName: opened.dutyName, dutyPhone: opened.dutyPhone, dueAt: opened.dueAt },
    wanted: stored.wanted,
    conflicts: [...found],
    remarks: stored.clockMinutes === null ? [] : ['手机时间与系统相差较大，记录已保存，标为时间存疑。'],
  }
}
