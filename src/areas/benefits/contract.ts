import { z } from 'zod'

/** What crosses the wire. Sums are whole fen; a voucher's ceiling stands in fields of its own and in no sum. */
export const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, '月份请按 2026-11 的样子填写。')
const Scheme = z.enum(['old-age-allowance', 'care-subsidy', 'extreme-hardship-care-subsidy', 'disability-voucher'])
const Kind = z.enum(['new', 'stopped', 'amountChanged'])
const Fen = z.int()
const Count = z.object({ total: z.int(), capped: z.boolean() })
const page = <T extends z.ZodType>(row: T) =>
  z.object({ rows: z.array(row), next: z.string().nullable(), count: Count })

export const RunHead = z.object({
  id: z.uuid(),
  payer: z.string(),
  division: z.string(),
  divisionName: z.string(),
  month: Month,
  version: z.int(),
  cutOff: z.string(),
  digest: z.string(),
  madeBy: z.string(),
  comparedTo: z.uuid().nullable(),
})

const Parameter = z.object({
  id: z.string(),
  label: z.string(),
  value: z.unknown(),
  unit: z.string().nullable(),
  from: z.string(),
  example: z.boolean(),
  lastVerified: z.string().nullable(),
})

export const SchemeTotals = z.object({
  scheme: Scheme,
  form: z.enum(['money', 'voucher']),
  state: z.enum(['evaluated', 'blocked', 'notInForce']),
  version: z.string(),
  blockedBy: z.array(z.object({ id: z.string(), label: z.string() })),
  example: z.boolean(),
  granted: z.int(),
  amountFen: Fen,
  grantedBefore: z.int().nullable(),
  amountFenBefore: Fen.nullable(),
  held: z.int(),
  undetermined: z.int(),
})

export const Batch = z.object({
  run: RunHead,
  state: z.enum(['made', 'confirmed', 'reviewed']),
  people: z.int(),
  amountFen: Fen,
  amountInWords: z.string(),
  granted: z.int(),
  schemes: z.array(SchemeTotals),
  changes: z.array(
    z.object({ kind: Kind, scheme: Scheme, reason: z.string(), late: z.boolean(), count: z.int(), differenceFen: Fen }),
  ),
  unchanged: z.int(),
  backPay: z.object({ people: z.int(), months: z.int(), payFen: Fen, takeBackFen: Fen }),
  outliers: z.array(z.object({ rule: z.string(), says: z.string(), count: z.int() })),
  sample: z.object({ size: z.int(), opened: z.int() }),
  held: z.int(),
  toClear: z.int(),
  townships: z.array(
    z.object({
      township: z.string(),
      name: z.string(),
      granted: z.int(),
      amountFen: Fen,
      changes: z.int(),
      confirmedBy: z.string().nullable(),
    }),
  ),
  reviewedBy: z.string().nullable(),
})

/** One line of any list of a run: a person and a scheme. */
export const Line = z.object({
  district: z.string(),
  elder: z.uuid(),
  name: z.string(),
  birthDate: z.string().nullable(),
  township: z.string(),
  townshipName: z.string(),
  villageName: z.string().nullable(),
  scheme: Scheme,
  kind: z.string(),
  reason: z.string(),
  says: z.string(),
  late: z.boolean(),
  beforeFen: Fen.nullable(),
  afterFen: Fen.nullable(),
  voucher: z.boolean(),
  month: z.string().nullable(),
  heldFor: z.string().nullable(),
  opened: z.boolean(),
})
export const LinePage = page(Line)

export const LINE_LISTS = ['changes', 'lines', 'clear', 'back-pay', 'outliers', 'sample'] as const
export const LineQuery = z.object({
  kind: Kind.optional(),
  scheme: Scheme.optional(),
  reason: z.string().max(80).optional(),
  township: z.string().max(9).optional(),
  outcome: z.enum(['granted', 'excluded', 'blocked', 'undetermined', 'unclaimed']).optional(),
  /** Beginning of the name. */
  q: z.string().trim().max(50).optional(),
  after: z.string().max(400).optional(),
})

export const StartRun = z.object({ division: z.string().min(1).max(12), month: Month })
export const Started = z.object({ job: z.uuid(), already: z.boolean() })

export const Act = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['open', 'release']), district: z.string().length(6), elder: z.uuid(), scheme: Scheme }),
  z.object({
    kind: z.literal('hold'),
    district: z.string().length(6),
    elder: z.uuid(),
    scheme: Scheme,
    reason: z.string().trim().min(2, '请写明暂缓的原因。').max(200, '原因不超过 200 字。'),
  }),
  z.object({ kind: z.literal('confirm'), township: z.string().length(9) }),
  z.object({ kind: z.literal('review') }),
])
export const Acted = z.object({ done: z.boolean() })

