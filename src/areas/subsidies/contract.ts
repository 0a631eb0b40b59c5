import { z } from 'zod'

/** What crosses the wire. Sums are whole fen. */
const District = z.string().regex(/^\d{6}$/, '区县请用 6 位代码。')
export const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, '月份请按 2026-11 的样子填写。')
const Rule = z.enum([
  'construction-subsidy',
  'banan-operating-subsidy',
  'banan-childcare-slot-subsidy',
  'banan-childcare-rent-reduction',
  'township-centre-reward',
])
const State = z.enum(['prepared', 'verified', 'approved', 'returned'])
const Text = z.string().trim().min(2, '请填写这一项。').max(300, '不超过 300 字。')
const Fen = z.int()

export const ClaimHead = z.object({
  district: z.string(),
  id: z.uuid(),
  number: z.string(),
  rule: Rule,
  placeName: z.string().nullable(),
  from: z.string(),
  to: z.string(),
  state: State,
  amountFen: Fen,
  paidFen: Fen,
  example: z.boolean(),
  preparedBy: z.string(),
  preparedAt: z.string(),
})
export const ClaimPage = z.object({
  rows: z.array(ClaimHead),
  next: z.string().nullable(),
  count: z.object({ total: z.int(), capped: z.boolean() }),
})
export const ClaimQuery = z.object({
  state: State.optional(),
  rule: Rule.optional(),
  after: z.uuid().optional(),
  area: z.string().max(12).optional(),
})

const Card = z.object({
  rule: z.string(),
  version: z.string(),
  title: z.string(),
  on: z.string(),
  outcome: z.string(),
  says: z.string(),
  reason: z.string(),
  amountFen: Fen.nullable(),
  example: z.boolean(),
  steps: z.array(z.object({ text: z.string(), value: z.string().nullable() })),
  facts: z.array(z.object({ label: z.string(), value: z.string(), source: z.string().nullable() })),
  missing: z.array(z.string()),
  clauses: z.array(
    z.object({
      title: z.string(),
      number: z.string(),
      section: z.string(),
      lastVerified: z.string().nullable(),
      standing: z.enum(['inForce', 'periodOver', 'notVerified']),
    }),
  ),
  conditions: z.array(z.string()),
  reading: z.string().nullable(),
})
export const Claim = ClaimHead.extend({
  cards: z.array(Card),
  months: z.array(
    z.object({
      month: z.string(),
      beds: z.int(),
      residents: z.int(),
      localResidents: z.int(),
      counted: z.int(),
      amountFen: Fen,
      reached: z.boolean(),
    }),
  ),
  note: z.string(),
  verifiedBy: z.string().nullable(),
  checked: z.string().nullable(),
  approvedBy: z.string().nullable(),
  reason: z.string().nullable(),
  groups: z.array(
    z.object({
      rule: z.string(),
      subject: z.string(),
      counted: z.boolean(),
      reason: z.string(),
      count: z.int(),
      amountFen: Fen,
    }),
  ),
  instalments: z.array(
    z.object({
      no: z.int(),
      dueWhen: z.string(),
      amountFen: Fen,
      releasedBy: z.string().nullable(),
      evidence: z.string().nullable(),
      paidBy: z.string().nullable(),
      paidOn: z.string().nullable(),
    }),
  ),
  uses: z.array(z.object({ usedFor: z.string(), amountFen: Fen, recordedBy: z.string() })),
  /** What the caller may do now; `release.N` and `pay.N` name an instalment. */
  acts: z.array(z.string()),
})
export const ClaimItem = z.object({
  rule: z.string(),
  subject: z.string(),
  subjectId: z.string(),
  month: z.string(),
  counted: z.boolean(),
  reason: z.string(),
  amountFen: Fen,
  name: z.string(),
  person: z.boolean(),
})
export const ItemPage = z.object({ rows: z.array(ClaimItem), next: z.string().nullable() })
export const ItemQuery = z.object({
  rule: z.string().max(60).optional(),
  reason: z.string().max(40).optional(),
  month: Month.optional(),
  after: z.string().max(200).optional(),
})

export const Prepare = z.object({
  district: District,
  rule: Rule,
  place: z.uuid().optional(),
  from: Month,
  to: Month,
  note: z.string().trim().max(300, '不超过 300 字。').default(''),
  centres: z.object({ count: z.int().min(1, '至少一个。').max(200, '数量过大，请核对。'), evidence: Text }).optional(),
})
export const Act = z.discriminatedUnion('act', [
  z.object({ act: z.literal('verify'), checked: Text }),
  z.object({
    act: z.literal('approve'),
    instalments: z
      .array(z.object({ dueWhen: Text, amountFen: Fen.positive('金额应大于零。') }))
      .max(12, '不超过 12 期。'),
  }),
  z.object({ act: z.literal('return'), reason: Text }),
  z.object({ act: z.literal('release'), no: z.int().positive(), evidence: Text }),
  z.object({ act: z.literal('pay'), no: z.int().positive() }),
  z.object({ act: z.literal('use'), usedFor: Text, amountFen: Fen.positive('金额应大于零。') }),
])
export const Places = z.object({
  places: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      kind: z.enum(['careHome', 'nursery']),
      operator: z.string(),
      example: z.boolean(),
    }),
  ),
})
export const PaymentList = z.object({
  rows: z.array(
    z.object({
      claim: z.uuid(),
      number: z.string(),
      no: z.int(),
      rule: Rule,
      payee: z.string(),
      creditCode: z.string(),
      placeName: z.string().nullable(),
      amountFen: Fen,
      dueWhen: z.string(),
      releasedBy: z.string().nullable(),
      paidBy: z.string().nullable(),
      paidOn: z.string().nullable(),
      example: z.boolean(),
    }),
  ),
})
const Done = z.object({ done: z.boolean() })

export const listClaims = { method: 'get', path: '/api/subsidies/claims', response: ClaimPage } as const
export const readClaim = { method: 'get', path: '/api/subsidies/claims/{district}/{id}', response: Claim } as const
export const listItems = {
  method: 'get',
  path: '/api/subsidies/claims/{district}/{id}/items',
  response: ItemPage,
} as const
export const prepareClaim = {
  method: 'post',
  path: '/api/subsidies/claims',
  response: z.object({ id: z.uuid(), number: z.string(), amountFen: Fen }),
} as const
export const actOnClaim = {
  method: 'post',
  path: '/api/subsidies/claims/{district}/{id}/acts',
  response: Done,
} as const
export const readPlaces = { method: 'get', path: '/api/subsidies/places/{district}', response: Places } as const
export const readPaymentList = {
  method: 'get',
  path: '/api/subsidies/payments/{district}',
  response: PaymentList,
} as const

/** Paths that show something else after an act on a claim. */
export const CHANGED_BY_ACTS = [readClaim.path, listClaims.path, readPaymentList.path]

export type ClaimHead = z.infer<typeof ClaimHead>
export type Claim = z.infer<typeof Claim>
export type ClaimItem = z.infer<typeof ClaimItem>
export type Prepare = z.infer<typeof Prepare>
export type Act = z.infer<typeof Act>
export type Places = z.infer<typeof Places>
export type PaymentList = z.infer<typeof PaymentList>
