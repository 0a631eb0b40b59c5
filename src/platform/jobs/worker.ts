import type { Db } from '../db/index.ts'
import { asSystem } from '../db/index.ts'
import type { Signals } from '../events/signals.ts'
import type { Log } from '../log/log.ts'
import { type JobKind, JobRefused, JobStopped, type RunningJob } from './job-kind.ts'
import { type JobQueue, QUEUE } from './job-queue.ts'
import {
  cancelledAmong,
  closeCancelled,
  endJob,
  isOpen,
  type JobKey,
  type TakenJob,
  takeJob,
  writeProgress,
} from './progress.ts'
import { recoverJobs } from './recover.ts'

export type WorkerParts = {
  readonly db: Db
  readonly queue: JobQueue
  readonly signals: Signals
  readonly kinds: readonly JobKind[]
  readonly log: Log
}

const AT_ONCE = 2
const LOOK_FOR_CANCELS_MS = 700
const LOOK_FOR_LOST_MS = 10_000
const REPORT_EVERY_MS = 250
const UNFORESEEN = '这项任务没有办成，已保存的内容都在。请再试一次；还不行，请联系系统管理员并报任务编号。'

/** Runs jobs in this process until stopped. A job interrupted by a kill is found by its missing presence and run again. */
export async function startWorker(parts: WorkerParts): Promise<{ stop: () => Promise<void> }> {
  const { db, queue, log } = parts
  const kinds = new Map(parts.kinds.map((kind) => [kind.kind, kind]))
  const running = new Map<string, AbortController>()
  const boss = await queue.boss()
  await recoverJobs(boss, db)
  await boss.work<{ district: string }>(
    QUEUE,
    { localConcurrency: AT_ONCE, pollingIntervalSeconds: 0.5, batchSize: 1 },
    async ([job]) => {
      if (job === undefined) return
      const stopper = new AbortController()
      running.set(job.id, stopper)
      try {
        await runJob(parts, kinds, { district: job.data.district, id: job.id }, stopper)
      } finally {
        running.delete(job.id)
      }
    },
  )
  const looking = setInterval(() => {
    if (running.size === 0) return
    cancelledAmong(db, [...running.keys()])
      .then((ids) => ids.forEach((id) => void running.get(id)?.abort(new JobStopped('cancelled'))))
      .catch(() => {})
  }, LOOK_FOR_CANCELS_MS)
  const recovering = setInterval(() => {
    recoverJobs(boss, db).catch((error: unknown) => log.error({ error }, 'lost jobs could not be looked for'))
  }, LOOK_FOR_LOST_MS)
  return {
    stop: async () => {
      clearInterval(looking)
      clearInterval(recovering)
      for (const stopper of running.values()) stopper.abort(new JobStopped('the process ends'))
      await queue.stop()
    },
  }
}

/** The version of a job that its handler ended in its own transaction, which may still be rolled back. */
type Finished = { version?: number }

async function runJob(
  parts: WorkerParts,
  kinds: ReadonlyMap<string, JobKind>,
  key: JobKey,
  stopper: AbortController,
): Promise<void> {
  const { db, signals, log } = parts
  const worker = signals.presence()
  if (worker === undefined) throw new Error('this process has no presence yet')
  const taken = await takeJob(db, key, worker)
  if (taken === undefined) return closeCancelled(db, key)
  const tell = (version: number) => void signals.send({ kind: 'job', id: key.id, version, account: taken.account })
  tell(taken.version)
  const finished: Finished = {}
  const end = async (
    status: 'done' | 'failed' | 'cancelled' | 'waiting',
    more: { result?: unknown; failure?: string },
  ) => {
    const version = await asSystem(db, (tx) => endJob(tx, key, worker, { status, ...more }))
    if (version !== undefined) tell(version)
    // Ended by its handler in the transaction of its effect; the screens hear of it now that this is committed.
    else if (finished.version !== undefined) tell(finished.version)
    // Lost to another process while it ran here: the queue must not take our end for the job's.
    else if (await isOpen(db, key)) throw new JobStopped('lost')
  }
  const kind = kinds.get(taken.kind)
  if (kind === undefined) return end('failed', { failure: '这一版本没有办理这项任务的程序。请联系系统管理员。' })
  const job = runningJob(parts, key, taken, worker, stopper, tell, finished)
  try {
    const result = await kind.run(job as RunningJob<never>, { db, log })
    await end('done', { result })
  } catch (error) {
    if (error instanceof JobRefused) return end('failed', { failure: error.message })
    if (error instanceof JobStopped || stopper.signal.aborted) {
      const asked = (await cancelledAmong(db, [key.id])).length > 0
      await end(asked ? 'cancelled' : 'waiting', {})
      if (asked) return
      throw error
    }
    log.error({ error, job: key.id, kind: taken.kind, attempt: taken.attempts }, 'a job met an error')
    if (taken.attempts >= (kind.mostAttempts ?? 3)) return end('failed', { failure: UNFORESEEN })
    await end('waiting', {})
    throw error
  }
}

function runningJob(
  { db }: WorkerParts,
  key: JobKey,
  taken: TakenJob,
  worker: number,
  stopper: AbortController,
  tell: (version: number) => void,
  finished: Finished,
): RunningJob<unknown> {
  let reportedAt = 0
  const stopIfAsked = () => {
    if (stopper.signal.aborted) throw new JobStopped('stopped')
  }
  return {
    id: key.id,
    data: taken.data,
    account: taken.account,
    district: key.district,
    attempt: taken.attempts,
    signal: stopper.signal,
    report: async (done, total, words = '') => {
      stopIfAsked()
      const at = performance.now()
      if (at - reportedAt < REPORT_EVERY_MS && done !== total) return
      reportedAt = at
      const written = await writeProgress(db, key, worker, { done, total, words })
      if (written === undefined || written.cancelled) {
        stopper.abort(new JobStopped('stopped'))
        stopIfAsked()
      }
      if (written !== undefined) tell(written.version)
    },
    finish: async (tx, result) => {
      const version = await endJob(tx, key, worker, { status: 'done', result })
      if (version === undefined) throw new JobStopped('lost')
      finished.version = version
    },
  }
}
