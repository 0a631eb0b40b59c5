import { sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import { elevated, type Tx } from '../../platform/db/index.ts'
import type { Principal } from '../../platform/identity/index.ts'
import { showYuanInWords } from '../../platform/money/fen.ts'
import { listBudgets } from '../funds/index.ts'
import { mayTake, readBefore } from './act-on-batch.ts'
import { readBankProfile } from './bank-profile.ts'
import { homeOf, type PaymentBatch, readBatches, readSignatures } from './batches.ts'
import type { BatchHead, BatchView } from './contract.ts'
import { BATCH_MOVES, type FailureCause, type Hold } from './machine.ts'
import { standingConflicts } from './pairs.ts'
import { hasPostAt } from './post-at.ts'
import { countOvertaken } from './refresh-holds.ts'
import { CAUSE_TODO, CAUSE_WORDS, HOLD_WORDS, LINE_KIND_WORDS, STEP_WORDS } from './words.ts'

/** A batch as lists show it; sums are those of the townships that the caller may see. */
export async function headOf(tx: Tx, batch: PaymentBatch): Promise<BatchHead> {
  const { rows } = await sql<{ name: string; lines: number; fen: number }>`
    select (select name from divisions.division where key = ${batch.division}) as name, coalesce(sum(lines), 0)::int as lines,
           coalesce(sum(amount_fen), 0)::bigint as fen
      from payments.batch_township where district = any (${batch.districts}::text[]) and batch_id = ${batch.id}::uuid`.execute(
    tx,
  )
  const { id, kind, runId, division, month, state, version, madeAt } = batch
  return {
    id,
    kind,
    run: runId,
    division,
    divisionName: rows[0]?.name ?? division,
    month: month.slice(0, 7),
    state,
    version,
    madeAt,
    lines: rows[0]?.lines ?? 0,
    amountFen: rows[0]?.fen ?? 0,
  }
}

/** Everything W07 opens with, under the caller's scope: sums in 元 and 大写, three control figures, what waits and why, who signed what when. */
export async function viewBatch(tx: Tx, batch: PaymentBatch, who: Principal, today: Day): Promise<BatchView> {
  const mine = sql`district = any (${batch.districts}::text[]) and batch_id = ${batch.id}::uuid`
  const head = await headOf(tx, batch)
  const totals = await sql<{ people: number; accounts: number }>`
    select count(distinct payee)::int as people, count(distinct account_id)::int as accounts from payments.line where ${mine} and held is null`.execute(
    tx,
  )
  const held = await sql<{ cause: Hold; count: number; fen: number }>`
    select held as cause, count(*)::int as count, sum(amount_fen)::bigint as fen from payments.line where ${mine} and held is not null group by held order by count(*) desc`.execute(
    tx,
  )
  const failed = await sql<{ cause: FailureCause; count: number; fen: number }>`
    select r.cause, count(*)::int as count, sum(l.amount_fen)::bigint as fen
      from payments.result r join payments.line l using (district, batch_id, no)
     where r.district = any (${batch.districts}::text[]) and r.batch_id = ${batch.id}::uuid and r.outcome = 'failed' group by r.cause order by count(*) desc`.execute(
    tx,
  )
  const kinds = await sql<{ kind: keyof typeof LINE_KIND_WORDS; count: number; fen: number }>`
    select kind, count(*)::int as count, sum(amount_fen)::bigint as fen from payments.line where ${mine} and held is null group by kind order by kind desc`.execute(
    tx,
  )
  const townships = await sql<BatchView['townships'][number]>`
    select t.township, coalesce(d.name, t.township) as name, t.lines, t.people, t.amount_fen as "amountFen", t.held
      from payments.batch_township t left join divisions.division d on d.key = t.township where ${mine} order by t.township`.execute(
    tx,
  )
  const results = await sql<{ paid: number; failed: number }>`
    select count(*) filter (where outcome = 'paid')::int as paid, count(*) filter (where outcome = 'failed')::int as failed from payments.result where ${mine}`.execute(
    tx,
  )
  const returns = await sql<BatchView['returns'][number]>`
    select id::text, name, lines, failed, late, loaded_by as "loadedBy", loaded_at::text as at from payments.return_file
     where district = ${homeOf(batch)} and batch_id = ${batch.id}::uuid order by loaded_at`.execute(tx)
  const { paid = 0, failed: back = 0 } = results.rows[0] ?? {}
  const failures = failed.rows.map((each) => ({
    cause: each.cause,
    says: CAUSE_WORDS[each.cause],
    todo: CAUSE_TODO[each.cause],
    count: each.count,
    amountFen: each.fen,
  }))
  const next = nextOf(batch)
  return {
    ...head,
    totals: {
      lines: head.lines,
      people: totals.rows[0]?.people ?? 0,
      accounts: totals.rows[0]?.accounts ?? 0,
      amountFen: head.amountFen,
      amountInWords: showYuanInWords(head.amountFen),
    },
    lastMonth: await lastMonth(tx, batch),
    held: held.rows.map((each) => ({
      cause: each.cause,
      says: HOLD_WORDS[each.cause].word,
      todo: HOLD_WORDS[each.cause].todo,
      count: each.count,
      amountFen: each.fen,
    })),
    failed: failures,
    kinds: kinds.rows.map((each) => ({
      kind: each.kind,
      says: LINE_KIND_WORDS[each.kind],
      count: each.count,
      amountFen: each.fen,
    })),
    townships: townships.rows,
    signatures: await signaturesOf(tx, batch),
    results: {
      paid,
      failed: back,
      waiting: batch.seal === null ? 0 : Math.max(0, head.lines - paid - back),
      failedFen: failures.reduce((sum, each) => sum + each.amountFen, 0),
    },
    seal: batch.seal,
    home: homeOf(batch),
    mayBank: hasPostAt(who, batch.payer, 'districtFinance')
      ? 'propose'
      : hasPostAt(who, batch.payer, 'districtOfficer')
        ? 'sign'
        : null,
    bankKey: (await readBankProfile(tx, homeOf(batch))).print,
    returns: returns.rows,
    ...(await whatNext(tx, batch, { who, today }, next)),
    next,
    example: batch.basis.example,
  }
}

const nextOf = (batch: PaymentBatch): BatchView['next'] =>
  batch.state === 'made'
    ? 'confirm'
    : batch.state === 'confirmed'
      ? 'release'
      : batch.state === 'filed'
        ? 'load'
        : batch.state === 'returned'
          ? 'close'
          : null

async function whatNext(
  tx: Tx,
  batch: PaymentBatch,
  { who, today }: { who: Principal; today: Day },
  next: BatchView['next'],
): Promise<Pick<BatchView, 'blockers' | 'budget' | 'may' | 'why'>> {
  const before = await readBefore(tx, batch, today)
  const steps = Object.keys(BATCH_MOVES) as (keyof typeof BATCH_MOVES)[]
  const may = steps.filter((step) => mayTake(batch, step, who, before).ok)
  const taken = next === null ? undefined : mayTake(batch, next, who, before)
  const blockers: string[] = []
  let changedSince = false
  if (next === 'confirm' || next === 'release') {
    const changed = await countOvertaken(tx, batch)
    changedSince = changed > 0
    if (changed > 0) blockers.push(`有 ${changed} 条在生成批次之后情况有变（被暂缓、登记离世、账户停用或档案合并）`)
    const { pairs, duplicates } = await standingConflicts(tx, batch)
    if (pairs > 0) blockers.push(`还有 ${pairs} 对重叠发放没有商定`)
    if (duplicates > 0) blockers.push(`还有 ${duplicates} 对疑似重复的档案在发放名单中`)
  }
  return {
    blockers,
    budget: await budgetOf(tx, batch, who),
    may: [
      ...may,
      ...(changedSince ? ['refresh'] : []),
      ...((batch.state === 'returned' || batch.state === 'closed') && hasPostAt(who, batch.payer, 'districtFinance')
        ? ['loadLate']
        : []),
    ],
    why: taken === undefined || taken.ok ? null : taken.refusal.message,
  }
}

/** What each benefit takes and what its budgets of the year may still give; null where the caller does not see the district's money. */
async function budgetOf(tx: Tx, batch: PaymentBatch, who: Principal): Promise<BatchView['budget']> {
  const { rows } = await sql<{ scheme: string; neededFen: number }>`
    select scheme, sum(amount_fen)::bigint as "neededFen" from payments.line
     where district = any (${batch.districts}::text[]) and batch_id = ${batch.id}::uuid and held is null group by scheme order by scheme`.execute(
    tx,
  )
  const district = homeOf(batch)
  const year = Number(batch.basis.on.slice(0, 4))
  const left = who.scope.districts.includes(district)
    ? await elevated(tx, () => listBudgets(tx, { district, year }))
    : undefined
  return rows.map((row) => ({
    ...row,
    leftFen:
      left === undefined
        ? null
        : left.filter((each) => each.purpose === row.scheme).reduce((sum, each) => sum + each.leftFen, 0),
  }))
}

async function lastMonth(tx: Tx, batch: PaymentBatch): Promise<BatchView['lastMonth']> {
  if (batch.kind !== 'monthly') return null
  const [before] = await readBatches(
    tx,
    sql`division = ${batch.division} and kind = 'monthly' and state <> 'cancelled' and month < ${batch.month}::date order by month desc limit 1`,
  )
  if (before === undefined) return null
  const { lines, amountFen } = await headOf(tx, before)
  return { lines, amountFen }
}

/** Township check and district review are signed on the run; the rest on the batch. Empty steps are shown too: who is still missing. */
async function signaturesOf(tx: Tx, batch: PaymentBatch): Promise<BatchView['signatures']> {
  const own = await readSignatures(tx, batch)
  const checks =
    batch.runId === null
      ? []
      : (
          await sql<{ kind: string; account: string; at: string }>`
    select kind, account, at::text as at from benefits.act
     where district = any (${batch.districts}::text[]) and run_id = ${batch.runId}::uuid and kind in ('confirm', 'review') order by at limit 60`.execute(
            tx,
          )
        ).rows
  const said = [
    ...checks.map((each) => ({
      step: each.kind === 'confirm' ? ('check' as const) : ('review' as const),
      account: each.account,
      borrowed: false,
      at: each.at,
    })),
    ...own,
  ]
  return said.map((each) => ({ ...each, says: STEP_WORDS[each.step] }))
}
