import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import type { Month } from '../../platform/clock/day.ts'
import { addMonths, type Day } from '../../platform/clock/day.ts'
import { asSystem, type Db, newId, type Tx } from '../../platform/db/index.ts'
import { announceChange } from '../../platform/events/index.ts'
import { ok, type Refusal, type Result, refuse } from '../../platform/http/index.ts'
import type { Settings } from '../../policy/index.ts'
import { fixCutOff } from '../elders/index.ts'
import { type Basis, basisOf, evaluated } from './basis.ts'
import { compareMonths } from './compare-months.ts'
import { evaluateSchemes, withoutNestedLoops } from './evaluate.ts'
import { factNames, factsIn, keepFacts } from './facts.ts'
import { refusals } from './refusals.ts'
import {
  earlierRuns,
  findClosed,
  findCovering,
  findLaterMonth,
  findRun,
  findSealed,
  findUnfinished,
  insertRun,
  insertSchemes,
  lockMonth,
  lockRun,
  type Run,
  removeUnfinished,
  sealRun,
} from './runs.ts'
import type { Batch } from './scope.ts'
import { digestRun, drawSample, findOutliers } from './seal.ts'
import { settleEarlierMonths } from './settle-earlier-months.ts'

/**
 * `sealed`: a run was computed and stored. `unchanged`: the facts give what the last run had, nothing was stored. `closed`: a later month
 * has been run, or this one is being paid, so it stays as it is and late facts come as back pay.
 */
export type RunResult = {
  readonly outcome: 'sealed' | 'unchanged' | 'closed'
  readonly run: Run
  readonly resumed: boolean
}

export type RunOrder = {
  readonly batch: Batch
  readonly month: Month
  readonly settings: Settings
  readonly account: string
  /** Told what has been done, out of a fixed number of steps. */
  readonly progress?: (done: number, of: number) => Promise<void>
}

const FACTS = 'run_facts'

/**
 * Computes the entitlements of a month for one batch. The cut-off is fixed in a short transaction of its own, under the register's lock;
 * everything else is one transaction. Killed at any moment, the next call finds the run that was begun and finishes it with the same
 * cut-off, and so with the same digest; called again on the same facts it stores nothing. Refused where no scheme can be decided.
 */
export async function runMonth(db: Db, order: RunOrder): Promise<Result<RunResult>> {
  const basis = basisOf(order.batch.payer, order.month, order.settings)
  if (evaluated(basis).length === 0) return refuse(nothingToRun(basis))
  const begun = await asSystem(db, (tx) => begin(tx, order, basis))
  if ('outcome' in begun) return ok(begun)
  return ok(await asSystem(db, (tx) => finish(tx, order, basis, begun)))
}

/** Every scheme of the month is blocked or not in force: the parameters are named, one a field. */
function nothingToRun(basis: Basis): Refusal {
  const unset = [...new Set(basis.schemes.flatMap((each) => each.blockedBy))].sort()
  const label = (id: string) => basis.schemes[0]?.context.parameter(id).label ?? id
  return refusals.parametersUnset(unset.map((id) => ({ path: `parameter:${id}`, message: label(id) })))
}

type Begun = { readonly run: Run; readonly resumed: boolean }

async function begin(tx: Tx, { batch, month, account }: RunOrder, basis: Basis): Promise<Begun | RunResult> {
  const { division, payer } = batch
  // Two starters of the same run: the second waits here and then finds the first one's row.
  await lockMonth(tx, division, month)
  const sealed = await findSealed(tx, division, month)
  if (sealed !== undefined && (await findLaterMonth(tx, division, month)) !== undefined)
    return { outcome: 'closed', run: sealed, resumed: false }
  const paid = await findClosed(tx, batch, month)
  if (paid !== undefined) return { outcome: 'closed', run: paid, resumed: false }
  const before = await findCovering(tx, batch, previous(month))
  const begun = await findUnfinished(tx, division, month)
  if (begun !== undefined) {
    if (begun.basisDigest === basis.digest && begun.comparedTo === (before?.id ?? null))
      return { run: begun, resumed: true }
    await removeUnfinished(tx, begun.id)
  }
  const run: Run = {
    id: newId(),
    payer,
    division,
    month,
    districts: [...batch.districts],
    townships: [...batch.townships],
    version: (sealed?.version ?? 0) + 1,
    state: 'running',
    cutOff: await fixCutOff(tx, batch.districts),
    basisDigest: basis.digest,
    comparedTo: before?.id ?? null,
    digest: null,
    madeBy: account,
    sealedAt: null,
  }
  await insertRun(tx, run)
  return { run, resumed: false }
}

