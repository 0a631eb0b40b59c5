/**
 * One cell as the file holds it, before anyone interprets it. `text` is always what stands in the file, so that a damaged
 * number (`5.12226194202106E+17`) can still be named as such.
 */
export type RawCell = (
  | { kind: 'text'; text: string }
  | { kind: 'number'; text: string; number: number }
  | { kind: 'date'; text: string; day: string | null }
  | { kind: 'boolean'; text: string; value: boolean }
  | { kind: 'error'; text: string }
) & {
  /** The value is the stored result of a formula. */
  formula?: true
  /** The value stands in another cell of a merged range and was filled in here. */
  merged?: true
}

/** A row with its number as the spreadsheet shows it (from 1). `cells` may have holes and blanks are `undefined`. */
export type SheetRow = { number: number; hidden: boolean; cells: (RawCell | undefined)[] }

export type SheetInfo = { name: string; hidden: boolean }

/** A file that was recognised as a workbook; rows are read again from the start on each call of `rows`. */
export type Workbook = {
  format: 'xlsx' | 'xls' | 'csv'
  sheets: SheetInfo[]
  /** Days of serial numbers count from 1904-01-01 in workbooks of old Macs. */
  date1904: boolean
  /** Rows of one sheet, top to bottom. Throws `SheetRefused` where the file turns out to be damaged or too large. */
  rows(sheet: number): AsyncIterable<SheetRow>
  close(): Promise<void>
}

/** What one file may cost. Bytes, counts and milliseconds. */
export type SheetLimits = {
  fileBytes: number
  uncompressedBytes: number
  sharedTextBytes: number
  rows: number
  columns: number
  cellCharacters: number
  milliseconds: number
  workerMegabytes: number
}

export const defaultLimits: SheetLimits = {
  fileBytes: 60 * 1024 * 1024,
  uncompressedBytes: 600 * 1024 * 1024,
  sharedTextBytes: 120 * 1024 * 1024,
  rows: 200_000,
  columns: 256,
  // Excel itself holds no more in one cell.
  cellCharacters: 32_767,
  milliseconds: 60_000,
  workerMegabytes: 320,
}

const MILLISECONDS_A_DAY = 86_400_000

/**
 * The calendar day of a spreadsheet serial number, or null where there is none: below 1, the invented 1900-02-29 (60), or
 * beyond 9999. Fractions are times of day and fall away.
 */
export function serialToDay(serial: number, date1904: boolean): string | null {
  if (!Number.isFinite(serial)) return null
  const whole = Math.floor(serial)
  if (date1904) return whole < 0 || whole > 2_957_003 ? null : dayFrom(Date.UTC(1904, 0, 1), whole)
  if (whole < 1 || whole === 60 || whole > 2_958_465) return null
  // Lotus 1-2-3 counted a 29 February 1900 that never was; all later serials are one too high because of it.
  return dayFrom(Date.UTC(1899, 11, 31), whole > 60 ? whole - 1 : whole)
}

const dayFrom = (start: number, days: number): string =>
  new Date(start + days * MILLISECONDS_A_DAY).toISOString().slice(0, 10)
