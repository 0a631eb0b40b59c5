import { z } from 'zod'

import { at, District, Fen, Month, Scheme } from './contract-parts.ts'

/** What crosses the wire. Sums are whole fen; account numbers are masked to their last four. */
const DayText = z.iso.date()
const Count = z.object({ total: z.int(), capped: z.boolean() })

export const Account = z.object({
  id: z.uuid(),
  kind: z.enum(['socialSecurityCard', 'bankCard', 'passbook']),
  bank: z.string(),
  masked: z.string(),
  checkDigit: z.boolean(),
  holderName: z.string(),
  own: z.boolean(),
  relation: z.string().nullable(),
  delegation: z.string().nullable(),
  delegatedUntil: z.string().nullable(),
  state: z.enum(['proposed', 'inUse', 'refused', 'ended']),
  preferred: z.boolean(),
  usableFrom: z.string().nullable(),
  recordedBy: z.string(),
  recordedAt: z.string(),
  decidedBy: z.string().nullable(),
  decidedAt: z.string().nullable(),
  mayDecide: z.boolean(),
})
export const Proof = z.object({
  id: z.uuid(),
  kind: z.enum(['visit', 'assessment', 'counter', 'video', 'family']),
  seenOn: z.string(),
  evidence: z.string(),
  recordedBy: z.string(),
  ageDays: z.int(),
})
export const PersonAccounts = z.object({
  accounts: z.array(Account),
  proofs: z.array(Proof),
  proofDays: z.int().nullable(),
  payments: z.array(
    z.object({
      batch: z.uuid(),
      no: z.int(),
      month: z.string(),
      scheme: Scheme,
      kind: z.string(),
      amountFen: Fen,
      says: z.string(),
      state: z.enum(['waiting', 'held', 'sent', 'paid', 'failed', 'again']),
    }),
  ),
})
export const NewAccount = z.object({
  kind: z.enum(['socialSecurityCard', 'bankCard', 'passbook']),
  bank: z.string().trim().min(2, '请填写开户银行。').max(60, '开户银行不超过 60 字。'),
  number: z.string().trim().min(1, '请填写账号。').max(60),
  holderName: z.string().trim().min(1, '请填写户名。').max(60),
  relation: z.string().trim().max(40).optional(),
  delegation: z.string().trim().max(200).optional(),
  delegatedUntil: DayText.optional(),
})
export const DecideAccount = z.object({
  accept: z.boolean(),
  reason: z.string().trim().max(200).optional(),
})
export const NewProof = z.object({
  kind: z.enum(['visit', 'assessment', 'counter', 'video', 'family']),
  seenOn: DayText,
  evidence: z.string().trim().min(2, '请写明凭据，例如巡访记录编号或确认人。').max(400),
})

const Totals = z.object({
  lines: z.int(),
  people: z.int(),
  accounts: z.int(),
  amountFen: Fen,
  amountInWords: z.string(),
})
const Cause = z.object({ cause: z.string(), says: z.string(), todo: z.string(), count: z.int(), amountFen: Fen })

export const BatchHead = z.object({
  id: z.uuid(),
  kind: z.enum(['monthly', 'reissue']),
  run: z.uuid().nullable(),
  division: z.string(),
  divisionName: z.string(),
  month: Month,
  state: z.enum(['made', 'confirmed', 'filed', 'returned', 'closed', 'cancelled']),
  version: z.int(),
  madeAt: z.string(),
  lines: z.int(),
  amountFen: Fen,
})
export const BatchView = BatchHead.extend({
  totals: Totals,
  lastMonth: z.object({ lines: z.int(), amountFen: Fen }).nullable(),
  held: z.array(Cause),
  failed: z.array(Cause),
  kinds: z.array(z.object({ kind: z.string(), says: z.string(), count: z.int(), amountFen: Fen })),
  townships: z.array(
    z.object({
      township: z.string(),
      name: z.string(),
      lines: z.int(),
      people: z.int(),
      amountFen: Fen,
      held: z.int(),
    }),
  ),
  signatures: z.array(
    z.object({
      step: z.string(),
      says: z.string(),
      account: z.string(),
      borrowed: z.boolean(),
      at: z.string().nullable(),
    }),
  ),
  results: z.object({ paid: z.int(), failed: z.int(), waiting: z.int(), failedFen: Fen }),
  seal: z.string().nullable(),
  /** District of the batch's own rows, and the print of the bank's key to which its files are encrypted. */
  home: z.string(),
  /** Whether this person may put the bank profile forward, or sign it. */
  mayBank: z.enum(['propose', 'sign']).nullable(),
  bankKey: z.string().nullable(),
  returns: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      lines: z.int(),
      failed: z.int(),
      late: z.boolean(),
      loadedBy: z.string(),
      at: z.string(),
    }),
  ),
  blockers: z.array(z.string()),
  /** What the batch takes from each benefit's budgets of the year, and what they may still give beyond what is reserved. */
  budget: z.array(z.object({ scheme: Scheme, neededFen: Fen, leftFen: Fen.nullable() })),
  next: z.enum(['confirm', 'release', 'load', 'close']).nullable(),
  may: z.array(z.string()),
  why: z.string().nullable(),
  example: z.boolean(),
})
export const BatchList = z.object({
  batches: z.array(BatchHead),
  run: z.object({ id: z.uuid(), reviewed: z.boolean() }).nullable(),
  /** Lines of earlier batches that could be paid again now. */
  again: z.object({ lines: z.int(), amountFen: Fen }),
  mayMake: z.boolean(),
})

