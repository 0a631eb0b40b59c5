import { z } from 'zod'

/** What crosses the wire for results from elsewhere (J7.3) and for gradings of long-term care insurance. */
const District = z.string().regex(/^\d{6}$/, '区县请用 6 位代码。')
const DayText = z.iso.date({ message: '日期请按 2026-11-22 的样子填写。' })
const Text = (most: number) => z.string().trim().min(2, '请填写这一项。').max(most, `不超过 ${most} 字。`)
const Words = (most: number) => z.string().trim().max(most, `不超过 ${most} 字。`).default('')
const Counted = z.object({ total: z.int(), capped: z.boolean() })

export const Issuer = z.object({
  id: z.uuid(),
  jurisdiction: z.string(),
  name: z.string(),
  howChecked: z.string(),
  from: z.string(),
  until: z.string().nullable(),
  example: z.boolean(),
})
export const Issuers = z.object({ rows: z.array(Issuer) })
export const AddIssuer = z.object({
  jurisdiction: z.string().regex(/^\d{6}$/, '行政区划请用 6 位代码。'),
  name: Text(100),
  creditCode: z.string().trim().max(18).optional(),
  howChecked: Text(200),
  from: DayText,
  until: DayText.nullable().default(null),
})
const Scale = z.enum(['gbt42195', 'mzt039', 'ltci', 'other'])
const Match = z.enum(['number', 'nameOnly', 'differs'])
export const NewRecognition = z.object({
  district: District,
  elderId: z.uuid(),
  jurisdiction: z.string().regex(/^\d{6}$/, '出具地请用 6 位代码。'),
  issuerId: z.uuid().nullable().default(null),
  issuerName: Text(100),
  reference: Text(60),
  personName: Text(60),
  personMatch: Match,
  scale: Scale,
  scaleVersion: Text(60),
  assessedOn: DayText,
  validUntil: DayText.nullable().default(null),
  originLevel: Text(30),
  originIndex: z.int().min(0).max(5).nullable().default(null),
  checkedHow: Words(200),
  receiptDue: DayText.nullable().default(null),
  note: Words(300),
})
export type NewRecognition = z.infer<typeof NewRecognition>
const Finding = z.object({
  outcome: z.enum(['acceptable', 'wait', 'reassess', 'blocked']),
  reasons: z.array(z.string()),
  /** Names of what nobody has set. */
  settings: z.array(z.string()),
  level: z.string().nullable(),
  mapping: z.string().nullable(),
  clause: z.object({ document: z.string(), section: z.string() }),
})
export const Recognition = z.object({
  district: z.string(),
  id: z.uuid(),
  elderId: z.uuid(),
  name: z.string(),
  placeName: z.string(),
  jurisdiction: z.string(),
  issuerName: z.string(),
  reference: z.string(),
  personName: z.string(),
  personMatch: Match,
  scale: Scale,
  scaleVersion: z.string(),
  assessedOn: z.string(),
  validUntil: z.string().nullable(),
  daysLeft: z.int().nullable(),
  originLevel: z.string(),
  checkedHow: z.string().nullable(),
  checkedOn: z.string().nullable(),
  /** What the rule says today; after the decision, what it said then. */
  finding: Finding,
  state: z.enum(['pending', 'recognised', 'recognisedWithCheck', 'refused']),
  mappedLevel: z.string().nullable(),
  /** Local rules that look at the ability level. */
  accepting: z.array(z.string()),
  orderId: z.uuid().nullable(),
  receiptDue: z.string().nullable(),
  receiptSent: z.string().nullable(),
  note: z.string(),
  recordedBy: z.string(),
  decidedBy: z.string().nullable(),
  acts: z.array(z.string()),
})
export type Recognition = z.infer<typeof Recognition>
export const RecognitionPage = z.object({ rows: z.array(Recognition), next: z.string().nullable(), count: Counted })
export const RecognitionQuery = z.object({
  state: z.enum(['pending', 'recognised', 'recognisedWithCheck', 'refused']).optional(),
  after: z.uuid().optional(),
  area: z.string().max(12).optional(),
})
export const RecognitionAct = z.discriminatedUnion('act', [
  /** Something was found out: the issuer answered, the number was compared. */
  z.object({
    act: z.literal('check'),
    personMatch: Match,
    issuerId: z.uuid().nullable().default(null),
    checkedHow: Text(200),
  }),
  z.object({
    act: z.literal('decide'),
    outcome: z.enum(['recognised', 'recognisedWithCheck', 'refused']),
    note: Text(300),
  }),
  z.object({ act: z.literal('receipt'), sentOn: DayText }),
])
export type RecognitionAct = z.infer<typeof RecognitionAct>

export const LtcRow = z.object({
  district: z.string(),
  id: z.uuid(),
  elderId: z.uuid(),
  name: z.string(),
  placeName: z.string(),
  appliedOn: z.string(),
  selfGrade: z.string().nullable(),
  gradedOn: z.string().nullable(),
  agency: z.string().nullable(),
  conclusionNo: z.string().nullable(),
  concludedOn: z.string().nullable(),
  level: z.string().nullable(),
  severe: z.boolean(),
  validUntil: z.string().nullable(),
  serviceMode: z.enum(['home', 'homeVisit', 'facility']).nullable(),
  /** Our own reading of the form, and what it still lacks. */
  ownLevel: z.string().nullable(),
  blockedBy: z.string(),
})
export const LtcPage = z.object({ rows: z.array(LtcRow), next: z.string().nullable(), count: Counted })
export const LtcQuery = z.object({
  only: z.enum(['severe', 'waiting']).optional(),
  after: z.uuid().optional(),
  area: z.string().max(12).optional(),
})
export const NewLtc = z.object({
  district: District,
  elderId: z.uuid(),
  appliedOn: DayText,
  /** How many of the three class a and of the three class b items are "dependent" in the self-assessment. */
  selfCheck: z
    .object({ a: z.int().min(0).max(3), b: z.int().min(0).max(3) })
    .nullable()
    .default(null),
  gradedOn: DayText.nullable().default(null),
  agency: Words(100),
  items: z.record(z.string().max(20), z.int().min(0).max(20)).nullable().default(null),
  conclusion: z
    .object({ no: Text(60), on: DayText, level: z.int().min(0).max(5), validUntil: DayText.nullable().default(null) })
    .nullable()
    .default(null),
  serviceMode: z.enum(['home', 'homeVisit', 'facility']).nullable().default(null),
})
export type NewLtc = z.infer<typeof NewLtc>

const Made = z.object({ id: z.uuid() })
export const listIssuers = { method: 'get', path: '/api/assessments/issuers', response: Issuers } as const
export const addIssuer = { method: 'post', path: '/api/assessments/issuers', response: Made } as const
export const listRecognitions = {
  method: 'get',
  path: '/api/assessments/recognitions',
  response: RecognitionPage,
} as const
export const addRecognition = { method: 'post', path: '/api/assessments/recognitions', response: Made } as const
export const readRecognition = {
  method: 'get',
  path: '/api/assessments/recognitions/{district}/{id}',
  response: Recognition,
} as const
export const actOnRecognition = {
  method: 'post',
  path: '/api/assessments/recognitions/{district}/{id}/acts',
  response: z.object({ state: z.string() }),
} as const
export const listLtc = { method: 'get', path: '/api/assessments/ltc', response: LtcPage } as const
export const addLtc = {
  method: 'post',
  path: '/api/assessments/ltc',
  response: z.object({
    id: z.uuid(),
    selfGrade: z.string().nullable(),
    level: z.string().nullable(),
    blockedBy: z.string(),
  }),
} as const
