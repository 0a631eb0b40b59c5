import { z } from 'zod'
import { GATES, STAGES } from './gates.ts'
import { FORMS, LINKS, PROJECTS, USES, VILLAGE_REASONS } from './words.ts'

const keysOf = <T extends object>(words: T) => Object.keys(words) as [keyof T & string, ...(keyof T & string)[]]
const Day = z.iso.date('日期请按 2026-11-21 的格式填写。')
const Text = z.string().trim().min(2, '请填写这一项。').max(200, '不超过 200 字。')
const Area = z.number('面积请填写数字，单位为 m²。').positive('面积应大于零。').max(1_000_000, '面积过大，请核对。')
const Fen = z.int('金额请核对。').min(0, '金额不能小于零。').max(1e13, '金额过大，请核对。')

export const Villages = z.object({
  counts: z.object({ own: z.int(), merged: z.int(), exempt: z.int(), missing: z.int() }),
  rows: z.array(
    z.object({
      village: z.string(),
      name: z.string(),
      township: z.string(),
      state: z.enum(['own', 'merged', 'exempt', 'missing']),
      facilityId: z.string().nullable(),
      facilityName: z.string().nullable(),
      reason: z.enum(keysOf(VILLAGE_REASONS)).nullable(),
      document: z.string().nullable(),
    }),
  ),
})
export const SetVillage = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('merged'),
    village: z.string().max(20),
    facilityId: z.uuid('请选择合并到哪个互助养老点。'),
    document: Text,
    from: Day,
  }),
  z.object({
    state: z.literal('exempt'),
    village: z.string().max(20),
    reason: z.enum(['dissolving', 'centreVillage'], '请选择免设的情形。'),
    document: Text,
    from: Day,
  }),
  z.object({ state: z.literal('none'), village: z.string().max(20), from: Day }),
])

const Gate = z.enum(keysOf(GATES))
export const Estates = z.object({
  rows: z.array(
    z.object({
      district: z.string(),
      id: z.uuid(),
      name: z.string(),
      developer: z.string(),
      place: z.string(),
      requiredM2: z.number(),
      basis: z.string(),
      presentUse: z.enum(keysOf(USES)).nullable(),
      example: z.boolean(),
      next: Gate.nullable(),
      gates: z.array(
        z.object({
          step: Gate,
          no: z.int(),
          areaM2: z.number(),
          document: z.string(),
          passed: z.boolean(),
          decidedOn: z.string(),
        }),
      ),
    }),
  ),
})
export const NewEstate = z.object({
  name: z.string().trim().min(2, '请填写小区名称。').max(60),
  developer: Text,
  division: z.string().max(20),
  requiredM2: Area,
  basis: Text,
})
export const ActOnEstate = z.discriminatedUnion('act', [
  z.object({ act: z.literal('gate'), step: Gate, areaM2: Area.or(z.literal(0)), document: Text, on: Day }),
  z.object({ act: z.literal('use'), use: z.enum(keysOf(USES)), on: Day }),
])

const Stage = z.enum(keysOf(STAGES))
const ProjectKind = z.enum(keysOf(PROJECTS))
export const Projects = z.object({
  quota: z.array(
    z.object({
      kind: ProjectKind,
      quota: z.int().nullable(),
      inRegister: z.int(),
      planned: z.int(),
      finished: z.int(),
    }),
  ),
  source: z.string(),
  rows: z.array(
    z.object({
      district: z.string(),
      id: z.uuid(),
      kind: ProjectKind,
      name: z.string(),
      place: z.string(),
      plannedFen: Fen,
      paidFen: Fen,
      funds: z.string(),
      example: z.boolean(),
      next: Stage.nullable(),
      stages: z.array(z.object({ stage: Stage, reachedOn: z.string(), evidence: z.string(), paidFen: Fen })),
    }),
  ),
})
export const NewProject = z.object({
  kind: ProjectKind,
  name: z.string().trim().min(2, '请填写项目名称。').max(60),
  division: z.string().max(20),
  plannedFen: Fen,
  funds: Text,
})
export const ReachStage = z.object({ stage: Stage, on: Day, evidence: Text, paidFen: Fen.default(0) })

