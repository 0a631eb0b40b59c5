import { changeHandler } from '../platform/events/index.ts'
import type { Area, Platform } from '../platform/http/index.ts'
import { startWorker } from '../platform/jobs/index.ts'
import { startDispatcher } from '../platform/outbox/index.ts'

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
  const worker = await startWorker({ db, queue: jobs, signals, kinds, log })
  return {
    stop: async () => {
      await Promise.all([dispatcher.stop(), worker.stop()])
    },
  }
}
