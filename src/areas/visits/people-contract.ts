import { z } from 'zod'
import { NEED_KINDS } from './field-contract.ts'
import { Replanned } from './office-contract.ts'
import { IdMark } from './page-mark.ts'

/** Whom visits and help hang on: pairs, posts, absences, hand-over, and what the elder lets the family see. */
const District = z.string().regex(/^\d{6}$/, '区县请用 6 位代码。')
const Area = z.string().regex(/^[0-9a-z-]{3,16}$/)
const Name = z.string().trim().min(1, '请填写姓名。').max(100, '姓名不超过 100 个字。')
const Phone = z
  .string()
  .trim()
  .regex(/^[+\d][\d\s-]{5,19}$/, '电话号码的格式不对，请核对后重新填写。')
const Text = z.string().trim().min(2, '请填写这一项。').max(300, '不超过 300 字。')
const Day = z.iso.date('请填写日期，格式为 2026-11-01。')
const Village = z.string().regex(/^[0-9a-z-]{12,16}$/, '请选择村（社区）。')
const Done = z.object({ done: z.boolean() })
const Made = z.object({ id: z.uuid() })

export const PAIRINGS = ['oneToOne', 'grid'] as const
export const PARTNERS = [
  'partyMember',
  'cadre',
  'volunteer',
  'neighbour',
  'assistant',
  'grid',
  'socialWorker',
  'other',
] as const
export const PairLine = z.object({
  district: z.string(),
  /** Null where nobody is paired yet. */
  id: z.uuid().nullable(),
  elderId: z.uuid(),
  name: z.string(),
  villageName: z.string(),
  village: z.string().nullable(),
  wants: z.enum(PAIRINGS).nullable(),
  mode: z.enum(PAIRINGS).nullable(),
  partner: z.string().nullable(),
  partnerKind: z.enum(PARTNERS).nullable(),
  help: z.array(z.string()),
  since: z.string().nullable(),
  acts: z.int(),
  lastAct: z.string().nullable(),
})
export type PairLine = z.infer<typeof PairLine>
export const Pairs = z.object({
  rows: z.array(PairLine),
  next: z.string().nullable(),
  unpaired: z.int(),
  most: z.int().nullable(),
})
export const PairQuery = z.object({
  area: Area.optional(),
  show: z.enum(['unpaired', 'paired']).default('unpaired'),
  after: IdMark.optional(),
})
export const NewPair = z.object({
  district: District,
  elderId: z.uuid(),
  mode: z.enum(PAIRINGS),
  partner: Name,
  partnerKind: z.enum(PARTNERS),
  account: z.string().trim().max(100).default(''),
  phone: Phone.optional(),
  help: z.array(z.enum(NEED_KINDS)).max(NEED_KINDS.length),
  everyDays: z.int().min(1).max(366).nullable().default(null),
})
export const EndPair = z.object({ because: Text })
export const NewHelpAct = z.object({
  id: z.uuid(),
  kind: z.enum(NEED_KINDS),
  minutes: z.int().min(1, '至少一分钟。').max(1440, '不超过一天。'),
  on: Day,
  note: z.string().trim().max(300).default(''),
})

export const POSTS = ['assistant', 'grid', 'doctor', 'volunteer', 'socialWorker', 'contact'] as const
export const POST_SOURCES = [
  'committee',
  'publicWelfare',
  'villageDoctor',
  'gridWorker',
  'volunteer',
  'purchased',
  'other',
] as const
export const NewPost = z.object({
  village: Village,
  account: z.string().trim().max(100).default(''),
  name: Name,
  phone: Phone.optional(),
  kind: z.enum(POSTS),
  source: z.enum(POST_SOURCES),
  fullTime: z.boolean(),
  dailyMost: z.int().min(0).max(60, '每天不超过 60 户。'),
  from: Day,
})
export const NewAbsence = z
  .object({
    village: Village,
    account: z.string().trim().min(1, '请选择巡访人。').max(100),
    from: Day,
    until: Day,
    reason: Text,
  })
  .refine((absence) => absence.until >= absence.from, { path: ['until'], message: '结束日期不能早于开始日期。' })
export const HandOver = z.object({
  district: District,
  from: z.string().trim().min(1).max(100),
  to: z.string().trim().min(1).max(100),
  village: Village,
  note: Text,
})

export const listPairs = { method: 'get', path: '/api/visits/pairs', response: Pairs } as const
export const addPair = { method: 'post', path: '/api/visits/pairs', response: Made } as const
export const endPair = { method: 'post', path: '/api/visits/pairs/{district}/{id}/end', response: Done } as const
export const addHelpAct = { method: 'post', path: '/api/visits/pairs/{district}/{id}/acts', response: Made } as const
export const addPost = { method: 'post', path: '/api/visits/posts', response: Made } as const
export const addAbsence = { method: 'post', path: '/api/visits/absences', response: Replanned } as const
export const handOver = {
  method: 'post',
  path: '/api/visits/hand-over',
  response: z.object({ visits: z.int(), pairs: z.int() }),
} as const
export const FAMILY_PARTS = ['visits', 'condition', 'needs'] as const
export const FamilyChoice = z.object({
  parts: z.array(z.enum(FAMILY_PARTS)).max(FAMILY_PARTS.length),
  how: z.enum(['present', 'signed', 'voice', 'message'], '请选择老人怎样表示同意。'),
})
/** What the elder lets the family see, said at the door or a counter. */
export const setFamilyChoice = {
  method: 'post',
  path: '/api/visits/family-choice/{district}/{id}',
  response: z.object({ parts: z.array(z.enum(FAMILY_PARTS)) }),
} as const
