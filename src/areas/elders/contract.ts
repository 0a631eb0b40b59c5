import { z } from 'zod'
import { CATEGORY_CODES, DaySchema, ElderCount, ElderPage, ElderRow, keys } from './list-contract.ts'
import { CONTACT_ROLES, FACT_KINDS, ID_KINDS, SEX } from './words.ts'

export * from './list-contract.ts'

const Uuid = z.uuid()
const Purpose = z.string().trim().max(200, '用途不超过 200 字。')

export const FactKindSchema = z.enum(keys(FACT_KINDS))

// ---- one person ------------------------------------------------------------------------------------------------------------

const Place = {
  village: z.string().regex(/^[0-9a-z-]{9,16}$/, '请选择村（社区）或乡镇（街道）。'),
  householdDivision: z.string().max(32).nullable().optional(),
  address: z.string().trim().max(200, '地址不超过 200 字。').nullable().optional(),
  lng: z.number().min(73).max(136).nullable().optional(),
  lat: z.number().min(3).max(54).nullable().optional(),
}
const Name = z.string().trim().min(1, '请填写姓名。').max(100, '姓名不超过 100 个字。')
const Phone = z
  .string()
  .trim()
  .regex(/^[+\d][\d\s-]{5,19}$/, '电话号码的格式不对，请核对后重新填写。')

export const RegisterElder = z.object({
  name: Name,
  sex: z.enum(keys(SEX)).nullable().optional(),
  birthDate: DaySchema.nullable().optional(),
  idKind: z.enum(keys(ID_KINDS)),
  idNumber: z.string().trim().max(40).optional(),
  ...Place,
  phone: Phone.optional(),
  /** Since when the person lives here; the day of registration when left out. */
  residentSince: DaySchema.optional(),
})
export type RegisterElder = z.infer<typeof RegisterElder>

export const ChangeElder = z.object({
  version: z.number().int().min(1),
  name: Name.optional(),
  sex: z.enum(keys(SEX)).nullable().optional(),
  birthDate: DaySchema.nullable().optional(),
  address: Place.address,
  lng: Place.lng,
  lat: Place.lat,
})
export type ChangeElder = z.infer<typeof ChangeElder>

export const CorrectIdentity = z.object({
  version: z.number().int().min(1),
  idKind: z.enum(keys(ID_KINDS)),
  idNumber: z.string().trim().max(40).optional(),
  reason: z.enum(['typed', 'changed', 'issued'], '请选择更正原因。'),
})
export type CorrectIdentity = z.infer<typeof CorrectIdentity>

export const SetFact = z.object({
  kind: FactKindSchema,
  value: z.array(z.string().max(40)).max(8),
  validFrom: DaySchema,
  /** Exclusive; null = open; left out = until the next period on file. */
  validTo: DaySchema.nullable().optional(),
  source: z.enum(['clerk', 'departmentList', 'assessment', 'visit', 'declaration']).default('clerk'),
  sourceRef: z.string().trim().max(200).optional(),
})
export type SetFact = z.infer<typeof SetFact>

export const AddContact = z.object({
  role: z.enum(keys(CONTACT_ROLES)),
  name: Name,
  relation: z.string().trim().max(20).optional(),
  phone: Phone.optional(),
  relatedElder: Uuid.optional(),
})
export type AddContact = z.infer<typeof AddContact>

export const Reveal = z.object({
  what: z.enum(['idNumber', 'phone', 'formerId']),
  /** Which phone or former number; the identity itself needs none. */
  which: z.string().max(64).optional(),
  purpose: Purpose.default(''),
})
export type Reveal = z.infer<typeof Reveal>
export const Revealed = z.object({ value: z.string(), seconds: z.number().int() })

export const FactView = z.object({
  id: z.string(),
  kind: FactKindSchema,
  value: z.array(z.string()),
  words: z.string(),
  validFrom: z.string(),
  validTo: z.string().nullable(),
  recordedAt: z.string(),
  supersededAt: z.string().nullable(),
  sourceKind: z.string(),
  sourceRef: z.string().nullable(),
  recordedBy: z.string(),
})
export const ContactView = z.object({
  id: z.string(),
  role: z.enum(keys(CONTACT_ROLES)),
  name: z.string(),
  relation: z.string().nullable(),
  phoneMasked: z.string().nullable(),
  phoneId: z.string().nullable(),
  relatedElder: z.string().nullable(),
  recordedAt: z.string(),
  sourceKind: z.string(),
})
export const ElderRecord = ElderRow.extend({
  version: z.number().int(),
  address: z.string().nullable(),
  lng: z.number().nullable(),
  lat: z.number().nullable(),
  household: z.string().nullable(),
  householdPlace: z.string().nullable(),
  phones: z.array(
    z.object({
      id: z.string(),
      masked: z.string(),
      holder: z.string().nullable(),
      relation: z.string().nullable(),
      kind: z.string(),
    }),
  ),
  contacts: z.array(ContactView),
  formerIds: z.array(z.object({ which: z.string(), masked: z.string(), reason: z.string(), replacedAt: z.string() })),
  facts: z.array(FactView),
  mergedInto: z.string().nullable(),
  splitUntil: z.string().nullable(),
  merge: z.string().nullable(),
  asOf: z.string(),
  knownAt: z.string().nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
})
export type ElderRecord = z.infer<typeof ElderRecord>

