import { z } from 'zod'

/** What crosses the wire. Sums are whole fen. */
const Fen = z.int()
const Sum = z.int('请填写金额。').positive('金额应大于零。').max(1e12, '金额过大，请核对。')
const Text = z.string().trim().min(2, '请填写这一项。').max(500, '不超过 500 字。')
const OnDay = z.iso.date('日期请按 2026-11-21 的样子填写。')
const FeeKind = z.enum(['service', 'deposit', 'membership'])

export const Home = z.object({
  district: z.string(),
  facility: z.uuid(),
  name: z.string(),
  township: z.string(),
  bank: z.string().nullable(),
  last4: z.string().nullable(),
  balanceFen: Fen.nullable(),
  feedOn: z.string().nullable(),
  /** What must stay; null where the share of a kind of fee has not been set. */
  requiredFen: Fen.nullable(),
  held: z.object({ service: Fen, deposit: Fen, membership: Fen }),
  elders: z.int(),
  waiting: z.int(),
  inFen: Fen,
  outFen: Fen,
  daysToZero: z.int().nullable(),
  alerts: z.int(),
  stopped: z.boolean(),
  unset: z.array(z.string()),
  example: z.boolean(),
})
export type Home = z.infer<typeof Home>
export const Homes = z.object({ on: z.string(), windowDays: z.int(), rows: z.array(Home) })

const Alert = z.object({
  id: z.uuid(),
  kind: z.string(),
  subject: z.string(),
  says: z.string(),
  parameter: z.string().nullable(),
  openedOn: z.string(),
  lastSeen: z.string(),
  closedOn: z.string().nullable(),
  closedBy: z.string().nullable(),
  evidence: z.string().nullable(),
})
const Step = z.object({
  id: z.uuid(),
  alert: z.uuid(),
  kind: z.enum(['remind', 'interview', 'rectify', 'stopPrepayment', 'jointAction', 'resume']),
  letter: z.string(),
  dueOn: z.string().nullable(),
  told: z.array(z.string()),
  proposedBy: z.string(),
  proposedAt: z.string(),
  signedBy: z.string().nullable(),
  needsSecond: z.boolean(),
})
const Movement = z.object({
  id: z.uuid(),
  on: z.string(),
  direction: z.enum(['in', 'out']),
  kind: z.string(),
  contract: z.string().nullable(),
  fen: Fen,
  serial: z.string(),
  purpose: z.string().nullable(),
  matched: z.boolean(),
  /** Who named a contract for money that left without approval, and which; a second person has to say the same. */
  proposedBy: z.string().nullable(),
  proposed: z.string().nullable(),
})
const Agreement = z.object({
  id: z.uuid(),
  contract: z.string(),
  kind: FeeKind,
  /** Masked: the bank and other departments never learn more than they need. */
  elder: z.string(),
  agreedFen: Fen,
  heldFen: Fen,
  signedOn: z.string(),
  endedOn: z.string().nullable(),
})
const Withdrawal = z.object({
  district: z.string(),
  facility: z.uuid(),
  id: z.uuid(),
  kind: z.enum(['charge', 'facility', 'ownService', 'emergencyMedical', 'refund']),
  contract: z.string().nullable(),
  amountFen: Fen,
  purpose: z.string(),
  evidence: z.string().nullable(),
  evidenceDue: z.string().nullable(),
  state: z.enum(['asked', 'approved', 'refused', 'paid', 'withdrawn']),
  askedBy: z.string(),
  askedAt: z.string(),
  decidedBy: z.string().nullable(),
  reason: z.string().nullable(),
  paidOn: z.string().nullable(),
})
export type Withdrawal = z.infer<typeof Withdrawal>
const Price = z.object({
  item: z.string(),
  label: z.string(),
  unit: z.string(),
  amountFen: Fen,
  from: z.string(),
  mode: z.enum(['free', 'reasonable', 'guided', 'byContract']),
  document: z.string().nullable(),
  noticedOn: z.string(),
  example: z.boolean(),
})
export const Custody = z.object({
  home: Home,
  days: z.array(z.object({ on: z.string(), balanceFen: Fen })),
  alerts: z.array(Alert),
  steps: z.array(Step),
  movements: z.array(Movement),
  agreements: z.array(Agreement),
  withdrawals: z.array(Withdrawal),
  prices: z.array(Price),
  acts: z.array(
    z.enum(['account', 'agree', 'bankDay', 'match', 'ask', 'evidence', 'step', 'sign', 'close', 'price', 'end']),
  ),
})
export type Custody = z.infer<typeof Custody>

