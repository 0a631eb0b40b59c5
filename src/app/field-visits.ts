import { type RawBuilder, sql } from 'kysely'
import type { FieldKind, FieldRecord, FieldSource, Item, Place } from '../areas/field/index.ts'
import { readSettings } from '../areas/rules/index.ts'
import { readMonth, recordVisit, takeFile, VisitRecord } from '../areas/visits/index.ts'
import type { Processes } from '../engines/process/index.ts'
import { elevated, type Tx } from '../platform/db/index.ts'
import { ok, type Refusal, type Result, refuse } from '../platform/http/index.ts'

const refusals = {
  unreadable: (fields: readonly string[]): Refusal => ({
    code: 'FIELD_VISIT_UNREADABLE',
    status: 422,
    message:
      fields.find((each) => /[\u4e00-\u9fff]/.test(each)) ?? '这次巡访的内容不完整，没有收下。请打开它补齐后再上传。',
  }),
  elderGone: (): Refusal => ({
    code: 'FIELD_ELDER_GONE',
    status: 404,
    message: '这位老人已不在您的辖区。记录保留在手机里，请联系乡镇经办。',
  }),
}

/** What two devices must not both write: a planned visit, or an unplanned one of an elder on a day. */
const isSubjectOf = (record: FieldRecord, visit: VisitRecord): boolean =>
  visit.planId === null ? record.subject.startsWith(`elder:${visit.elderId}:`) : record.subject === visit.planId

/** Visits of the field app: read as the area visits declares them, kept by its own use case. */
export const visitKind = (processes: Processes): FieldKind => ({
  kind: 'visit',
  choices: ['both', 'theirs', 'mine'],
  placeOf: async (tx, { principal }, record) => {
    const read = visitIn(record)
    if (!read.ok) return read
    if (!isSubjectOf(record, read.value)) return refuse(refusals.unreadable([]))
    return placeOf(tx, read.value, principal.account)
  },
  apply: async (tx, { platform, principal, requestId }, record, replaces) => {
    const read = visitIn(record)
    if (!read.ok) return read
    const around = {
      actor: { account: principal.account, roles: principal.grants.map((grant) => grant.role) },
      name: principal.name,
      keyring: platform.keyring,
      processes,
      settings: await readSettings(tx),
      now: platform.now(),
      today: platform.today(),
      ...(requestId === undefined ? {} : { requestId }),
    }
    return recordVisit(tx, around, { ...read.value, corrects: replaces ?? read.value.corrects })
  },
  takeFile: (tx, { platform, principal }, { record, place, id, content }) =>
    takeFile(
      tx,
      { store: platform.files, keyring: platform.keyring },
      { district: place.district, id: record, file: id },
      { account: principal.account, content: once(content) },
    ),
})

async function* once(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content
}

function visitIn(record: FieldRecord): Result<VisitRecord> {
  const read = VisitRecord.safeParse({ ...(record.content as object | null), id: record.id })
  return read.success ? ok(read.data) : refuse(refusals.unreadable(read.error.issues.map((issue) => issue.message)))
}

/**
 * Where the elder lives, within the sender's scope; a plan must be that elder's. Whoever was to make the planned visit may still send it after the elder
 * has moved to another village.
 */
async function placeOf(tx: Tx, { district, elderId, planId }: VisitRecord, account: string): Promise<Result<Place>> {
  const find = (plan: RawBuilder<unknown>) =>
    sql<{ township: string; village: string | null }>`
      select e.township, e.village from elders.elder e where e.district = ${district} and e.id = ${elderId}::uuid and ${plan}`
  const planned = (whose: RawBuilder<unknown>) => sql`exists (
    select 1 from visits.plan p where p.district = ${district} and p.id = ${planId}::uuid and p.elder_id = e.id and ${whose})`
  const { rows: seen } = await find(planId === null ? sql`true` : planned(sql`true`)).execute(tx)
  const { rows: moved } =
    seen.length > 0 || planId === null
      ? { rows: [] }
      : await elevated(tx, () => find(planned(sql`${account} in (p.account, p.moved_from)`)).execute(tx))
  const row = seen[0] ?? moved[0]
  return row === undefined ? refuse(refusals.elderGone()) : ok({ district, ...row, elder: elderId })
}

/** The month of a helper as things on a device: the visits that are due first, then the cards, then what concerns everybody. */
export const monthItems: FieldSource = async (tx, { platform, principal }) => {
  if (!principal.grants.some(({ role }) => role === 'villageWorker' || role === 'townshipClerk')) return []
  const around = { keyring: platform.keyring, now: platform.now(), today: platform.today(), noted: true as const }
  const answer = await readMonth(tx, principal, { month: undefined, known: undefined }, around)
  if (answer.state === 'same') return []
  const { visits, people, revision: _, serverTime: __, ...general } = answer.month
  const villageOf = new Map(people.map((each) => [each.elderId, each.village ?? each.township]))
  const due = new Set(visits.map((each) => each.elderId))
  const cards = [...people].sort((a, b) => Number(due.has(b.elderId)) - Number(due.has(a.elderId)))
  return [
    { kind: 'month', id: 'month', village: '', person: '', content: general },
    ...visits.map(
      (visit): Item => ({
        kind: 'visit',
        id: visit.id,
        village: villageOf.get(visit.elderId) ?? '',
        person: visit.elderId,
        content: visit,
      }),
    ),
    ...cards.map(
      (card): Item => ({
        kind: 'person',
        id: card.elderId,
        village: card.village ?? card.township,
        person: card.elderId,
        content: card,
      }),
    ),
  ]
}
