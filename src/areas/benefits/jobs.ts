import type { Month } from '../../platform/clock/day.ts'
import { asSystem } from '../../platform/db/index.ts'
import type { Platform } from '../../platform/http/index.ts'
import { type JobKind, JobRefused, jobKind } from '../../platform/jobs/index.ts'
import { currentTree } from '../divisions/index.ts'
import { readSettings } from '../rules/index.ts'
import { runMonth } from './run-month.ts'
import { showMonth } from './runs.ts'
import { batchesOf } from './scope.ts'

export const RUN_JOB = 'benefits.run'
export type RunJob = { division: string; month: Month }

/**
 * The monthly run as a job. After a kill it is run again and finishes the run that was begun; a run that has been sealed gives
 * "unchanged", so doing it twice changes nothing.
 */
export const benefitsJobs = (platform: Platform): readonly JobKind[] => [
  jobKind<RunJob>({
    kind: RUN_JOB,
    run: async (job) => {
      const { division, month } = job.data
      const batches = batchesOf(await currentTree(platform.db, platform.now().getTime()), division, month)
      if (!batches.ok) throw new JobRefused(batches.refusal.message)
      const settings = await asSystem(platform.db, (tx) => readSettings(tx))
      const outcomes: string[] = []
      for (const [at, batch] of batches.value.entries()) {
        const made = await runMonth(platform.db, {
          batch,
          month,
          settings,
          account: job.account,
          progress: (done, of) =>
            job.report(at * of + done, batches.value.length * of, `正在计算 ${showMonth(month)} 的津贴`),
        })
        if (made.ok) outcomes.push(made.value.outcome)
        else if (batches.value.length === 1) throw new JobRefused(made.refusal.message)
        else outcomes.push('blocked')
      }
      return { division, month: showMonth(month), outcomes }
    },
  }),
]
