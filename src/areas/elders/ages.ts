import { type Day, dayOf, daysInMonth } from '../../platform/clock/day.ts'

/**
 * The latest birth date of whoever has completed some years on a day. Whoever is born on 29 February completes a year on 1 March,
 * so on 29 February of a leap year the answer for a common year is 28 February, not 1 March.
 */
export function latestBirthFor(years: number, on: Day): Day {
  const year = Number(on.slice(0, 4)) - years
  const month = Number(on.slice(5, 7))
  return dayOf(year, month, Math.min(Number(on.slice(8, 10)), daysInMonth(year, month)))
}
