import { z } from 'zod'

/** What crosses the wire. Sums are whole fen, shares exact decimals as text. */
const District = z.string().regex(/^\d{6}$/, '区县请用 6 位代码。')
const Day = z.iso.date('日期请按 2026-11-21 的样子填写。')
const Year = z.coerce.number().int().min(2000).max(2100)
const Fen = z.int().positive('金额应大于零。').max(10_000_000_000_000, '金额过大，请核对单位。')
const Level = z.enum(['central', 'city', 'district', 'lottery'])
const Purpose = z.string().regex(/^[a-z][a-z-]{2,59}$/, '请从列表中选择用途。')
const Share = z.string().regex(/^(0(\.\d{1,6})?|1(\.0{1,6})?)$/, '比例请填 0 到 1 之间的小数。')
const Text = (most = 200) => z.string().trim().min(2, '请填写这一项。').max(most, `不超过 ${most} 字。`)

const SharesBody = z.object({
  kind: z.literal('shares'),
  purpose: Purpose,
  from: Day,
  shares: z.partialRecord(Level, Share),
})
const BudgetBody = z.object({
  kind: z.literal('budget'),
  purpose: Purpose,
  level: Level,
  year: Year,
  amountFen: Fen,
  grantedOn: Day,
})
const LotteryBody = z.object({
  kind: z.enum(['lotteryIncome', 'lotteryPlan', 'lotterySpending']),
  year: Year,
  onDay: Day,
  item: Text(100),
  forElderCare: z.boolean(),
  amountFen: Fen,
})
const ContractBody = z.object({
  kind: z.literal('contract'),
  number: Text(60),
  lot: Text(60),
  provider: Text(100),
  creditCode: z.string().regex(/^[0-9A-Z]{18}$/, '统一社会信用代码应为 18 位。'),
  service: Text(60),
  unit: z.string().trim().min(1, '请填写这一项。').max(10, '不超过 10 字。'),
  unitPriceFen: Fen,
  quota: z.int().positive('数量应大于零。'),
  from: Day,
  until: Day,
  /** What part each district bears. */
  shares: z.record(District, Share),
})
export const ServiceItem = z.object({
  service: Text(40),
  population: Text(120),
  content: Text(300),
  standard: Text(200),
  kind: z.enum(['goods', 'care', 'money', 'attention']),
  responsible: Text(60),
})
const ServiceListBody = z.object({
  kind: z.literal('serviceList'),
  from: Day,
  items: z.array(ServiceItem).min(1, '清单至少有一项。').max(100, '清单不超过 100 项。'),
})

export const Body = z.discriminatedUnion('kind', [SharesBody, BudgetBody, LotteryBody, ContractBody, ServiceListBody])

export const Propose = z.object({ district: District, document: Text(), body: Body })
export const Decide = z.discriminatedUnion('decision', [
  z.object({ decision: z.literal('approved') }),
  z.object({ decision: z.literal('rejected'), reason: Text() }),
])
export const Proposal = z.object({
  district: z.string(),
  id: z.uuid(),
  body: Body,
  document: z.string(),
  example: z.boolean(),
  proposedBy: z.string(),
  proposedAt: z.string(),
  decision: z.enum(['approved', 'rejected']).nullable(),
  decidedBy: z.string().nullable(),
  reason: z.string().nullable(),
})

export const Budgets = z.object({
  district: z.string(),
  year: z.int(),
  lines: z.array(
    z.object({
      purpose: z.string(),
      level: Level,
      grantedFen: z.int(),
      spentFen: z.int(),
      heldFen: z.int(),
      leftFen: z.int(),
      example: z.boolean(),
      documents: z.array(z.string()),
    }),
  ),
  shares: z.array(
    z.object({
      purpose: z.string(),
      validFrom: z.string(),
      shares: z.partialRecord(Level, z.string()),
      document: z.string(),
      example: z.boolean(),
    }),
  ),
  /** Purposes with a budget but without shares: their batches are blocked by name. */
  unset: z.array(z.string()),
  proposals: z.array(Proposal),
})

const Floor = z.object({
  parameter: z.string(),
  name: z.string(),
  percent: z.number(),
  state: z.enum(['inForce', 'periodOver']),
  met: z.boolean().nullable(),
  missingFen: z.int().nullable(),
  clause: z.object({
    title: z.string(),
    number: z.string(),
    section: z.string(),
    lastVerified: z.string().nullable(),
    standing: z.enum(['inForce', 'periodOver', 'notVerified']),
  }),
})
export const Lottery = z.object({
  district: z.string(),
  year: z.int(),
  incomeFen: z.int(),
  planFen: z.int(),
  planForElderCareFen: z.int(),
  spentFen: z.int(),
  spentForElderCareFen: z.int(),
  leftFen: z.int(),
  /** Of what came in, in hundredths of a percent; null while nothing has come in. */
  shareSpent: z.int().nullable(),
  sharePlanned: z.int().nullable(),
  denominator: z.string(),
  floors: z.array(Floor),
  items: z.array(
    z.object({
      id: z.uuid(),
      kind: z.enum(['income', 'plan', 'spending']),
      onDay: z.string(),
      item: z.string(),
      forElderCare: z.boolean(),
      amountFen: z.int(),
      document: z.string(),
      example: z.boolean(),
    }),
  ),
})

