import { publishProcesses, startDeadlines } from '../engines/process/index.ts'
import { changeHandler } from '../platform/events/index.ts'
import { sweepFiles } from '../platform/files/index.ts'
import type { Area, Platform } from '../platform/http/index.ts'
import { startWorker } from '../platform/jobs/index.ts'
import { startDispatcher } from '../platform/outbox/index.ts'
import { processes } from './processes.ts'

const SWEEP_EVERY_MS = 6 * 3_600_000

/** What a server does besides answering: runs jobs, delivers events, hears signals. */
export async function startBackground(
  platform: Platform,
  areas: readonly Area[],
): Promise<{ stop: () => Promise<void> }> {
  const { db, jobs, signals, log } = platform
  await signals.start()
  const handlers = [changeHandler(signals), ...areas.flatMap((area) => area.handlers?.(platform) ?? [])]
  const dispatcher = startDispatcher(db, handlers, log)
  const kinds = areas.flatMap((area) => area.jobs?.(platform) ?? [])
  const sweeps = [
    ...areas.flatMap((area) => area.sweeps?.(platform) ?? []),
    () => sweepFiles(db, platform.files, platform.now()),
  ]
  let swept = Promise.resolve()
  const sweep = () => {
    for (const each of sweeps)
      swept = swept
        .then(async () => {
          await each()
        })
        .catch((error: unknown) => log.error({ error }, 'what is over could not be cleared away'))
  }
  const sweeping = setInterval(sweep, SWEEP_EVERY_MS)
  sweep()
  await publishProcesses(db, processes)
  const deadlines = startDeadlines(db, processes, platform.now, log)
  const worker = await startWorker({ db, queue: jobs, signals, kinds, log })
  return {
    stop: async () => {
      clearInterval(sweeping)
      await Promise.all([swept, dispatcher.stop(), worker.stop(), deadlines.stop()])
    },
  }
}
