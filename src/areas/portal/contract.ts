import { z } from 'zod'

/** What crosses the wire between the portal and the server. Screens import the types only: a schema library has no place in their load. */
export const Ref = z.object({ district: z.string().regex(/^[0-9a-z]{1,12}$/), id: z.uuid() })
export const HOWS = ['present', 'signed', 'voice', 'message'] as const
export const RELATIONS = ['spouse', 'child', 'childInLaw', 'grandchild', 'sibling', 'guardian', 'other'] as const

/** What an elder may let the family see, or keep. */
export const FAMILY_PARTS = ['visits', 'condition', 'needs', 'benefits', 'cases', 'readers'] as const
export const FamilyParts = z.array(z.enum(FAMILY_PARTS)).max(6)

/** P03: one matter, for a district on a day. Null is 未公布, never a guess. */
export const Guide = z.object({
  scheme: z.string(),
  title: z.string(),
  subject: z.enum(['person', 'facility']),
  /** Whether it is applied for here, and whether the portal takes the application. */
  applied: z.enum(['here', 'office', 'elsewhere']),
  lines: z.array(z.string()),
  papers: z.array(z.object({ label: z.string(), free: z.boolean() })),
  terms: z.array(z.object({ label: z.string(), days: z.int().nullable(), counts: z.enum(['working', 'calendar']) })),
  claim: z.enum(['register', 'application', 'consent']).nullable(),
  clauses: z.array(z.object({ says: z.string(), verified: z.string().nullable() })),
})
export const Guides = z.object({
  guides: z.array(z.object({ scheme: z.string(), title: z.string(), subject: z.enum(['person', 'facility']) })),
})

/** A person for whom somebody may act, and why. */
export const Person = z.object({
  district: z.string(),
  id: z.uuid(),
  name: z.string(),
  age: z.int().nullable(),
  townshipName: z.string(),
  synthetic: z.boolean(),
  as: z.enum(['elder', 'family']),
  until: z.string(),
})

const Told = z.object({ on: z.string(), says: z.string() })
export const FamilyPerson = Person.extend({
  /** What the elder shows; all of it to the elder. */
  parts: FamilyParts,
  visits: z.array(Told.extend({ seen: z.boolean(), by: z.string() })),
  concerns: z.array(Told.extend({ standing: z.string().nullable() })),
  next: z.object({ on: z.string(), by: z.string() }).nullable(),
  /** A person who answers the telephone now. */
  call: z.object({ name: z.string(), phone: z.string() }).nullable(),
  benefits: z.array(
    z.object({
      scheme: z.string(),
      title: z.string(),
      month: z.string(),
      says: z.string(),
      amountFen: z.int().nullable(),
    }),
  ),
  paid: z.array(z.object({ title: z.string(), month: z.string(), amountFen: z.int(), state: z.string() })),
  cases: z.array(
    z.object({
      number: z.string(),
      title: z.string(),
      says: z.string(),
      openedOn: z.string(),
      dueOn: z.string().nullable(),
      open: z.boolean(),
    }),
  ),
  delegations: z.array(z.object({ id: z.uuid(), name: z.string(), relation: z.string(), until: z.string() })),
  readers: z.array(z.object({ at: z.string(), who: z.string(), what: z.string() })),
})
export const Family = z.object({ persons: z.array(FamilyPerson) })
export const Persons = z.object({ persons: z.array(Person) })

export const NewAccess = z.object({
  elder: Ref,
  as: z.enum(['elder', 'family']),
  name: z.string().trim().min(1, '请填写姓名。').max(50, '姓名不超过 50 个字。'),
  relation: z.enum(RELATIONS).optional(),
  until: z.iso.date('请填写到期的日子。'),
  checked: z.enum(HOWS),
  /** The telephone that was shown at the counter: opens the account by a code where codes are sent. */
  phone: z
    .string()
    .trim()
    .regex(/^(\+?86)?1\d{10}$/, '请填写 11 位手机号。')
    .optional(),
  /** An account that the family member has already, for the second parent. */
  account: z.string().trim().max(30).optional(),
})
export const AccessOnce = z.object({
  account: z.string(),
  /** Told once; null where the account was there already. */
  password: z.string().nullable(),
  validHours: z.int(),
})
export const AccessList = z.object({
  /** What the elder lets the family see. */
  parts: FamilyParts,
  rows: z.array(
    z.object({
      id: z.uuid(),
      as: z.enum(['elder', 'family']),
      name: z.string(),
      relation: z.string(),
      account: z.string(),
      until: z.string(),
    }),
  ),
})
export const ChooseParts = z.object({ parts: FamilyParts, how: z.enum(HOWS) })
export const ChooseOwnParts = z.object({ parts: FamilyParts })
const Phone = z.string().trim().min(7, '请填写手机号。').max(20, '请填写手机号。')
export const AskCode = z.object({ phone: Phone })
export const CodeSent = z.object({ minutes: z.int() })
export const PhoneSignIn = z.object({ phone: Phone, code: z.string().trim().min(1, '请填写验证码。').max(12) })
export const SignedIn = z.object({ done: z.boolean() })
export const SignInMethods = z.object({ phone: z.boolean() })
export const WhichAccess = z.object({ as: z.enum(['elder', 'family']), id: z.uuid() })

