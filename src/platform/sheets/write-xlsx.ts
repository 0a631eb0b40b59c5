import type { Writable } from 'node:stream'
import ExcelJS from 'exceljs'
import { neutralise } from './neutralise.ts'

/** A cell to write: text (always a text cell, so that an ID number keeps its digits), number, day, or marked. */
export type OutCell =
  | string
  | number
  | null
  | undefined
  | { value: string | number | null; fill?: 'block' | 'confirm' | 'hint'; comment?: string }

export type OutSheet = {
  name: string
  /** Rows above which the sheet does not scroll. */
  frozenRows?: number
  columnWidths?: number[]
  /** Indexes from 0 of columns that are there but not shown. */
  hiddenColumns?: number[]
  rows: AsyncIterable<OutCell[]> | Iterable<OutCell[]>
}

const FILLS = { block: 'FFF8D7DA', confirm: 'FFFFF3CD', hint: 'FFE2EEF9' } as const

/** Writes a workbook as a stream: constant memory however many rows. Formulas in texts are neutralised. */
export async function writeXlsx(to: Writable, sheets: OutSheet[]): Promise<void> {
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ stream: to, useStyles: true, useSharedStrings: false })
  for (const sheet of sheets) {
    const views = sheet.frozenRows ? [{ state: 'frozen' as const, ySplit: sheet.frozenRows }] : []
    const target = workbook.addWorksheet(sheet.name, { views })
    sheet.columnWidths?.forEach((width, index) => {
      target.getColumn(index + 1).width = width
    })
    for (const index of sheet.hiddenColumns ?? []) target.getColumn(index + 1).hidden = true
    for await (const cells of sheet.rows) {
      const row = target.addRow([])
      cells.forEach((cell, index) => {
        writeCell(row.getCell(index + 1), cell)
      })
      row.commit()
    }
    await target.commit()
  }
  await workbook.commit()
}

function writeCell(target: ExcelJS.Cell, cell: OutCell): void {
  if (cell === null || cell === undefined) return
  if (typeof cell === 'object') {
    writeCell(target, cell.value)
    if (cell.fill) target.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: FILLS[cell.fill] } }
    if (cell.comment) target.note = cell.comment
    return
  }
  target.value = typeof cell === 'string' ? neutralise(cell) : cell
  // The text format keeps 18 digits from being "repaired" into a number when somebody edits the cell.
  if (typeof cell === 'string') target.numFmt = '@'
}
