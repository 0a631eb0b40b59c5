export type { RawCell, SheetInfo, SheetLimits, SheetRow, Workbook } from './cells.ts'
export { defaultLimits, serialToDay } from './cells.ts'
export {
  comparable,
  saysDitto,
  saysNothing,
  saysYes,
} from './clean-text.ts'
export { type DayBounds, readDayCell } from './day-cell.ts'
export { columnLetters } from './merged-ranges.ts'
export { neutralise } from './neutralise.ts'
export { openWorkbook } from './open-workbook.ts'
export { type SheetRefusal, SheetRefused } from './refusals.ts'
export { csvLine, writeCsv } from './write-csv.ts'
export { type OutCell, type OutSheet, writeXlsx } from './write-xlsx.ts'
