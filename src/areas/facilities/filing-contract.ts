import { z } from 'zod'
import { DEPARTMENTS, FILING_KINDS, FILING_STATES, LEGACY_ISSUES, MATERIALS } from './filing-words.ts'
import { FACILITY_KINDS } from './words.ts'

const keysOf = <T extends object>(words: T) => Object.keys(words) as [keyof T & string, ...(keyof T & string)[]]
const Day = z.iso.date('日期请按 2026-11-21 的格式填写。')
const Short = z.string().max(40).default('')
const Value = z.union([z.string().max(200), z.number(), z.boolean(), z.array(z.string().max(30)).max(20)])

const Opening = z.object({
  ownership: Short,
  sameRegistrationDistrict: Short,
  tenure: Short,
  leaseYears: Short,
  leaseMonths: Short,
  floorArea: Short,
  investment: Short,
  inUseSince: Short,
  alteredSince: Short,
  conversion: Short,
  reuse: Short,
  beds: Short,
  newBeds: Short,
  nursingBeds: Short,
  clinicKind: Short,
  meals: Short,
  hasPremisesTitle: Short,
  registrationFormRequired: Short,
})
const count = (label: string) => z.int(`${label}请填写整数。`).min(0).max(5000)
export const FilingForm = z.object({
  facilityKind: z.enum(keysOf(FACILITY_KINDS)).optional(),
  address: z.string().trim().max(120).default(''),
  reason: z.string().trim().max(300).default(''),
  opening: Opening,
  /** 变更备案: what changes. */
  changes: z.record(z.string().max(40), Value).optional(),
  /** 终止服务: what becomes of the residents. */
  plan: z
    .object({
      residents: count('在住老人'),
      placed: count('已落实去处'),
      noticeOn: Day,
      where: z.string().trim().max(300),
      refunds: z.string().trim().max(300),
      records: z.string().trim().max(300),
    })
    .optional(),
  /** 存量未许可机构: what was left open, and how it was decided. */
  issues: z
    .array(
      z.object({
        kind: z.enum(keysOf(LEGACY_ISSUES)),
        finding: z.string().trim().min(2, '请写明遗留问题。').max(200),
        decision: z.string().trim().max(200),
        settled: z.boolean(),
      }),
    )
    .max(20)
    .optional(),
})
export const NewFiling = z.object({
  kind: z.enum(keysOf(FILING_KINDS), '请选择备案事项。'),
  /** The facility that is changed, suspended or closed. */
  facility: z.object({ district: z.string().regex(/^\d{6}$/), id: z.uuid() }).optional(),
  name: z.string().trim().max(60).default(''),
  division: z.string().max(20).default(''),
  operator: z
    .object({
      creditCode: z.string().trim().max(30),
      name: z.string().trim().min(2, '请填写运营方名称。').max(60),
      profitKind: z.enum(['forProfit', 'nonProfit', 'publicInstitution'], '请选择登记性质。'),
    })
    .optional(),
  effectiveOn: Day,
  materials: z.array(z.enum(keysOf(MATERIALS))).max(3),
  form: FilingForm,
})

