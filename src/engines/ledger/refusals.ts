import type { Refusal } from '../../platform/http/index.ts'
import { showYuan } from '../../platform/money/fen.ts'
import type { Currency, Fault } from './books.ts'

const refuse = (code: string, status: Refusal['status'], message: string): Refusal => ({ code, status, message })

const say = (amount: number, currency: Currency) => (currency === 'fen' ? showYuan(amount) : `${amount} 分钟`)

/** What a fault says of the account, key or hold that it is about, and by how much. */
export type Found = { readonly kind: Fault; readonly about: string; readonly amount: number | null }

/** Every way in which the ledger says no. `about` is the owner key, posting key or hold key, for machines and logs. */
export const refusals = {
  accountUnknown: (about: string) =>
    refuse('LEDGER_ACCOUNT_UNKNOWN', 422, `账户（${about}）还没有开立，这次没有记账。请先开立账户。`),
  unbalanced: (about: string) =>
    refuse('LEDGER_UNBALANCED', 422, `这笔账（${about}）收支不相等，没有记账。请核对金额。`),
  zeroLine: (about: string) =>
    refuse('LEDGER_ZERO_LINE', 422, `这笔账（${about}）有一行金额为零，没有记账。请去掉这一行。`),
  keyReused: (about: string) =>
    refuse('LEDGER_KEY_REUSED', 409, `编号 ${about} 已记过另一笔内容不同的账，没有重复记账。请核对后再办。`),
  periodClosed: (about: string) =>
    refuse('LEDGER_PERIOD_CLOSED', 409, `这笔账（${about}）所在的月份已经结账。更正请记在当前月份。`),
  belowFloor: (about: string, shortBy: number, currency: Currency) =>
    refuse(
      'LEDGER_BELOW_FLOOR',
      409,
      `账户（${about}）可用余额不足，还差 ${say(shortBy, currency)}，没有记账。请先补足资金或减少金额。`,
    ),
  holdUnknown: (about: string) => refuse('LEDGER_HOLD_UNKNOWN', 404, `没有找到编号为 ${about} 的预留。请核对后再办。`),
  holdTooSmall: (about: string, shortBy: number, currency: Currency) =>
    refuse('LEDGER_HOLD_TOO_SMALL', 409, `预留（${about}）的余额不够，还差 ${say(shortBy, currency)}。请先增加预留。`),
  postingUnknown: (about: string) =>
    refuse('LEDGER_POSTING_UNKNOWN', 404, `没有找到编号为 ${about} 的账。请核对后再办。`),
  isReversal: (about: string) =>
    refuse('LEDGER_IS_REVERSAL', 409, `这笔账（${about}）本身是冲销，不能再冲销。请按正确的内容重新记一笔。`),
  closedAlready: (month: string) => refuse('LEDGER_CLOSED_ALREADY', 409, `${month} 已经结账。`),
}

/** The refusal of the first fault that was found. */
export function refusalOf({ kind, about, amount }: Found, currency: Currency): Refusal {
  if (kind === 'belowFloor' || kind === 'holdTooSmall') return refusals[kind](about, amount ?? 0, currency)
  return refusals[kind](about)
}