export const Contracts = z.object({
  rows: z.array(
    z.object({
      district: z.string(),
      id: z.uuid(),
      facilityId: z.uuid(),
      facilityName: z.string(),
      operator: z.string(),
      form: z.enum(keysOf(FORMS)),
      from: z.string(),
      until: z.string(),
      reportEvery: z.int(),
      /** Reports that were due and have not come. */
      overdue: z.array(z.string()),
      reports: z.array(
        z.object({ dueOn: z.string(), handedIn: z.string(), assets: z.string(), incidents: z.string() }),
      ),
    }),
  ),
})
export const NewContract = z.object({
  facilityId: z.uuid('请选择设施。'),
  operator: z.string().trim().min(18, '统一社会信用代码应为 18 位。').max(30),
  form: z.enum(keysOf(FORMS)),
  from: Day,
  until: Day,
  reportEvery: z.int().min(1, '至少每 1 个月报告一次。').max(12, '至少每 12 个月报告一次。'),
  tender: Text,
  assets: Text,
})
export const HandInReport = z.object({ dueOn: Day, assets: Text, incidents: Text })

export const Links = z.object({
  /** Points, stations and centres of a network level without anybody who guides them (孤点). */
  alone: z.array(z.object({ id: z.uuid(), name: z.string(), kind: z.string() })),
  rows: z.array(
    z.object({
      id: z.uuid(),
      kind: z.enum(keysOf(LINKS)),
      facilityId: z.uuid(),
      facilityName: z.string(),
      parentId: z.uuid(),
      parentName: z.string(),
      from: z.string(),
    }),
  ),
})
export const NewLink = z.object({
  kind: z.enum(keysOf(LINKS)),
  facilityId: z.uuid('请选择下级设施。'),
  parentId: z.uuid('请选择上级设施。'),
  from: Day,
})
const Done = z.object({ done: z.boolean() })
const Made = z.object({ id: z.uuid() })

const at = (path: string) => `/api/networks/{district}${path}`
export const readVillages = { method: 'get', path: at('/villages'), response: Villages } as const
export const setVillage = { method: 'post', path: at('/villages'), response: Done } as const
export const readEstates = { method: 'get', path: at('/estates'), response: Estates } as const
export const addEstate = { method: 'post', path: at('/estates'), response: Made } as const
export const actOnEstate = {
  method: 'post',
  path: at('/estates/{id}'),
  response: z.object({ passed: z.boolean(), shortM2: z.number() }),
} as const
export const readProjects = { method: 'get', path: at('/projects'), response: Projects } as const
export const addProject = { method: 'post', path: at('/projects'), response: Made } as const
export const reachStage = { method: 'post', path: at('/projects/{id}'), response: Done } as const
export const readContracts = { method: 'get', path: at('/contracts'), response: Contracts } as const
export const addContract = { method: 'post', path: at('/contracts'), response: Made } as const
export const handInReport = { method: 'post', path: at('/contracts/{id}'), response: Done } as const
export const readLinks = { method: 'get', path: at('/links'), response: Links } as const
export const addLink = { method: 'post', path: at('/links'), response: Made } as const

export type Villages = z.infer<typeof Villages>
export type SetVillage = z.infer<typeof SetVillage>
export type Estates = z.infer<typeof Estates>
export type NewEstate = z.infer<typeof NewEstate>
export type ActOnEstate = z.infer<typeof ActOnEstate>
export type Projects = z.infer<typeof Projects>
export type NewProject = z.infer<typeof NewProject>
export type ReachStage = z.infer<typeof ReachStage>
export type Contracts = z.infer<typeof Contracts>
export type NewContract = z.infer<typeof NewContract>
export type HandInReport = z.infer<typeof HandInReport>
export type Links = z.infer<typeof Links>
export type NewLink = z.infer<typeof NewLink>
