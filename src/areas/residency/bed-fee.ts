import { addDays, type Day, daysBetween, daysInMonth, type Month } from '../../platform/clock/day.ts'

/** A stretch of days, `until` exclusive; null while it lasts. */
export type Stretch = { readonly from: Day; readonly until: Day | null }
export type Away = Stretch & { readonly kind: 'hospital' | 'leave' }

/** What a contract says of a month. All of it is the contract's: nothing here is a tariff. */
export type MonthTerms = {
  readonly bedFeeFen: number
  readonly careFeeFen: number
  readonly mealFeeFen: number
  /** The share of the bed fee that is charged while somebody is in hospital or on leave, in percent; null = not agreed. */
  readonly hospitalPercent: number | null
  readonly leavePercent: number | null
}

export type MonthFee = {
  /** Days in the house, in hospital and on leave, within the month and the contract. */
  readonly inHouse: number
  readonly hospital: number
  readonly leave: number
  readonly bedFen: number
  readonly careFen: number
  readonly mealFen: number
  /** Days away that the contract says nothing about: they are charged nothing and named, until the contract is amended. */
  readonly unsettled: number
}

/**
 * What a month costs by the day: a day costs the month's fee divided by the days of the month, and is rounded only in the sum. Care and meals are
 * charged for days in the house; the bed also for days in hospital and on leave, at the share that was agreed. The day on which somebody
 * leaves counts as away, the day of the return as in the house.
 */
export function monthOf(month: Month, held: Stretch, away: readonly Away[], terms: MonthTerms): MonthFee {
  const length = daysInMonth(Number(month.slice(0, 4)), Number(month.slice(5, 7)))
  const first = month as string as Day
  const days = { inHouse: 0, hospital: 0, leave: 0 }
  for (let n = 0; n < length; n++) {
    const on = addDays(first, n)
    if (!holds(held, on)) continue
    days[away.find((each) => holds(each, on))?.kind ?? 'inHouse']++
  }
  const { hospitalPercent, leavePercent } = terms
  const bedParts = days.inHouse * 100 + days.hospital * (hospitalPercent ?? 0) + days.leave * (leavePercent ?? 0)
  return {
    ...days,
    bedFen: Math.round((terms.bedFeeFen * bedParts) / (100 * length)),
    careFen: Math.round((terms.careFeeFen * days.inHouse) / length),
    mealFen: Math.round((terms.mealFeeFen * days.inHouse) / length),
    unsettled: (hospitalPercent === null ? days.hospital : 0) + (leavePercent === null ? days.leave : 0),
  }
}

const holds = ({ from, until }: Stretch, on: Day): boolean => from <= on && (until === null || on < until)

/** What was agreed and not paid: due days gone by and the sum, oldest first. */
export function arrearsOf(
  bills: readonly { readonly dueOn: Day; readonly amountFen: number; readonly paidFen: number }[],
  today: Day,
): { amountFen: number; bills: number; oldestDays: number } {
  const open = bills.filter((each) => each.dueOn < today && each.paidFen < each.amountFen)
  return {
    amountFen: open.reduce((sum, each) => sum + each.amountFen - each.paidFen, 0),
    bills: open.length,
    oldestDays: open.reduce((most, each) => Math.max(most, daysBetween(each.dueOn, today)), 0),
  }
}
