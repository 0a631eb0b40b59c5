import { type Day, dayOf, daysInMonth, firstOfMonth } from '../../platform/clock/day.ts'

/**
 * From which day the statements of a list hold: the first day of the month that its title names (2026年10月, 填报日期：2026年11月5日),
 * else of this month. A list says what is true in its month, not when it began.
 */
export function asOfFromTitles(titles: readonly string[], today: Day): Day {
  for (const title of titles) {
    const match = /(20\d{2})\s*[年.-]\s*(\d{1,2})\s*月?/.exec(title)
    if (!match) continue
    const [year, month] = [Number(match[1]), Number(match[2])]
    if (month < 1 || month > 12 || daysInMonth(year, month) === 0) continue
    const day = dayOf(year, month, 1)
    if (day <= today) return day
  }
  return firstOfMonth(today) as string as Day
}