export const TimelineEntry = z.object({
  at: z.string(),
  kind: z.string(),
  title: z.string(),
  detail: z.string().nullable(),
  account: z.string(),
})
export const Timeline = z.object({ entries: z.array(TimelineEntry) })
export const Readers = z.object({
  readers: z.array(
    z.object({ at: z.string(), account: z.string(), action: z.string(), purpose: z.string().nullable() }),
  ),
})

/** The same field was changed by somebody else since the form was opened; nothing was saved. */
export const ChangeConflict = z.object({
  code: z.literal('ELDER_CHANGED'),
  status: z.literal(409),
  title: z.string(),
  version: z.number().int(),
  conflicts: z.array(
    z.object({
      field: z.string(),
      label: z.string(),
      yours: z.unknown(),
      theirs: z.unknown(),
      /** The post of whoever saved theirs, never a name; and when. */
      by: z.string(),
      at: z.string(),
    }),
  ),
  changedAt: z.string(),
})

// ---- duplicates, merges, transfers, views ----------------------------------------------------------------------------------

export const IdentityCheck = z.object({
  idKind: z.enum(keys(ID_KINDS)).default('residentId'),
  idNumber: z.string().trim().min(1).max(40),
})
export const IdentityAnswer = z.object({
  state: z.enum(['unknown', 'here', 'elsewhere']),
  elderId: z.string().nullable(),
  /** The district that keeps the file, by name; nothing else of it. */
  where: z.string().nullable(),
})

export const PairView = z.object({
  low: ElderRow,
  high: ElderRow,
  score: z.number().int(),
  reasons: z.array(z.string()),
  state: z.string(),
  merge: z.string().nullable(),
})
export const PairPage = z.object({ pairs: z.array(PairView), next: z.string().nullable() })
export const DismissPair = z.object({ note: z.string().trim().max(200).default('') })

/** Which file a field or fact kind is taken from; what is not named comes from the kept file, or from the other where it has none. */
export const MergeChoices = z.record(z.string().max(40), z.enum(['kept', 'gone']))
export const ProposeMerge = z.object({
  kept: Uuid,
  gone: Uuid,
  choices: MergeChoices.default({}),
  reason: z.string().trim().min(2, '请写明为什么是同一个人。').max(200, '理由不超过 200 字。'),
})
export type ProposeMerge = z.infer<typeof ProposeMerge>
export const MergeView = z.object({
  id: z.string(),
  kept: z.string(),
  gone: z.string(),
  keptName: z.string(),
  goneName: z.string(),
  choices: MergeChoices,
  reason: z.string(),
  state: z.enum(['proposed', 'confirmed', 'rejected', 'splitBack']),
  proposedBy: z.string(),
  proposedAt: z.string(),
  decidedBy: z.string().nullable(),
  decidedAt: z.string().nullable(),
  splitUntil: z.string().nullable(),
  /** How many rows of each table move or moved. */
  moves: z.array(z.object({ table: z.string(), rows: z.number().int() })),
})
export type MergeView = z.infer<typeof MergeView>

export const RequestTransfer = z.object({
  idKind: z.enum(keys(ID_KINDS)).default('residentId'),
  idNumber: z.string().trim().min(1, '请填写证件号码。').max(40),
  village: Place.village,
  movedOn: DaySchema,
  reason: z.string().trim().min(2, '请写明转入原因。').max(200),
})
export type RequestTransfer = z.infer<typeof RequestTransfer>
export const TransferView = z.object({
  id: z.string(),
  /** True for whoever asked; only they may take the request back. */
  mine: z.boolean(),
  /** Set only for the side that keeps the file, until the transfer is confirmed. */
  elderId: z.string().nullable(),
  elderName: z.string().nullable(),
  from: z.string(),
  to: z.string(),
  movedOn: z.string(),
  reason: z.string(),
  state: z.enum(['requested', 'confirmed', 'refused', 'withdrawn']),
  requestedAt: z.string(),
  decidedAt: z.string().nullable(),
  note: z.string().nullable(),
  mayDecide: z.boolean(),
})
export type TransferView = z.infer<typeof TransferView>
export const TransferQuery = z.object({
  state: TransferView.shape.state.default('requested'),
  /** Only the transfers of one file. */
  elder: z.uuid().optional(),
})
export const TransferPage = z.object({ transfers: z.array(TransferView) })
export const WithReason = z.object({ reason: z.string().trim().min(2, '请写明原因。').max(200, '原因不超过 200 字。') })
export const DecideTransfer = z.object({ note: z.string().trim().max(200).default('') })

