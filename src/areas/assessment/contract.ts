import { z } from 'zod'
import { BACKGROUNDS, INFORMANT_RELATIONS, ORDER_STATES, PLACE_KINDS, REASONS } from './words.ts'

/** What crosses the wire between W16 and the server; the field app's part is `field-contract.ts`. */
const keysOf = <T extends Readonly<Record<string, string>>>(words: T) =>
  Object.keys(words) as [Extract<keyof T, string>, ...Extract<keyof T, string>[]]
const District = z.string().regex(/^\d{6}$/, '区县请用 6 位代码。')
const DayText = z.iso.date({ message: '日期请按 2026-11-22 的样子填写。' })
const Text = (most: number) => z.string().trim().min(2, '请填写这一项。').max(most, `不超过 ${most} 字。`)
const Words = (most: number) => z.string().trim().max(most, `不超过 ${most} 字。`).default('')
const Counted = z.object({ total: z.int(), capped: z.boolean() })
export const Key = z.object({ district: District, id: z.uuid() })

// ---- due and covered -------------------------------------------------------------------------------------------------------

export const CoverageQuery = z.object({ area: z.string().max(12).optional(), on: DayText.optional() })
export const Coverage = z.object({
  on: z.string(),
  age: z.int(),
  soonDays: z.int(),
  /** Whether a validity is set: without one nothing is ever overdue. */
  validitySet: z.boolean(),
  by: z.enum(['district', 'township', 'village']),
  rows: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      elders: z.int(),
      valid: z.int(),
      endingSoon: z.int(),
      overdue: z.int(),
      never: z.int(),
      listed: z.int(),
      severe: z.int(),
    }),
  ),
})
export type Coverage = z.infer<typeof Coverage>
export const DueQuery = z.object({
  area: z.string().max(12).optional(),
  why: z.enum(['never', 'overdue', 'soon']).optional(),
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
const DueRow = z.object({
  district: z.string(),
  elderId: z.uuid(),
  name: z.string(),
  sex: z.enum(['male', 'female']).nullable(),
  age: z.int(),
  placeName: z.string(),
  why: z.enum(['never', 'overdue', 'soon']),
  lastOn: z.string().nullable(),
  lastLevel: z.string().nullable(),
  validUntil: z.string().nullable(),
  order: z.object({ district: z.string(), id: z.uuid(), state: z.enum(keysOf(ORDER_STATES)) }).nullable(),
})
export type DueRow = z.infer<typeof DueRow>
export const DuePage = z.object({ rows: z.array(DueRow), next: z.string().nullable(), count: Counted })

// ---- orders ----------------------------------------------------------------------------------------------------------------

export const OrderHead = z.object({
  district: z.string(),
  id: z.uuid(),
  number: z.string(),
  elderId: z.uuid(),
  name: z.string(),
  age: z.int().nullable(),
  placeName: z.string(),
  reason: z.enum(keysOf(REASONS)),
  state: z.enum(keysOf(ORDER_STATES)),
  instrument: z.string(),
  dueOn: z.string().nullable(),
  plannedOn: z.string().nullable(),
  agency: z.string().nullable(),
  first: z.string().nullable(),
  second: z.string().nullable(),
  /** Of the newest sheet: what the order waits for. */
  sheetState: z.string().nullable(),
  sheetId: z.uuid().nullable(),
  questions: z.int(),
})
export type OrderHead = z.infer<typeof OrderHead>
export const OrderPage = z.object({ rows: z.array(OrderHead), next: z.string().nullable(), count: Counted })
export const OrderQuery = z.object({
  state: z.enum([...keysOf(ORDER_STATES), 'review', 'working']).optional(),
  reason: z.enum(keysOf(REASONS)).optional(),
  elder: z.uuid().optional(),
  area: z.string().max(12).optional(),
  after: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export const MakeOrders = z.object({
  district: District,
  elderIds: z.array(z.uuid()).min(1, '请至少选择一位老人。').max(200, '一次最多 200 位。'),
  reason: z.enum(['first', 'routine', 'immediate', 'other']),
  instrument: z.enum(['gbt42195', 'ltci']).default('gbt42195'),
  placeKind: z.enum(keysOf(PLACE_KINDS)).default('home'),
  dueOn: DayText.nullable().default(null),
  note: Words(300),
})
export const OrdersMade = z.object({
  made: z.array(z.object({ elderId: z.uuid(), id: z.uuid(), number: z.string() })),
  skipped: z.array(z.object({ elderId: z.uuid(), why: z.string() })),
})

const SheetItem = z.object({
  code: z.string(),
  label: z.string(),
  most: z.int(),
  points: z.int().nullable(),
  chosen: z.string().nullable(),
  /** The second assessor's own answer, where it differs. */
  second: z.int().nullable(),
  /** The last standing result's answer to the same item of the same form. */
  last: z.int().nullable(),
  seconds: z.int().nullable(),
  note: z.string().nullable(),
})
export const Sheet = z.object({
  district: z.string(),
  id: z.uuid(),
  orderId: z.uuid(),
  state: z.string(),
  reason: z.enum(keysOf(REASONS)),
  title: z.string(),
  version: z.string(),
  source: z.string(),
  readings: z.array(z.string()),
  assessedOn: z.string(),
  minutes: z.int(),
  first: z.string(),
  second: z.string(),
  firstCertificate: z.string(),
  secondCertificate: z.string(),
  informant: z.object({ name: z.string(), relation: z.enum(keysOf(INFORMANT_RELATIONS)) }),
  placeWords: z.string(),
  sections: z.array(
    z.object({
      code: z.string(),
      label: z.string(),
      most: z.int(),
      points: z.int().nullable(),
      items: z.array(SheetItem),
    }),
  ),
  circumstances: z.array(z.object({ label: z.string(), says: z.string() })),
  basics: z.array(z.object({ label: z.string(), says: z.string() })),
  total: z.int().nullable(),
  preliminaryLevel: z.string().nullable(),
  finalLevel: z.string().nullable(),
  adjustments: z.array(z.object({ label: z.string(), from: z.string(), to: z.string(), source: z.string() })),
  /** Settings that are not set and block the level. */
  blockedBy: z.string(),
  questions: z.array(z.string()),
  evidence: z.array(
    z.object({
      id: z.uuid(),
      kind: z.string(),
      whose: z.string().nullable(),
      fileId: z.uuid().nullable(),
      takenAt: z.string(),
    }),
  ),
  reviewNote: z.string().nullable(),
  validUntil: z.string().nullable(),
})
export type Sheet = z.infer<typeof Sheet>
export const Order = OrderHead.extend({
  note: z.string(),
  placeKind: z.enum(keysOf(PLACE_KINDS)),
  aboutId: z.uuid().nullable(),
  agencyId: z.uuid().nullable(),
  cancelledWhy: z.string().nullable(),
  orderedBy: z.string(),
  orderedAt: z.string(),
  sex: z.enum(['male', 'female']).nullable(),
  birthDate: z.string().nullable(),
  idMasked: z.string().nullable(),
  address: z.string().nullable(),
  level: z
    .object({
      level: z.string(),
      since: z.string(),
      validUntil: z.string().nullable(),
      overdue: z.boolean(),
      origin: z.string(),
    })
    .nullable(),
  /** The sheet of this order; where it is a second look and both are in, also the one that it looks at again. */
  sheet: Sheet.nullable(),
  other: Sheet.nullable(),
  disputeId: z.uuid().nullable(),
  acts: z.array(z.string()),
})
export type Order = z.infer<typeof Order>
export const Candidates = z.object({
  rows: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      agencyId: z.uuid(),
      agency: z.string(),
      background: z.enum(keysOf(BACKGROUNDS)),
      certifiedUntil: z.string(),
      load: z.int(),
      against: z.array(z.string()),
    }),
  ),
  operatorsKnown: z.boolean(),
})
export type Candidates = z.infer<typeof Candidates>
export const OrderAct = z.discriminatedUnion('act', [
  z.object({ act: z.literal('give'), agencyId: z.uuid() }),
  z.object({
    act: z.literal('assign'),
    firstId: z.uuid(),
    secondId: z.uuid(),
    plannedOn: DayText.nullable().default(null),
  }),
  z.object({
    act: z.literal('assignByLoad'),
    agencyId: z.uuid().optional(),
    plannedOn: DayText.nullable().default(null),
  }),
  z.object({ act: z.literal('cancel'), why: Text(200) }),
  z.object({ act: z.literal('confirm'), note: Words(300) }),
  z.object({ act: z.literal('return'), note: Text(300) }),
  z.object({
    act: z.literal('decide'),
    chosen: z.enum(['first', 'second']),
    from: z.enum(['first', 'second']).default('first'),
    note: Text(300),
  }),
])
export type OrderAct = z.infer<typeof OrderAct>
const Done = z.object({ state: z.string(), words: z.string() })

export const readCoverage = { method: 'get', path: '/api/assessments/coverage', response: Coverage } as const
export const listDue = { method: 'get', path: '/api/assessments/due', response: DuePage } as const
export const listOrders = { method: 'get', path: '/api/assessments/orders', response: OrderPage } as const
export const makeOrders = { method: 'post', path: '/api/assessments/orders', response: OrdersMade } as const
export const readOrder = { method: 'get', path: '/api/assessments/orders/{district}/{id}', response: Order } as const
export const readCandidates = {
  method: 'get',
  path: '/api/assessments/orders/{district}/{id}/candidates',
  response: Candidates,
} as const
export const actOnOrder = {
  method: 'post',
  path: '/api/assessments/orders/{district}/{id}/acts',
  response: Done,
} as const

export type { AssessmentRecord, AssessmentRecorded, FieldOrder, FieldOrders } from './field-contract.ts'
