import type { Refusal } from '../../platform/http/index.ts'
import { showYuan } from '../../platform/money/fen.ts'
import type { Currency, Fault } from './books.ts'

const refuse = (code: string, status: Refusal['status'], message: string): Refusal => ({ code, status, message })

const say = (amount: number, currency: Currency) => (currency === 'fen' ? showYuan(amount) : `${amount} 分钟`)

/** What a fault says of the account, key or hold that it is about, and by how much. */
export type Found = { readonly kind: Fault; readonly about: string; readonly amount: number | null }

const about = (refusal: Refusal, object: string): Refusal => ({
  ...refusal,
  fields: [{ path: `ledger:${object}`, message: refusal.message }],
})

/**
 * Every way in which the ledger says no. The sentence is for people and names no key; `fields` holds what it is about (the owner of an account, the key of
 * a posting or hold) for machines and logs, and the areas say it in their own words where they know them.
 */
export const refusals = {
  accountUnknown: (object: string) =>
    about(refuse('LEDGER_ACCOUNT_UNKNOWN', 422, '其中一个账户还没有开立，这次没有记账。请先开立账户。'), object),
  unbalanced: (object: string) =>
    about(refuse('LEDGER_UNBALANCED', 422, '这笔账的收支不相等，没有记账。请核对金额。'), object),
  zeroLine: (object: string) =>
    about(refuse('LEDGER_ZERO_LINE', 422, '这笔账有一行金额为零，没有记账。请去掉这一行。'), object),
  keyReused: (object: string) =>
    about(
      refuse('LEDGER_KEY_REUSED', 409, '同一笔业务已记过内容不同的账，没有重复记账。请刷新页面，核对后再办。'),
      object,
    ),
  periodClosed: (object: string) =>
    about(refuse('LEDGER_PERIOD_CLOSED', 409, '这笔账所在的月份已经结账。更正请记在当前月份。'), object),
  belowFloor: (object: string, shortBy: number, currency: Currency) =>
    about(
      refuse(
        'LEDGER_BELOW_FLOOR',
        409,
        `可用余额不足，还差 ${say(shortBy, currency)}，没有记账。请先补足资金或减少金额。`,
      ),
      object,
    ),
  holdUnknown: (object: string) =>
    about(refuse('LEDGER_HOLD_UNKNOWN', 404, '没有找到这笔预留。请刷新页面，核对后再办。'), object),
  holdTooSmall: (object: string, shortBy: number, currency: Currency) =>
    about(
      refuse('LEDGER_HOLD_TOO_SMALL', 409, `预留的余额不够，还差 ${say(shortBy, currency)}。请先增加预留。`),
      object,
    ),
  postingUnknown: (object: string) =>
    about(refuse('LEDGER_POSTING_UNKNOWN', 404, '没有找到这笔账。请刷新页面，核对后再办。'), object),
  isReversal: (object: string) =>
    about(refuse('LEDGER_IS_REVERSAL', 409, '这笔账本身是冲销，不能再冲销。请按正确的内容重新记一笔。'), object),
  closedAlready: (month: string) => refuse('LEDGER_CLOSED_ALREADY', 409, `${month} 已经结账。`),
}

/** The refusal of the first fault that was found. */
export function refusalOf({ kind, about, amount }: Found, currency: Currency): Refusal {
  if (kind === 'belowFloor' || kind === 'holdTooSmall') return refusals[kind](about, amount ?? 0, currency)
  return refusals[kind](about)
}
