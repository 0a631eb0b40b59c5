import { firstOfMonth, type Month } from '../../platform/clock/day.ts'
import { asSystem } from '../../platform/db/index.ts'
import type { Platform } from '../../platform/http/index.ts'
import type { Principal } from '../../platform/identity/index.ts'
import { type JobKind, JobRefused, jobKind } from '../../platform/jobs/index.ts'
import { batchesOf } from '../benefits/index.ts'
import { currentTree } from '../divisions/index.ts'
import { releaseBatch } from './act-on-batch.ts'
import { findPayment } from './batches.ts'
import { makeMonthly, makeReissue } from './make-batch.ts'
import { writeBankText } from './write-file.ts'

export const MAKE_JOB = 'payments.make'
export const RELEASE_JOB = 'payments.release'
export type MakeJob = { run: string } | { division: string }
export type ReleaseJob = { batch: string; grants: Principal['grants'] }

/**
 * Making a batch and writing its file run as jobs. Each is one transaction: after a kill it is done again from nothing, and what was done already is
 * found and left as it is.
 */
export const paymentJobs = (platform: Platform): readonly JobKind[] => [
  jobKind<MakeJob>({
    kind: MAKE_JOB,
    run: async (job) => {
      await job.report(0, 1, '正在生成发放批次')
      const maker = { account: job.account, today: platform.today() }
      const made =
        'run' in job.data
          ? await makeMonthly(platform.db, job.data.run, maker)
          : await makeReissue(platform.db, await divisionOf(platform, job.data.division), maker)
      if (!made.ok) throw new JobRefused(made.refusal.message)
      await job.report(1, 1, '已生成发放批次')
      const { id, lines } = made.value.batch
      return { batch: id, lines }
    },
  }),
  jobKind<ReleaseJob>({
    kind: RELEASE_JOB,
    run: async (job) => {
      const batch = await asSystem(platform.db, (tx) => findPayment(tx, job.data.batch))
      const actor = { who: { account: job.account, grants: job.data.grants }, today: platform.today() }
      const parts = { store: platform.files, keyring: platform.keyring }
      const done = await releaseBatch(platform.db, job.data.batch, actor, (tx, of) =>
        writeBankText(tx, parts, of, job.account, (lines) => job.report(lines, batch?.lines, '正在写支付文件')),
      )
      if (!done.ok) throw new JobRefused(done.refusal.message)
      return { batch: done.value.id, lines: done.value.lines, seal: done.value.seal }
    },
  }),
]

async function divisionOf(platform: Platform, division: string) {
  const found = batchesOf(
    await currentTree(platform.db, platform.now().getTime()),
    division,
    firstOfMonth(platform.today()) as Month,
  )
  const only = found.ok && found.value.length === 1 ? found.value[0] : undefined
  if (only === undefined) throw new JobRefused('补发按区县或乡镇（街道）办理。请选择一个区县或乡镇后重新生成。')
  return only
}
