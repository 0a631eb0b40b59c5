import { z } from 'zod'
import { NEED_KINDS } from './field-contract.ts'

/** Registers around the visits: the roster's upkeep, guardianship, mental care, mutual-aid groups. */
const District = z.string().regex(/^\d{6}$/, '区县请用 6 位代码。')
const Area = z.string().regex(/^[0-9a-z-]{3,16}$/)
const Day = z.iso.date('请填写日期，格式为 2026-11-01。')
const Name = z.string().trim().min(1, '请填写姓名。').max(100, '姓名不超过 100 个字。')
const Note = z.string().trim().max(300, '不超过 300 字。').default('')

export const ROSTER_STATES = ['verified', 'confirmed', 'objected', 'left'] as const
export const GUARDIAN_KINDS = ['none', 'statutory', 'agreed', 'appointed', 'organisation'] as const
export const CARE_KINDS = ['screening', 'talk', 'group', 'crisis', 'referral', 'followUp'] as const
export const CARE_RISKS = ['none', 'watch', 'high', 'crisis'] as const

export const RosterLine = z.object({
  district: z.string(),
  elderId: z.uuid(),
  name: z.string(),
  villageName: z.string(),
  because: z.array(z.string()),
  specialDifficulty: z.boolean().nullable(),
  visitPriority: z.boolean().nullable(),
  /** Null: proposed by the rule, nobody has looked yet. */
  state: z.enum(ROSTER_STATES).nullable(),
  responsible: z.string(),
  checkedOn: z.string().nullable(),
  nextOn: z.string().nullable(),
  overdue: z.boolean(),
  guardian: z.enum(GUARDIAN_KINDS).nullable(),
  guardianName: z.string().nullable(),
  guardianNext: z.string().nullable(),
  risk: z.enum(CARE_RISKS).nullable(),
  careNext: z.string().nullable(),
})
export type RosterLine = z.infer<typeof RosterLine>
export const Roster = z.object({ rows: z.array(RosterLine), next: z.string().nullable() })
export const RosterQuery = z.object({
  area: Area.optional(),
  show: z.enum(['all', 'unchecked', 'overdue', 'withoutGuardian', 'atRisk']).default('all'),
  after: z.uuid().optional(),
})
const OfElder = z.object({ district: District, elderId: z.uuid() })
export const NewRosterCheck = OfElder.extend({
  state: z.enum(ROSTER_STATES),
  responsible: z.string().trim().max(100).default(''),
  note: Note,
  nextOn: Day.nullable().default(null),
})
export const NewGuardianship = OfElder.extend({
  kind: z.enum(GUARDIAN_KINDS),
  guardian: Name.nullable().default(null),
  document: Note,
  nextCheck: Day.nullable().default(null),
  fulfilled: z.boolean().nullable().default(null),
}).refine((each) => (each.kind === 'none') === (each.guardian === null), {
  path: ['guardian'],
  message: '请填写监护人，或选择“没有监护人”。',
})
export const NewMentalCare = OfElder.extend({
  kind: z.enum(CARE_KINDS),
  risk: z.enum(CARE_RISKS),
  byWhom: Name,
  plan: Note,
  nextOn: Day.nullable().default(null),
})
export const NewGroup = z.object({
  village: z.string().regex(/^[0-9a-z-]{12,16}$/, '请选择村（社区）。'),
  villagerGroup: z.string().trim().min(1, '请填写村民小组。').max(40, '不超过 40 字。'),
  leader: Name,
  members: z.int().min(1, '至少一人。').max(500, '不超过 500 人。'),
  does: z.array(z.enum(NEED_KINDS)).max(NEED_KINDS.length),
})
export const GroupLine = z.object({
  district: z.string(),
  id: z.uuid(),
  village: z.string(),
  villageName: z.string(),
  villagerGroup: z.string(),
  leader: z.string(),
  members: z.int(),
  does: z.array(z.string()),
  since: z.string(),
})
export const Groups = z.object({
  rows: z.array(GroupLine),
  villagesWithout: z.array(z.string()),
  assistantsMissing: z.array(z.string()),
})
const Made = z.object({ id: z.uuid() })

export const readRoster = { method: 'get', path: '/api/visits/roster', response: Roster } as const
export const checkRoster = { method: 'post', path: '/api/visits/roster', response: Made } as const
export const addGuardianship = { method: 'post', path: '/api/visits/guardianships', response: Made } as const
export const addMentalCare = { method: 'post', path: '/api/visits/mental-care', response: Made } as const
export const readGroups = { method: 'get', path: '/api/visits/groups', response: Groups } as const
export const addGroup = { method: 'post', path: '/api/visits/groups', response: Made } as const
