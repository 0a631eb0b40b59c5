import { sql } from 'kysely'
import type { Db, Tx } from '../db/index.ts'
import { asSystem } from '../db/index.ts'

export type JobStatus = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'

/** Where a job's row is: its district comes first in the key, as everywhere. */
export type JobKey = { readonly district: string; readonly id: string }

export type TakenJob = { kind: string; data: unknown; account: string; attempts: number; version: number }

/** Marks a job as running here; undefined when it is over, cancelled or not there. */
export async function takeJob(db: Db, { district, id }: JobKey, worker: number): Promise<TakenJob | undefined> {
  const { rows } = await asSystem(db, (tx) =>
    sql<TakenJob>`
      update platform.job_progress
         set status = 'running', worker = ${worker}, attempts = attempts + 1, version = version + 1,
             started_at = coalesce(started_at, clock_timestamp())
       where district = ${district} and id = ${id} and status in ('waiting', 'running') and not cancel_requested
      returning kind, data, account, attempts, version`.execute(tx),
  )
  return rows[0]
}

export type Progress = { done: number; total: number | undefined; words: string }

/** Writes progress; undefined when the job is no longer this worker's, else whether somebody asked it to stop. */
export async function writeProgress(
  db: Db,
  { district, id }: JobKey,
  worker: number,
  { done, total, words }: Progress,
): Promise<{ cancelled: boolean; version: number } | undefined> {
  const { rows } = await asSystem(db, (tx) =>
    sql<{ cancelled: boolean; version: number }>`
      update platform.job_progress
         set done = ${done}, total = ${total ?? null}, words = ${words}, version = version + 1
       where district = ${district} and id = ${id} and status = 'running' and worker = ${worker}
      returning cancel_requested as cancelled, version`.execute(tx),
  )
  return rows[0]
}

export type JobEnd = { status: JobStatus; result?: unknown; failure?: string }

/** Ends a running job of this worker (or puts it back to waiting): its new version; undefined when it was not this worker's any more. */
export async function endJob(
  tx: Tx,
  { district, id }: JobKey,
  worker: number,
  end: JobEnd,
): Promise<number | undefined> {
  const over = end.status !== 'waiting'
  const { rows } = await sql<{ version: number }>`
    update platform.job_progress
       set status = ${end.status}, worker = null, version = version + 1,
           result = ${JSON.stringify(end.result ?? null)}::jsonb, failure = ${end.failure ?? null},
           done = case when ${end.status} = 'done' then coalesce(total, done) else done end,
           finished_at = case when ${over} then clock_timestamp() end
     where district = ${district} and id = ${id} and status = 'running' and worker = ${worker}
    returning version`.execute(tx)
  return rows[0]?.version
}

/** True while a job is not over, whoever runs it now. */
export async function isOpen(db: Db, { district, id }: JobKey): Promise<boolean> {
  const { rows } = await asSystem(db, (tx) =>
    sql`select 1 from platform.job_progress
         where district = ${district} and id = ${id} and status in ('waiting', 'running')`.execute(tx),
  )
  return rows.length > 0
}

/** Closes a job that was cancelled before anybody took it. */
export async function closeCancelled(db: Db, { district, id }: JobKey): Promise<void> {
  await asSystem(db, (tx) =>
    sql`update platform.job_progress
           set status = 'cancelled', version = version + 1, finished_at = clock_timestamp()
         where district = ${district} and id = ${id} and status = 'waiting' and cancel_requested`.execute(tx),
  )
}

/** Of these jobs the ones that somebody asked to stop. */
export async function cancelledAmong(db: Db, ids: readonly string[]): Promise<string[]> {
  const { rows } = await asSystem(db, (tx) =>
    sql<{ id: string }>`
      select id from platform.job_progress where id = any(${[...ids]}::uuid[]) and cancel_requested`.execute(tx),
  )
  return rows.map((row) => row.id)
}

/** The status of jobs, and whether the process that runs them still holds its presence. */
export async function jobStates(
  db: Db,
  ids: readonly string[],
  presenceLock: number,
): Promise<{ district: string; id: string; status: JobStatus; alive: boolean }[]> {
  const { rows } = await asSystem(db, (tx) =>
    sql<{ district: string; id: string; status: JobStatus; alive: boolean }>`
      select p.district, p.id, p.status,
             exists (select 1 from pg_locks l where l.locktype = 'advisory' and l.granted and l.objsubid = 2
                        and l.database = (select oid from pg_database where datname = current_database())
                        and l.classid = ${presenceLock} and l.objid = p.worker::bigint) as alive
        from platform.job_progress p where p.id = any(${[...ids]}::uuid[])`.execute(tx),
  )
  return rows
}

/** Puts a job whose process is gone back to waiting. */
export async function giveBack(db: Db, { district, id }: JobKey): Promise<void> {
  await asSystem(db, (tx) =>
    sql`update platform.job_progress set status = 'waiting', worker = null, version = version + 1
         where district = ${district} and id = ${id} and status = 'running'`.execute(tx),
  )
}