export const LINE_VIEWS = ['all', 'held', 'failed'] as const
export const LineQuery = z.object({
  view: z.enum(LINE_VIEWS).default('all'),
  cause: z.string().max(40).optional(),
  township: z.string().max(9).optional(),
  q: z.string().trim().max(50).optional(),
  after: z
    .string()
    .regex(/^\d{1,9}$/)
    .optional(),
})
export const Line = z.object({
  district: z.string(),
  no: z.int(),
  elder: z.uuid(),
  name: z.string(),
  payeeName: z.string().nullable(),
  townshipName: z.string(),
  scheme: Scheme,
  month: Month,
  kind: z.string(),
  amountFen: Fen,
  account: z.string().nullable(),
  held: z.string().nullable(),
  heldSays: z.string().nullable(),
  todo: z.string().nullable(),
  result: z.enum(['paid', 'failed']).nullable(),
  cause: z.string().nullable(),
  reason: z.string().nullable(),
  again: z.boolean(),
})
export const LinePage = z.object({ rows: z.array(Line), next: z.string().nullable(), count: Count })

export const MakeBatch = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('monthly'), run: z.uuid() }),
  z.object({ kind: z.literal('reissue'), division: z.string().min(1).max(12) }),
])
export const Started = z.object({ job: z.uuid(), already: z.boolean() })
export const BatchAct = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['confirm', 'close', 'cancel', 'refresh']) }),
  z.object({
    kind: z.literal('hold'),
    district: District,
    no: z.int().min(1),
    reason: z.string().trim().min(2, '请写明暂缓的原因。').max(200, '原因不超过 200 字。'),
  }),
  z.object({ kind: z.literal('letGo'), district: District, no: z.int().min(1) }),
])
export const Acted = z.object({ done: z.boolean() })
export const Loaded = z.object({
  already: z.boolean(),
  lines: z.int(),
  paid: z.int(),
  failed: z.int(),
  failedFen: Fen,
})
export const Correction = z.object({
  district: z.string(),
  elder: z.uuid(),
  name: z.string(),
  townshipName: z.string(),
  scheme: Scheme,
  month: Month,
  settledFen: Fen,
  dueFen: Fen,
  fen: Fen,
  kind: z.enum(['backPay', 'clawback', 'replace', 'unpaid']),
  says: z.string(),
  facts: z.array(z.string()),
  state: z.enum(['proposed', 'approved', 'refused']),
  proposedBy: z.string(),
  decidedBy: z.string().nullable(),
})
export const CorrectionPage = z.object({
  rows: z.array(Correction),
  next: z.string().nullable(),
  sums: z.object({ proposed: z.int(), payFen: Fen, takeBackFen: Fen, toCollect: z.int() }),
})
export const DecideCorrections = z.object({
  run: z.uuid(),
  accept: z.boolean(),
  reason: z.string().trim().max(200).optional(),
  /** Left out: everything that waits. */
  only: z
    .array(z.object({ district: District, elder: z.uuid() }))
    .max(500)
    .optional(),
})
export const CollectCorrections = z.object({ run: z.uuid() })
export const Decided = z.object({ decided: z.int() })

