import { addMonths, type Day } from '../../platform/clock/day.ts'

/** The days on which the reports of a contract were due until today: every so many months from its first day, up to its end (exclusive). */
export function dueReports(from: Day, until: Day, everyMonths: number, today: Day): Day[] {
  const due: Day[] = []
  for (let n = 1; ; n++) {
    const on = addMonths(from, n * everyMonths)
    if (on >= until || on > today) return due
    due.push(on)
  }
}
