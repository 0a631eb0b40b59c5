import { openWorkbook, type RawCell, SheetRefused, type SheetRow } from '../../platform/sheets/index.ts'
import type { FailureCause } from './machine.ts'

/** A line of the bank's answer. `row` is where it stands in the file; `last4` and `fen` are what the bank says it paid to, for comparison. */
export type ReturnLine = {
  readonly row: number
  readonly no: number
  readonly last4: string | null
  readonly fen: number
  readonly paid: boolean
  readonly cause: FailureCause | null
  readonly reason: string | null
}
/** `batch` null: the file does not name one. */
export type ReturnFile = { readonly batch: string | null; readonly lines: readonly ReturnLine[] }

/** A file that cannot be read as a whole; `why` is a clause of a Chinese sentence. */
export class ReturnUnreadable extends Error {
  readonly why: string
  constructor(why: string) {
    super('the return file is unreadable')
    this.name = 'ReturnUnreadable'
    this.why = why
  }
}

const MOST_LINES = 2_000_000
const PAID = /^(0+|成功|已发放|交易成功|success|paid|ok)$/i

/** Which cause a bank's own code and words come to; the words decide where the code says little. */
export function causeOf(code: string, reason: string): FailureCause {
  const text = `${code} ${reason}`
  if (/不存在|无此账号|账号有误|账号错误|卡号错误|E01\b/.test(text)) return 'accountUnknown'
  if (/户名|姓名不符|E02\b/.test(text)) return 'nameMismatch'
  if (/销户|已注销|E03\b/.test(text)) return 'accountClosed'
  if (/冻结|止付|受限|挂失|睡眠|E04\b/.test(text)) return 'accountFrozen'
  if (/系统|超时|通讯|网络|稍后|E05\b/.test(text)) return 'bankFault'
  return 'other'
}

/**
 * Reads a bank's return file, the text form or a sheet, whatever its ending says.
 * @throws ReturnUnreadable for everything that is not whole: nothing of such a file is used
 */
export async function readReturn(bytes: Uint8Array): Promise<ReturnFile> {
  if (bytes.length === 0) throw new ReturnUnreadable('文件是空的')
  // Only the first bytes say that it is the text form: a sheet may hold anything after them.
  if (bytes[0] === 0x52 && bytes[1] === 0x7c) return readText(decode(bytes))
  if (bytes[0] === 0xef && bytes[3] === 0x52 && bytes[4] === 0x7c) return readText(decode(bytes.subarray(3)))
  return readSheet(bytes)
}

function decode(bytes: Uint8Array): string {
  for (const encoding of ['utf-8', 'gb18030'])
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes)
    } catch {
      // The next one, then none.
    }
  throw new ReturnUnreadable('文字编码认不出')
}

function readText(text: string): ReturnFile {
  const rows = text.split('\n').map((each) => each.replace(/\r$/, ''))
  if (rows.at(-1) !== '') throw new ReturnUnreadable('文件没有结束，可能没有传完')
  rows.pop()
  const [mark, batch = '', declared = '', ...rest] = (rows[0] ?? '').split('|')
  if (mark !== 'R' || rest.length > 0) throw new ReturnUnreadable('第 1 行不是回盘文件的开头')
  const foot = (rows.at(-1) ?? '').split('|')
  if (rows.length < 2 || foot[0] !== 'T' || foot.length !== 3) throw new ReturnUnreadable('缺少结尾的合计行')
  const lines = rows.slice(1, -1).map((row, at) => readTextLine(row, at + 2))
  const paid = lines.filter((each) => each.paid).length
  if (wholeOf(declared) !== lines.length) throw new ReturnUnreadable('开头写的笔数和明细不一致')
  if (wholeOf(foot[1]) !== paid || wholeOf(foot[2]) !== lines.length - paid)
    throw new ReturnUnreadable('结尾写的发到、退回笔数和明细不一致')
  return { batch, lines }
}

function readTextLine(text: string, row: number): ReturnLine {
  const parts = text.split('|')
  const [mark, no, last4 = '', fen, code = '', reason = ''] = parts
  if (mark !== 'D' || parts.length !== 6) throw new ReturnUnreadable(`第 ${row} 行的格式不对`)
  const [which, sum] = [wholeOf(no), wholeOf(fen)]
  if (which === undefined || sum === undefined || !/^\d{4}$/.test(last4))
    throw new ReturnUnreadable(`第 ${row} 行的序号、账号或金额不对`)
  return lineOf({ row, no: which, last4, fen: sum, code, reason })
}

