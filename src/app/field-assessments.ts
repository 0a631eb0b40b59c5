import { sql } from 'kysely'
import {
  AssessmentRecord,
  confirmSecond,
  keepAssessment,
  keepAssessmentFile,
  readFieldOrders,
  SecondConfirmation,
} from '../areas/assessment/index.ts'
import { currentTree } from '../areas/divisions/index.ts'
import type { FieldKind, FieldRecord, FieldSource, Item, Place } from '../areas/field/index.ts'
import { elevated, type Tx } from '../platform/db/index.ts'
import { ok, type Refusal, type Result, refuse } from '../platform/http/index.ts'

const refusals = {
  unreadable: (said: readonly string[]): Refusal => ({
    code: 'FIELD_ASSESSMENT_UNREADABLE',
    status: 422,
    message:
      said.find((each) => /[\u4e00-\u9fff]/.test(each)) ?? '这份评估的内容不完整，没有收下。请打开它补齐后再上传。',
  }),
  orderGone: (): Refusal => ({
    code: 'FIELD_ORDER_GONE',
    status: 404,
    message: '这份评估单已不在您名下。评估内容保留在手机里，请联系评估机构。',
  }),
}

const assessmentIn = (record: FieldRecord): Result<AssessmentRecord> => {
  const read = AssessmentRecord.safeParse({ ...(record.content as object | null), id: record.id })
  return read.success ? ok(read.data) : refuse(refusals.unreadable(read.error.issues.map((issue) => issue.message)))
}

/** The sheet of an order, by the assessor to whom it was given (F04). One sheet an order: a second one gives way or is not reported. */
export const assessmentKind: FieldKind = {
  kind: 'assessment',
  choices: ['theirs'],
  placeOf: async (tx, { principal }, record) => {
    const read = assessmentIn(record)
    if (!read.ok) return read
    const { district, orderId, elderId } = read.value
    if (record.subject !== orderId) return refuse(refusals.unreadable([]))
    // An assessor has no place of their own in the register: the order is found by the account.
    return elevated(tx, () =>
      placeIn(
        tx,
        district,
        sql`select e.township, e.village, e.id::text as elder from assessment.work_order o
              join elders.elder e on e.district = o.district and e.id = o.elder_id
             where o.district = ${district} and o.id = ${orderId}::uuid and o.elder_id = ${elderId}::uuid
               and ${principal.account} in (o.first_account, o.second_account)`,
      ),
    )
  },
  apply: async (tx, { platform, principal }, record) => {
    const read = assessmentIn(record)
    if (!read.ok) return read
    const around = { account: principal.account, now: platform.now(), today: platform.today() }
    return elevated(tx, () => keepAssessment(tx, around, read.value))
  },
  takeFile: (tx, { platform, principal }, { record, place, id, content }) =>
    elevated(tx, () =>
      keepAssessmentFile(
        tx,
        { store: platform.files, keyring: platform.keyring },
        principal.account,
        { district: place.district, id: record, file: id },
        content,
      ),
    ),
}

const confirmationIn = (record: FieldRecord) => {
  const { assessmentId, district, ...said } = (record.content ?? {}) as { assessmentId?: string; district?: string }
  const read = SecondConfirmation.safeParse(said)
  const known = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(assessmentId ?? '') && /^\d{6}$/.test(district ?? '')
  return read.success && known
    ? ok({ key: { id: assessmentId as string, district: district as string }, said: read.data })
    : refuse(refusals.unreadable([]))
}

/** The second assessor's word, in a session of their own. */
export const confirmationKind: FieldKind = {
  kind: 'confirmation',
  choices: ['theirs'],
  placeOf: async (tx, { principal }, record) => {
    const read = confirmationIn(record)
    if (!read.ok) return read
    const { id, district } = read.value.key
    if (record.subject !== `confirmation:${id}`) return refuse(refusals.unreadable([]))
    return elevated(tx, () =>
      placeIn(
        tx,
        district,
        sql`select township, village, elder_id::text as elder from assessment.assessment
             where district = ${district} and id = ${id}::uuid and ${principal.account} in (first_account, second_account)`,
      ),
    )
  },
  apply: async (tx, { principal }, record) => {
    const read = confirmationIn(record)
    if (!read.ok) return read
    return elevated(tx, () => confirmSecond(tx, principal.account, read.value.key, read.value.said))
  },
}

async function placeIn(tx: Tx, district: string, question: ReturnType<typeof sql>): Promise<Result<Place>> {
  const { rows } = await question.execute(tx)
  const row = rows[0] as Omit<Place, 'district'> | undefined
  return row === undefined ? refuse(refusals.orderGone()) : ok({ ...row, district })
}

/** Orders with the cards of their persons, and the forms that they name. They leave the device when they are no longer listed. */
export const orderItems: FieldSource = async (tx, { platform, principal }) => {
  if (!principal.grants.some(({ role }) => role === 'assessor')) return []
  const tree = await currentTree(platform.db, platform.now().getTime())
  const { account, name } = principal
  const around = { account, name, today: platform.today(), now: platform.now(), keyring: platform.keyring, tree }
  const { orders, instruments, limits } = await elevated(tx, () => readFieldOrders(tx, around))
  return [
    { kind: 'forms', id: 'forms', village: '', person: '', content: { instruments, limits } },
    ...orders.map(
      (order): Item => ({
        kind: 'order',
        id: order.id,
        village: order.person.village ?? order.person.township,
        person: order.person.elderId,
        content: order,
      }),
    ),
  ]
}
