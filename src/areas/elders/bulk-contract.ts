import { z } from 'zod'
import { DaySchema, FactKindSchema } from './contract.ts'
import { FilterBody } from './export-contract.ts'

/** More persons than this are done in parts: one act is one transaction. */
export const BULK_LIMIT = 5000

/** Some persons, or everybody who meets conditions. */
export const Selection = z.union([
  z.object({ kind: z.literal('rows'), ids: z.array(z.uuid()).min(1, '请先选择老人。').max(BULK_LIMIT) }),
  z.object({ kind: z.literal('all'), filter: FilterBody }),
])

export const BulkFact = z.object({
  selection: Selection,
  kind: FactKindSchema,
  value: z.array(z.string().max(40)).max(8),
  validFrom: DaySchema,
  source: z.enum(['clerk', 'departmentList', 'assessment', 'visit', 'declaration']).default('clerk'),
  sourceRef: z.string().trim().max(200).optional(),
})
export type BulkFact = z.infer<typeof BulkFact>
/** `seen` is the number of changes that the rehearsal showed: another number means that the list has moved. */
export const DoBulkFact = BulkFact.extend({ seen: z.number().int().min(1) })
export type DoBulkFact = z.infer<typeof DoBulkFact>

/** What a rehearsal shows: which change from what, which skip and why; the first 200 by name. */
export const Rehearsal = z.object({
  change: z.number().int(),
  skip: z.number().int(),
  why: z.array(z.object({ reason: z.string(), people: z.number().int() })),
  rows: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      place: z.string(),
      before: z.string(),
      skipped: z.string().nullable(),
    }),
  ),
})
export type Rehearsal = z.infer<typeof Rehearsal>

export const rehearseFactOf = { method: 'post', path: '/api/elders/bulk/facts/rehearse', response: Rehearsal } as const
export const doFactOf = { method: 'post', path: '/api/elders/bulk/facts', response: Rehearsal } as const
