import { z } from 'zod'
import {
  EDUCATION,
  HEALTH_ISSUES,
  IDENTITY_CHECKS,
  INCOMES,
  INFORMANT_RELATIONS,
  LIVING,
  MARITAL,
  MEDICAL_PAYERS,
  PLACE_KINDS,
  REASONS,
} from './words.ts'

/**
 * What the field app downloads and uploads for F04. An instant is ISO 8601 with an offset, the device's as told; the server's is kept beside
 * it. Ids are made on the device (UUID) and stay the primary key: sending a thing again is harmless.
 */
const keysOf = <T extends Readonly<Record<string, string>>>(words: T) =>
  Object.keys(words) as [Extract<keyof T, string>, ...Extract<keyof T, string>[]]
const District = z.string().regex(/^\d{6}$/, '区县请用 6 位代码。')
const Instant = z.iso.datetime({ offset: true, message: '时间请带时区。' })
const Words = (most: number) => z.string().trim().max(most, `不超过 ${most} 字。`)
const Point = z.object({ lng: z.number().min(73).max(136), lat: z.number().min(3).max(54) })
const ItemCode = z.string().max(20)

// ---- download --------------------------------------------------------------------------------------------------------------

/** A form of `src/engines/instrument`, whole: cast it to `Instrument` after parsing. `digest` names exactly this text of the version. */
export const FieldInstrument = z.looseObject({ id: z.string(), version: z.string(), title: z.string() })

const Assessor = z.object({ id: z.uuid(), account: z.string(), name: z.string() })

/** One order with the card of its person; both leave the device after `holdUntil` (7 days) or when the order is no longer listed. */
export const FieldOrder = z.object({
  district: z.string(),
  id: z.uuid(),
  number: z.string(),
  reason: z.enum(keysOf(REASONS)),
  note: z.string(),
  plannedOn: z.string().nullable(),
  dueOn: z.string().nullable(),
  holdUntil: z.string(),
  placeKind: z.enum(keysOf(PLACE_KINDS)),
  instrument: z.object({ id: z.string(), version: z.string(), digest: z.string() }),
  /** The pair; the caller is one of them. `first` leads, `second` confirms in a session of their own. */
  first: Assessor,
  second: Assessor,
  /** What waits for the caller: to be filled in, or to be confirmed as the second assessor. */
  waitsFor: z.enum(['record', 'confirm']),
  /** The filled form that waits to be confirmed; null while there is none. */
  assessmentId: z.uuid().nullable(),
  person: z.object({
    elderId: z.uuid(),
    version: z.int(),
    name: z.string(),
    sex: z.enum(['male', 'female']).nullable(),
    birthDate: z.string().nullable(),
    /** To compare with the document in hand, masked. */
    idMasked: z.string().nullable(),
    township: z.string(),
    village: z.string().nullable(),
    placeName: z.string(),
    address: z.string().nullable(),
    point: Point.nullable(),
    phones: z.array(z.object({ holder: z.string().nullable(), relation: z.string().nullable(), number: z.string() })),
    contacts: z.array(z.object({ name: z.string(), relation: z.string().nullable(), role: z.string() })),
    /** Facts on file to start the basics from, in words of the register; the assessor confirms them. */
    known: z.array(z.object({ label: z.string(), value: z.string() })),
  }),
  /** The last result's day and level only; its answers stay hidden until both assessors have answered. */
  last: z.object({ on: z.string(), level: z.string() }).nullable(),
})
export type FieldOrder = z.infer<typeof FieldOrder>

export const FieldOrders = z.object({
  revision: z.string(),
  today: z.string(),
  serverTime: Instant,
  assessor: z.object({ account: z.string(), name: z.string() }),
  /** Every form that an order below names, once. */
  instruments: z.array(z.object({ digest: z.string(), form: FieldInstrument })),
  orders: z.array(FieldOrder),
  limits: z.object({ photosPerAssessment: z.int(), photoBytes: z.int(), holdDays: z.int() }),
})
export type FieldOrders = z.infer<typeof FieldOrders>
export const FieldOrdersAnswer = z.discriminatedUnion('state', [
  z.object({ state: z.literal('same'), revision: z.string(), serverTime: Instant }),
  z.object({ state: z.literal('new'), orders: FieldOrders }),
])
export const FieldOrdersQuery = z.object({ known: z.string().max(100).optional() })

// ---- upload ----------------------------------------------------------------------------------------------------------------

export const AssessmentAttachment = z.object({
  id: z.uuid(),
  kind: z.enum(['photo', 'signature', 'file']),
  /** Whose signature, or what the photo shows an item of. */
  whose: z.enum(['firstAssessor', 'secondAssessor', 'elder', 'informant']).nullable().default(null),
  item: ItemCode.nullable().default(null),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.int().min(1).max(8_000_000),
  takenAt: Instant,
})
export type AssessmentAttachment = z.infer<typeof AssessmentAttachment>

export const Basics = z.object({
  education: z.enum(keysOf(EDUCATION)).nullable().default(null),
  living: z.enum(keysOf(LIVING)).nullable().default(null),
  marital: z.enum(keysOf(MARITAL)).nullable().default(null),
  payers: z
    .array(z.enum(keysOf(MEDICAL_PAYERS)))
    .max(8)
    .default([]),
  incomes: z
    .array(z.enum(keysOf(INCOMES)))
    .max(6)
    .default([]),
  healthIssues: z
    .array(z.enum(keysOf(HEALTH_ISSUES)))
    .max(15)
    .default([]),
  medicines: Words(500).default(''),
})
export type Basics = z.infer<typeof Basics>

