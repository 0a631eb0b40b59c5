/**
 * A calendar day in Asia/Shanghai, `YYYY-MM-DD`. Never pass one to `new Date()` as it is: it would become UTC midnight,
 * 08:00 here, and slip a day. Imports nothing, because the rulebook runs in the browser too.
 */
export type Day = string & { readonly __brand: 'Day' }

/** The first day of a month, for everything that happens once a month. */
export type Month = string & { readonly __brand: 'Month' }

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

export const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

export const daysInMonth = (year: number, month: number): number =>
  month === 2 && isLeapYear(year) ? 29 : (DAYS_IN_MONTH[month - 1] ?? 0)

/** True only for a day that exists in the calendar, in the form `YYYY-MM-DD`. */
export function isDay(text: unknown): text is Day {
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const [year, month, date] = parts(text)
  return year >= 1 && month >= 1 && month <= 12 && date >= 1 && date <= daysInMonth(year, month)
}

/** Reads a day or throws; for text that has been checked already. */
export function day(text: string): Day {
  if (!isDay(text)) throw new RangeError(`not a calendar day: ${text}`)
  return text
}

const parts = (text: string): [number, number, number] => [
  Number(text.slice(0, 4)),
  Number(text.slice(5, 7)),
  Number(text.slice(8, 10)),
]

const pad = (value: number, width: number): string => String(value).padStart(width, '0')

export const dayOf = (year: number, month: number, date: number): Day =>
  day(`${pad(year, 4)}-${pad(month, 2)}-${pad(date, 2)}`)

/** Whole years completed on a day (周岁). The birthday counts; a birthday of 29 February counts on 1 March. */
export function ageOn(on: Day, born: Day): number {
  const [year, month, date] = parts(on)
  const [bornYear, bornMonth, bornDate] = parts(born)
  const years = year - bornYear
  return month > bornMonth || (month === bornMonth && date >= bornDate) ? years : years - 1
}

/** The same date some years later; 29 February becomes 1 March where the year has none. */
export function addYears(from: Day, years: number): Day {
  const [year, month, date] = parts(from)
  if (month === 2 && date === 29 && !isLeapYear(year + years)) return dayOf(year + years, 3, 1)
  return dayOf(year + years, month, date)
}

/** The same date some months later, held to the last day of a shorter month. */
export function addMonths(from: Day, months: number): Day {
  const [year, month, date] = parts(from)
  const index = year * 12 + (month - 1) + months
  const toYear = Math.floor(index / 12)
  const toMonth = (index % 12) + 1
  return dayOf(toYear, toMonth, Math.min(date, daysInMonth(toYear, toMonth)))
}

export function addDays(from: Day, days: number): Day {
  const [year, month, date] = parts(from)
  return new Date(Date.UTC(year, month - 1, date + days)).toISOString().slice(0, 10) as Day
}

/** Days from one day to another, negative when the second is earlier. */
export function daysBetween(from: Day, to: Day): number {
  const at = (d: Day) => {
    const [year, month, date] = parts(d)
    return Date.UTC(year, month - 1, date)
  }
  return Math.round((at(to) - at(from)) / 86_400_000)
}

export const firstOfMonth = (on: Day): Month => `${on.slice(0, 8)}01` as Month

export function lastOfMonth(on: Day | Month): Day {
  const [year, month] = parts(on)
  return dayOf(year, month, daysInMonth(year, month))
}

/** `2026-11` or `2026-11-01` to the month's first day; undefined for anything else. */
export function parseMonth(text: string): Month | undefined {
  const whole = /^\d{4}-\d{2}$/.test(text) ? `${text}-01` : text
  return isDay(whole) && whole.endsWith('-01') ? (whole as string as Month) : undefined
}

/** The day in Asia/Shanghai at an instant. China has had one zone without summer time since 1991: UTC+8. */
export const dayAt = (instant: Date): Day =>
  new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(0, 10) as Day
