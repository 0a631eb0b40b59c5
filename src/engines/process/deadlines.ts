import { sql } from 'kysely'
import { type Day, dayAt } from '../../platform/clock/day.ts'
import { asSystem, type Db, type Tx } from '../../platform/db/index.ts'
import type { Log } from '../../platform/log/log.ts'
import { moveLoaded } from './act.ts'
import { say } from './beside-moves.ts'
import { type LoadedCase, loadCases } from './case-rows.ts'
import type { ClockDeclaration } from './declaration.ts'
import type { Processes } from './registry.ts'
import { settleCalendars } from './settle-calendars.ts'

const LOOK_EVERY_MS = 15_000
const PAGE = 200
const CLOCK = 'clock'

type Due = { district: string; id: string; caseId: string; clock: string; purpose: 'due' | 'reminder'; dueOn: Day }

/**
 * Fires every deadline whose moment has come, each in a transaction of its own: the row is marked and its effect made together, so that a
 * kill leaves both or neither, and a second process finds the row taken. One that fails is told in the log and tried again at the next
 * look, without holding up the others. Returns how many fired.
 */
export async function fireDeadlines(db: Db, processes: Processes, now: Date, log?: Log): Promise<number> {
  let fired = 0
  const failed = new Set<string>()
  for (;;) {
    const due = (await dueNow(db, now, PAGE + failed.size)).filter((each) => !failed.has(each.id))
    if (due.length === 0) return fired
    for (const each of due) {
      try {
        if (await asSystem(db, (tx) => fire(tx, processes, each, now))) fired++
      } catch (error) {
        failed.add(each.id)
        log?.error({ error, deadline: each.id, case: each.caseId }, 'a deadline could not fire; trying again')
      }
    }
  }
}

async function dueNow(db: Db, now: Date, most: number): Promise<Due[]> {
  const { rows } = await asSystem(db, (tx) =>
    sql<Due>`
      select district, id::text as id, case_id::text as "caseId", clock, purpose, due_on::text as "dueOn" from process.deadline
       where fired_at is null and cancelled_at is null and fires_at <= ${now}
       order by fires_at limit ${most}`.execute(tx),
  )
  return rows
}

/** False when another process has it, or a move has stopped it meanwhile. */
async function fire(tx: Tx, processes: Processes, due: Due, now: Date): Promise<boolean> {
  // The case first, as every move locks it: whoever moves it stops its deadlines, or finds them fired.
  const [loaded] = await loadCases(tx, [{ district: due.district, id: due.caseId }], true)
  const { rows } = await sql`
    update process.deadline set fired_at = ${now}
     where district = ${due.district} and id = ${due.id}::uuid and fired_at is null and cancelled_at is null returning 1`.execute(
    tx,
  )
  if (rows.length === 0) return false
  if (loaded === undefined) return true
  const clock = (await processes.versionOf(tx, loaded.row.kind, loaded.row.version))?.clocks[due.clock]
  if (clock !== undefined) await takeEffect(tx, processes, loaded, due, clock, now)
  return true
}

async function takeEffect(
  tx: Tx,
  processes: Processes,
  loaded: LoadedCase,
  due: Due,
  clock: ClockDeclaration,
  now: Date,
): Promise<void> {
  const today = dayAt(now)
  const by = { account: CLOCK, party: 'clock' as const, today }
  if (due.purpose === 'reminder')
    return say(tx, loaded, '+reminder', `${clock.title}最后一天是 ${due.dueOn}`, by, {
      shown: false,
      detail: { clock: due.clock },
    })
  if (clock.makes !== undefined) {
    const actor = { account: CLOCK, roles: [], relations: [{ as: 'clock' as const }] }
    const made = await moveLoaded(tx, [loaded], { move: clock.makes }, { processes, actorAt: () => actor, today })
    if (made.moved.length > 0) return
    // The declaration lets the clock do it only with evidence that is not there: somebody has to look.
  }
  await say(tx, loaded, '+late', `${clock.title}已过最后一天 ${due.dueOn}，还没有办理`, by, {
    shown: false,
    detail: { clock: due.clock },
  })
}

/** Settles what waited for a calendar, then fires deadlines until stopped, looking four times a minute; several processes may do it at once. */
export function startDeadlines(
  db: Db,
  processes: Processes,
  now: () => Date,
  log: Log,
): { readonly stop: () => Promise<void> } {
  let busy: Promise<unknown> | undefined
  const look = (first: Promise<unknown> = Promise.resolve()) => {
    busy ??= first
      .then(() => fireDeadlines(db, processes, now(), log))
      .catch((error: unknown) => log.error({ error }, 'deadlines could not be read'))
      .finally(() => {
        busy = undefined
      })
  }
  look(
    settleCalendars(db, processes, now()).catch((error: unknown) =>
      log.error({ error }, 'cases without a last day could not be settled'),
    ),
  )
  const timer = setInterval(() => look(), LOOK_EVERY_MS)
  return {
    stop: async () => {
      clearInterval(timer)
      await busy
    },
  }
}
