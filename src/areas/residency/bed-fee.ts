import { addDays, type Day, daysBetween, daysInMonth, type Month } from '../../platform/clock/day.ts'

/** A stretch of days, `until` exclusive; null while it lasts. */
export type Stretch = { readonly from: Day; readonly until: Day | null }
export type Away = Stretch & { readonly kind: 'hospital' | 'leave' }

/** What a contract says of the bed. All of it is the contract's: nothing here is a tariff. */
export type BedTerms = {
  readonly bedFeeFen: number
  /** The share of the bed fee that is charged while somebody is in hospital or on leave, in percent; null = not agreed. */
  readonly hospitalPercent: number | null
  readonly leavePercent: number | null
}

export type FeeDays = {
  /** Days in the house, in hospital and on leave, within the month and the stay. */
  readonly inHouse: number
  readonly hospital: number
  readonly leave: number
  readonly amountFen: number
  /** Days that the contract says nothing about: they are charged nothing and named, until the contract is amended. */
  readonly unsettled: number
}

/**
 * The bed fee of a month by the day: a day costs the month's fee divided by the days of the month, and is rounded only in the sum. Days in
 * hospital and on leave cost the share that was agreed. The day on which somebody leaves for hospital counts as away, the day of the
 * return as in the house.
 */
export function bedFee(month: Month, stay: Stretch, away: readonly Away[], terms: BedTerms): FeeDays {
  const length = daysInMonth(Number(month.slice(0, 4)), Number(month.slice(5, 7)))
  const first = month as string as Day
  const counts = { inHouse: 0, hospital: 0, leave: 0 }
  for (let n = 0; n < length; n++) {
    const on = addDays(first, n)
    if (!holds(stay, on)) continue
    counts[away.find((each) => holds(each, on))?.kind ?? 'inHouse']++
  }
  const parts =
    counts.inHouse * 100 + counts.hospital * (terms.hospitalPercent ?? 0) + counts.leave * (terms.leavePercent ?? 0)
  const unsettled =
    (terms.hospitalPercent === null ? counts.hospital : 0) + (terms.leavePercent === null ? counts.leave : 0)
  return { ...counts, amountFen: Math.round((terms.bedFeeFen * parts) / (100 * length)), unsettled }
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
