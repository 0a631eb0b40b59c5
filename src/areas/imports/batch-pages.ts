import { sql } from 'kysely'
import { type Keyring, maskIdNumber, maskPhone } from '../../platform/crypto/index.ts'
import type { Tx } from '../../platform/db/index.ts'
import { cleanIdNumber } from '../../platform/sheets/clean-text.ts'
import type { Batch } from './queries.ts'
import { openFixes, openRow, repairedRow } from './sealed-cells.ts'

export type RowFilter = {
  class?: 'block' | 'confirm' | 'clean' | 'hint' | undefined
  code?: string | undefined
  outcome?: string | undefined
  view?: 'held' | 'conflict' | undefined
  after: number
  limit: number
}

export type RowPage = {
  row: number
  hidden: boolean
  class: 'block' | 'confirm' | 'clean'
  outcome: string | null
  name: string
  cells: { column: number; text: string; fixed: boolean }[]
  findings: {
    code: string
    class: string
    column: number | null
    field: string
    message: string
    same: string | null
    accepted: boolean
  }[]
  hints: { code: string; message: string; column: number | null; field: string }[]
  changes: unknown[]
  elder: string | null
  elderName: string | null
  elderDistrict: string | null
  held: boolean
  transfer: string | null
}

type StoredRow = Omit<RowPage, 'cells'> & { sealed: Buffer; fixes: Buffer | null }

/** Rows of one tab of the grid, by key. ID and phone numbers are masked, whatever column they stand in. */
export async function pageRows(tx: Tx, keyring: Keyring, batch: Batch, filter: RowFilter): Promise<RowPage[]> {
  const withClass =
    filter.class === undefined
      ? sql`true`
      : filter.class === 'hint'
        ? sql`r.hints <> '[]'`
        : sql`r.class = ${filter.class}`
  const withCode =
    filter.code === undefined
      ? sql`true`
      : sql`exists (select 1 from imports.finding f where f.district = r.district and f.batch_id = r.batch_id and f.row_no = r.row_no
                       and f.code = ${filter.code})`
  const withOutcome = filter.outcome === undefined ? sql`true` : sql`r.outcome = ${filter.outcome} and not r.held`
  const inView =
    filter.view === undefined
      ? sql`true`
      : filter.view === 'held'
        ? sql`r.held`
        : sql`r.changes @> '[{"conflict": true}]'`
  const { rows } = await sql<StoredRow>`
    select r.row_no as row, r.hidden, r.class, r.outcome, r.name, r.hints, r.changes, r.found_id::text as elder,
           r.found_district as "elderDistrict", r.held, r.transfer_id::text as transfer, e.name as "elderName", r.cells as sealed, r.fixes,
           coalesce((select jsonb_agg(jsonb_build_object('code', f.code, 'class', f.class, 'column', f.column_no, 'field', f.field,
                       'message', f.message, 'same', f.same, 'accepted', f.accepted) order by f.ordinal)
              from imports.finding f where f.district = r.district and f.batch_id = r.batch_id and f.row_no = r.row_no), '[]') as findings
      from imports.staged_row r left join elders.elder e on e.district = r.found_district and e.id = r.found_id
     where r.district = ${batch.district} and r.batch_id = ${batch.id}::uuid and r.row_no > ${filter.after}
       and ${withClass} and ${withCode} and ${withOutcome} and ${inView}
     order by r.row_no limit ${filter.limit}`.execute(tx)
  return rows.map(({ sealed, fixes: sealedFixes, ...row }) => {
    const fixes = openFixes(keyring, sealedFixes)
    const { cells } = repairedRow(row.row, row.hidden, openRow(keyring, sealed), fixes)
    const shown = cells.flatMap((cell, column) =>
      cell ? [{ column, text: maskNumbers(cell.text), fixed: Object.hasOwn(fixes, String(column)) }] : [],
    )
    return { ...row, cells: shown }
  })
}

/** Long digits are masked wherever they stand: a remark can hold a number too. */
export function maskNumbers(text: string): string {
  const cleaned = cleanIdNumber(text).text
  if (/^\d{14,17}[\dX]$/.test(cleaned)) return maskIdNumber(cleaned)
  return text
    .replaceAll(/\d{14,17}[\dXx]/g, (number) => maskIdNumber(number))
    .replaceAll(/(?<!\d)1[3-9]\d{9}(?!\d)/g, (number) => maskPhone(number))
}

export type FindingGroup = {
  code: string
  class: string
  field: string
  same: string | null
  rows: number
  example: string
}

/** The findings of a batch by kind, the largest first: what one fix would repair. */
export async function groupFindings(tx: Tx, batch: Batch): Promise<FindingGroup[]> {
  const { rows } = await sql<FindingGroup>`
    select code, class, field, same, count(*)::int as rows, min(message) as example from imports.finding
     where district = ${batch.district} and batch_id = ${batch.id}::uuid and not accepted
     group by code, class, field, same order by count(*) desc, code, same limit 200`.execute(tx)
  return rows
}

/** Three values of each column beside its heading, masked, for the step 配列. */
export async function sampleValues(tx: Tx, keyring: Keyring, batch: Batch): Promise<Map<number, string[]>> {
  const { rows } = await sql<{ cells: Buffer }>`
    select cells from imports.staged_row where district = ${batch.district} and batch_id = ${batch.id}::uuid
     order by row_no limit 20`.execute(tx)
  const samples = new Map<number, string[]>()
  for (const { cells } of rows) {
    openRow(keyring, cells).cells.forEach((cell, column) => {
      const list = samples.get(column) ?? []
      if (cell && list.length < 3) samples.set(column, [...list, maskNumbers(cell.text)])
    })
  }
  return samples
}
