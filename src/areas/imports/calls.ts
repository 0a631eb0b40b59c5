import type { z } from 'zod'
import { typed } from '../../ui/api.ts'
import type * as contract from './contract.ts'

export type Batch = z.infer<typeof contract.batchView>
export type BatchSummary = z.infer<typeof contract.batchSummary>
export type Row = z.infer<typeof contract.rowView>
export type Column = Batch['columns'][number]
export type Meaning = Column['meaning']
export type Group = Batch['groups'][number]
export type Missing = z.infer<typeof contract.missingPerson>
export type Spared = z.infer<typeof contract.spared>

const ONE = '/api/imports/batches/{id}'

/** The import wizard's calls as the screens make them; the schemas stand in contract.ts beside the server's router. */
export const uploadList = { method: 'post', path: '/api/imports/batches', response: typed<Batch>() } as const
export const listBatches = {
  method: 'get',
  path: '/api/imports/batches',
  response: typed<{ batches: BatchSummary[] }>(),
} as const
export const readBatch = { method: 'get', path: ONE, response: typed<Batch>() } as const
export const readRows = {
  method: 'get',
  path: `${ONE}/rows`,
  response: typed<{ rows: Row[]; next: number | null }>(),
} as const
export const readMissing = {
  method: 'get',
  path: `${ONE}/missing`,
  response: typed<{ people: Missing[]; next: string | null }>(),
} as const
export const repairRow = { method: 'patch', path: `${ONE}/rows/{row}`, response: typed<Batch>() } as const
export const repairAlike = {
  method: 'post',
  path: `${ONE}/fixes`,
  response: typed<Batch & { repaired: number }>(),
} as const
export const assignColumns = { method: 'put', path: `${ONE}/columns`, response: typed<Batch>() } as const
export const commitBatch = {
  method: 'post',
  path: `${ONE}/commit`,
  response: typed<Batch & { restBatch: string | null }>(),
} as const
export const rollbackBatch = {
  method: 'post',
  path: `${ONE}/rollback`,
  response: typed<Batch & { removed: number; restored: number; spared: Spared[] }>(),
} as const
export const discardBatch = { method: 'delete', path: ONE, response: typed<{ discarded: true }>() } as const

/** What shows something else after any change to a batch. */
export const REFRESHES = [ONE, `${ONE}/rows`, `${ONE}/missing`, '/api/imports/batches'] as const
