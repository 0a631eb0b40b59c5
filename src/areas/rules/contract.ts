/** What crosses the wire of W25 (政策规则库) and P02: shared by the server and the screens. */
import { z } from 'zod'
import { isDay } from '../../platform/clock/day.ts'

export const daySchema = z.string().refine(isDay, '请填写日历上存在的日期，格式为 2026-11-01。')
const divisionSchema = z.string().regex(/^([0-9]{6}|[a-z]{3,20})$/, '请选择区县、全市或全国。')

/** A value for an open parameter: an amount in 元, a number, yes or no, one choice or several. */
export const settingValue = z.union([z.number(), z.boolean(), z.string(), z.array(z.string())])

export const proposalSchema = z.object({
  division: divisionSchema,
  parameter: z.string().min(1, '请选择参数。'),
  value: settingValue,
  from: daySchema,
  /** Exclusive; null while it lasts. */
  until: daySchema.nullish(),
  /** The district's own document, for example its number and date. */
  document: z.string().trim().min(2, '请写明依据的文件名称或文号。').max(200, '文件名称请不超过 200 字。'),
})
export type Proposal = z.infer<typeof proposalSchema>

export const SETTING_STATES = ['draft', 'inForce', 'superseded', 'withdrawn'] as const
export const settingSchema = z.object({
  id: z.string(),
  division: z.string(),
  parameter: z.string(),
  value: settingValue,
  from: z.string(),
  until: z.string().nullable(),
  document: z.string(),
  example: z.boolean(),
  /** `inForce`: signed and not replaced; whether its period has begun is told by `from`. */
  state: z.enum(SETTING_STATES),
  proposedBy: z.string(),
  proposedAt: z.string(),
  approvedBy: z.string().nullable(),
  approvedAt: z.string().nullable(),
})
export type SettingRecord = z.infer<typeof settingSchema>

/** One open parameter as W25 lists it. */
export const openParameterSchema = z.object({
  id: z.string(),
  name: z.string(),
  unit: z.string().nullable(),
  value: settingValue.nullable(),
  basis: z.enum(['document', 'setting', 'unset']),
  example: z.boolean(),
  clause: z.string(),
  lastVerified: z.string().nullable(),
  label: z.string().nullable(),
  suggested: settingValue.nullable(),
  accepts: z.object({
    type: z.enum(['yuan', 'integer', 'boolean', 'choice', 'set']),
    min: z.number().optional(),
    max: z.number().optional(),
    choices: z.array(z.string()).optional(),
    unit: z.string().optional(),
    says: z.string().optional(),
  }),
  words: z.record(z.string(), z.string()),
  usedBy: z.array(z.string()),
  /** The place whose setting holds here: the district, or the city or nation above it. */
  setIn: z.string().nullable(),
})
export type OpenParameter = z.infer<typeof openParameterSchema>

/** What P02 needs to evaluate in the browser: settings that two people signed. */
export const publicSettingSchema = z.object({
  parameter: z.string(),
  division: z.string(),
  value: settingValue,
  from: daySchema,
  until: daySchema.nullable(),
  signedBy: z.array(z.string()),
  example: z.boolean(),
})

export const explanationSchema = z.object({ rule: z.string(), title: z.string(), lines: z.array(z.string()) })

/** The latest check of a clause that two persons recorded. */
export const verificationSchema = z.object({ doc: z.string(), section: z.string(), on: daySchema })
export const verificationBody = z.object({
  doc: z.string().min(1).max(60),
  section: z.string().min(1).max(120),
  on: daySchema,
  source: z.string().trim().min(4, '请写明原文的出处，例如网址或文件编号。').max(300, '出处请不超过 300 字。'),
})
export const verificationRecord = z.object({
  id: z.string(),
  doc: z.string(),
  section: z.string(),
  on: z.string(),
  source: z.string(),
  state: z.enum(['draft', 'confirmed', 'withdrawn']),
  proposedBy: z.string(),
  proposedAt: z.string(),
  confirmedBy: z.string().nullable(),
  confirmedAt: z.string().nullable(),
})
export type VerificationRecord = z.infer<typeof verificationRecord>
