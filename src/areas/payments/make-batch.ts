import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import { type Day, firstOfMonth, type Month } from '../../platform/clock/day.ts'
import { asSystem, type Db, type Tx } from '../../platform/db/index.ts'
import { announceChange } from '../../platform/events/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { closeMonth, type Batch as Division, findCovering, findRun, isReviewed, lockMonth } from '../benefits/index.ts'
import { findPayment, homeOf, insertPayment, type PaymentBatch, readBatches, sign, sumBatch } from './batches.ts'
import { dueAgain, dueOfMonth, insertLines } from './due-lines.ts'
import { findPairs } from './pairs.ts'
import { readPaymentSettings } from './payment-settings.ts'
import { refusals } from './refusals.ts'

export type Maker = { readonly account: string; readonly today: Day }
export type Made = { readonly batch: PaymentBatch; readonly already: boolean }

/** Why a monthly batch cannot be made of a run now; undefined where it can. */
export async function problemWithRun(tx: Tx, runId: string, today: Day) {
  const run = await findRun(tx, runId)
  if (run === undefined || run.state !== 'sealed') return refusals.noRun()
  if (!(await isReviewed(tx, run))) return refusals.notReviewed()
  const covering = await findCovering(tx, run, run.month)
  if (covering?.id !== run.id) return refusals.newerRun()
  const set = await readPaymentSettings(tx, run.payer, today)
  return set.ok ? undefined : set.refusal
}

/**
 * Makes the payment batch of a reviewed run: its lines, why some of them wait, and what overlaps, in one transaction. Asked again it gives the batch
 * that is there, so that a killed job finds its work done or begins anew. From then on the month is not computed again.
 */
export async function makeMonthly(db: Db, runId: string, maker: Maker): Promise<Result<Made>> {
  return asSystem(db, async (tx): Promise<Result<Made>> => {
    await sql`select pg_advisory_xact_lock(7141, hashtext(${runId}))`.execute(tx)
    const there = (await readBatches(tx, sql`run_id = ${runId}::uuid and state <> 'cancelled'`))[0]
    if (there !== undefined) return ok({ batch: there, already: true })
    const run = await findRun(tx, runId)
    if (run !== undefined) await lockMonth(tx, run.division, run.month)
    const problem = await problemWithRun(tx, runId, maker.today)
    if (problem !== undefined) return refuse(problem)
    const set = run === undefined ? undefined : await readPaymentSettings(tx, run.payer, maker.today)
    if (run === undefined || !set?.ok) return refuse(refusals.noRun())
    const other = (
      await readBatches(
        tx,
        sql`division = ${run.division} and month = ${run.month}::date and kind = 'monthly' and state <> 'cancelled'`,
      )
    )[0]
    if (other !== undefined) return refuse(refusals.alreadyMade())
    const { payer, division, month, districts, townships } = run
    const id = await insertPayment(tx, {
      kind: 'monthly',
      runId,
      payer,
      division,
      month,
      districts,
      townships,
      state: 'made',
      basis: { ...set.value, on: maker.today },
      madeBy: maker.account,
    })
    const of = {
      batchId: id,
      districts,
      townships,
      today: maker.today,
      coolingOff: set.value.coolingOffDays,
      proofDays: set.value.proofDays,
    }
    await sql`set local work_mem = '96MB'`.execute(tx)
    await sql`set local jit = off`.execute(tx)
    await insertLines(tx, of, dueOfMonth(runId, month, of), false)
    await closeMonth(tx, runId, maker.account)
    return ok({ batch: await finish(tx, id, maker), already: false })
  })
}

/** Makes a batch of everything that earlier files left open and that can be paid now. Refused where there is nothing. */
export async function makeReissue(db: Db, division: Division, maker: Maker): Promise<Result<Made>> {
  return asSystem(db, async (tx): Promise<Result<Made>> => {
    await sql`select pg_advisory_xact_lock(7141, hashtext(${division.division}))`.execute(tx)
    const open = (
      await readBatches(
        tx,
        sql`division = ${division.division} and kind = 'reissue' and state in ('made', 'confirmed')`,
      )
    )[0]
    if (open !== undefined) return ok({ batch: open, already: true })
    const set = await readPaymentSettings(tx, division.payer, maker.today)
    if (!set.ok) return set
    const place = { districts: [...division.districts], townships: [...division.townships] }
    const id = await insertPayment(tx, {
      kind: 'reissue',
      runId: null,
      payer: division.payer,
      division: division.division,
      month: firstOfMonth(maker.today) as Month,
      ...place,
      state: 'made',
      basis: { ...set.value, on: maker.today },
      madeBy: maker.account,
    })
    const of = {
      batchId: id,
      ...place,
      today: maker.today,
      coolingOff: set.value.coolingOffDays,
      proofDays: set.value.proofDays,
    }
    await insertLines(tx, of, dueAgain(of), true)
    const { rows } =
      await sql`select 1 from payments.line where district = any (${place.districts}::text[]) and batch_id = ${id}::uuid limit 1`.execute(
        tx,
      )
    if (rows.length === 0) {
      await sql`delete from payments.batch where id = ${id}::uuid`.execute(tx)
      return refuse(refusals.nothingToPay())
    }
    return ok({ batch: await finish(tx, id, maker), already: false })
  })
}

async function finish(tx: Tx, id: string, maker: Maker): Promise<PaymentBatch> {
  const batch = await findPayment(tx, id)
  if (batch === undefined) throw new Error('the batch that was just made is not there')
  await findPairs(tx, batch)
  await sumBatch(tx, batch)
  await sign(tx, batch, 'make', maker.account)
  await announceChange(tx, { kind: 'payments', id, version: 1, district: homeOf(batch), townships: batch.townships })
  const made = await findPayment(tx, id)
  await record(tx, {
    district: homeOf(batch),
    account: maker.account,
    action: 'payments.make',
    object: 'payments.batch',
    objectId: id,
    after: {
      kind: batch.kind,
      division: batch.division,
      month: batch.month,
      lines: made?.lines,
      amountFen: made?.amountFen,
    },
  })
  return made ?? batch
}
