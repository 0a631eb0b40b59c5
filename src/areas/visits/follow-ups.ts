import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import { type Keyring, maskPhone } from '../../platform/crypto/index.ts'
import type { Scope, Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { within } from './board.ts'
import type { CheckLine, QuestionLine, ReferralLine } from './contract.ts'
import { refusals } from './refusals.ts'

const PAGE = 100
type Asked = { readonly scope: Scope; readonly area: string | undefined; readonly after?: string | undefined }

/** A key of a page, `FIRST_ID`. */
const keyOf = (after: string | undefined): readonly [string, string] | undefined => {
  const [first, id] = (after ?? '').split('_')
  return first === undefined || id === undefined ? undefined : [first, id]
}
function paged<Row>(rows: readonly Row[], key: (row: Row) => string): { rows: Row[]; next: string | null } {
  const last = rows.length > PAGE ? rows[PAGE - 1] : undefined
  return { rows: rows.slice(0, PAGE), next: last === undefined ? null : key(last) }
}

/** Open checks, the most pressing first. */
export async function listChecks(tx: Tx, { scope, area }: Asked, keyring: Keyring, now: Date): Promise<CheckLine[]> {
  const { rows } = await sql<Omit<CheckLine, 'dutyPhone'> & { cipher: Buffer | null }>`
    select k.district, k.case_id::text as "caseId", c.number, e.name, coalesce(d.name, '') as "villageName", k.because, k.signs, k.duty_name as "dutyName",
           k.cipher, to_json(k.opened_at) #>> '{}' as "openedAt", to_json(k.due_at) #>> '{}' as "dueAt", k.due_note as "dueNote",
           coalesce(k.due_at < ${now}, false) as late
      from visits.check k join elders.elder e on e.district = k.district and e.id = k.elder_id
      join process.case c on c.district = k.district and c.id = k.case_id
      left join divisions.division d on d.key = k.village
     where ${within('k', scope, area)} and k.closed_at is null order by k.due_at nulls last, k.opened_at limit ${PAGE}`.execute(
    tx,
  )
  return rows.map(({ cipher, ...row }) => ({ ...row, dutyPhone: cipher === null ? null : keyring.open(cipher) }))
}

/** Referrals, the oldest open first, or the ended ones, the latest first. */
export async function listReferrals(
  tx: Tx,
  asked: Asked & { readonly open: boolean },
): Promise<{ rows: ReferralLine[]; next: string | null }> {
  const key = keyOf(asked.after)
  const order = asked.open ? sql`r.reported_at, r.id` : sql`r.reported_at desc, r.id desc`
  const { rows } = await sql<ReferralLine>`
    select r.district, r.id::text as id, r.case_id::text as "caseId", e.name, coalesce(d.name, '') as "villageName", r.kind, r.words, r.state, r.owner,
           r.reported_by as "reportedBy", to_json(r.reported_at) #>> '{}' as "reportedAt", r.due_on::text as "dueOn", r.came_back as "cameBack", r.outcome,
           r.call_back as "callBack"
      from visits.referral r join elders.elder e on e.district = r.district and e.id = r.elder_id left join divisions.division d on d.key = r.village
     where ${within('r', asked.scope, asked.area)}
       and ${asked.open ? sql`r.state in ('waiting', 'taken', 'done', 'returned')` : sql`r.state in ('confirmed', 'withdrawn')`}
       and ${key === undefined ? sql`true` : asked.open ? sql`(r.reported_at, r.id) > (${key[0]}::timestamptz, ${key[1]}::uuid)` : sql`(r.reported_at, r.id) < (${key[0]}::timestamptz, ${key[1]}::uuid)`}
     order by ${order} limit ${PAGE + 1}`.execute(tx)
  return paged(rows, (row) => `${row.reportedAt}_${row.id}`)
}

/** Questions about records: a supervisor sees those of the area, a helper only their own. */
export async function listQuestions(
  tx: Tx,
  asked: Asked & { readonly open: boolean; readonly only: string | undefined; readonly account: string },
): Promise<{ rows: QuestionLine[]; next: string | null; open: number }> {
  const key = keyOf(asked.after)
  const mine = asked.only === undefined ? sql`true` : sql`q.account = ${asked.only}`
  const { rows } = await sql<QuestionLine>`
    select q.district, q.id::text as id, q.record_id::text as record, e.name, coalesce(d.name, '') as "villageName", q.kind, q.account, r.helper,
           q.on_day::text as "on", q.facts, q.said, q.answer, q.answer_note as "answerNote", q.answered_by as "answeredBy", q.account = ${asked.account} as mine
      from visits.question q join visits.record r on r.district = q.district and r.id = q.record_id
      join elders.elder e on e.district = q.district and e.id = q.elder_id left join divisions.division d on d.key = q.village
     where ${within('q', asked.scope, asked.area)} and ${mine} and q.answered_at is ${asked.open ? sql`null` : sql`not null`}
       and ${key === undefined ? sql`true` : sql`(q.on_day, q.id) < (${key[0]}::date, ${key[1]}::uuid)`}
     order by q.on_day desc, q.id desc limit ${PAGE + 1}`.execute(tx)
  const open = await sql<{ n: number }>`
    select count(*)::int as n from (select 1 from visits.question q where ${within('q', asked.scope, asked.area)} and ${mine} and q.answered_at is null limit 1000) o`.execute(
    tx,
  )
  return { ...paged(rows, (row) => `${row.on}_${row.id}`), open: open.rows[0]?.n ?? 0 }
}

type Key = { readonly district: string; readonly id: string }
type Found = { readonly account: string; readonly answered: boolean }

async function lockQuestion(tx: Tx, { district, id }: Key): Promise<Found | undefined> {
  const { rows } = await sql<Found>`
    select account, answered_at is not null as answered from visits.question where district = ${district} and id = ${id}::uuid for update`.execute(
    tx,
  )
  return rows[0]
}

/** A supervisor's answer, kept. Nobody answers about their own visits. */
export async function answerQuestion(
  tx: Tx,
  key: Key,
  by: string,
  given: { answer: string; note: string },
): Promise<Result<{ done: boolean }>> {
  const found = await lockQuestion(tx, key)
  if (found === undefined) return refuse(refusals.questionUnknown())
  if (found.answered) return refuse(refusals.questionAnswered())
  if (found.account === by) return refuse(refusals.questionOwn())
  await sql`
    update visits.question set answer = ${given.answer}, answer_note = ${given.note}, answered_by = ${by}, answered_at = clock_timestamp()
     where district = ${key.district} and id = ${key.id}::uuid`.execute(tx)
  await record(tx, {
    district: key.district,
    account: by,
    action: 'visits.question.answer',
    object: 'visits.question',
    objectId: key.id,
    after: { answer: given.answer },
  })
  return ok({ done: true })
}

/** The helper's own words to a question, before it is answered. */
export async function sayToQuestion(tx: Tx, key: Key, by: string, words: string): Promise<Result<{ done: boolean }>> {
  const found = await lockQuestion(tx, key)
  if (found === undefined || found.account !== by) return refuse(refusals.questionUnknown())
  if (found.answered) return refuse(refusals.questionAnswered())
  await sql`
    update visits.question set said = ${words}, said_at = clock_timestamp() where district = ${key.district} and id = ${key.id}::uuid`.execute(
    tx,
  )
  await record(tx, {
    district: key.district,
    account: by,
    action: 'visits.question.say',
    object: 'visits.question',
    objectId: key.id,
  })
  return ok({ done: true })
}

/** Changes of the register that helpers proposed, the oldest first. */
export async function listProposals(tx: Tx, { scope, area }: Asked) {
  const { rows } = await sql<{
    district: string
    id: string
    elderId: string
    name: string
    villageName: string
    about: string
    words: string
    by: string
    at: string
  }>`
    select p.district, p.id::text as id, p.elder_id::text as "elderId", e.name, coalesce(d.name, '') as "villageName", p.about, p.words, p.account as by,
           to_json(p.at) #>> '{}' as at
      from visits.proposal p join elders.elder e on e.district = p.district and e.id = p.elder_id left join divisions.division d on d.key = p.village
     where ${within('p', scope, area)} and p.state = 'open' order by p.at, p.id limit ${PAGE}`.execute(tx)
  return rows
}

/** The clerk has made the change in the register, or says why not. */
export async function settleProposal(
  tx: Tx,
  key: Key,
  by: string,
  given: { taken: boolean; reason: string },
): Promise<Result<{ done: boolean }>> {
  const { rows } = await sql`
    update visits.proposal set state = ${given.taken ? 'taken' : 'declined'}, reason = ${given.reason}, settled_by = ${by}, settled_at = clock_timestamp()
     where district = ${key.district} and id = ${key.id}::uuid and state = 'open' returning 1`.execute(tx)
  if (rows.length === 0) return refuse(refusals.proposalUnknown())
  await record(tx, {
    district: key.district,
    account: by,
    action: 'visits.proposal.settle',
    object: 'visits.proposal',
    objectId: key.id,
    after: { taken: given.taken },
  })
  return ok({ done: true })
}

export const masked = (keyring: Keyring, cipher: Buffer): string => maskPhone(keyring.open(cipher))