const PanelLine = z.object({
  rule: z.string(),
  title: z.string(),
  says: z.string(),
  clauses: z.array(z.string()),
  conditions: z.array(z.string()),
  why: z.array(z.string()),
  amountFen: z.int().nullable(),
  example: z.boolean(),
  with: z.string().nullable(),
  near: z.string().nullable(),
  missing: z.array(z.string()),
})
const Panel = z.object({
  spared: z.array(PanelLine),
  required: z.array(PanelLine),
  verify: z.array(PanelLine),
  receivable: z.array(PanelLine),
  open: z.array(PanelLine),
})
const Check = z.object({
  district: z.string(),
  id: z.uuid(),
  filingId: z.uuid(),
  filingName: z.string(),
  filingNumber: z.string(),
  number: z.string(),
  department: z.enum(keysOf(DEPARTMENTS)),
  question: z.string(),
  outcome: z.enum(['clear', 'problem']).nullable(),
  words: z.string().nullable(),
  answeredOn: z.string().nullable(),
  dueOn: z.string().nullable(),
  /** Counted in working days; null where nobody has set the term. */
  daysLeft: z.int().nullable(),
})
export const FilingRow = z.object({
  district: z.string(),
  id: z.uuid(),
  number: z.string(),
  kind: z.enum(keysOf(FILING_KINDS)),
  state: z.enum(keysOf(FILING_STATES)),
  facilityId: z.string().nullable(),
  name: z.string(),
  operator: z.string(),
  place: z.string(),
  effectiveOn: z.string(),
  filedOn: z.string().nullable(),
  submittedAt: z.string(),
  checksOpen: z.int(),
  checks: z.int(),
  example: z.boolean(),
})
export const FilingPage = z.object({ rows: z.array(FilingRow), next: z.string().nullable() })
export const FilingQuery = z.object({
  kind: z.enum(keysOf(FILING_KINDS)).optional(),
  state: z.enum(keysOf(FILING_STATES)).optional(),
  area: z.string().max(20).optional(),
  after: z.string().max(100).optional(),
})
export const Filing = FilingRow.extend({
  form: FilingForm,
  panel: Panel,
  receipt: z.string().nullable(),
  dueOn: z.string().nullable(),
  daysLeft: z.int().nullable(),
  revision: z.int(),
  checkList: z.array(Check),
  evidence: z.array(z.object({ name: z.string(), title: z.string(), standing: z.string() })),
  timeline: z.array(z.object({ at: z.string(), says: z.string(), account: z.string(), reason: z.string().nullable() })),
  moves: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      reason: z.enum(['required', 'optional']).nullable(),
      asksForMissing: z.boolean(),
      tone: z.string().nullable(),
      unavailable: z.string().nullable(),
    }),
  ),
})
export const ActOnFiling = z.object({
  move: z.string().max(40),
  reason: z.string().trim().max(300).optional(),
  missing: z
    .array(z.enum(keysOf(MATERIALS)))
    .max(3)
    .optional(),
  supplied: z
    .array(z.enum(keysOf(MATERIALS)))
    .max(3)
    .optional(),
  revision: z.int().min(1),
})
export const Checks = z.object({ rows: z.array(Check) })
export const AnswerCheck = z.object({
  outcome: z.enum(['clear', 'problem']),
  words: z.string().trim().min(2, '请写明核查情况。').max(300, '不超过 300 字。'),
})
export const PublicFilings = z.object({
  rows: z.array(
    z.object({
      number: z.string(),
      kind: z.string(),
      name: z.string(),
      operator: z.string(),
      place: z.string(),
      filedOn: z.string(),
      example: z.boolean(),
    }),
  ),
})
const Done = z.object({ done: z.boolean() })

export const listFilings = { method: 'get', path: '/api/filings', response: FilingPage } as const
export const readFiling = { method: 'get', path: '/api/filings/{district}/{id}', response: Filing } as const
export const submitFiling = {
  method: 'post',
  path: '/api/filings',
  response: z.object({ district: z.string(), id: z.uuid(), number: z.string() }),
} as const
export const actOnFiling = { method: 'post', path: '/api/filings/{district}/{id}/acts', response: Done } as const
export const listChecks = { method: 'get', path: '/api/filings/checks', response: Checks } as const
export const answerCheck = { method: 'post', path: '/api/filings/checks/{district}/{id}', response: Done } as const
export const publicFilings = { method: 'get', path: '/api/filings/public/{district}', response: PublicFilings } as const

export type FilingForm = z.infer<typeof FilingForm>
export type NewFiling = z.infer<typeof NewFiling>
export type Filing = z.infer<typeof Filing>
export type FilingRow = z.infer<typeof FilingRow>
export type FilingQuery = z.infer<typeof FilingQuery>
export type FilingCheck = z.infer<typeof Check>
export type ActOnFiling = z.infer<typeof ActOnFiling>
