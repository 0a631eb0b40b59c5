import { comparable, saysNothing } from '../../platform/sheets/clean-text.ts'
import type { RawCell, SheetRow } from '../../platform/sheets/index.ts'
import type { HeadPlan } from './recognise-head.ts'

/** What a row below the heading is. Only `person` rows are counted. */
export type RowKind = 'person' | 'blank' | 'total' | 'heading' | 'note' | { section: string }

const TOTAL =
  /^([^:]{0,20}(村|社区|组|社|镇|街道|乡|页|月|本|全|类|计))?(合计|小计|总计|共计|累计)(人数|人次|户数)?(\(.*\)|:.*|\d.*)?$/
const NOTE =
  /^(填表|制表|审核|填报|复核|经办|负责|分管|单位负责|主管|联系|统计|报送|录入|调查)(人|员|领导|单位|日期|时间|负责人|电话|人员)?.{0,6}:|^(说明|备注|注|附注|填表说明|注意事项)(:|\d|$)|^(注|备注|说明)[一二三四五六七八九]?[、.:]/
/** Titles that span the sheet span at least so many columns. */
const WIDE = 3

/** Tells rows of people from totals, repeated headings, signatures, section titles and blanks. */
export function kindOfRow(row: SheetRow, head: HeadPlan): RowKind {
  const own = row.cells.flatMap((cell, index) =>
    cell && !cell.merged && cell.text.trim() !== '' ? [{ cell, index }] : [],
  )
  const telling = own.filter(({ cell, index }) => tells(cell, index, head))
  if (telling.length === 0) return 'blank'
  const hasId = hasIdNumber(row, head)
  if (!hasId) {
    const first = own.slice(0, 4).map(({ cell }) => comparable(cell.text))
    if (first.some((text) => TOTAL.test(text))) return 'total'
    if (NOTE.test(first[0] ?? '')) return 'note'
    if (own.length === 1 && spans(row, own[0]!.index) >= WIDE) return { section: own[0]!.cell.text.trim() }
  }
  return repeatsHeading(row, head) ? 'heading' : 'person'
}

/** Whether a cell says that somebody stands in this row: not its running number, nor a formula or number nobody asked for. */
function tells(cell: RawCell, index: number, head: HeadPlan): boolean {
  const column = head.columns.find((one) => one.index === index)
  if (!column || column.meaning.kind === 'serial')
    return cell.kind === 'text' && !/^\d+$/.test(cell.text.trim()) && !saysNothing(cell.text)
  if (column.meaning.kind === 'unmapped') return cell.kind === 'text' && !cell.formula && !saysNothing(cell.text)
  return !(cell.formula && (cell.kind === 'error' || cell.text === '0'))
}

function hasIdNumber(row: SheetRow, head: HeadPlan): boolean {
  const column = head.columns.find(({ meaning }) => meaning.kind === 'field' && meaning.field === 'idNumber')
  const text = column ? comparable(row.cells[column.index]?.text ?? '') : ''
  return /\d{6}/.test(text)
}

function spans(row: SheetRow, index: number): number {
  let last = index
  while (row.cells[last + 1]?.merged) last++
  return last - index + 1
}

function repeatsHeading(row: SheetRow, head: HeadPlan): boolean {
  let same = 0
  let filled = 0
  for (const { index, heading } of head.columns) {
    const text = row.cells[index]?.text
    if (text === undefined || text.trim() === '') continue
    filled++
    if (text.replaceAll(/\s+/g, '') === heading) same++
  }
  return same >= 2 && same * 2 > filled
}