export const SaveView = z.object({
  name: z.string().trim().min(1, '请给视图起个名字。').max(40, '名字不超过 40 个字。'),
  audience: z.enum(['personal', 'area', 'official']).default('personal'),
  filter: z.record(z.string().max(40), z.string().max(200)),
  columns: z.array(z.string().max(40)).max(30).default([]),
  sort: z.string().max(20).default('name'),
})
export type SaveView = z.infer<typeof SaveView>
export const ViewList = z.object({
  views: z.array(SaveView.extend({ id: z.string(), mine: z.boolean(), version: z.number().int() })),
})
export const CategoryList = z.object({
  categories: z.array(
    z.object({ code: z.enum(CATEGORY_CODES), label: z.string(), reading: z.string(), clauses: z.array(z.string()) }),
  ),
})

// ---- endpoints as the screens call them --------------------------------------------------------------------------------------

const Id = z.object({ id: z.string() })
const Version = z.object({ version: z.number().int() })
const at = <P extends string>(path: P) => `/api/elders${path}` as const

export const readPage = { method: 'get', path: at(''), response: ElderPage } as const
export const readCount = { method: 'get', path: at('/count'), response: ElderCount } as const
export const openFile = { method: 'post', path: at(''), response: Id } as const
export const checkIdentityOf = { method: 'post', path: at('/identity-check'), response: IdentityAnswer } as const
export const readFile = { method: 'get', path: at('/{id}'), response: ElderRecord } as const
export const changeFile = { method: 'patch', path: at('/{id}'), response: Version } as const
export const setFactOf = { method: 'post', path: at('/{id}/facts') } as const
export const addContactOf = { method: 'post', path: at('/{id}/contacts'), response: Id } as const
export const endContactOf = { method: 'post', path: at('/{id}/contacts/{contact}/end') } as const
export const withdrawFactOf = { method: 'post', path: at('/{id}/facts/{fact}/withdraw') } as const
export const correctIdentityOf = { method: 'post', path: at('/{id}/identity'), response: Version } as const
export const revealOf = { method: 'post', path: at('/{id}/reveal'), response: Revealed } as const
export const readTimelineOf = { method: 'get', path: at('/{id}/timeline'), response: Timeline } as const
export const readReadersOf = { method: 'get', path: at('/{id}/readers'), response: Readers } as const
export const readTransfers = { method: 'get', path: at('/transfers'), response: TransferPage } as const
export const requestTransferOf = { method: 'post', path: at('/transfers'), response: TransferView } as const
export const confirmTransferOf = {
  method: 'post',
  path: at('/transfers/{id}/confirm'),
  response: TransferView,
} as const
export const refuseTransferOf = { method: 'post', path: at('/transfers/{id}/refuse'), response: TransferView } as const
export const withdrawTransferOf = {
  method: 'post',
  path: at('/transfers/{id}/withdraw'),
  response: TransferView,
} as const
export const readViews = { method: 'get', path: at('/views'), response: ViewList } as const
export const keepView = { method: 'post', path: at('/views'), response: Id } as const
export const readPairs = { method: 'get', path: at('/duplicates'), response: PairPage } as const
export const searchPairs = {
  method: 'post',
  path: at('/duplicates/search'),
  response: z.object({ added: z.number().int() }),
} as const
export const dismissPairOf = { method: 'post', path: at('/duplicates/{low}/{high}/dismiss') } as const
export const proposeMergeOf = { method: 'post', path: at('/merges'), response: MergeView } as const
export const readMergeOf = { method: 'get', path: at('/merges/{id}'), response: MergeView } as const
export const confirmMergeOf = { method: 'post', path: at('/merges/{id}/confirm'), response: MergeView } as const
export const rejectMergeOf = { method: 'post', path: at('/merges/{id}/reject'), response: MergeView } as const
export const splitMergeOf = { method: 'post', path: at('/merges/{id}/split'), response: MergeView } as const