function lineOf({
  row,
  no,
  last4,
  fen,
  code,
  reason,
}: {
  row: number
  no: number
  last4: string | null
  fen: number
  code: string
  reason: string
}): ReturnLine {
  if (code.trim() === '') throw new ReturnUnreadable(`第 ${row} 行没有写处理结果`)
  const paid = PAID.test(code.trim())
  const said = reason.trim().slice(0, 200)
  return {
    row,
    no,
    last4,
    fen,
    paid,
    cause: paid ? null : causeOf(code, said),
    reason: paid ? null : said || code.trim().slice(0, 40),
  }
}

/** A whole number without sign, within what a batch can hold. */
function wholeOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined
}

const HEADINGS = {
  no: /^(序号|流水号|编号)$/,
  batch: /^(批次号|批次)$/,
  account: /^(账号|卡号|收款账号)$/,
  amount: /^金额(（元）|\(元\))?$/,
  code: /^(结果|处理结果|状态|返回码)$/,
  reason: /^(原因|失败原因|返回信息|备注)$/,
} as const

async function readSheet(bytes: Uint8Array): Promise<ReturnFile> {
  try {
    const book = await openWorkbook(bytes, { rows: MOST_LINES })
    try {
      const lines: ReturnLine[] = []
      let batch: string | null = null
      for (const [at, sheet] of book.sheets.entries()) {
        if (sheet.hidden) continue
        let columns: Map<keyof typeof HEADINGS, number> | undefined
        for await (const row of book.rows(at)) {
          if (columns === undefined) {
            columns = headingsOf(row)
            continue
          }
          const cell = (name: keyof typeof HEADINGS) => textOf(row.cells[columns?.get(name) ?? -1])
          if (row.cells.every((each) => textOf(each) === '')) continue
          const named = cell('batch')
          if (named !== '' && batch !== null && named !== batch)
            throw new ReturnUnreadable(`第 ${row.number} 行属于另一个批次`)
          if (named !== '') batch = named
          lines.push(sheetLine(row.number, cell))
        }
      }
      if (lines.length === 0) throw new ReturnUnreadable('没有找到“序号、金额、结果”这几列')
      return { batch, lines }
    } finally {
      await book.close()
    }
  } catch (error) {
    if (error instanceof SheetRefused) throw new ReturnUnreadable(error.refusal.message.replace(/[。，].*$/s, ''))
    throw error
  }
}

function headingsOf(row: SheetRow): Map<keyof typeof HEADINGS, number> | undefined {
  const found = new Map<keyof typeof HEADINGS, number>()
  row.cells.forEach((cell, at) => {
    const text = textOf(cell)
    for (const [name, pattern] of Object.entries(HEADINGS))
      if (pattern.test(text)) found.set(name as keyof typeof HEADINGS, at)
  })
  return found.has('no') && found.has('amount') && found.has('code') ? found : undefined
}

function sheetLine(row: number, cell: (name: keyof typeof HEADINGS) => string): ReturnLine {
  const no = wholeOf(cell('no'))
  const yuan = /^(\d{1,11})(?:\.(\d{1,2}))?$/.exec(cell('amount').replaceAll(',', ''))
  if (no === undefined || yuan === null) throw new ReturnUnreadable(`第 ${row} 行的序号或金额不对`)
  const fen = Number(yuan[1]) * 100 + Number((yuan[2] ?? '').padEnd(2, '0'))
  const account = cell('account').replaceAll(/\s/g, '')
  if (account !== '' && !/^[\d*＊xX]*\d{4}$/.test(account)) throw new ReturnUnreadable(`第 ${row} 行的账号不对`)
  return lineOf({
    row,
    no,
    last4: account === '' ? null : account.slice(-4),
    fen,
    code: cell('code'),
    reason: cell('reason'),
  })
}

function textOf(cell: RawCell | undefined): string {
  if (cell === undefined || cell === null) return ''
  if (cell.kind === 'text') return cell.text.trim()
  if (cell.kind === 'number')
    return Number.isInteger(cell.number) ? String(cell.number) : String(Math.round(cell.number * 100) / 100)
  return ''
}
