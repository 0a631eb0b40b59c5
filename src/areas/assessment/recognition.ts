import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import { type Day, daysBetween } from '../../platform/clock/day.ts'
import { elevated, newId, type Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import type { Principal } from '../../platform/identity/index.ts'
import { listRules } from '../../policy/index.ts'
import type { DivisionTree } from '../divisions/index.ts'
import { lockElder, shareDistricts } from '../elders/index.ts'
import { holdPersonOf } from './hold-person.ts'
import { type Finding, judgeRecognition, type Report } from './judge-recognition.ts'
import { orderAssessments } from './orders.ts'
import { OFFICERS } from './posts.ts'
import type { NewRecognition, Recognition, RecognitionAct } from './recognition-contract.ts'
import { refusals } from './refusals.ts'
import { namesOfSettings, settingsOn } from './settings.ts'
import { settleLevel } from './settle-level.ts'
import { LEVEL_WORDS } from './words.ts'

type Key = { readonly district: string; readonly id: string }

type Row = Report &
  Key & {
    elderId: string
    name: string
    township: string
    village: string | null
    issuerId: string | null
    issuerName: string
    reference: string
    personName: string
    originLevel: string
    checkedHow: string | null
    checkedOn: Day | null
    kept: Finding
    state: Recognition['state']
    mappedLevel: number | null
    orderId: string | null
    receiptDue: Day | null
    receiptSent: Day | null
    note: string
    recordedBy: string
    decidedBy: string | null
  }

const rowsWhere = (where: ReturnType<typeof sql>, limit: number) => sql<Row>`
  select r.district, r.id::text, r.elder_id::text as "elderId", '' as name, r.township, r.village, r.jurisdiction,
         r.issuer_id::text as "issuerId", r.issuer_name as "issuerName", r.reference, r.person_name as "personName",
         r.person_match as "personMatch", r.scale, r.scale_version as "scaleVersion", r.assessed_on as "assessedOn",
         r.valid_until as "validUntil", r.origin_level as "originLevel", r.origin_index as "originIndex", r.checked_how as "checkedHow",
         r.checked_on as "checkedOn", r.checked_how is not null as checked, r.finding as kept, r.state, r.mapped_level as "mappedLevel",
         r.work_order_id::text as "orderId", r.receipt_due as "receiptDue", r.receipt_sent as "receiptSent", r.note,
         r.recorded_by as "recordedBy", r.decided_by as "decidedBy",
         exists (select 1 from assessment.issuer i where i.id = r.issuer_id and i.from_day <= r.assessed_on
                   and (i.until_day is null or i.until_day > r.assessed_on)) as "issuerKnown"
    from assessment.recognition r where ${where} order by r.id desc limit ${limit}`

/** Local rules that look at the ability level: what a recognised one can open. */
const accepting = (): string[] =>
  listRules({})
    .filter((rule) => rule.facts.some((fact) => fact.name === 'careDependency'))
    .map((rule) => rule.title)

/** Takes a result from elsewhere in, with what the rule says about it; nothing counts before somebody else decides. As the system role. */
export async function addRecognition(
  tx: Tx,
  account: string,
  given: NewRecognition,
  today: Day,
): Promise<Result<{ id: string }>> {
  const { district } = given
  await shareDistricts(tx, [district])
  if ((await lockElder(tx, district, given.elderId)) === undefined) return refuse(refusals.elderUnknown())
  const id = newId()
  await sql`
    insert into assessment.recognition (district, id, elder_id, township, village, jurisdiction, issuer_id, issuer_name, reference, person_name,
           person_match, scale, scale_version, assessed_on, valid_until, origin_level, origin_index, checked_how, checked_on, finding, state,
           note, receipt_due, recorded_by)
    select district, ${id}::uuid, id, township, village, ${given.jurisdiction}, ${given.issuerId}::uuid, ${given.issuerName}, ${given.reference},
           ${given.personName}, ${given.personMatch}, ${given.scale}, ${given.scaleVersion}, ${given.assessedOn}::date, ${given.validUntil}::date,
           ${given.originLevel}, ${given.originIndex}::smallint, nullif(${given.checkedHow}, ''),
           case when ${given.checkedHow} = '' then null else ${today}::date end, '{}'::jsonb, 'pending', ${given.note}, ${given.receiptDue}::date,
           ${account}
      from elders.elder where district = ${district} and id = ${given.elderId}::uuid`.execute(tx)
  await record(tx, {
    district,
    account,
    action: 'recognition.add',
    object: 'recognition',
    objectId: id,
    after: { elder: given.elderId, from: given.jurisdiction, scale: given.scale },
  })
  return ok({ id })
}

async function lockRow(tx: Tx, key: Key): Promise<Row | undefined> {
  await holdPersonOf(tx, 'recognition', key)
  const { rows } = await rowsWhere(sql`r.district = ${key.district} and r.id = ${key.id}::uuid`, 1).execute(tx)
  return rows[0]
}

const judge = async (tx: Tx, row: Row, today: Day): Promise<Finding> =>
  judgeRecognition(row, today, await settingsOn(tx, row.district, today))

/** What was found out, the decision of a second person, and the receipt to the issuing side. */
export async function actOnRecognition(
  tx: Tx,
  account: string,
  key: Key,
  given: RecognitionAct,
  today: Day,
): Promise<Result<{ state: string }>> {
  const row = await lockRow(tx, key)
  if (row === undefined) return refuse(refusals.recognitionUnknown())
  const done =
    given.act === 'decide'
      ? await decide(tx, account, row, given, today)
      : given.act === 'check'
        ? await check(tx, row, given, today)
        : await noteReceipt(tx, row, given.sentOn as Day)
  if (done.ok)
    await record(tx, {
      district: key.district,
      account,
      action: `recognition.${given.act}`,
      object: 'recognition',
      objectId: key.id,
      ...(given.act === 'decide' ? { purpose: given.note, after: { outcome: given.outcome } } : {}),
    })
  return done
}

async function check(
  tx: Tx,
  row: Row,
  given: Extract<RecognitionAct, { act: 'check' }>,
  today: Day,
): Promise<Result<{ state: string }>> {
  if (row.state !== 'pending') return refuse(refusals.recognitionDecided())
  await sql`
    update assessment.recognition set person_match = ${given.personMatch}, issuer_id = coalesce(${given.issuerId}::uuid, issuer_id),
           checked_how = ${given.checkedHow}, checked_on = ${today}::date
     where district = ${row.district} and id = ${row.id}::uuid`.execute(tx)
  return ok({ state: 'pending' })
}

async function decide(
  tx: Tx,
  account: string,
  row: Row,
  given: Extract<RecognitionAct, { act: 'decide' }>,
  today: Day,
): Promise<Result<{ state: string }>> {
  if (row.state !== 'pending') return refuse(refusals.recognitionDecided())
  if (row.recordedBy === account) return refuse(refusals.recognitionSamePerson())
  const finding = await judge(tx, row, today)
  const accepts = given.outcome !== 'refused'
  if (accepts && (finding.outcome !== 'acceptable' || finding.level === null)) {
    const open =
      finding.settings.length === 0
        ? []
        : [`${namesOfSettings(finding.settings.map((id) => `parameter:${id}`))}没有设定`]
    return refuse(refusals.recognitionBlocked([...finding.reasons, ...open]))
  }
  // Refused or checked again: our own pair looks; a recognised person is never sent to an assessment.
  const orders =
    given.outcome === 'recognised'
      ? undefined
      : await orderAssessments(tx, {
          district: row.district,
          elderIds: [row.elderId],
          reason: given.outcome === 'refused' ? 'first' : 'other',
          instrument: 'gbt42195',
          placeKind: 'home',
          dueOn: null,
          note: given.outcome === 'refused' ? `外地评估未采信：${given.note}` : '采信外地评估后抽核',
          account,
          today,
        })
  await sql`
    update assessment.recognition set state = ${given.outcome}, decided_by = ${account}, decided_at = clock_timestamp(), note = ${given.note},
           finding = ${JSON.stringify(finding)}::jsonb, mapped_level = ${accepts ? finding.level : null}::smallint,
           mapping = ${accepts ? finding.mapping : null}, work_order_id = ${orders?.made[0]?.id ?? null}::uuid
     where district = ${row.district} and id = ${row.id}::uuid`.execute(tx)
  if (accepts && finding.level !== null)
    await settleLevel(tx, {
      district: row.district,
      elderId: row.elderId,
      level: finding.level,
      from: row.assessedOn,
      origin: 'recognition',
      sourceId: row.id,
      account,
      // The issuing side's validity counts; where it says none, ours does.
      ...(row.validUntil === null ? {} : { validUntil: row.validUntil }),
    })
  return ok({ state: given.outcome })
}

async function noteReceipt(tx: Tx, row: Row, on: Day): Promise<Result<{ state: string }>> {
  if (row.state === 'pending') return refuse(refusals.wrongState())
  await sql`update assessment.recognition set receipt_sent = ${on}::date where district = ${row.district} and id = ${row.id}::uuid`.execute(
    tx,
  )
  return ok({ state: row.state })
}

export type RecognitionFilter = { state?: string | undefined; after?: string | undefined; limit: number }

/** Results from elsewhere in the caller's scope, newest first, each with what the rule says today. */
export async function listRecognitions(
  tx: Tx,
  who: Principal,
  tree: DivisionTree,
  filter: RecognitionFilter,
  today: Day,
): Promise<{ rows: Recognition[]; next: string | null }> {
  const { rows } = await rowsWhere(
    sql`(${filter.state ?? null}::text is null or r.state = ${filter.state ?? null})
        and (${filter.after ?? null}::uuid is null or r.id < ${filter.after ?? null}::uuid)`,
    filter.limit + 1,
  ).execute(tx)
  const page = rows.slice(0, filter.limit)
  return {
    rows: await Promise.all(page.map((row) => viewOf(tx, who, tree, row, today))),
    next: rows.length > filter.limit ? (page.at(-1)?.id ?? null) : null,
  }
}

/** One of them; undefined where the transaction sees none. */
export async function findRecognition(
  tx: Tx,
  who: Principal,
  tree: DivisionTree,
  key: Key,
  today: Day,
): Promise<Recognition | undefined> {
  const { rows } = await rowsWhere(sql`r.district = ${key.district} and r.id = ${key.id}::uuid`, 1).execute(tx)
  return rows[0] === undefined ? undefined : viewOf(tx, who, tree, rows[0], today)
}

async function viewOf(tx: Tx, who: Principal, tree: DivisionTree, row: Row, today: Day): Promise<Recognition> {
  const finding = row.state === 'pending' ? await judge(tx, row, today) : row.kept
  const { rows } = await elevated(tx, () =>
    sql<{
      name: string
    }>`select name from elders.elder where district = ${row.district} and id = ${row.elderId}::uuid`.execute(tx),
  )
  const officer = who.grants.some((grant) => OFFICERS.includes(grant.role) && grant.division === row.district)
  const acts: string[] = []
  if (officer && row.state === 'pending') acts.push('check')
  if (officer && row.state === 'pending' && row.recordedBy !== who.account)
    acts.push(...(finding.outcome === 'acceptable' ? ['recognised', 'recognisedWithCheck'] : []), 'refused')
  if (officer && row.state !== 'pending' && row.receiptSent === null) acts.push('receipt')
  const word = (level: number | null): string | null => (level === null ? null : LEVEL_WORDS[level as 0])
  return {
    district: row.district,
    id: row.id,
    elderId: row.elderId,
    name: rows[0]?.name ?? '（档案已迁出）',
    placeName: tree
      .path(row.village ?? row.township, today)
      .split(' / ')
      .slice(-2)
      .join(' '),
    jurisdiction: row.jurisdiction,
    issuerName: row.issuerName,
    reference: row.reference,
    personName: row.personName,
    personMatch: row.personMatch,
    scale: row.scale,
    scaleVersion: row.scaleVersion,
    assessedOn: row.assessedOn,
    validUntil: row.validUntil,
    daysLeft: row.validUntil === null ? null : daysBetween(today, row.validUntil),
    originLevel: row.originLevel,
    checkedHow: row.checkedHow,
    checkedOn: row.checkedOn,
    finding: {
      ...finding,
      reasons: [...finding.reasons],
      settings: finding.settings.length === 0 ? [] : [namesOfSettings(finding.settings.map((id) => `parameter:${id}`))],
      level: word(finding.level),
    },
    state: row.state,
    mappedLevel: word(row.mappedLevel),
    accepting: accepting(),
    orderId: row.orderId,
    receiptDue: row.receiptDue,
    receiptSent: row.receiptSent,
    note: row.note,
    recordedBy: row.recordedBy,
    decidedBy: row.decidedBy,
    acts,
  }
}