export const Delivery = z.object({
  district: District,
  contract: z.uuid(),
  month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, '月份请按 2026-11 的样子填写。'),
  claimed: z.int().min(0),
  recorded: z.int().min(0),
  records: Text(),
})
export const Invoice = z.object({
  district: District,
  contract: z.uuid(),
  month: Delivery.shape.month,
  number: Text(60),
  amountFen: Fen,
})
export const Purchases = z.object({
  contracts: z.array(
    z.object({
      id: z.uuid(),
      number: z.string(),
      lot: z.string(),
      provider: z.string(),
      service: z.string(),
      unit: z.string(),
      unitPriceFen: z.int(),
      quota: z.int(),
      used: z.int(),
      validFrom: z.string(),
      validTo: z.string(),
      example: z.boolean(),
      shares: z.array(z.object({ bearer: z.string(), name: z.string(), share: z.string() })),
      months: z.array(
        z.object({
          month: z.string(),
          claimed: z.int(),
          recorded: z.int(),
          payable: z.int(),
          payableFen: z.int(),
          records: z.string(),
          invoice: z.string().nullable(),
          invoiceFen: z.int().nullable(),
        }),
      ),
    }),
  ),
  parts: z.array(
    z.object({
      invoice: z.uuid(),
      ofDistrict: z.string(),
      title: z.string(),
      share: z.string(),
      amountFen: z.int(),
      enteredBy: z.string(),
      approvedBy: z.string().nullable(),
    }),
  ),
})

export const ServiceLists = z.object({
  district: z.string(),
  lists: z.array(
    z.object({
      version: z.int(),
      validFrom: z.string(),
      document: z.string(),
      example: z.boolean(),
      items: z.array(ServiceItem),
    }),
  ),
})
/** The trial balance of a month, and the statement of one account. */
export const Books = z.object({
  district: z.string(),
  month: z.string(),
  closed: z.boolean(),
  rows: z.array(
    z.object({
      kind: z.string(),
      currency: z.enum(['fen', 'minutes']),
      accounts: z.int(),
      opening: z.int(),
      came: z.int(),
      went: z.int(),
      closing: z.int(),
    }),
  ),
})
export const AccountStatement = z.object({
  opening: z.int(),
  closing: z.int(),
  lines: z.array(
    z.object({
      posting: z.uuid(),
      line: z.int(),
      key: z.string(),
      kind: z.string(),
      memo: z.string().nullable(),
      day: z.string(),
      amount: z.int(),
      balance: z.int(),
      reverses: z.boolean(),
    }),
  ),
  next: z.string().nullable(),
})
export const StatementQuery = z.object({ owner: z.string().min(3).max(120), after: z.string().max(80).optional() })
const Done = z.object({ done: z.boolean() })

export const propose = { method: 'post', path: '/api/funds/proposals', response: z.object({ id: z.uuid() }) } as const
export const decide = { method: 'post', path: '/api/funds/proposals/{district}/{id}/decision', response: Done } as const
export const readBudgets = { method: 'get', path: '/api/funds/budgets/{district}/{year}', response: Budgets } as const
export const readLottery = { method: 'get', path: '/api/funds/lottery/{district}/{year}', response: Lottery } as const
export const readPurchases = { method: 'get', path: '/api/funds/purchases/{district}', response: Purchases } as const
export const enterDelivery = { method: 'post', path: '/api/funds/deliveries', response: Done } as const
export const enterInvoice = {
  method: 'post',
  path: '/api/funds/invoices',
  response: z.object({ id: z.uuid() }),
} as const
export const approvePart = {
  method: 'post',
  path: '/api/funds/invoices/{district}/{id}/approval',
  response: Done,
} as const
export const readBooks = { method: 'get', path: '/api/funds/books/{district}/{month}', response: Books } as const
export const readStatement = {
  method: 'get',
  path: '/api/funds/statements/{district}/{year}',
  response: AccountStatement,
} as const
export const readServiceLists = {
  method: 'get',
  path: '/api/funds/service-lists/{district}',
  response: ServiceLists,
} as const

export type Body = z.infer<typeof Body>
export type Propose = z.infer<typeof Propose>
export type Decide = z.infer<typeof Decide>
export type Proposal = z.infer<typeof Proposal>
export type Budgets = z.infer<typeof Budgets>
export type Lottery = z.infer<typeof Lottery>
export type Delivery = z.infer<typeof Delivery>
export type Invoice = z.infer<typeof Invoice>
export type Purchases = z.infer<typeof Purchases>
export type Books = z.infer<typeof Books>
export type ServiceLists = z.infer<typeof ServiceLists>
