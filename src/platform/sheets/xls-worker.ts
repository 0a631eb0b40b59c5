/** The thread in which .xls and its relatives are parsed; see `xls-reader.ts` for why it is a thread. */
import { parentPort } from 'node:worker_threads'
import * as XLSX from '@e965/xlsx'
import * as codePages from '@e965/xlsx/dist/cpexcel.full.mjs'
import { type RawCell, type SheetLimits, type SheetRow, serialToDay } from './cells.ts'
import type { MergedRange } from './merged-ranges.ts'
import type { XlsAnswer, XlsRequest } from './xls-reader.ts'

// Files of before 1997 hold GBK bytes; without this table their Chinese becomes underlines.
XLSX.set_cptable(codePages)

const ROWS_AN_ANSWER = 500

let workbook: XLSX.WorkBook | undefined
let limits: SheetLimits | undefined
let date1904 = false

parentPort?.on('message', (request: XlsRequest) => {
  parentPort?.postMessage(
    request.kind === 'open' ? open(request.bytes, request.limits) : rows(request.sheet, request.from),
  )
})

function open(bytes: Uint8Array, given: SheetLimits): XlsAnswer {
  limits = given
  try {
    workbook = XLSX.read(bytes, {
      type: 'buffer',
      dense: true,
      raw: true,
      cellNF: true,
      cellText: false,
      cellHTML: false,
      cellStyles: true,
      sheetRows: given.rows + 2,
      codepage: 936,
    })
  } catch (error) {
    const encrypted = error instanceof Error && /password|encrypt/i.test(error.message)
    return { kind: 'refused', reason: encrypted ? 'encrypted' : 'damaged' }
  }
  date1904 = workbook.Workbook?.WBProps?.date1904 === true
  const hidden = (index: number): boolean => (workbook?.Workbook?.Sheets?.[index]?.Hidden ?? 0) !== 0
  const sheets = workbook.SheetNames.map((name, index) => ({ name, hidden: hidden(index) }))
  return sheets.length === 0 ? { kind: 'refused', reason: 'damaged' } : { kind: 'opened', sheets, date1904 }
}

type DenseSheet = XLSX.WorkSheet & { '!data'?: (XLSX.CellObject | undefined)[][] }

function rows(index: number, from: number): XlsAnswer {
  const name = workbook?.SheetNames[index]
  const sheet = name === undefined ? undefined : (workbook?.Sheets[name] as DenseSheet | undefined)
  if (!sheet || !limits) return { kind: 'refused', reason: 'damaged' }
  const data = sheet['!data'] ?? []
  const found: SheetRow[] = []
  let at = from
  for (; at < data.length && found.length < ROWS_AN_ANSWER; at++) {
    const source = data[at]
    if (!source) continue
    if (at >= limits.rows) return { kind: 'refused', reason: 'tooManyRows' }
    const cells: (RawCell | undefined)[] = []
    const columns = Math.min(source.length, limits.columns)
    for (let column = 0; column < columns; column++) {
      const cell = rawCell(source[column])
      if (!cell) continue
      if (cell.text.length > limits.cellCharacters) return { kind: 'refused', reason: 'cellTooLong' }
      cells[column] = cell
    }
    if (cells.length > 0) found.push({ number: at + 1, hidden: sheet['!rows']?.[at]?.hidden === true, cells })
  }
  return { kind: 'rows', rows: found, next: at < data.length ? at : null, merges: from === 0 ? mergesOf(sheet) : [] }
}

const mergesOf = (sheet: XLSX.WorkSheet): MergedRange[] =>
  (sheet['!merges'] ?? []).map(({ s, e }) => ({ top: s.r + 1, left: s.c + 1, bottom: e.r + 1, right: e.c + 1 }))

function rawCell(cell: XLSX.CellObject | undefined): RawCell | undefined {
  if (!cell) return undefined
  const formula = cell.f === undefined ? {} : { formula: true as const }
  switch (cell.t) {
    case 's': {
      const text = String(cell.v ?? '')
      return text === '' ? undefined : { kind: 'text', text, ...formula }
    }
    case 'n': {
      const number = Number(cell.v)
      const text = String(cell.v)
      if (typeof cell.z === 'string' && XLSX.SSF.is_date(cell.z)) {
        return { kind: 'date', text, day: serialToDay(number, date1904), ...formula }
      }
      return { kind: 'number', text, number, ...formula }
    }
    case 'b':
      return { kind: 'boolean', text: cell.v ? 'TRUE' : 'FALSE', value: cell.v === true, ...formula }
    case 'e':
      return { kind: 'error', text: cell.w ?? '#VALUE!', ...formula }
    case 'd': {
      const day = cell.v instanceof Date && !Number.isNaN(cell.v.getTime()) ? cell.v.toISOString().slice(0, 10) : null
      return { kind: 'date', text: String(cell.v), day, ...formula }
    }
    default:
      return undefined
  }
}
