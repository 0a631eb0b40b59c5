import { sql } from 'kysely'
import { type Day, dayAt } from '../../platform/clock/day.ts'
import { isWorkingDay } from '../../platform/clock/working-days.ts'
import { asSystem, type Db, type Tx } from '../../platform/db/index.ts'
import { say } from './beside-moves.ts'
import type { CaseRef } from './case.ts'
import { insertTimers, loadCases } from './case-rows.ts'
import { dueOf } from './clocks.ts'
import type { Processes } from './registry.ts'

/**
 * Gives their last day to cases whose term reached into a year that had no holidays yet: they come with a later version of the product, and
 * without this such a case would never be late. Called at each start; a second call finds nothing. Returns how many were settled.
 */
export async function settleCalendars(db: Db, processes: Processes, now: Date): Promise<number> {
  const waiting = await asSystem(db, async (tx) => {
    const { rows } = await sql<CaseRef & { year: string }>`
      select district, id::text as id, split_part(due_note, ':', 2) as year from process.case
       where closed_at is null and due_on is null and due_note like 'calendar:%'`.execute(tx)
    return rows.filter(({ year }) => isWorkingDay(`${year}-01-01` as Day).known)
  })
  let settled = 0
  for (const ref of waiting) if (await asSystem(db, (tx) => settle(tx, processes, ref, dayAt(now)))) settled++
  return settled
}

/** False where the case has moved on meanwhile, or reaches into the year after as well. */
async function settle(tx: Tx, processes: Processes, ref: CaseRef, today: Day): Promise<boolean> {
  const [loaded] = await loadCases(tx, [ref], true)
  if (loaded === undefined || loaded.row.closedAt !== null || !loaded.row.dueNote?.startsWith('calendar:')) return false
  const { row, now } = loaded
  const declaration = await processes.versionOf(tx, row.kind, row.version)
  const name = declaration?.states[row.state]?.clock
  const clock = name === undefined ? undefined : declaration?.clocks[name]
  const reading = name === undefined ? undefined : now.clocks[name]
  if (name === undefined || clock === undefined || reading === undefined || reading.since === null) return false
  const { dueOn, timers } = dueOf(name, clock, now.terms[name] ?? null, reading.used, reading.since)
  if (dueOn === null) return false
  await sql`
    update process.case set due_on = ${dueOn}::date, due_note = null
     where district = ${row.district} and id = ${row.id}::uuid`.execute(tx)
  await insertTimers(tx, [{ row, timers }])
  const by = { account: 'clock', party: 'clock' as const, today }
  await say(tx, loaded, '+note', `放假安排已公布，${clock.title}最后一天是 ${dueOn}`, by, { shown: false, detail: {} })
  return true
}
