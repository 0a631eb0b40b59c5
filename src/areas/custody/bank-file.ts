import { type Day, isDay } from '../../platform/clock/day.ts'
import { openWorkbook, SheetRefused, type SheetRow } from '../../platform/sheets/index.ts'
import { MOVEMENT_KINDS, type MovementKind } from './words.ts'

export type BankLine = {
  readonly row: number
  readonly direction: 'in' | 'out'
  readonly kind: MovementKind
  readonly contract: string | null
  readonly fen: number
  readonly serial: string
  readonly purpose: string | null
}
/** One day of one account as the bank tells it. */
export type BankFile = {
  readonly last4: string
  readonly on: Day
  readonly openingFen: number
  readonly closingFen: number
  readonly lines: readonly BankLine[]
}

/** A file of which nothing is used; `why` is a clause of a Chinese sentence. */
export class BankFileUnreadable extends Error {
  readonly why: string
  constructor(why: string) {
    super('the file of the bank is unreadable')
    this.name = 'BankFileUnreadable'
    this.why = why
  }
}

const HEAD = ['账号末四位', '日期', '期初余额', '期末余额', '收入笔数', '收入合计', '支出笔数', '支出合计'] as const
const COLUMNS = ['流水号', '收支', '类别', '合同号', '金额', '用途'] as const
const MOST_LINES = 100_000
const KIND_OF = new Map(Object.entries(MOVEMENT_KINDS).map(([kind, word]) => [word as string, kind as MovementKind]))

/**
 * Reads the daily file of a custody bank (xlsx, xls or csv): a row of names and a row of values for the account, then a row of column names and
 * one row for each movement. Opening + in − out = closing, and the counts and sums of the head must be those of the lines.
 * @throws BankFileUnreadable for everything that is not whole
 */
export async function readBankFile(bytes: Uint8Array): Promise<BankFile> {
  const rows = await allRows(bytes)
  const [names, values, columns, ...rest] = rows
  if (names === undefined || values === undefined || columns === undefined)
    throw new BankFileUnreadable('文件里没有账户信息和明细标题')
  const head = byName(names.texts, values.texts, HEAD)
  const on = head.日期
  if (!isDay(on)) throw new BankFileUnreadable(`日期“${on}”不是一个日期`)
  if (!/^\d{4}$/.test(head.账号末四位)) throw new BankFileUnreadable('账号末四位不是四位数字')
  const lines = rest.map(({ row, texts }) => lineOf(row, byName(columns.texts, texts, COLUMNS)))
  const file = {
    last4: head.账号末四位,
    on,
    openingFen: fenOf(head.期初余额, values.row),
    closingFen: fenOf(head.期末余额, values.row),
    lines,
  }
  checkTotals(file, head, values.row)
  return file
}

function checkTotals(file: BankFile, head: Record<(typeof HEAD)[number], string>, row: number): void {
  for (const [direction, word] of [
    ['in', '收入'],
    ['out', '支出'],
  ] as const) {
    const own = file.lines.filter((line) => line.direction === direction)
    const sum = own.reduce((total, line) => total + line.fen, 0)
    if (String(own.length) !== head[`${word}笔数`])
      throw new BankFileUnreadable(`${word}笔数写的是 ${head[`${word}笔数`]}，明细有 ${own.length} 笔`)
    if (sum !== fenOf(head[`${word}合计`], row))
      throw new BankFileUnreadable(`${word}合计写的是 ${head[`${word}合计`]} 元，明细相加是 ${yuan(sum)} 元`)
  }
  const moved = file.lines.reduce((total, line) => total + (line.direction === 'in' ? line.fen : -line.fen), 0)
  if (file.openingFen + moved !== file.closingFen)
    throw new BankFileUnreadable(
      `期初余额加收入减支出是 ${yuan(file.openingFen + moved)} 元，期末余额写的是 ${yuan(file.closingFen)} 元`,
    )
  const serials = new Set(file.lines.map((line) => line.serial))
  if (serials.size !== file.lines.length) throw new BankFileUnreadable('有重复的流水号')
}

const yuan = (fen: number): string => (fen / 100).toFixed(2)

function lineOf(row: number, of: Record<(typeof COLUMNS)[number], string>): BankLine {
  const direction =
    of.收支 === '收' || of.收支 === '收入' ? 'in' : of.收支 === '支' || of.收支 === '支出' ? 'out' : undefined
  if (direction === undefined) throw new BankFileUnreadable(`第 ${row} 行的收支“${of.收支}”认不出`)
  const kind = KIND_OF.get(of.类别)
  if (kind === undefined) throw new BankFileUnreadable(`第 ${row} 行的类别“${of.类别}”认不出`)
  const fen = fenOf(of.金额, row)
  if (fen <= 0) throw new BankFileUnreadable(`第 ${row} 行的金额应大于零`)
  if (of.流水号 === '' || of.流水号.length > 64) throw new BankFileUnreadable(`第 ${row} 行没有可用的流水号`)
  return {
    row,
    direction,
    kind,
    contract: of.合同号 === '' ? null : of.合同号.slice(0, 40),
    fen,
    serial: of.流水号,
    purpose: of.用途 === '' ? null : of.用途.slice(0, 200),
  }
}

function fenOf(text: string, row: number): number {
  const read = /^(-?)(\d{1,12})(?:\.(\d{1,2}))?$/.exec(text.replaceAll(',', ''))
  if (read === null) throw new BankFileUnreadable(`第 ${row} 行的金额“${text}”不是到分为止的数字`)
  const [, sign, whole = '0', cents = ''] = read
  const fen = Number(whole) * 100 + Number(cents.padEnd(2, '0'))
  return sign === '-' ? -fen : fen
}

function byName<Name extends string>(
  names: readonly string[],
  values: readonly string[],
  wanted: readonly Name[],
): Record<Name, string> {
  const found = {} as Record<Name, string>
  for (const name of wanted) {
    const at = names.indexOf(name)
    if (at < 0) throw new BankFileUnreadable(`缺少“${name}”一栏`)
    found[name] = values[at] ?? ''
  }
  return found
}

async function allRows(bytes: Uint8Array): Promise<{ row: number; texts: string[] }[]> {
  const rows: { row: number; texts: string[] }[] = []
  try {
    const book = await openWorkbook(bytes)
    try {
      for await (const row of book.rows(0)) {
        const texts = textsOf(row)
        if (texts.some((text) => text !== '')) rows.push({ row: row.number, texts })
        if (rows.length > MOST_LINES) throw new BankFileUnreadable(`明细超过 ${MOST_LINES} 行`)
      }
    } finally {
      await book.close()
    }
  } catch (error) {
    if (error instanceof SheetRefused) throw new BankFileUnreadable(error.refusal.message)
    throw error
  }
  return rows
}

const textsOf = (row: SheetRow): string[] =>
  Array.from(row.cells, (cell) =>
    cell === undefined ? '' : cell.kind === 'date' ? (cell.day ?? cell.text) : cell.text.trim(),
  )
