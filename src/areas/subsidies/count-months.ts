import { addDays, type Day, lastOfMonth, type Month } from '../../platform/clock/day.ts'

/** How somebody who came, left or died within a month is counted: what the district has set. */
export type CountRule = 'lastDay' | 'anyDay' | 'fullMonth'

export type Stay = {
  readonly elder: string
  readonly place: string
  /** District of the household; null while it is not known. */
  readonly household: string | null
  readonly from: Day
  /** Exclusive; null while the person lives there. */
  readonly until: Day | null
  readonly ended: 'left' | 'died' | null
}

export type Counted = { readonly elder: string; readonly counted: boolean; readonly reason: string }

export type MonthCount = {
  readonly month: Month
  readonly residents: number
  readonly residentsOfLocalHousehold: number
  readonly persons: readonly Counted[]
}

/**
 * Counts the residents of a place in a month from dated stays. Residents of any household make the occupancy; those of the district's own household are
 * counted for money. Everybody who was there on some day is named with the reason for or against. Stays in two places that overlap count nowhere until one is
 * corrected; whoever moved within the month is counted once, where the later stay is (our reading: no document says it). Pure.
 */
export function countMonth(
  month: Month,
  of: { readonly place: string; readonly district: string; readonly rule: CountRule },
  stays: readonly Stay[],
): MonthCount {
  const here = stays.filter((stay) => stay.place === of.place && touches(stay, month)).sort(byBeginning)
  const seen = new Set<string>()
  const persons: Counted[] = []
  let residents = 0
  for (const stay of here.filter((each) => isPresent(each, month, of.rule))) {
    if (seen.has(stay.elder)) continue
    seen.add(stay.elder)
    const elsewhere = stays.filter(
      (other) => other.elder === stay.elder && other.place !== of.place && isPresent(other, month, of.rule),
    )
    const own = here.filter((each) => each.elder === stay.elder)
    const doubted = elsewhere.some((other) => own.some((each) => overlap(each, other, month)))
    const left = elsewhere.some((other) => own.every((each) => each.from < other.from))
    if (!doubted && !left) residents += 1
    persons.push({
      elder: stay.elder,
      ...(left && !doubted ? { counted: false, reason: 'movedInMonth' } : judge(stay, of.district, doubted)),
    })
  }
  for (const stay of here.filter((each) => !seen.has(each.elder))) {
    seen.add(stay.elder)
    persons.push({ elder: stay.elder, counted: false, reason: whyAbsent(stay, month) })
  }
  return { month, residents, residentsOfLocalHousehold: persons.filter((each) => each.counted).length, persons }
}

function judge(stay: Stay, district: string, doubted: boolean): { counted: boolean; reason: string } {
  if (doubted) return { counted: false, reason: 'countedElsewhere' }
  if (stay.household === null) return { counted: false, reason: 'householdUnknown' }
  return stay.household === district ? { counted: true, reason: 'met' } : { counted: false, reason: 'otherHousehold' }
}

/** Both at once on some day of the month: nobody lives in two homes. One after the other is a move. */
const overlap = (a: Stay, b: Stay, month: Month): boolean =>
  touches(a, month) &&
  touches(b, month) &&
  (b.until === null || a.from < b.until) &&
  (a.until === null || b.from < a.until)

const byBeginning = (a: Stay, b: Stay): number =>
  a.from < b.from ? -1 : a.from > b.from ? 1 : a.elder < b.elder ? -1 : 1

const firstDay = (month: Month): Day => month as string as Day

/** True when the person was there on some day of the month. */
const touches = (stay: Stay, month: Month): boolean =>
  stay.from <= lastOfMonth(month) && (stay.until === null || stay.until > firstDay(month))

function isPresent(stay: Stay, month: Month, rule: CountRule): boolean {
  if (!touches(stay, month)) return false
  const last = lastOfMonth(month)
  const toTheEnd = stay.until === null || stay.until >= addDays(last, 1)
  if (rule === 'lastDay') return toTheEnd
  return rule === 'anyDay' || (toTheEnd && stay.from <= firstDay(month))
}

function whyAbsent(stay: Stay, month: Month): string {
  const endsWithin = stay.until !== null && stay.until <= lastOfMonth(month)
  if (endsWithin) return stay.ended === 'died' ? 'diedInMonth' : 'leftInMonth'
  return 'arrivedInMonth'
}