const Clause = z.object({
  doc: z.string(),
  title: z.string(),
  number: z.string(),
  section: z.string(),
  lastVerified: z.string().nullable(),
  standing: z.enum(['inForce', 'periodOver', 'notVerified']),
})

export const SchemeCard = z.object({
  scheme: Scheme,
  title: z.string(),
  form: z.enum(['money', 'voucher']),
  outcome: z.string(),
  says: z.string(),
  reason: z.string(),
  amountFen: Fen.nullable(),
  ceilingFen: Fen.nullable(),
  example: z.boolean(),
  /** False: what was stored is not what the facts of then give; `stored` says what was. */
  agrees: z.boolean(),
  sameVersion: z.boolean(),
  stored: z
    .object({ outcome: z.string(), amountFen: Fen.nullable(), ceilingFen: Fen.nullable(), reason: z.string() })
    .nullable(),
  steps: z.array(z.object({ text: z.string(), value: z.string().nullable() })),
  facts: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      value: z.string(),
      source: z.string().nullable(),
      since: z.string().nullable(),
    }),
  ),
  missing: z.array(z.string()),
  parameters: z.array(Parameter),
  clauses: z.array(Clause),
  conditions: z.array(z.string()),
  reading: z.string().nullable(),
  link: z.object({ label: z.string(), url: z.string() }).nullable(),
  nearest: z.array(z.object({ fact: z.string(), ifThis: z.string(), thenThat: z.string() })),
  version: z.string(),
})

export const PersonCard = z.object({
  run: RunHead,
  elder: z.object({
    id: z.uuid(),
    district: z.string(),
    name: z.string(),
    birthDate: z.string().nullable(),
    townshipName: z.string(),
  }),
  schemes: z.array(SchemeCard),
  backPay: z.array(z.object({ month: z.string(), scheme: Scheme, settledFen: Fen, dueFen: Fen, differenceFen: Fen })),
})

/** What a person was granted in each month that has been run, newest first. */
export const PersonMonths = z.object({
  months: z.array(
    z.object({
      month: z.string(),
      scheme: Scheme,
      outcome: z.string(),
      amountFen: Fen.nullable(),
      ceilingFen: Fen.nullable(),
      reason: z.string(),
    }),
  ),
})

/** Up to a page of persons, as the address carries them. */
export const CurrentQuery = z.object({
  elders: z
    .string()
    .max(4000)
    .transform((text) => text.split(',').filter((each) => each !== ''))
    .refine(
      (ids) => ids.length <= 100 && ids.every((id) => z.uuid().safeParse(id).success),
      '名单有误，请刷新后再试。',
    ),
})
export const CurrentLine = z.object({
  elder: z.string(),
  month: z.string(),
  scheme: Scheme,
  amountFen: Fen.nullable(),
  ceilingFen: Fen.nullable(),
})
export type CurrentLine = z.infer<typeof CurrentLine>
/** What is granted now to persons of a list; `notRun` are those for whose place nothing has been computed yet. */
export const Current = z.object({ lines: z.array(CurrentLine), notRun: z.array(z.string()) })

export const readCurrentOf = { method: 'get', path: '/api/benefits/current', response: Current } as const
export const readBatch = { method: 'get', path: '/api/benefits/batches/{division}/{month}', response: Batch } as const
export const startRun = { method: 'post', path: '/api/benefits/runs', response: Started } as const
export const listLines = { method: 'get', path: '/api/benefits/runs/{run}/{list}', response: LinePage } as const
export const actOnRun = { method: 'post', path: '/api/benefits/runs/{run}/acts', response: Acted } as const
export const readCard = {
  method: 'get',
  path: '/api/benefits/persons/{district}/{elder}/months/{month}',
  response: PersonCard,
} as const
export const readPersonMonths = {
  method: 'get',
  path: '/api/benefits/persons/{district}/{elder}/months',
  response: PersonMonths,
} as const

export type Batch = z.infer<typeof Batch>
export type Line = z.infer<typeof Line>
export type LineList = (typeof LINE_LISTS)[number]
export type LineQuery = z.infer<typeof LineQuery>
export type Act = z.infer<typeof Act>
export type SchemeCard = z.infer<typeof SchemeCard>
export type PersonCard = z.infer<typeof PersonCard>