export const Clawback = z.object({
  district: z.string(),
  id: z.uuid(),
  elder: z.uuid(),
  name: z.string(),
  townshipName: z.string(),
  cause: z.string(),
  causeSays: z.string(),
  amountFen: Fen,
  repaidFen: Fen,
  waivedFen: Fen,
  state: z.enum(['opened', 'noticed', 'planned', 'deferred', 'waiverProposed', 'closed', 'waived']),
  instalments: z.int().nullable(),
  dueOn: z.string().nullable(),
  openedAt: z.string(),
  version: z.int(),
})
export const ClawbackPage = z.object({ rows: z.array(Clawback), next: z.string().nullable(), count: Count })
export const ClawbackView = Clawback.extend({
  months: z.array(z.object({ month: Month, scheme: Scheme, settledFen: Fen, dueFen: Fen, fen: Fen, says: z.string() })),
  entries: z.array(
    z.object({
      id: z.uuid(),
      kind: z.string(),
      says: z.string(),
      on: z.string(),
      amountFen: Fen.nullable(),
      words: z.string(),
      account: z.string(),
    }),
  ),
  script: z.array(z.string()),
  mostInstalments: z.int().nullable(),
  may: z.array(z.string()),
})
export const ClawbackAct = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['notice', 'talk']), on: DayText, words: z.string().trim().min(2, '请写明内容。').max(400) }),
  z.object({
    kind: z.literal('plan'),
    on: DayText,
    instalments: z.int().min(1),
    words: z.string().trim().max(400).default(''),
  }),
  z.object({
    kind: z.literal('receipt'),
    on: DayText,
    amountFen: Fen.min(1),
    words: z.string().trim().min(2, '请填写收据编号。').max(400),
  }),
  z.object({
    kind: z.literal('defer'),
    on: DayText,
    until: DayText,
    words: z.string().trim().min(2, '请写明困难情况。').max(400),
  }),
  z.object({
    kind: z.literal('proposeWaiver'),
    on: DayText,
    words: z.string().trim().min(2, '请写明免收的理由。').max(400),
  }),
  z.object({
    kind: z.enum(['waive', 'refuseWaiver', 'close']),
    on: DayText,
    words: z.string().trim().max(400).default(''),
  }),
])

export const Pair = z.object({
  id: z.uuid(),
  month: Month,
  rule: z.string(),
  ruleSays: z.string(),
  state: z.enum(['open', 'proposed', 'agreed', 'dismissed']),
  stands: z.enum(['first', 'second', 'both']).nullable(),
  sides: z.array(
    z.object({
      district: z.string(),
      districtName: z.string(),
      elder: z.uuid(),
      name: z.string().nullable(),
      scheme: Scheme,
    }),
  ),
  proposedFor: z.string().nullable(),
  proposedBy: z.string().nullable(),
  agreedBy: z.string().nullable(),
  note: z.string().nullable(),
})
export const PairList = z.object({ pairs: z.array(Pair) })
export const PairAct = z.object({
  stands: z.enum(['first', 'second', 'both']),
  note: z.string().trim().min(2, '请写明理由。').max(200),
})

export const listBatches = at('get', '/batches', BatchList)
export const readBatch = at('get', '/batches/{batch}', BatchView)
export const makeBatch = at('post', '/batches', Started)
export const listLines = at('get', '/batches/{batch}/lines', LinePage)
export const actOnBatch = at('post', '/batches/{batch}/acts', Acted)
export const releaseBatch = at('post', '/batches/{batch}/release', Started)
export const loadReturn = at('post', '/batches/{batch}/returns', Loaded)
export const revealAccount = at(
  'post',
  '/persons/{district}/{elder}/accounts/{account}/reveal',
  z.object({ value: z.string(), seconds: z.int() }),
)
export const issueCover = at('post', '/batches/{batch}/cover', z.object({ number: z.string(), href: z.string() }))
export const readPersonAccounts = at('get', '/persons/{district}/{elder}', PersonAccounts)
export const addAccount = at('post', '/persons/{district}/{elder}/accounts', z.object({ id: z.uuid() }))
export const decideAccount = at('post', '/persons/{district}/{elder}/accounts/{account}', Acted)
export const addProof = at('post', '/persons/{district}/{elder}/proofs', z.object({ id: z.uuid() }))
export const listCorrections = at('get', '/corrections/{run}', CorrectionPage)
export const collectCorrections = at('post', '/corrections', Decided)
export const decideCorrections = at('post', '/corrections/decisions', Decided)
export const listClawbacks = at('get', '/clawbacks', ClawbackPage)
export const readClawback = at('get', '/clawbacks/{clawback}', ClawbackView)
export const actOnClawback = at('post', '/clawbacks/{clawback}/acts', Acted)
export const listPairs = at('get', '/pairs', PairList)
export const actOnPair = at('post', '/pairs/{pair}', Acted)

export type BatchView = z.infer<typeof BatchView>
export type BatchHead = z.infer<typeof BatchHead>
export type Line = z.infer<typeof Line>
export type LineQuery = z.infer<typeof LineQuery>
export type BatchAct = z.infer<typeof BatchAct>
export type NewAccount = z.infer<typeof NewAccount>
export type NewProof = z.infer<typeof NewProof>
export type Account = z.infer<typeof Account>
export type Proof = z.infer<typeof Proof>
export type PersonAccounts = z.infer<typeof PersonAccounts>
export type Correction = z.infer<typeof Correction>
export type Clawback = z.infer<typeof Clawback>
export type ClawbackView = z.infer<typeof ClawbackView>
export type ClawbackAct = z.infer<typeof ClawbackAct>
export type Pair = z.infer<typeof Pair>
export type PairAct = z.infer<typeof PairAct>
