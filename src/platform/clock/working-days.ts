import calendar from 'chinese-days/dist/chinese-days.json' with { type: 'json' }
import { addDays, type Day } from './day.ts'

/**
 * The working days of the State Council's yearly notices (holidays and make-up days), from the library chinese-days. A year
 * whose notice is not in the library is not known: weekends alone would give a wrong deadline, so nobody gets one.
 */
export type Known<T> = { readonly known: true; readonly value: T } | NotKnown
type NotKnown = { readonly known: false; readonly year: number; readonly message: string }

const holidays: Readonly<Record<string, string>> = calendar.holidays
const makeUpDays: Readonly<Record<string, string>> = calendar.workdays

// A notice covers a whole year, and each of them has a Spring Festival; a lone 31 December belongs to the next notice.
const KNOWN_YEARS = new Set(
  Object.entries(holidays)
    .filter(([, name]) => name.includes('春节'))
    .map(([on]) => Number(on.slice(0, 4))),
)

const notKnown = (year: number): NotKnown => ({
  known: false,
  year,
  message: `${year} 年的放假安排尚未收录，暂不能推算工作日期限。请更新放假安排后再试，或按国务院办公厅通知人工核定。`,
})

/** Whether offices work on a day: weekdays that are no holiday, and weekends that make one up. */
export function isWorkingDay(on: Day): Known<boolean> {
  const year = Number(on.slice(0, 4))
  if (!KNOWN_YEARS.has(year)) return notKnown(year)
  if (holidays[on] !== undefined) return { known: true, value: false }
  if (makeUpDays[on] !== undefined) return { known: true, value: true }
  const weekday = new Date(`${on}T00:00:00Z`).getUTCDay()
  return { known: true, value: weekday !== 0 && weekday !== 6 }
}

/**
 * The last day of a period of working days. The day on which it begins is not counted; after 0 working days it is that day.
 * @param count whole working days, 0 or more
 */
export function addWorkingDays(from: Day, count: number): Known<Day> {
  if (!Number.isInteger(count) || count < 0) throw new RangeError(`not a number of working days: ${count}`)
  let on = from
  for (let left = count; left > 0; ) {
    on = addDays(on, 1)
    const working = isWorkingDay(on)
    if (!working.known) return working
    if (working.value) left--
  }
  return { known: true, value: on }
}

/** Working days after one day up to and including another: how much of a period is used up. 0 when the second is not later. */
export function workingDaysBetween(from: Day, to: Day): Known<number> {
  let count = 0
  for (let on = from; on < to; ) {
    on = addDays(on, 1)
    const working = isWorkingDay(on)
    if (!working.known) return working
    if (working.value) count++
  }
  return { known: true, value: count }
}
