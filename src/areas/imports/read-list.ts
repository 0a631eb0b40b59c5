import type { Day } from '../../platform/clock/day.ts'
import { type SheetRefusal, SheetRefused, type SheetRow, type Workbook } from '../../platform/sheets/index.ts'
import { checkRow } from './check-row.ts'
import type { CheckedRow } from './elder-record.ts'
import type { Hint } from './findings.ts'
import { type ListKind, listKinds } from './list-kinds.ts'
import type { PlaceFinder } from './place-finder.ts'
import { type ColumnMemory, HEAD_SEARCH_ROWS, type HeadPlan, recogniseHead } from './recognise-head.ts'
import { kindOfRow } from './row-kinds.ts'
import type { Above, CheckContext } from './row-reading.ts'
import type { WordMemory } from './value-words.ts'

export type ReadOptions = {
  kind: ListKind
  places: PlaceFinder
  today: Day
  columns?: ColumnMemory
  words?: WordMemory
  /** Name of the sheet, where the clerk chose one. */
  sheet?: string | undefined
}

/** A list that was opened and whose heading is known. Rows are read once, in order. */
export type OpenedList = {
  sheet: string
  head: HeadPlan
  /** What was noticed about the file as a whole. */
  notices: Hint[]
  /** Each row of a person with the raw row, checked; totals, blanks, notes and repeated headings are left out. */
  rows(): AsyncGenerator<{ raw: SheetRow; section: string | undefined; checked: CheckedRow }>
}

const noHeading = (label: string): SheetRefused =>
  new SheetRefused({
    code: 'headingsNotFound',
    message: `没有找到${label}的表头。请确认表里有“姓名”“身份证号”等列名，或在“选表头”里手动指定。`,
  })
const sheetMissing = (name: string): SheetRefused =>
  new SheetRefused({ code: 'sheetNotFound', message: `没有名为“${name}”的工作表，请重新选择。` })
const onlyHidden: SheetRefusal = { code: 'sheetsHidden', message: '工作表都是隐藏的。请在表格软件里取消隐藏后再上传。' }

/** Chooses the sheet, recognises the heading and hands out checked rows. Throws `SheetRefused`. */
export async function readList(workbook: Workbook, options: ReadOptions): Promise<OpenedList> {
  const { index, head } = await chooseSheet(workbook, options)
  const sheet = workbook.sheets[index]!.name
  const context: CheckContext = {
    kind: options.kind,
    head,
    places: options.places,
    words: options.words ?? new Map(),
    today: options.today,
    date1904: workbook.date1904,
    titleTownship: options.places.townshipIn([sheet, ...head.titles].join('\n')),
  }
  const others = workbook.sheets.filter((one, at) => at !== index && !one.hidden).map((one) => one.name)
  const notices: Hint[] =
    others.length === 0
      ? []
      : [
          {
            code: 'otherSheets',
            message: `读取的是工作表“${sheet}”，没有读取：${others.join('、')}。`,
            column: null,
            field: '',
          },
        ]
  return { sheet, head, notices, rows: () => checkedRows(workbook.rows(index), context) }
}

async function chooseSheet(workbook: Workbook, options: ReadOptions): Promise<{ index: number; head: HeadPlan }> {
  if (workbook.sheets.every((sheet) => sheet.hidden)) throw new SheetRefused(onlyHidden)
  if (options.sheet !== undefined && !workbook.sheets.some((one) => one.name === options.sheet))
    throw sheetMissing(options.sheet)
  for (let index = 0; index < workbook.sheets.length; index++) {
    const sheet = workbook.sheets[index]!
    if (options.sheet === undefined ? sheet.hidden : sheet.name !== options.sheet) continue
    const first: SheetRow[] = []
    for await (const row of workbook.rows(index)) {
      first.push(row)
      if (first.length >= HEAD_SEARCH_ROWS) break
    }
    const head = recogniseHead(first, options.kind, options.columns)
    if (head) return { index, head }
  }
  throw noHeading(listKinds[options.kind].label)
}

async function* checkedRows(
  rows: AsyncIterable<SheetRow>,
  context: CheckContext,
): AsyncGenerator<{ raw: SheetRow; section: string | undefined; checked: CheckedRow }> {
  const above: Above = { cells: new Map(), section: undefined }
  for await (const raw of rows) {
    if (raw.number <= context.head.lastHeadRow) continue
    const kind = kindOfRow(raw, context.head)
    if (typeof kind === 'object') above.section = kind.section
    if (kind !== 'person') continue
    const checked = checkRow(raw, context, above)
    yield { raw, section: above.section, checked }
  }
}