async function finish(tx: Tx, order: RunOrder, basis: Basis, { run: begun, resumed }: Begun): Promise<RunResult> {
  const { batch, month, settings, account } = order
  // Held to the end: payment waits for a run that is being computed, and a run sees what payment has taken.
  await lockMonth(tx, begun.division, month)
  const run = await lockRun(tx, begun.id)
  if (run === undefined) {
    // Another starter was quicker, found nothing new and took it away; or another basis replaced it, and then it is computed again.
    const same = await findSealed(tx, begun.division, month)
    if (same?.basisDigest === begun.basisDigest) return { outcome: 'unchanged', run: same, resumed }
    throw new Error('the run was taken away while it was being computed; run it again')
  }
  if (run.state === 'sealed') return { outcome: 'unchanged', run, resumed }
  const paid = await findClosed(tx, batch, month)
  if (paid !== undefined) {
    await removeUnfinished(tx, run.id)
    return { outcome: 'closed', run: paid, resumed }
  }
  const steps = evaluated(basis).length + 4
  const step = async (done: number) => order.progress?.(done, steps)
  const before = run.comparedTo === null ? undefined : await findRun(tx, run.comparedTo)
  const last = await findSealed(tx, run.division, month)
  // One pass over everything: compiling the statements costs more than it saves, and the joins fit in memory.
  await sql`set local jit = off`.execute(tx)
  await sql`set local work_mem = '96MB'`.execute(tx)
  // On Citus a row that others point at (the run) changes only where its transaction went to the nodes one after another. The setting
  // reaches them from the coordinator; PostgreSQL alone keeps it as a name without meaning.
  await sql`set local citus.multi_shard_modify_mode = 'sequential'`.execute(tx)
  await sql`savepoint work`.execute(tx)

  const names = factNames(basis.schemes.map((each) => each.rule))
  await keepFacts(tx, FACTS, names, factsIn({ asOf: basis.on, knownAt: run.cutOff }, names, batch))
  await step(1)
  await insertSchemes(tx, run.id, basis)
  await evaluateSchemes(
    tx,
    basis,
    { facts: FACTS, rows: 'benefits.entitlement', runId: run.id, knownAt: run.cutOff },
    (done) => step(1 + done),
  )
  await settleEarlierMonths(tx, run, batch, settings, await earlierRuns(tx, batch, month))
  await step(steps - 2)
  const digest = await withoutNestedLoops(tx, () => digestRun(tx, run, before, batch, basis, FACTS))
  if (last !== undefined && last.digest === digest) {
    await sql`rollback to savepoint work`.execute(tx)
    await removeUnfinished(tx, run.id)
    await note(tx, batch, account, 'benefits.run.unchanged', last, {})
    await step(steps)
    return { outcome: 'unchanged', run: last, resumed }
  }
  await step(steps - 1)
  if (before !== undefined) await compareMonths(tx, run, before, batch, basis, FACTS)
  await withoutNestedLoops(tx, () => findOutliers(tx, run, batch, basis))
  await drawSample(tx, run, batch, digest)
  await sealRun(tx, run.id, digest)
  for (const district of batch.districts)
    await announceChange(tx, {
      kind: 'benefits',
      id: run.id,
      version: run.version,
      district,
      townships: batch.townships,
    })
  await note(tx, batch, account, 'benefits.run', run, { version: run.version, cutOff: run.cutOff, digest })
  await step(steps)
  const stored = await findRun(tx, run.id)
  return { outcome: 'sealed', run: stored ?? run, resumed }
}

const previous = (month: Month): Month => addMonths(month as string as Day, -1) as string as Month

const note = (
  tx: Tx,
  batch: Batch,
  account: string,
  action: string,
  run: Run,
  after: Record<string, unknown>,
): Promise<void> =>
  record(tx, {
    district: batch.districts[0] ?? '',
    account,
    action,
    object: 'benefits.run',
    objectId: run.id,
    after: { division: run.division, month: run.month, ...after },
  })
