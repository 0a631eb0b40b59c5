import { addDays, type Day, lastOfMonth, type Month } from '../../platform/clock/day.ts'
import { isWorkingDay } from '../../platform/clock/working-days.ts'

export type PlanDays = {
  /** Days on which visits are planned, from `from` on. */
  readonly days: readonly Day[]
  /** The year whose holidays have not been announced: then every weekday counts. */
  readonly unknownYear: number | undefined
}

/** The working days of a month from a day on; where none is left, the days that are left. */
export function planDays(month: Month, from: Day): PlanDays {
  const last = lastOfMonth(month)
  const left: Day[] = []
  for (let on = (month as string) > from ? (month as string as Day) : from; on <= last; on = addDays(on, 1))
    left.push(on)
  let unknownYear: number | undefined
  const working = left.filter((on) => {
    const known = isWorkingDay(on)
    if (known.known) return known.value
    unknownYear = known.year
    return ![0, 6].includes(new Date(`${on}T00:00:00Z`).getUTCDay())
  })
  return { days: working.length > 0 ? working : left, unknownYear }
}
