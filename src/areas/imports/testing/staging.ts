import { Writable } from 'node:stream'
import * as XLSX from '@e965/xlsx'
import { type Day, day } from '../../../platform/clock/day.ts'
import { type Keyring, keyringOf, newKeyFile } from '../../../platform/crypto/index.ts'
import { asSystem, type Db } from '../../../platform/db/index.ts'
import { type OutSheet, writeXlsx } from '../../../platform/sheets/index.ts'
import { DivisionTree, readDataset } from '../../divisions/index.ts'
import { type Committed, commitBatch } from '../commit-batch.ts'
import type { ListKind } from '../list-kinds.ts'
import { type Batch, type Counts, countRows, type FindingRow, listFindings } from '../queries.ts'
import { stageList } from '../stage-list.ts'

/** What the tests of imports share: divisions, keys, a day, and short ways to stage and commit. */
export const today: Day = day('2026-11-22')
export const tree: DivisionTree = new DivisionTree(readDataset())
export const keyring: Keyring = keyringOf(newKeyFile('aes-256-gcm'))
export const tools = { keyring, tree }

export type Cell = string | number | boolean | Date | null | undefined

export type StagedFile = { batch: Batch; counts: Counts; findings: FindingRow[] }

export async function stageFile(
  db: Db,
  source: string | Uint8Array,
  division: string,
  kind: ListKind = 'ledger',
): Promise<StagedFile> {
  return asSystem(db, async (tx) => {
    const batch = await stageList(tx, tools, { source, fileName: '名单.xlsx', kind, division, account: 'clerk', today })
    return { batch, counts: await countRows(tx, batch), findings: await listFindings(tx, batch) }
  })
}

export async function commitFile(
  db: Db,
  source: string | Uint8Array,
  division: string,
  kind: ListKind = 'ledger',
): Promise<Committed> {
  const { batch } = await stageFile(db, source, division, kind)
  return asSystem(db, async (tx) => {
    const result = await commitBatch(tx, batch.id, 'clerk')
    if (!result.ok) throw new Error(result.refusal.code)
    return result.value
  })
}

/** Row and code of each finding, as the expected files of the samples list them. */
export const codes = (findings: readonly FindingRow[]): { row: number; code: string }[] =>
  findings.map(({ row, code }) => ({ row, code }))

export async function bytesOf(sheets: OutSheet[]): Promise<Buffer> {
  const pieces: Buffer[] = []
  const sink = new Writable({
    write(piece: Buffer, _encoding, done) {
      pieces.push(Buffer.from(piece))
      done()
    },
  })
  await writeXlsx(sink, sheets)
  return Buffer.concat(pieces)
}

export type WorkbookOptions = {
  format?: 'xlsx' | 'biff8'
  date1904?: boolean
  merges?: string[]
  hiddenRows?: number[]
}

/** A workbook of another program: .xlsx or .xls, with real number and date cells. */
export function foreignWorkbook(
  sheets: Record<string, { rows: Cell[][]; hidden?: boolean }>,
  options: WorkbookOptions = {},
): Uint8Array {
  const workbook = XLSX.utils.book_new()
  workbook.Workbook = { WBProps: { date1904: options.date1904 ?? false }, Sheets: [] }
  for (const [name, { rows, hidden }] of Object.entries(sheets)) {
    const dated = rows.map((row) =>
      row.map((cell) => (cell instanceof Date ? dateCell(cell, options.date1904 === true) : cell)),
    )
    const sheet = XLSX.utils.aoa_to_sheet(dated)
    if (options.merges) sheet['!merges'] = options.merges.map((range) => XLSX.utils.decode_range(range))
    XLSX.utils.book_append_sheet(workbook, sheet, name)
    workbook.Workbook.Sheets?.push({ name, Hidden: hidden ? 1 : 0 })
  }
  return new Uint8Array(XLSX.write(workbook, { type: 'buffer', bookType: options.format ?? 'xlsx' }) as Buffer)
}

/** A date as spreadsheets keep it: a serial number with a date format. */
function dateCell(date: Date, date1904: boolean): XLSX.CellObject {
  const start = date1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30)
  return { t: 'n', v: (date.getTime() - start) / 86_400_000, z: 'yyyy-mm-dd' }
}
