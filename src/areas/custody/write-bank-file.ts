import { csvLine } from '../../platform/sheets/index.ts'
import type { BankFile, BankLine } from './bank-file.ts'
import { MOVEMENT_KINDS } from './words.ts'

export type LineToWrite = Omit<BankLine, 'row' | 'contract' | 'purpose'> & {
  readonly contract?: string
  readonly purpose?: string
}

/** A day of an account as a custody bank sends it, as csv bytes: for the demonstration and for banks that ask what the form looks like. */
export function writeBankFile(
  of: Pick<BankFile, 'last4' | 'on' | 'openingFen'> & {
    readonly lines: readonly LineToWrite[]
    readonly closingFen?: number
  },
): Uint8Array {
  const side = (direction: 'in' | 'out') => of.lines.filter((line) => line.direction === direction)
  const sum = (lines: readonly LineToWrite[]) => lines.reduce((total, line) => total + line.fen, 0)
  const [came, went] = [side('in'), side('out')]
  const closing = of.closingFen ?? of.openingFen + sum(came) - sum(went)
  const text = [
    csvLine(['账号末四位', '日期', '期初余额', '期末余额', '收入笔数', '收入合计', '支出笔数', '支出合计']),
    csvLine([
      of.last4,
      of.on,
      yuan(of.openingFen),
      yuan(closing),
      came.length,
      yuan(sum(came)),
      went.length,
      yuan(sum(went)),
    ]),
    csvLine(['流水号', '收支', '类别', '合同号', '金额', '用途']),
    ...of.lines.map((line) =>
      csvLine([
        line.serial,
        line.direction === 'in' ? '收' : '支',
        MOVEMENT_KINDS[line.kind],
        line.contract ?? '',
        yuan(line.fen),
        line.purpose ?? '',
      ]),
    ),
  ]
  return new TextEncoder().encode(`\uFEFF${text.join('')}`)
}

const yuan = (fen: number): string =>
  `${fen < 0 ? '-' : ''}${Math.floor(Math.abs(fen) / 100)}.${String(Math.abs(fen) % 100).padStart(2, '0')}`
