import { z } from 'zod'
import { BED_KINDS, FACILITY_KINDS, OWNERSHIP, STATUS } from './words.ts'

/** What crosses the wire. Days are `2026-11-21`, sums whole fen, areas m². */
const keysOf = <T extends object>(words: T) => Object.keys(words) as [keyof T & string, ...(keyof T & string)[]]
const Day = z.iso.date('日期请按 2026-11-21 的格式填写。')
const Text = z.string().trim().min(2, '请填写这一项。').max(200, '不超过 200 字。')
export const Kind = z.enum(keysOf(FACILITY_KINDS), '请选择设施类型。')
const BedKind = z.enum(keysOf(BED_KINDS), '请选择床位类别。')

const Beds = z.object({
  ordinary: z.int(),
  nursing: z.int(),
  dementia: z.int(),
  slot: z.int(),
  setAside: z.int(),
})
export const FacilityRow = z.object({
  district: z.string(),
  id: z.uuid(),
  number: z.string(),
  kind: Kind,
  name: z.string(),
  place: z.string(),
  status: z.enum(keysOf(STATUS)).nullable(),
  ownership: z.enum(keysOf(OWNERSHIP)).nullable(),
  operator: z.string().nullable(),
  floorArea: z.number().nullable(),
  beds: Beds,
  longitude: z.number().nullable(),
  latitude: z.number().nullable(),
  example: z.boolean(),
})
export const FacilityPage = z.object({
  rows: z.array(FacilityRow),
  next: z.string().nullable(),
  count: z.object({ total: z.int(), capped: z.boolean() }).optional(),
})
export const FacilityQuery = z.object({
  area: z.string().max(20).optional(),
  kind: Kind.optional(),
  status: z.enum(keysOf(STATUS)).optional(),
  ownership: z.enum(keysOf(OWNERSHIP)).optional(),
  name: z.string().trim().max(60).optional(),
  after: z.string().max(400).optional(),
})

const Value = z.union([z.string().max(200), z.number(), z.boolean(), z.array(z.string().max(30)).max(20)])
const Attribute = z.object({
  kind: z.string(),
  value: Value,
  /** As people read it; an organisation by its name. */
  says: z.string(),
  since: z.string(),
  until: z.string().nullable(),
  source: z.string(),
  recordedAt: z.string(),
})
export const Facility = FacilityRow.omit({ operator: true }).extend({
  on: z.string(),
  version: z.int(),
  township: z.string(),
  village: z.string().nullable(),
  attributes: z.array(Attribute),
  history: z.array(Attribute.extend({ supersededAt: z.string().nullable(), recordedBy: z.string() })),
  rooms: z.array(
    z.object({
      id: z.uuid(),
      label: z.string(),
      storey: z.int(),
      zone: z.string().nullable(),
      areaM2: z.number().nullable(),
    }),
  ),
  bedList: z.array(
    z.object({
      id: z.uuid(),
      label: z.string(),
      kind: BedKind,
      inUse: z.boolean(),
      roomId: z.string().nullable(),
      room: z.string().nullable(),
      since: z.string(),
    }),
  ),
  /** Beds in use on the first day of each of the last months, oldest first. */
  capacity: z.array(z.object({ on: z.string(), beds: Beds })),
  /** What the documents ask of this type, each compared with the register. */
  standard: z
    .object({
      functions: z.array(z.string()),
      words: z.array(z.object({ label: z.string(), text: z.string() })),
      checks: z.array(
        z.object({
          label: z.string(),
          needs: z.string(),
          has: z.string().nullable(),
          met: z.boolean().nullable(),
          clause: z.string(),
        }),
      ),
      clauses: z.array(z.string()),
      note: z.string().nullable(),
    })
    .nullable(),
  mayWrite: z.boolean(),
})
export const AskedOf = z.object({ on: Day.optional(), knownAt: z.iso.datetime({ offset: true }).optional() })

