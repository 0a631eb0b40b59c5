import { addDays, type Day, daysBetween } from '../../platform/clock/day.ts'
import { addWorkingDays, isWorkingDay, workingDaysBetween } from '../../platform/clock/working-days.ts'
import type { CaseNow, ClockReading, Timer } from './case.ts'
import type { ClockDeclaration, ProcessDeclaration } from './declaration.ts'

/** The days of each clock of a declaration, with parameters looked up once: a case keeps them. */
export function termsOf(
  { clocks }: ProcessDeclaration,
  setting: (id: string) => number | undefined,
): Readonly<Record<string, number | null>> {
  return Object.fromEntries(
    Object.entries(clocks).map(([name, { term }]) => [
      name,
      'days' in term ? term.days : (setting(term.setting) ?? null),
    ]),
  )
}

export type Running = {
  readonly clocks: Readonly<Record<string, ClockReading>>
  readonly dueOn: Day | null
  readonly dueNote: string | null
  readonly timers: 'keep' | readonly Timer[]
}

/**
 * The clocks after a move on a day: the one of the state left stands still, the one of the state entered goes on from what it has
 * used, or anew where it restarts. The same clock in both states runs on as if nothing had happened.
 */
export function moveClocks(
  declaration: ProcessDeclaration,
  now: Pick<CaseNow, 'clocks' | 'terms' | 'dueOn' | 'dueNote'>,
  from: string | null,
  to: string,
  today: Day,
): Running {
  const leaving = from === null ? undefined : declaration.states[from]?.clock
  const entering = declaration.states[to]?.clock
  const restarts = entering !== undefined && declaration.clocks[entering]?.restarts === true
  if (leaving === entering && !restarts && from !== null)
    return { clocks: now.clocks, dueOn: now.dueOn, dueNote: now.dueNote, timers: 'keep' }
  const clocks: Record<string, ClockReading> = { ...now.clocks }
  if (leaving !== undefined) {
    const clock = declaration.clocks[leaving]
    const reading = clocks[leaving]
    if (clock !== undefined && reading !== undefined)
      clocks[leaving] = { used: reading.used + usedUp(clock, reading.since, today), since: null }
  }
  if (entering === undefined) return { clocks, dueOn: null, dueNote: null, timers: [] }
  const clock = declaration.clocks[entering] as ClockDeclaration
  const used = restarts ? 0 : (clocks[entering]?.used ?? 0)
  clocks[entering] = { used, since: today }
  return { clocks, ...dueOf(entering, clock, now.terms[entering] ?? null, used, today) }
}

/** The last day of a clock that begins to run on a day, and its timers; without one where the term or the calendar is not known. */
export function dueOf(
  name: string,
  clock: ClockDeclaration,
  days: number | null,
  used: number,
  since: Day,
): { dueOn: Day | null; dueNote: string | null; timers: readonly Timer[] } {
  if (days === null) {
    const setting = 'setting' in clock.term ? clock.term.setting : ''
    return { dueOn: null, dueNote: `setting:${setting}`, timers: [] }
  }
  const left = Math.max(0, days - used)
  const due = add(clock, since, left)
  if (typeof due === 'number') return { dueOn: null, dueNote: `calendar:${due}`, timers: [] }
  const timers: Timer[] = [{ clock: name, purpose: 'due', dueOn: due, on: addDays(due, 1) }]
  for (const before of clock.reminders ?? []) {
    const on = subtract(clock, due, before)
    if (on !== undefined && on > since) timers.push({ clock: name, purpose: 'reminder', dueOn: due, on })
  }
  return { dueOn: due, dueNote: null, timers }
}

/** Days left until the last one, counted like the term: 0 on the last day, negative when it is over; null where the calendar is not known. */
export function daysLeft(clock: ClockDeclaration, dueOn: Day, today: Day): number | null {
  if (clock.term.count === 'calendar') return daysBetween(today, dueOn)
  const [from, to, sign] = today <= dueOn ? [today, dueOn, 1] : [dueOn, today, -1]
  const between = workingDaysBetween(from, to)
  // A minus sign on nothing would be shown as such; a day late over a weekend is late all the same.
  return between.known ? (sign === 1 ? between.value : -Math.max(1, between.value)) : null
}

function usedUp(clock: ClockDeclaration, since: Day | null, today: Day): number {
  if (since === null || today <= since) return 0
  if (clock.term.count === 'calendar') return daysBetween(since, today)
  const between = workingDaysBetween(since, today)
  // Past years are in the calendar; weekdays would be no worse a guess than nothing.
  return between.known ? between.value : daysBetween(since, today)
}

function add(clock: ClockDeclaration, from: Day, days: number): Day | number {
  if (clock.term.count === 'calendar') return addDays(from, days)
  const due = addWorkingDays(from, days)
  return due.known ? due.value : due.year
}

function subtract(clock: ClockDeclaration, from: Day, days: number): Day | undefined {
  if (clock.term.count === 'calendar') return addDays(from, -days)
  let on = from
  for (let left = days; left > 0; ) {
    on = addDays(on, -1)
    const working = isWorkingDay(on)
    if (!working.known) return undefined
    if (working.value) left--
  }
  return on
}
