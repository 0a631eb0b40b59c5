import { z } from 'zod'

/** What crosses the wire between the counter and the server. Sums are whole fen, days are texts. */
export const CHANNELS = ['self', 'delegate', 'village', 'counter', 'proactive'] as const
export const CONSENTS = ['present', 'signed', 'voice', 'message', 'delegation', 'online'] as const
export type Channel = (typeof CHANNELS)[number]
export type ConsentHow = (typeof CONSENTS)[number]

const Fen = z.int()
const Ref = z.object({ district: z.string().max(12), id: z.uuid() })

/** One scheme for one person at the counter: what the rule says, what is known, and what would still be missing. */
export const Offer = z.object({
  scheme: z.string(),
  title: z.string(),
  /** `running`: a case is open; `claimed`: granted already; `may`: can be applied for; `notMet`: shown with why; `link`: applied for elsewhere. */
  standing: z.enum(['running', 'claimed', 'may', 'notMet', 'link']),
  outcome: z.string(),
  says: z.string(),
  because: z.string(),
  amountFen: Fen.nullable(),
  example: z.boolean(),
  known: z.array(z.object({ name: z.string(), label: z.string(), value: z.string(), source: z.string() })),
  missing: z.array(z.object({ name: z.string(), label: z.string() })),
  nearest: z.array(z.object({ ifThis: z.string(), thenThat: z.string() })),
  clauses: z.array(z.string()),
  number: z.string().nullable(),
  link: z.object({ label: z.string(), url: z.string() }).nullable(),
})

export const Intake = z.object({
  elder: z.object({
    district: z.string(),
    id: z.uuid(),
    name: z.string(),
    birthDate: z.string().nullable(),
    age: z.int().nullable(),
    townshipName: z.string(),
    villageName: z.string().nullable(),
    synthetic: z.boolean(),
  }),
  offers: z.array(Offer),
  delegations: z.array(z.object({ id: z.uuid(), name: z.string(), relation: z.string(), until: z.string() })),
})

/** At a counter. An elder who agrees online does so with their own account, and a delegation speaks for the elder only where it is used. */
export const Apply = z
  .object({
    elder: Ref,
    schemes: z.array(z.string().max(80)).min(1, '至少选一项。').max(10),
    channel: z.enum(['counter', 'village', 'delegate', 'proactive']),
    consent: z.object({ how: z.enum(CONSENTS).exclude(['online']), ref: z.string().max(80).optional() }),
    delegation: z.uuid().optional(),
  })
  .refine((sent) => sent.consent.how !== 'delegation' || sent.channel === 'delegate', {
    path: ['consent', 'how'],
    message: '没有用到委托书。请记下老人本人同意的方式。',
  })

export const Receipt = z.object({
  bundle: z.uuid(),
  /** Address of the printed receipt. */
  paper: z.string().nullable(),
  elder: Ref.extend({ name: z.string() }),
  cases: z.array(
    Ref.extend({
      number: z.string(),
      scheme: z.string(),
      title: z.string(),
      dueOn: z.string().nullable(),
      dueNote: z.string().nullable(),
      missing: z.array(z.string()),
    }),
  ),
})

export const NewDelegation = z.object({
  elder: Ref,
  name: z.string().trim().min(1, '请填写被委托人的姓名。').max(50),
  relation: z.enum(['spouse', 'child', 'childInLaw', 'grandchild', 'sibling', 'guardian', 'other']),
  until: z.iso.date(),
  agreed: z.object({ how: z.enum(['present', 'signed', 'voice', 'message']) }),
})

/** Persons whom the latest run proposes: they qualify and have not applied. */
export const Proposals = z.object({
  month: z.string().nullable(),
  rows: z.array(
    z.object({
      district: z.string(),
      id: z.uuid(),
      name: z.string(),
      birthDate: z.string().nullable(),
      townshipName: z.string(),
      villageName: z.string().nullable(),
      scheme: z.string(),
      title: z.string(),
    }),
  ),
  next: z.string().nullable(),
})

/** What an application is beside its case. */
export const ApplicationView = z.object({
  scheme: z.string(),
  title: z.string(),
  channel: z.enum(CHANNELS),
  consentHow: z.enum(CONSENTS),
  consentBy: z.string(),
  appliedAt: z.string(),
  delegation: z.object({ name: z.string(), relation: z.string(), until: z.string(), over: z.boolean() }).nullable(),
  bundle: z.array(z.object({ district: z.string(), id: z.uuid(), number: z.string(), title: z.string() })),
  /** 依据卡 of what the rule says today, in the form of the area benefits; null where the person is not in the register any more. */
  card: z.unknown(),
  elder: Intake.shape.elder.nullable(),
})

export const readIntake = {
  method: 'get',
  path: '/api/applications/persons/{district}/{id}',
  response: Intake,
} as const
export const apply = { method: 'post', path: '/api/applications', response: Receipt } as const
export const addDelegation = {
  method: 'post',
  path: '/api/applications/delegations',
  response: z.object({ id: z.uuid() }),
} as const
export const listProposals = { method: 'get', path: '/api/applications/proposals', response: Proposals } as const
export const readApplication = {
  method: 'get',
  path: '/api/applications/cases/{district}/{id}',
  response: ApplicationView,
} as const

export const printDecision = {
  method: 'post',
  path: '/api/applications/cases/{district}/{id}/decision',
  response: z.object({ href: z.string() }),
} as const

export type Offer = z.infer<typeof Offer>
export type Intake = z.infer<typeof Intake>
export type Receipt = z.infer<typeof Receipt>
export type ApplicationView = z.infer<typeof ApplicationView>
