import type { OutCell } from '../../platform/sheets/index.ts'
import type { List } from './list.ts'
import type { EntryRow } from './rows.ts'
import { headingOf, showValue } from './show-value.ts'

/** Words for keys, from whoever knows the areas. */
export type Names = {
  readonly division: (key: string) => string
  readonly facility: (id: string) => string
}

/** The head of a list's sheet: as written here it is read again by the import. */
export const sheetHead = (list: List): string[] => [
  list.nameLabel,
  '乡镇（街道）',
  '村（社区）',
  ...(list.of.includes('facility') ? ['关联设施'] : []),
  ...(list.of.includes('organisation') ? ['统一社会信用代码'] : []),
  ...list.fields.map(headingOf),
  '起始日期',
]

/** An entry as a row under `sheetHead`. */
export const sheetRow = (list: List, row: EntryRow, names: Names): OutCell[] => [
  row.name,
  row.township === null ? null : names.division(row.township),
  row.village === null ? null : names.division(row.village),
  ...(list.of.includes('facility') ? [row.facility === null ? null : names.facility(row.facility)] : []),
  ...(list.of.includes('organisation') ? [row.organisation] : []),
  ...list.fields.map((field) => showValue(field, row.values[field.name])),
  row.from,
]
