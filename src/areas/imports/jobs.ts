import { buffer } from 'node:stream/consumers'
import type { Day } from '../../platform/clock/day.ts'
import { asSystem } from '../../platform/db/index.ts'
import { announceChange } from '../../platform/events/index.ts'
import { openFile, removeFile } from '../../platform/files/index.ts'
import type { Platform, Result } from '../../platform/http/index.ts'
import { type JobKind, JobRefused, jobKind, type RunningJob } from '../../platform/jobs/index.ts'
import { SheetRefused } from '../../platform/sheets/index.ts'
import { currentTree } from '../divisions/index.ts'
import { commitBatch } from './commit-batch.ts'
import { applyCorrections, readCorrections } from './corrections.ts'
import type { ListKind } from './list-kinds.ts'
import type { ColumnPlan } from './recognise-head.ts'
import { refreshStatistics } from './refresh-statistics.ts'
import { importRefusals } from './refusals.ts'
import { type AlikeFix, assignColumns, repairAlike } from './repair-batch.ts'
import { rollbackBatch } from './rollback-batch.ts'
import { stageList } from './stage-list.ts'

export const importJobNames = {
  stage: 'imports.stage',
  columns: 'imports.columns',
  repair: 'imports.repair',
  commit: 'imports.commit',
  rollback: 'imports.rollback',
} as const

/** The uploaded file lies in the file store until it is staged; `file` is its id there. */
export type StageOrder = { file: string; fileName: string; kind: ListKind; division: string; sheet?: string }
export type ColumnsOrder = {
  batch: string
  version: number
  columns: { index: number; meaning: ColumnPlan['meaning'] }[]
  remember: boolean
}
export type RepairOrder = AlikeFix & { rows: number }
export type CommitOrder = { batch: string; version: number }
export type RollbackOrder = { batch: string }

/** What a job leaves behind: where its outcome is seen, and one line for the tray. */
export type ImportOutcome = { href: string; says: string; batch: string }

const STEPS_OF_COMMIT = 6
const addressOf = (batch: string, more = ''): string => `/w/imports/${batch}${more}`

/**
 * The long steps of an import as jobs. Each does its work and ends in one transaction: after a kill it is run again from the
 * beginning and nothing is doubled; a cancelled one leaves nothing behind.
 */
export const importJobs = (platform: Platform): readonly JobKind[] => {
  const { db, keyring } = platform
  const tools = async () => ({ keyring, tree: await currentTree(db, platform.now().getTime()) })
  const by = (job: RunningJob<unknown>): { account: string; today: Day } => ({
    account: job.account,
    today: platform.today(),
  })
  return [
    jobKind<StageOrder>({
      kind: importJobNames.stage,
      run: async (job) => {
        try {
          return await stage(platform, job, { ...(await tools()) }, by(job).today)
        } catch (error) {
          if (!(error instanceof SheetRefused)) throw error
          await asSystem(db, (tx) => removeFile(tx, job.data.file))
          throw new JobRefused(error.refusal.message)
        }
      },
    }),
    jobKind<ColumnsOrder>({
      kind: importJobNames.columns,
      run: async (job) => {
        const known = await tools()
        return asSystem(db, async (tx) => {
          const progress = (done: number) => job.report(done, undefined, '正在按新的列检查')
          const { batch, rows } = orStop(await assignColumns(tx, known, by(job), { ...job.data, progress }))
          const outcome = { href: addressOf(batch.id), says: `已重新检查 ${rows} 行`, batch: batch.id }
          await job.finish(tx, outcome)
          return outcome
        })
      },
    }),
    jobKind<RepairOrder>({
      kind: importJobNames.repair,
      run: async (job) => {
        const known = await tools()
        const { rows: all, ...fix } = job.data
        return asSystem(db, async (tx) => {
          const progress = (rows: number) => job.report(rows, all, '正在修改同类的行')
          const { batch, rows } = orStop(await repairAlike(tx, known, by(job), { ...fix, progress }))
          const outcome = { href: addressOf(batch.id, '?step=check'), says: `已修改 ${rows} 行`, batch: batch.id }
          await announceChange(tx, { kind: 'imports', id: batch.id, version: batch.version, account: job.account })
          await job.finish(tx, outcome)
          return outcome
        })
      },
    }),
    jobKind<CommitOrder>({
      kind: importJobNames.commit,
      run: async (job) => {
        const { batch: id, version } = job.data
        const progress = (step: number) => job.report(step, STEPS_OF_COMMIT, '正在写入台账')
        const { written, ...outcome } = await asSystem(db, async (tx) => {
          const { counts } = orStop(await commitBatch(tx, id, job.account, { version, progress }))
          const outcome = {
            href: addressOf(id),
            says: `已提交 ${counts.added + counts.changed + counts.unchanged} 行`,
            batch: id,
          }
          await job.finish(tx, outcome)
          return { ...outcome, written: counts.added + counts.changed }
        })
        await refreshStatistics(db, written)
        return outcome
      },
    }),
    jobKind<RollbackOrder>({
      kind: importJobNames.rollback,
      run: (job) =>
        asSystem(db, async (tx) => {
          const { batch, removed, restored } = orStop(await rollbackBatch(tx, job.data.batch, job.account))
          const outcome = {
            href: addressOf(batch.id),
            says: `已移除 ${removed} 份，还原 ${restored} 份`,
            batch: batch.id,
          }
          await job.finish(tx, outcome)
          return outcome
        }),
    }),
  ]
}

/** Reads the uploaded file into a new batch, or, where it is a corrected error workbook, into the batch that it came from. */
async function stage(
  { db, files: store, keyring }: Platform,
  job: RunningJob<StageOrder>,
  tools: Parameters<typeof stageList>[1],
  today: Day,
): Promise<ImportOutcome> {
  const { file, fileName, kind, division, sheet } = job.data
  const stored = await asSystem(db, (tx) => openFile(tx, { store, keyring }, file))
  if (stored === undefined) throw new JobRefused(importRefusals.fileGone().message)
  const source = await buffer(stored.content)
  const progress = (rows: number, words = '正在检查') => job.report(rows, undefined, words)
  const corrections = await readCorrections(source, keyring)
  return asSystem(db, async (tx) => {
    const corrected =
      corrections && (await applyCorrections(tx, tools, { account: job.account, today }, division, corrections))
    const outcome = corrected
      ? {
          href: addressOf(corrected.batch, `?step=check&updated=${corrected.rows}`),
          says: `已更新原批次 ${corrected.rows} 行`,
          batch: corrected.batch,
        }
      : await stageList(tx, tools, {
          source,
          fileName,
          kind,
          division,
          sheet,
          account: job.account,
          today,
          progress,
        }).then(({ id }) => ({ href: addressOf(id), says: '已检查，可以核对', batch: id }))
    await removeFile(tx, file)
    await job.finish(tx, outcome)
    return outcome
  })
}

/** A refusal ends the job with its sentence. */
function orStop<T>(result: Result<T>): T {
  if (!result.ok) throw new JobRefused(result.refusal.message)
  return result.value
}
