import { z } from 'zod'

/** What crosses the wire between a device, an office and the server. Instants of devices are milliseconds by their own clock. */
const District = z.string().regex(/^[0-9a-z]{3,12}$/, '区县编码不对，请重新登录这台手机。')
const Id = z.uuid()
const Millis = z.int().min(0).max(8_640_000_000_000_000)

/** Who may use the field app; a device acts for these roles of its account only, whatever else the account may do. */
export const FIELD_ROLES = ['villageWorker', 'townshipClerk', 'assessor'] as const

export const NewDevice = z.object({
  id: Id,
  name: z.string().trim().min(1, '请给这台手机起个名字。').max(60, '名字请不超过 60 字。'),
})

export const DeviceKey = z.object({
  /** What every call of the device carries; shown once. */
  key: z.string(),
  /** Wraps the device's store a second time, so that a forgotten PIN loses nothing. Base64, 32 bytes. */
  recovery: z.string(),
  district: z.string(),
  account: z.string(),
  who: z.string(),
  role: z.enum(FIELD_ROLES),
  villages: z.array(z.object({ key: z.string(), name: z.string() })),
  mostPersons: z.int(),
  endsAt: z.string(),
})
export type DeviceKey = z.infer<typeof DeviceKey>

export const Recovery = z.object({ recovery: z.string() })

export const WIPES = ['no', 'afterUpload', 'atOnce'] as const
export const Standing = z.object({ wipe: z.enum(WIPES) })

const RecordIn = z.object({
  id: Id,
  device: Id,
  seq: z.int().min(1).max(10_000_000),
  kind: z.string().regex(/^[a-zA-Z]{2,30}$/),
  subject: z.string().min(1).max(120),
  base: Id.nullable(),
  madeAt: Millis,
  content: z.unknown(),
})

export const UploadIn = z.object({
  device: Id,
  sentAt: Millis,
  records: z.array(RecordIn).max(50),
  /** How many are still waiting behind these, for the list of devices. */
  waiting: z.int().min(0).max(100_000).default(0),
})
export type UploadIn = z.infer<typeof UploadIn>

const OtherSide = z.object({ id: z.string(), by: z.string(), madeAt: z.number(), content: z.unknown() })
export const OutcomeOut = z.discriminatedUnion('outcome', [
  z.object({ id: z.string(), outcome: z.literal('accepted'), detail: z.unknown() }),
  z.object({ id: z.string(), outcome: z.literal('conflict'), other: OtherSide }),
  z.object({ id: z.string(), outcome: z.literal('refused'), code: z.string(), message: z.string() }),
  z.object({ id: z.string(), outcome: z.literal('early') }),
])
export const UploadOut = z.object({ outcomes: z.array(OutcomeOut), serverTime: z.number(), wipe: z.enum(WIPES) })

export const DownloadIn = z.object({
  turn: z.int().min(0).max(1_000_000_000),
  /** By bucket, the digest of what the device holds. */
  have: z.record(z.string().max(60), z.string().max(60)),
})
const ItemOut = z.object({
  kind: z.string(),
  id: z.string(),
  village: z.string(),
  person: z.string(),
  head: z.string().optional(),
  content: z.unknown(),
})
export const DownloadOut = z.object({
  turn: z.number(),
  buckets: z.array(z.object({ key: z.string(), digest: z.string(), items: z.array(ItemOut) })),
  gone: z.array(z.string()),
  more: z.boolean(),
  /** Persons of one's own villages that are over the limit of what a device may hold. */
  leftOut: z.number(),
  serverTime: z.number(),
  today: z.string(),
  wipe: z.enum(WIPES),
})
export type DownloadOut = z.infer<typeof DownloadOut>

/** A piece is the body of the call; what it belongs to stands in the address. */
export const PieceQuery = z.object({
  record: Id,
  name: z.string().min(1).max(120),
  size: z.coerce.number().int().min(1).max(8_000_000),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})
export const PieceOut = z.object({ file: z.string(), pieces: z.int(), done: z.boolean() })

/** Content of an `application`: applying on behalf of an elder without a phone (J5.2). The consent was read aloud and given. */
export const FieldApplication = z.object({
  elder: z.object({ district: District, id: Id }),
  schemes: z.array(z.string().max(80)).min(1, '请至少选一项。').max(10),
  consent: z.object({ how: z.enum(['present', 'signed', 'voice']), file: Id.nullable() }),
  /** The number that the elder can be reached at is the elder's, or it is marked as somebody else's. */
  phoneIsHelpers: z.boolean(),
  note: z.string().max(500).default(''),
})
export type FieldApplication = z.infer<typeof FieldApplication>

export const DeviceView = z.object({
  district: z.string(),
  id: Id,
  name: z.string(),
  account: z.string(),
  place: z.string(),
  registeredAt: z.string(),
  seenAt: z.string(),
  endsAt: z.string(),
  skewMs: z.number(),
  persons: z.int(),
  unsent: z.int(),
  undecided: z.int(),
  standing: z.enum(['inUse', 'wiping', 'wiped', 'ended']),
  wipe: z.enum(WIPES),
})
export type DeviceView = z.infer<typeof DeviceView>
export const DeviceList = z.object({ rows: z.array(DeviceView), next: z.string().nullable() })

export const WipeIn = z.object({
  wipe: z.enum(['afterUpload', 'atOnce']),
  reason: z.string().trim().min(2, '请写明事由。').max(200, '事由最多 200 个字。'),
})

const device = '/api/field/devices'
export const registerDevice = { method: 'post', path: device, response: DeviceKey } as const
export const recoverDevice = { method: 'post', path: `${device}/{id}/recovery`, response: Recovery } as const
export const listDevices = { method: 'get', path: device, response: DeviceList } as const
export const wipeDevice = {
  method: 'post',
  path: `${device}/{district}/{id}/wipe`,
  response: z.object({ id: z.string() }),
} as const
