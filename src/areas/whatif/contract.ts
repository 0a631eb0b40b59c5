/** What crosses the wire of the trial in W25: shared by the server and the screens. Sums are whole fen a month; null is a count of one to four. */
import { z } from 'zod'
import { isDay } from '../../platform/clock/day.ts'

const Fen = z.int()
const Day = z.string().refine((text) => isDay(text) && text > '2000', '请填写日历上存在的日期，格式为 2026-11-01。')
const Month = z.string().regex(/^20\d{2}-(0[1-9]|1[0-2])$/, '月份请按 2026-11 的样子填写。')
const Division = z.string().regex(/^([0-9]{6}|[0-9]{9}|[a-z]{3,20})$/, '请选择区县、乡镇（街道）或全市。')
const Value = z.union([z.number(), z.boolean(), z.string(), z.array(z.string()).readonly()])

export const Change = z.object({ parameter: z.string().min(1, '请选择参数。').max(100), value: Value })
export const Order = z.object({
  division: Division,
  from: Day,
  month: Month,
  months: z.int().min(1).max(12).default(1),
  changes: z.array(Change).max(50),
})

const turns = {
  persons: z.int(),
  gain: z.int(),
  lose: z.int(),
  gainFen: Fen,
  loseFen: Fen,
  fenBefore: Fen,
  fenAfter: Fen,
}
const Few = z.int().nullable()
const Scheme = z.object({
  scheme: z.string(),
  title: z.string(),
  form: z.enum(['money', 'voucher']),
  stateBefore: z.string(),
  stateAfter: z.string(),
  grantedBefore: z.int(),
  grantedAfter: z.int(),
  fenBefore: Fen,
  fenAfter: Fen,
  begins: Few,
  ends: Few,
  more: Few,
  less: Few,
})
const ShownChange = z.object({
  parameter: z.string(),
  label: z.string(),
  unit: z.string().nullable(),
  before: z.unknown(),
  after: Value,
  fixed: z.boolean(),
  words: z.record(z.string(), z.string()),
})

export const Tried = z.object({
  division: z.string(),
  from: z.string(),
  month: Month,
  changes: z.array(ShownChange),
  districts: z.array(
    z.object({
      district: z.string(),
      name: z.string(),
      months: z.array(z.object({ month: Month, ...turns, schemes: z.array(Scheme) })),
      townships: z.array(z.object({ places: z.array(z.string()), name: z.string(), ...turns })),
    }),
  ),
  months: z.array(z.object({ month: Month, ...turns })),
  knownAt: z.string(),
})

export const TURNS = ['gain', 'lose'] as const
export const PersonsQuery = z.object({ ...Order.shape, turn: z.enum(TURNS), after: z.uuid().optional() })
export const Person = z.object({
  district: z.string(),
  elder: z.uuid(),
  name: z.string(),
  birthDate: z.string().nullable(),
  townshipName: z.string(),
  fenBefore: Fen,
  fenAfter: Fen,
  /** The schemes that change, in words. */
  says: z.string(),
})
export const Persons = z.object({ rows: z.array(Person), next: z.uuid().nullable() })

export const CardQuery = z.object({ ...Order.shape, district: z.string().max(12), elder: z.uuid() })
/** Whose 依据卡 is shown; the cards themselves are those of the benefits area, before and after. */
export const CardHead = z.object({
  elder: z.object({
    id: z.uuid(),
    district: z.string(),
    name: z.string(),
    birthDate: z.string().nullable(),
    townshipName: z.string(),
  }),
  month: Month,
})

const Side = z.object({ outcome: z.string(), fen: Fen.nullable(), reason: z.string() })
/** A real person of the register without name, number and place. */
export const Case = z.object({
  name: z.string(),
  turn: z.enum(['gain', 'lose', 'same']),
  facts: z.array(z.object({ label: z.string(), value: z.string() })),
  schemes: z.array(
    z.object({ scheme: z.string(), title: z.string(), changed: z.boolean(), before: Side, after: Side }),
  ),
})
export const Cases = z.object({ month: Month, persons: z.int(), cases: z.array(Case) })

export const DraftBody = z.object({
  name: z.string().trim().min(1, '请给方案起一个名称。').max(60, '名称请不超过 60 字。'),
  division: Division,
  from: Day,
  month: Month,
  changes: z.array(Change).max(50),
})
export const Draft = DraftBody.extend({ id: z.uuid(), changedAt: z.string() })

export const CasesQuery = z.object({
  ...Order.shape,
  /** The proposed setting that the cases are of: whoever signs it has to open them first. */
  setting: z.uuid().optional(),
})

/** What may be changed in a trial: every value that a scheme of the monthly run rests on. */
export const Changeable = z.object({
  id: z.string(),
  name: z.string(),
  unit: z.string().nullable(),
  value: z.unknown(),
  fixed: z.boolean(),
  example: z.boolean(),
  type: z.enum(['number', 'boolean', 'choice', 'set']),
  choices: z.array(z.string()),
  words: z.record(z.string(), z.string()),
  usedBy: z.array(z.string()),
})

const at = (path: string) => `/api/whatif${path}`
export const readChangeable = { method: 'get', path: at('/parameters'), response: z.array(Changeable) } as const
export const tryOut = { method: 'post', path: at('/tries'), response: Tried } as const
export const listPersons = { method: 'post', path: at('/persons'), response: Persons } as const
export const drawCases = { method: 'post', path: at('/cases'), response: Cases } as const
export const listDrafts = { method: 'get', path: at('/drafts'), response: z.array(Draft) } as const
export const saveDraft = { method: 'post', path: at('/drafts'), response: Draft } as const
export const removeDraft = {
  method: 'post',
  path: at('/drafts/{id}/removal'),
  response: z.object({ id: z.uuid() }),
} as const

export type CasesQuery = z.infer<typeof CasesQuery>
export type Order = z.infer<typeof Order>
export type Tried = z.infer<typeof Tried>
export type Changeable = z.infer<typeof Changeable>
export type Change = z.infer<typeof Change>
export type Draft = z.infer<typeof Draft>
export type Case = z.infer<typeof Case>
export type Person = z.infer<typeof Person>
export type CardHead = z.infer<typeof CardHead>
