import { PassThrough, Readable } from 'node:stream'
import type { Keyring } from '../../platform/crypto/index.ts'
import type { Tx } from '../../platform/db/index.ts'
import { type OutCell, writeCsv, writeXlsx } from '../../platform/sheets/index.ts'
import { SCHEME_WORDS } from '../benefits/index.ts'
import type { PaymentBatch } from './batches.ts'
import { SHEET_COLUMNS, type SheetColumn } from './sheet-columns.ts'
import { ACCOUNT_KIND_WORDS } from './words.ts'
import { type OutLine, outLines, purposeOf } from './write-file.ts'

/** Excel ends at 1,048,576 rows; a new sheet begins well before. */
const ROWS_A_SHEET = 1_000_000

function cellOf(column: SheetColumn, line: OutLine, batch: PaymentBatch): string | number {
  switch (column) {
    case 'no':
      return line.no
    case 'batch':
      return batch.id
    case 'name':
      return line.name
    case 'account':
      return line.account
    case 'bank':
      return line.bank
    case 'amount':
      return line.fen / 100
    case 'purpose':
      return purposeOf(line)
    case 'month':
      return line.month
    case 'scheme':
      return SCHEME_WORDS[line.scheme] ?? line.scheme
    case 'township':
      return line.township
    case 'accountKind':
      return ACCOUNT_KIND_WORDS[line.accountKind as keyof typeof ACCOUNT_KIND_WORDS] ?? line.accountKind
  }
}

/** The payment sheet of a batch as a stream in the district's columns: .csv, or .xlsx with as many sheets as its rows need. */
export function sheetOf(
  tx: Tx,
  batch: PaymentBatch,
  keyring: Keyring,
  columns: readonly SheetColumn[],
  form: 'csv' | 'xlsx',
  rowsASheet = ROWS_A_SHEET,
): Readable {
  const head = columns.map((each) => SHEET_COLUMNS[each])
  const rows = async function* (): AsyncGenerator<(string | number)[]> {
    for await (const page of outLines(tx, batch, keyring))
      for (const line of page) yield columns.map((each) => cellOf(each, line, batch))
  }
  if (form === 'csv') return Readable.from(writeCsv(head, rows()))
  const out = new PassThrough()
  const lines = rows()
  const sheets = Array.from({ length: Math.max(1, Math.ceil(batch.lines / rowsASheet)) }, (_, at) => ({
    name: `支付名单${at + 1}`,
    frozenRows: 1,
    rows: (async function* (): AsyncGenerator<OutCell[]> {
      yield head
      for (let row = 0; row < rowsASheet; row++) {
        const next = await lines.next()
        if (next.done) return
        yield next.value
      }
    })(),
  }))
  writeXlsx(out, sheets).catch((error: unknown) =>
    out.destroy(error instanceof Error ? error : new Error(String(error))),
  )
  return out
}
