import { z } from 'zod'
import { ElderFilter } from './contract.ts'
import { EXPORT_PURPOSES, type ExportPurpose } from './words.ts'

/** More rows of personal data than this need a second person (UX §5). */
export const EXPORT_LIMIT = 5000

/** Conditions as a JSON body; the same as in the URL of the list. */
export const FilterBody = z.record(z.string().max(40), z.string().max(400)).transform((given, context): ElderFilter => {
  const read = ElderFilter.safeParse(given)
  if (read.success) return read.data
  for (const { message, path } of read.error.issues) context.addIssue({ code: 'custom', message, path })
  return z.NEVER
})

export const AskExport = z.object({
  filter: FilterBody,
  format: z.enum(['xlsx', 'csv']).default('xlsx'),
  numbers: z.enum(['masked', 'full']).default('masked'),
  purposeKind: z.enum(Object.keys(EXPORT_PURPOSES) as [ExportPurpose, ...ExportPurpose[]]),
  purpose: z.string().trim().min(2, '请填写用途。').max(200, '用途不超过 200 字。'),
})
export type AskExport = z.infer<typeof AskExport>

export const ExportView = z.object({
  id: z.string(),
  district: z.string(),
  by: z.string(),
  mine: z.boolean(),
  mayDecide: z.boolean(),
  conditions: z.record(z.string(), z.string()),
  format: z.string(),
  numbers: z.enum(['masked', 'full']),
  purposeKind: z.string(),
  purpose: z.string(),
  state: z.enum(['requested', 'released', 'refused', 'done', 'over']),
  requestedAt: z.string(),
  decidedBy: z.string().nullable(),
  decidedAt: z.string().nullable(),
  note: z.string().nullable(),
  people: z.number().int().nullable(),
  files: z.array(z.object({ name: z.string(), people: z.number().int() })),
  expiresAt: z.string().nullable(),
})
export type ExportView = z.infer<typeof ExportView>
export const ExportPage = z.object({ exports: z.array(ExportView) })

/** `direct`: few and masked, to be downloaded at once; `requested`: somebody else has to release it. */
export const ExportAsked = z.object({ way: z.enum(['direct', 'requested']), id: z.string().nullable() })

const at = <P extends string>(path: P) => `/api/elders/exports${path}` as const
export const askExportOf = { method: 'post', path: at(''), response: ExportAsked } as const
export const readExports = { method: 'get', path: at(''), response: ExportPage } as const
export const releaseExportOf = { method: 'post', path: at('/{id}/release'), response: ExportView } as const
export const refuseExportOf = { method: 'post', path: at('/{id}/refuse'), response: ExportView } as const
