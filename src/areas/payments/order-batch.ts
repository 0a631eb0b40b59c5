import { sql } from 'kysely'
import { firstOfMonth, type Month, parseMonth } from '../../platform/clock/day.ts'
import { elevated, type Tx } from '../../platform/db/index.ts'
import { ok, type Platform, Refused, type Result, refuse } from '../../platform/http/index.ts'
import type { Principal } from '../../platform/identity/index.ts'
import { batchesOf, findCovering, findRun, isReviewed } from '../benefits/index.ts'
import { currentTree } from '../divisions/index.ts'
import { readBatches } from './batches.ts'
import type { BatchHead } from './contract.ts'
import { sumOpenLines } from './due-lines.ts'
import { MAKE_JOB, type MakeJob } from './jobs.ts'
import { problemWithRun } from './make-batch.ts'
import { hasPostAt } from './post-at.ts'
import { refusals } from './refusals.ts'
import { headOf } from './view-batch.ts'

type Order = { kind: 'monthly'; run: string } | { kind: 'reissue'; division: string }

/** Orders a batch as a job, after everything that can be refused at once has been asked. */
export async function orderBatch(
  tx: Tx,
  platform: Platform,
  order: Order,
  who: Principal,
): Promise<Result<{ job: string; already: boolean }>> {
  const run = order.kind === 'monthly' ? await findRun(tx, order.run) : undefined
  const place = run ?? (order.kind === 'reissue' ? await placeOf(platform, order.division) : undefined)
  if (place === undefined) return refuse(refusals.noRun())
  if (!hasPostAt(who, place.payer, 'districtOfficer')) return refuse(refusals.notAllowed())
  if (run !== undefined) {
    const [there] = await readBatches(
      tx,
      sql`division = ${run.division} and month = ${run.month}::date and kind = 'monthly' and state <> 'cancelled'`,
    )
    if (there !== undefined) return refuse(refusals.alreadyMade())
    const problem = await elevated(tx, () => problemWithRun(tx, run.id, platform.today()))
    if (problem !== undefined) return refuse(problem)
  }
  const data: MakeJob = run === undefined ? { division: place.division } : { run: run.id }
  const job = await platform.jobs.enqueue(tx, {
    kind: MAKE_JOB,
    data,
    account: who.account,
    title: run === undefined ? '生成补发批次' : `生成 ${run.month.slice(0, 7)} 发放批次`,
    district: place.districts[0] ?? '',
    key: run?.id ?? place.division,
  })
  return ok({ job: job.id, already: job.already })
}

const placeOf = async (
  platform: Platform,
  division: string,
  month: Month = firstOfMonth(platform.today()) as Month,
) => {
  const found = batchesOf(await currentTree(platform.db, platform.now().getTime()), division, month)
  return found.ok && found.value.length === 1 ? found.value[0] : undefined
}

type List = {
  batches: BatchHead[]
  run: { id: string; reviewed: boolean } | null
  again: { lines: number; amountFen: number }
  mayMake: boolean
}

/** The batches of a division's month, what its run allows next, and how much earlier files left open. */
export async function readBatchList(
  tx: Tx,
  platform: Platform,
  division: string,
  shown: string,
  who: Principal,
): Promise<List> {
  const month = parseMonth(shown)
  const place = month === undefined ? undefined : await placeOf(platform, division, month)
  if (month === undefined || place === undefined) throw new Refused(refusals.noRun())
  const batches = await readBatches(
    tx,
    sql`division in (${place.division}, ${place.payer}) and month = ${month}::date order by made_at desc`,
  )
  const run = await findCovering(tx, place, month)
  const heads: BatchHead[] = []
  for (const each of batches) heads.push(await headOf(tx, each))
  return {
    batches: heads,
    run: run === undefined ? null : { id: run.id, reviewed: await isReviewed(tx, run) },
    again: await sumOpenLines(tx, place),
    mayMake: hasPostAt(who, place.payer, 'districtOfficer'),
  }
}