/** Names of facts and papers in rules and declarations. */
export const isNameOfFact = (name: string): boolean => /^[A-Za-z]{1,60}$/.test(name)

/** A paper that was kept with the draft: what it proves, its file, and its own name. */
export const DraftPaper = z.object({ name: z.string().max(80), file: z.uuid(), fileName: z.string().max(255) })
export const ApplyOnline = z.object({
  elder: Ref,
  schemes: z.array(z.string().max(80)).min(1, '至少选一项。').max(10),
  /** What the applicant does not know: written on the case, so that the office finds out. */
  unclear: z.array(z.string().max(80)).max(40).default([]),
  /** Papers that were kept with the draft. */
  papers: z.array(DraftPaper).max(20).default([]),
  /** The elder has been told what is applied for and has agreed. */
  agreed: z.literal(true, '请先确认老人本人知道并同意。'),
})
export const Draft = z.object({
  schemes: z.array(z.string().max(80)).max(10),
  unclear: z.array(z.string().max(80)).max(40),
  agreed: z.boolean(),
  papers: z.array(DraftPaper).max(20).default([]),
})
export const KeptDraft = z.object({ draft: Draft.nullable(), savedAt: z.string().nullable() })

export const OnlineReceipt = z.object({
  code: z.string().nullable(),
  paper: z.string().nullable(),
  cases: z.array(
    z.object({
      number: z.string(),
      scheme: z.string(),
      title: z.string(),
      dueOn: z.string().nullable(),
      missing: z.array(z.object({ name: z.string(), title: z.string() })),
    }),
  ),
})

/** How a case is opened: by its number with the check code of its receipt, or by its number as somebody signed in. */
export const CaseKey = z.object({
  number: z.string().trim().min(6, '请填写回执上的编号。').max(40),
  code: z.string().trim().max(20).optional(),
})
export const CaseProgress = z.object({
  number: z.string(),
  title: z.string(),
  scheme: z.string(),
  /** Shortened where only a number and a code were shown. */
  name: z.string(),
  says: z.string(),
  outcome: z.string().nullable(),
  closed: z.boolean(),
  openedOn: z.string(),
  dueOn: z.string().nullable(),
  noDeadline: z.string().nullable(),
  clockTitle: z.string().nullable(),
  /** The post that has it, never a name. */
  handler: z.string().nullable(),
  line: z.array(z.object({ says: z.string(), on: z.string().nullable(), now: z.boolean() })),
  steps: z.array(z.object({ at: z.string(), says: z.string(), reason: z.string().nullable() })),
  missing: z.array(z.object({ name: z.string(), title: z.string() })),
  may: z.array(z.object({ name: z.string(), title: z.string(), reason: z.boolean() })),
  mayUrge: z.boolean(),
  mayRate: z.boolean(),
  rating: z.int().nullable(),
  why: z
    .object({
      because: z.string(),
      clauses: z.array(z.string()),
      nearest: z.array(z.object({ ifThis: z.string(), thenThat: z.string() })),
    })
    .nullable(),
})
export const CaseAct = CaseKey.extend({
  move: z.enum(['supply', 'object', 'contest', 'withdraw']),
  reason: z.string().trim().max(500, '不超过 500 字。').optional(),
})
export const CaseRating = CaseKey.extend({ score: z.int().min(1).max(5), words: z.string().trim().max(500).optional() })

export type Guide = z.infer<typeof Guide>
export type Guides = z.infer<typeof Guides>
export type Person = z.infer<typeof Person>
export type FamilyPerson = z.infer<typeof FamilyPerson>
export type Family = z.infer<typeof Family>
export type Persons = z.infer<typeof Persons>
export type NewAccess = z.infer<typeof NewAccess>
export type FamilyPart = (typeof FAMILY_PARTS)[number]
export type AccessOnce = z.infer<typeof AccessOnce>
export type AccessList = z.infer<typeof AccessList>
export type DraftPaper = z.infer<typeof DraftPaper>
export type Draft = z.infer<typeof Draft>
export type KeptDraft = z.infer<typeof KeptDraft>
export type OnlineReceipt = z.infer<typeof OnlineReceipt>
export type CaseKey = z.infer<typeof CaseKey>
export type CaseProgress = z.infer<typeof CaseProgress>