/** Answers as `score()` reads them: points by item code, and what is stated beside. A circumstance left out is unknown, never "no". */
export const FilledAnswers = z.looseObject({
  items: z.record(ItemCode, z.int().min(0).max(20)),
  coma: z.boolean().optional(),
  diagnoses: z.array(z.string().max(40)).max(40).optional(),
  eventsLast30Days: z.record(z.string().max(20), z.int().min(0).max(999)).optional(),
})
export type FilledAnswers = z.infer<typeof FilledAnswers>

export const AssessmentRecord = z
  .object({
    id: z.uuid(),
    district: District,
    orderId: z.uuid(),
    elderId: z.uuid(),
    instrument: z.object({ id: z.string().max(60), version: z.string().max(80), digest: z.string().max(64) }),
    startedAt: Instant,
    finishedAt: Instant,
    device: z.object({
      id: z.uuid(),
      /** Device clock less server clock at the last contact, in milliseconds; null when it never had one. */
      clockOffset: z.int().min(-4e12).max(4e12).nullable(),
      savedAt: Instant,
    }),
    identityCheck: z.enum(keysOf(IDENTITY_CHECKS)),
    placeKind: z.enum(keysOf(PLACE_KINDS)),
    place: Point.extend({ accuracy: z.number().min(0).max(100_000), at: Instant }).nullable(),
    noPlaceBecause: z.enum(['off', 'denied', 'noFix', 'office']).nullable().default(null),
    informant: z.object({
      name: z.string().trim().min(1, '请填写信息提供者的姓名。').max(100, '不超过 100 字。'),
      relation: z.enum(keysOf(INFORMANT_RELATIONS)),
    }),
    basics: Basics,
    answers: FilledAnswers,
    /** Seconds spent on each item, where the device measured them. */
    seconds: z.record(ItemCode, z.int().min(0).max(86_400)).default({}),
    /** What the assessor said about an item: a contradiction confirmed, a remark. */
    notes: z
      .array(z.object({ item: ItemCode, words: Words(300) }))
      .max(40)
      .default([]),
    attachments: z.array(AssessmentAttachment).max(20).default([]),
  })
  .refine((record) => Date.parse(record.finishedAt) >= Date.parse(record.startedAt), {
    path: ['finishedAt'],
    message: '结束时间早于开始时间，请检查。',
  })
export type AssessmentRecord = z.infer<typeof AssessmentRecord>

export const AssessmentRecorded = z.object({
  id: z.uuid(),
  /** `again`: this very record had arrived before. */
  state: z.enum(['recorded', 'again']),
  receivedAt: Instant,
  /** Shown only now, after signing. Null where a setting of the form is not set; `missing` names it. */
  total: z.int().nullable(),
  preliminaryLevel: z.int().nullable(),
  finalLevel: z.int().nullable(),
  levels: z.array(z.string()),
  adjustments: z.array(z.object({ rule: z.string(), label: z.string(), from: z.int(), to: z.int() })),
  missing: z.array(z.string()),
  /** Attachments whose bytes are still to come. */
  wanted: z.array(z.uuid()),
  /** What a reviewer will ask about, in words; recorded all the same. */
  questions: z.array(z.string()),
})
export type AssessmentRecorded = z.infer<typeof AssessmentRecorded>

export const SecondConfirmation = z.object({
  /** The second assessor's own answers, where they scored by themselves; left out, they agree with the sheet. */
  items: z.record(ItemCode, z.int().min(0).max(20)).optional(),
  agrees: z.boolean(),
  note: Words(300).default(''),
  signedAt: Instant,
})

/**
 * - `readFieldOrders`: the caller's orders with cards and forms; `known` makes an unchanged answer a few bytes.
 * - `recordAssessment`: by the first assessor of the order, idempotent by `id` (no Idempotency-Key header needed). The same id with other
 *   content is refused 409 `ASSESSMENT_DIFFERS`. An order that is no longer the caller's is refused 404 `ASSESSMENT_ORDER_UNKNOWN`, one that was
 *   answered by another record 409 `ASSESSMENT_ANSWERED`: the record stays on the device, for the agency. An item left out is 422 with the field path.
 * - `confirmAssessment`: by the second assessor in a session of their own, on whichever device.
 * - `uploadAssessmentFile`: the bytes of an attachment as the body; idempotent; 409 `ASSESSMENT_FILE_DIFFERS` when the hash is another.
 */
export const readFieldOrders = {
  method: 'get',
  path: '/api/assessments/field/orders',
  response: FieldOrdersAnswer,
} as const
export const recordAssessment = {
  method: 'post',
  path: '/api/assessments/field/records',
  response: AssessmentRecorded,
} as const
export const confirmAssessment = {
  method: 'post',
  path: '/api/assessments/field/records/{district}/{id}/confirmation',
  response: z.object({ id: z.uuid(), state: z.enum(['confirmed', 'again']) }),
} as const
export const uploadAssessmentFile = {
  method: 'put',
  path: '/api/assessments/field/records/{district}/{id}/files/{file}',
  response: z.object({ id: z.uuid(), state: z.enum(['stored', 'again']), wanted: z.array(z.uuid()) }),
} as const
