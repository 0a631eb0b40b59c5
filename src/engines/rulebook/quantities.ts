/** Numbers, money and days of an expression for one case. Money is exact: whole fen, halves up. */
import {
  addDays,
  addYears,
  ageOn,
  type Day,
  daysInMonth,
  firstOfMonth,
  isDay,
  lastOfMonth,
} from '../../platform/clock/day.ts'
import type { Context } from './context.ts'
import type { Moment, NamedMoment, Quantity } from './expression.ts'
import type { Facts } from './facts.ts'

/** `null` is known to be none. An unknown number may still be known to lie between two (an age told without the birthday). */
export type Measured =
  | { readonly known: true; readonly value: number | Day | null }
  | {
      readonly known: false
      readonly missing: readonly string[]
      readonly low?: number | Day
      readonly high?: number | Day
    }

export const known = (value: number | Day | null): Measured => ({ known: true, value })
export const unset = (parameter: string): string => `parameter:${parameter}`

/** The days a moment may fall on: one, or two while the setting that decides between them is open. */
export function daysOf(at: Moment, context: Context): { days: readonly Day[]; missing: readonly string[] } {
  const { on } = context
  if (typeof at === 'string') return { days: [namedDay(at, on)], missing: [] }
  const { value } = context.parameter(at.settled)
  const settled = at.ways[String(value)]
  if (settled) return { days: [namedDay(settled, on)], missing: [] }
  const days = Object.values(at.ways).map((each) => namedDay(each, on))
  return { days: days.sort(), missing: [unset(at.settled)] }
}

function namedDay(at: NamedMoment, on: Day): Day {
  const first = firstOfMonth(on) as string as Day
  switch (at) {
    case 'on':
      return on
    case 'monthStart':
      return first
    case 'monthEnd':
      return lastOfMonth(on)
    case 'beforeMonth':
      return addDays(first, -1)
    case 'nextMonthStart':
      return addDays(lastOfMonth(on), 1)
  }
}

/** The last day of birth that has completed `years` on a day; 29 February completes a year on 1 March. */
export function lastBirthday(on: Day, years: number): Day {
  const year = Number(on.slice(0, 4)) - years
  const month = Number(on.slice(5, 7))
  const dayInMonth = Math.min(Number(on.slice(8, 10)), daysInMonth(year, month))
  return `${String(year).padStart(4, '0')}-${on.slice(5, 7)}-${String(dayInMonth).padStart(2, '0')}` as Day
}

/** Whole fen from 元, half up: a rate of 0.125 元 is 13 fen. */
export const fenOfYuan = (value: number): number => Math.round(Number((value * 100).toFixed(6)))

/** `share` per cent of whole fen, half up, exact for shares with up to six decimals. */
export function percentOf(share: number, whole: number): number {
  const scaled = BigInt(Math.round(share * 1_000_000)) * BigInt(whole)
  return Number((scaled * 2n + 100_000_000n) / 200_000_000n)
}

export function measureAge(of: Extract<Quantity, { op: 'age' }>, facts: Facts, context: Context): Measured {
  const { days, missing } = daysOf(of.at, context)
  const born = facts[of.born]
  const told = facts[of.told]
  let ages: number[]
  const open = [...missing]
  if (isDay(born)) ages = days.map((day) => Math.max(0, ageOn(day, born)))
  else if (typeof told === 'number') {
    ages = days.flatMap((day) =>
      day === context.on ? [told] : day > context.on ? [told, told + 1] : [Math.max(0, told - 1), told],
    )
    if (days.some((day) => day !== context.on)) open.push(of.born)
  } else return { known: false, missing: [of.asks, ...missing] }
  const low = Math.min(...ages)
  const high = Math.max(...ages)
  return low === high ? known(low) : { known: false, missing: open, low, high }
}

/** Measures a quantity without branches; `choose` is the evaluator's, because it needs conditions. */
export function measure(
  of: Exclude<Quantity, { op: 'choose' }>,
  facts: Facts,
  context: Context,
  inner: (of: Quantity) => Measured,
): Measured {
  switch (of.op) {
    case 'fact': {
      const value = facts[of.fact]
      if (value === undefined) return { known: false, missing: [of.fact] }
      return known(typeof value === 'number' || isDay(value) ? value : null)
    }
    case 'parameter':
    case 'yuan': {
      const { value } = context.parameter(of.parameter)
      if (typeof value === 'number') return known(of.op === 'yuan' ? fenOfYuan(value) : value)
      return isDay(value) ? known(value) : { known: false, missing: [unset(of.parameter)] }
    }
    case 'age':
      return measureAge(of, facts, context)
    case 'moment': {
      const { days, missing } = daysOf(of.at, context)
      return days.length === 1 ? known(days[0]!) : { known: false, missing, low: days[0]!, high: days.at(-1)! }
    }
    case 'times':
      return both(inner(of.rate), inner(of.count), (rate, count) => Number(rate ?? 0) * Number(count ?? 0))
    case 'percent':
      return both(inner(of.share), inner(of.whole), (share, whole) => percentOf(Number(share ?? 0), Number(whole ?? 0)))
    case 'lastDayOfYears':
      return both(inner(of.start), inner(of.years), (start, years) =>
        isDay(start) && typeof years === 'number' ? addDays(addYears(start, years), -1) : null,
      )
  }
}

/** Joins two measures; what is missing in either is missing in the whole. */
export function both(
  a: Measured,
  b: Measured,
  join: (a: number | Day | null, b: number | Day | null) => number | Day | null,
): Measured {
  if (a.known && b.known) return known(join(a.value, b.value))
  return { known: false, missing: union(a.known ? [] : a.missing, b.known ? [] : b.missing) }
}

export const union = (...lists: readonly (readonly string[])[]): string[] => [...new Set(lists.flat())]