const Point = z.object({
  longitude: z.number('经度应是数字。').min(73, '经度应在 73 到 136 之间。').max(136, '经度应在 73 到 136 之间。'),
  latitude: z.number('纬度应是数字。').min(3, '纬度应在 3 到 54 之间。').max(54, '纬度应在 3 到 54 之间。'),
})
export const NewFacility = z.object({
  kind: Kind,
  name: z.string().trim().min(2, '请填写名称。').max(60, '名称不超过 60 个字。'),
  /** A township or village key. */
  division: z.string().min(9, '请选择到乡镇（街道）或村（社区）。').max(20),
  from: Day,
  source: Text,
  point: Point.optional(),
  attributes: z.record(z.string().max(40), Value).default({}),
  beds: z
    .array(z.object({ kind: BedKind, count: z.int().min(1).max(2000, '一次最多登记 2000 张。') }))
    .max(4)
    .default([]),
})
const Label = z.string().trim().min(1, '请填写编号。').max(20, '编号不超过 20 个字。')
const Ids = z.array(z.uuid()).min(1, '请至少选择一张床位。').max(2000, '一次最多处理 2000 张床位。')
/** A change of a facility, from a day on, with its source. */
export const Act = z.discriminatedUnion('act', [
  z.object({
    act: z.literal('set'),
    from: Day,
    source: Text,
    attributes: z
      .record(z.string().max(40), Value)
      .refine((given) => Object.keys(given).length > 0, '请至少填写一项。'),
  }),
  z.object({ act: z.literal('place'), point: Point }),
  z.object({
    act: z.literal('addRoom'),
    from: Day,
    label: Label,
    storey: z.int('楼层请填写整数。').min(-5, '楼层过低，请核对。').max(100, '楼层过高，请核对。'),
    zone: z.string().trim().max(30, '区域不超过 30 个字。').optional(),
    areaM2: z.number().positive('面积应大于零。').max(10_000, '面积过大，请核对。').optional(),
  }),
  z.object({
    act: z.literal('addBeds'),
    from: Day,
    source: Text,
    kind: BedKind,
    count: z.int('张数请填写整数。').min(1, '至少一张。').max(2000, '一次最多登记 2000 张。'),
    roomId: z.uuid().optional(),
  }),
  z.object({
    act: z.literal('changeBeds'),
    from: Day,
    source: Text,
    beds: Ids,
    kind: BedKind.optional(),
    roomId: z.uuid().nullable().optional(),
    inUse: z.boolean().optional(),
  }),
  z.object({ act: z.literal('endBeds'), from: Day, source: Text, beds: Ids }),
])
export const NewOrganisation = z.object({
  creditCode: z.string().trim().min(18, '统一社会信用代码应为 18 位。').max(30),
  name: z.string().trim().min(2, '请填写名称。').max(60, '名称不超过 60 个字。'),
  profitKind: z.enum(['forProfit', 'nonProfit', 'publicInstitution'], '请选择登记性质。'),
})
export const Organisations = z.object({
  rows: z.array(
    z.object({ creditCode: z.string(), name: z.string(), profitKind: z.string().nullable(), example: z.boolean() }),
  ),
})
const Done = z.object({ done: z.boolean() })

export const listFacilities = { method: 'get', path: '/api/facilities', response: FacilityPage } as const
export const readFacility = { method: 'get', path: '/api/facilities/{district}/{id}', response: Facility } as const
export const registerFacility = {
  method: 'post',
  path: '/api/facilities',
  response: z.object({ id: z.uuid(), number: z.string(), district: z.string() }),
} as const
export const actOnFacility = { method: 'post', path: '/api/facilities/{district}/{id}/acts', response: Done } as const
export const recordOrganisation = { method: 'post', path: '/api/facilities/organisations', response: Done } as const
export const readMap = {
  method: 'get',
  path: '/api/facilities/map',
  response: z.object({ rows: z.array(FacilityRow), capped: z.boolean() }),
} as const

/** Paths that show something else after a change. */
export const CHANGED = [listFacilities.path, readFacility.path, readMap.path]

export type FacilityRow = z.infer<typeof FacilityRow>
export type Facility = z.infer<typeof Facility>
export type FacilityQuery = z.infer<typeof FacilityQuery>
export type NewFacility = z.infer<typeof NewFacility>
export type NewOrganisation = z.infer<typeof NewOrganisation>
export type Act = z.infer<typeof Act>
