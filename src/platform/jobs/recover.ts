import { sql } from 'kysely'
import type { PgBoss } from 'pg-boss'
import { asOwner, type Db } from '../db/index.ts'
import { PRESENCE_LOCK } from '../events/signals.ts'
import { QUEUE } from './job-queue.ts'
import { giveBack, jobStates } from './progress.ts'
import { queueConnection } from './queue-connection.ts'

/** A job fetched this long ago whose process has not yet said so was lost between the two. */
const GRACE_SECONDS = 10

/**
 * Finds jobs that the queue thinks active while nobody works on them: their process was killed. Unfinished ones go back to
 * the queue; those that had committed their end are closed there too.
 */
export async function recoverJobs(boss: PgBoss, db: Db): Promise<{ again: number; closed: number }> {
  const { rows } = await sql<{ id: string; late: boolean }>`
    select id, started_on < now() - make_interval(secs => ${GRACE_SECONDS}) as late
      from jobs.job where name = ${QUEUE} and state = 'active' limit 1000`.execute(db)
  if (rows.length === 0) return { again: 0, closed: 0 }
  const late = new Set(rows.filter((row) => row.late).map((row) => row.id))
  let again = 0
  let closed = 0
  for (const state of await jobStates(
    db,
    rows.map((row) => row.id),
    PRESENCE_LOCK,
  )) {
    if (state.alive) continue
    if (state.status === 'running') await giveBack(db, state)
    else if (!late.has(state.id)) continue
    if (state.status === 'running' || state.status === 'waiting') {
      await startAgain(boss, db, state.id)
      again++
    } else {
      await boss.complete(QUEUE, state.id)
      closed++
    }
  }
  return { again, closed }
}

/** Back to the queue at once: a kill is no error of the job, so it waits for no backoff. Both steps in one transaction, or neither. */
async function startAgain(boss: PgBoss, db: Db, id: string): Promise<void> {
  await asOwner(db, async (tx) => {
    await boss.cancel(QUEUE, id, { db: queueConnection(tx) })
    await boss.resume(QUEUE, id, { db: queueConnection(tx) })
  })
}
