/**
 * The bank-batch text: one line a payment, fields parted by `|`, lines by LF, UTF-8, beginning with the batch and ending with its control sums.
 *
 *     H|YIYANG|1|batch|2026-11|count|fen
 *     D|no|account|name|fen|purpose
 *     T|count|fen
 *
 * The return text answers with `R|batch|count`, then `D|no|last four of the account|fen|code|reason`, then `T|paid|failed`. Code `0000` is paid.
 */
export type BankLine = {
  readonly no: number
  readonly account: string
  readonly name: string
  readonly fen: number
  readonly purpose: string
}

export const bankHead = (batch: string, month: string, lines: number, fen: number): string =>
  `H|YIYANG|1|${batch}|${month.slice(0, 7)}|${lines}|${fen}\n`
export const bankLine = ({ no, account, name, fen, purpose }: BankLine): string =>
  `D|${no}|${account}|${clean(name)}|${fen}|${clean(purpose)}\n`
export const bankFoot = (lines: number, fen: number): string => `T|${lines}|${fen}\n`

/** A field holds neither the separator nor a line break, whatever was typed into a register. */
const clean = (text: string): string => text.replaceAll(/[|\p{Cc}]/gu, ' ').trim()
