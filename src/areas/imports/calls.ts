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

export type Ordered = z.infer<typeof contract.ordered>
export type ReportCard = z.infer<typeof contract.reportCard>
/** What a finished job of this area leaves. */
export type Outcome = { batch: string; says: string; href: string }

const ONE = '/api/imports/batches/{id}'
const ROW = `${ONE}/rows/{row}` as const
const ordered = typed<Ordered>()

/** The import wizard's calls as the screens make them; the schemas stand in contract.ts beside the server's router. */
export const uploadList = { method: 'post', path: '/api/imports/batches', response: ordered } as const
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
export const repairRow = { method: 'patch', path: ROW, response: typed<Batch>() } as const
export const repairAlike = {
  method: 'post',
  path: `${ONE}/fixes`,
  response: typed<Batch & { repaired: number; job: string | null }>(),
} as const
export const assignColumns = { method: 'put', path: `${ONE}/columns`, response: ordered } as const
export const commitBatch = { method: 'post', path: `${ONE}/commit`, response: ordered } as const
export const rollbackBatch = { method: 'post', path: `${ONE}/rollback`, response: ordered } as const
export const holdRow = { method: 'put', path: `${ROW}/held`, response: typed<Batch>() } as const
export const transferRow = {
  method: 'post',
  path: `${ROW}/transfer`,
  response: typed<z.infer<typeof contract.transferAsked>>(),
} as const
export const readSpared = {
  method: 'get',
  path: `${ONE}/spared`,
  response: typed<{ people: Spared[] }>(),
} as const
export const readReport = {
  method: 'get',
  path: `${ONE}/report`,
  response: typed<{ report: ReportCard | null }>(),
} as const
export const discardBatch = { method: 'delete', path: ONE, response: typed<{ discarded: true }>() } as const

/** What shows something else after any change to a batch. */
export const REFRESHES = [
  ONE,
  ...['rows', 'missing', 'spared', 'report'].map((part) => `${ONE}/${part}`),
  '/api/imports/batches',
  '/api/jobs',
] as const

/** What a fix of many rows says: done, or on its way as a job that this page hears of when it ends. */
export const saysOf = ({ repaired, job }: { repaired: number; job: string | null }, verb: string): string =>
  job === null ? `已${verb} ${repaired} 行。` : `正在${verb} ${repaired} 行，完成后这一页会更新。`