export const OpenAccount = z.object({
  bank: Text,
  bankCode: z.string().regex(/^[0-9A-HJ-NPQRTUWXY]{18}$/, '请填写 18 位统一社会信用代码。'),
  number: z.string().regex(/^\d{8,32}$/, '请填写 8 到 32 位数字的账号。'),
  agreement: Text,
  openedOn: OnDay,
})
export type OpenAccount = z.infer<typeof OpenAccount>
export const Agree = z.object({
  elder: z.object({ district: z.string().regex(/^\d{6}$/), id: z.uuid() }),
  contract: z.string().trim().min(1, '请填写合同号。').max(40, '合同号不超过 40 字。'),
  kind: FeeKind,
  agreedFen: Sum,
  baseFen: Sum,
  signedOn: OnDay,
  endsOn: OnDay.optional(),
})
export type Agree = z.infer<typeof Agree>
export const EndAgreement = z.object({ on: OnDay })
export type EndAgreement = z.infer<typeof EndAgreement>
export const Match = z.object({ agreement: z.uuid() })
export const AskWithdrawal = z.object({
  kind: z.enum(['charge', 'facility', 'ownService', 'emergencyMedical', 'refund']),
  agreement: z.uuid().optional(),
  amountFen: Sum,
  purpose: Text,
  evidence: Text.optional(),
})
export type AskWithdrawal = z.infer<typeof AskWithdrawal>
export const DecideWithdrawal = z
  .object({ approve: z.boolean(), reason: Text.optional() })
  .refine((of) => of.approve || of.reason !== undefined, { path: ['reason'], message: '不同意时请写明原因。' })
export type DecideWithdrawal = z.infer<typeof DecideWithdrawal>
export const Evidence = z.object({ evidence: Text })
export const TakeStep = z.object({
  alert: z.uuid(),
  kind: z.enum(['remind', 'interview', 'rectify', 'stopPrepayment', 'jointAction', 'resume']),
  letter: z.string().trim().min(10, '请写明事由和要求，不少于 10 个字。').max(2000, '不超过 2000 字。'),
  dueOn: OnDay.optional(),
  told: z.array(z.enum(['财政', '公安', '金融监管', '市场监管', '消防', '银行'])).max(6),
})
export type TakeStep = z.infer<typeof TakeStep>
export const CloseAlert = z.object({ evidence: Text })
export type CloseAlert = z.infer<typeof CloseAlert>
export const SetPrice = z.object({
  item: z.enum(['bed', 'care', 'meals', 'deposit', 'other']),
  label: z.string().trim().min(1, '请填写项目名称。').max(60, '不超过 60 字。'),
  unit: z.enum(['month', 'day', 'once']),
  amountFen: z.int('请填写金额。').nonnegative('金额不能小于零。').max(1e11, '金额过大，请核对。'),
  from: OnDay,
  noticedOn: OnDay,
  document: Text.optional(),
})
export type SetPrice = z.infer<typeof SetPrice>

export const HeldQuery = z.object({ elder: z.uuid(), on: OnDay })
export const HeldOfElder = z.object({
  on: z.string(),
  totalFen: Fen,
  rows: z.array(
    z.object({
      facility: z.uuid(),
      name: z.string(),
      contract: z.string(),
      kind: FeeKind,
      heldFen: Fen,
      bank: z.string().nullable(),
    }),
  ),
})
export const BankDay = z.object({
  already: z.boolean(),
  on: z.string(),
  lines: z.int(),
  waiting: z.int(),
  doubted: z.boolean(),
})
export const Done = z.object({ done: z.boolean() })
export const Made = z.object({ id: z.uuid() })
export const StepTaken = z.object({ id: z.uuid(), waits: z.boolean() })
export const BankRequests = z.object({ rows: z.array(Withdrawal.extend({ home: z.string() })) })

const at = '/api/custody/{district}/{facility}'
export const listHomes = { method: 'get', path: '/api/custody/{district}', response: Homes } as const
export const listOwnHomes = { method: 'get', path: '/api/custody/own', response: Homes } as const
export const readCustody = { method: 'get', path: at, response: Custody } as const
export const openAccount = { method: 'post', path: `${at}/account`, response: Made } as const
export const endTheAgreement = { method: 'post', path: `${at}/agreements/{id}/end`, response: Done } as const
export const matchTheMovement = { method: 'post', path: `${at}/movements/{id}/agreement`, response: Done } as const
export const askForMoney = { method: 'post', path: `${at}/withdrawals`, response: Made } as const
export const decideRequest = { method: 'post', path: `${at}/withdrawals/{id}/decision`, response: Done } as const
export const withdrawRequest = { method: 'post', path: `${at}/withdrawals/{id}/withdrawal`, response: Done } as const
export const addEvidence = { method: 'post', path: `${at}/withdrawals/{id}/evidence`, response: Done } as const
export const takeAStep = { method: 'post', path: `${at}/steps`, response: StepTaken } as const
export const signTheStep = { method: 'post', path: `${at}/steps/{id}/signature`, response: Done } as const
export const closeTheAlert = { method: 'post', path: `${at}/alerts/{id}/closing`, response: Done } as const
export const setThePrice = { method: 'post', path: `${at}/prices`, response: Made } as const
export const bankRequests = { method: 'get', path: '/api/custody/requests', response: BankRequests } as const
export const loadADay = { method: 'post', path: `${at}/bank-days`, response: BankDay } as const
/** What an act may change on the screens. */
export const CHANGED_BY_ACTS = [readCustody.path, listHomes.path, listOwnHomes.path, bankRequests.path] as const
