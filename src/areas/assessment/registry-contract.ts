import { z } from 'zod'
import { BACKGROUNDS } from './words.ts'

/** What crosses the wire for disputes, reports, draws, agencies and assessors of W16. */
const keysOf = <T extends Readonly<Record<string, string>>>(words: T) =>
  Object.keys(words) as [Extract<keyof T, string>, ...Extract<keyof T, string>[]]
const District = z.string().regex(/^\d{6}$/, '区县请用 6 位代码。')
const DayText = z.iso.date({ message: '日期请按 2026-11-22 的样子填写。' })
const Text = (most: number) => z.string().trim().min(2, '请填写这一项。').max(most, `不超过 ${most} 字。`)
const CreditCode = z
  .string()
  .trim()
  .regex(/^[0-9A-HJ-NPQRTUWXY]{18}$/, '统一社会信用代码应为 18 位。')

export const RaiseDispute = z.object({
  raisedBy: z.enum(['elder', 'family', 'guardian', 'facility', 'office']),
  raiserName: Text(60),
  grounds: Text(500),
  raisedOn: DayText,
})
export const DrawHead = z.object({
  district: z.string(),
  id: z.uuid(),
  from: z.string(),
  to: z.string(),
  size: z.int(),
  count: z.int(),
  hash: z.string(),
  frozenAt: z.string(),
  seed: z.string().nullable(),
  seedSource: z.string().nullable(),
  picks: z.array(
    z.object({
      rank: z.int(),
      assessmentId: z.uuid(),
      orderId: z.uuid().nullable(),
      number: z.string().nullable(),
      state: z.string().nullable(),
      skipped: z.string().nullable(),
      firstLevel: z.int().nullable(),
      secondLevel: z.int().nullable(),
    }),
  ),
})
export type DrawHead = z.infer<typeof DrawHead>
export const Draws = z.object({ rows: z.array(DrawHead) })
export const FreezeDraw = z.object({
  district: District,
  from: DayText,
  to: DayText,
  size: z.int().min(1, '至少抽 1 份。').max(200, '一次最多 200 份。'),
})
export const PerformDraw = z.object({
  seed: z.string().trim().min(6, '种子至少 6 个字符，例如当日公开的开奖号码。').max(100, '不超过 100 字。'),
  source: Text(100),
})

export const AddAgency = z.object({
  district: District,
  name: Text(100),
  creditCode: CreditCode,
  organisation: z.string().trim().min(1, '请填写机构编号。').max(60, '不超过 60 字。'),
  qualification: Text(200),
})
export const AddAssessor = z.object({
  district: District,
  agencyId: z.uuid(),
  name: Text(60),
  account: z.string().trim().max(60).optional(),
  background: z.enum(keysOf(BACKGROUNDS)),
  employerCode: CreditCode.optional(),
  certificateNo: Text(60),
  certifiedFrom: DayText,
  certifiedUntil: DayText,
  trainedOn: DayText.optional(),
})
export const SetStanding = z.object({
  district: District,
  kind: z.enum(['agency', 'assessor']),
  id: z.uuid(),
  standing: z.enum(['active', 'suspended', 'removed']),
  reason: Text(200),
})
export const AddConflict = z.object({
  district: District,
  assessorId: z.uuid(),
  elderId: z.uuid(),
  kind: z.enum(['kinship', 'interest']),
  note: Text(200),
})
export const Registry = z.object({
  from: z.string(),
  to: z.string(),
  few: z.int(),
  agencies: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      creditCode: z.string(),
      organisation: z.string(),
      qualification: z.string(),
      standing: z.string(),
      reason: z.string().nullable(),
      example: z.boolean(),
    }),
  ),
  assessors: z.array(
    z.object({
      assessorId: z.uuid(),
      agencyId: z.uuid(),
      name: z.string(),
      agency: z.string(),
      account: z.string().nullable(),
      background: z.string(),
      certificateNo: z.string(),
      standing: z.string(),
      certifiedUntil: z.string(),
      sheets: z.int(),
      compared: z.int(),
      meanTotal: z.number().nullable(),
      expectedTotal: z.number().nullable(),
      drift: z.number().nullable(),
      error: z.number().nullable(),
      severeShare: z.number().nullable(),
      expectedSevereShare: z.number().nullable(),
      rechecked: z.int(),
      changed: z.int(),
      hasty: z.int(),
      few: z.boolean(),
      stands: z.enum(['notEnough', 'asPeers', 'moreSevere', 'lessSevere']),
    }),
  ),
})
export type Registry = z.infer<typeof Registry>

export const raiseDispute = {
  method: 'post',
  path: '/api/assessments/sheets/{district}/{id}/disputes',
  response: z.object({ id: z.uuid(), order: z.uuid() }),
} as const
export const issueReport = {
  method: 'post',
  path: '/api/assessments/sheets/{district}/{id}/report',
  response: z.object({ number: z.string(), href: z.string() }),
} as const
export const listDraws = { method: 'get', path: '/api/assessments/draws/{district}', response: Draws } as const
export const freezeDraw = {
  method: 'post',
  path: '/api/assessments/draws',
  response: z.object({ id: z.uuid(), hash: z.string(), count: z.int() }),
} as const
export const performDraw = {
  method: 'post',
  path: '/api/assessments/draws/{district}/{id}/draw',
  response: z.object({ picked: z.int(), ordered: z.int() }),
} as const
const Made = z.object({ id: z.uuid() })
export const readRegistry = { method: 'get', path: '/api/assessments/registry/{district}', response: Registry } as const
export const addAgency = { method: 'post', path: '/api/assessments/registry/agencies', response: Made } as const
export const addAssessor = { method: 'post', path: '/api/assessments/registry/assessors', response: Made } as const
export const setStanding = { method: 'post', path: '/api/assessments/registry/standing', response: Made } as const
export const addConflict = { method: 'post', path: '/api/assessments/registry/conflicts', response: Made } as const
