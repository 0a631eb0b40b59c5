import { addDays, type Day, day, daysBetween, daysInMonth } from '../src/platform/clock/day.ts'

/** Days as whole numbers since 1900-01-01: the simulator counts days millions of times. */
const ORIGIN = day('1900-01-01')
const texts: Day[] = []

export const dayNumber = (text: Day): number => daysBetween(ORIGIN, text)

export function dayText(number: number): Day {
  const known = texts[number]
  if (known) return known
  const text = addDays(ORIGIN, number)
  texts[number] = text
  return text
}

/** Months since year 0: `2020-11` is 24250. */
export const monthNumber = (text: Day): number => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7)) - 1

const pad = (n: number): string => String(n).padStart(2, '0')

/** The first day of a month number. */
export const firstDayOf = (month: number): Day => day(`${Math.floor(month / 12)}-${pad((month % 12) + 1)}-01`)

/** A moment of a working day, Asia/Shanghai: minute 0 is 09:00. */
export const moment = (dayIndex: number, minute: number): string =>
  `${dayText(dayIndex)}T${pad(9 + Math.floor(minute / 60))}:${pad(minute % 60)}:00+08:00`

export const daysOfMonth = (month: number): number => daysInMonth(Math.floor(month / 12), (month % 12) + 1)
