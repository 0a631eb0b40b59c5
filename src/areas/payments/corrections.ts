import { type RawBuilder, sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import { announceChange } from '../../platform/events/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { findRun, type Run } from '../benefits/index.ts'
import { lockPayment, moveBatch, sumBatch } from './batches.ts'
import { fundKeyIn, postClawback, returnMoney, returnSuperseded } from './post-to-ledger.ts'
import { refusals } from './refusals.ts'

export type Signer = { readonly account: string; readonly today: Day; readonly requestId?: string }

/** Whether the money of a line `l` with its result `r` and batch `b` still waits, or has gone out. */
const WHERE_IT_STANDS = sql`
  select l.held is distinct from 'superseded' and (l.held is not null or r.outcome = 'failed' or b.state in ('made', 'confirmed')) as open,
         l.held is null and r.outcome is distinct from 'failed' and b.state not in ('made', 'confirmed') as gone`

/** What a difference becomes by what of the month waits and what has gone out (`s`): back pay, a case, or another sum in place of what waits. */
const becomes = {
  kind: (fen: RawBuilder<unknown>) => sql`
    case when ${fen} > 0 then 'backPay' when coalesce(s.waiting, 0) > 0 then 'replace' when coalesce(s.gone, 0) = 0 then 'unpaid' else 'clawback' end`,
  fen: (due: RawBuilder<unknown>, fen: RawBuilder<unknown>) => sql`
    case when coalesce(s.waiting, 0) > 0 and ${fen} < 0 then greatest(${due} - coalesce(s.gone, 0), 0)
         when ${fen} < 0 and coalesce(s.gone, 0) = 0 then 0 else ${fen} end`,
}

/** Corrections with each line of their month that nothing follows: of every file that is the person, paid as itself or as the person. */
const linesOf = (corrections: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select c.district, c.run_id, c.elder_id, c.scheme, c.month, l.batch_id, l.no
    from (${corrections}) c
    join benefits.difference d on d.district = c.district and d.run_id = c.run_id and d.scheme = c.scheme and d.month = c.month
    left join elders.elder e on e.district = d.district and e.id = d.elder_id
    cross join lateral (select d.elder_id as payee union select c.elder_id) p
    join payments.line l on l.district = c.district and l.payee = p.payee and l.month = c.month and l.elder_id = d.elder_id and l.scheme = c.scheme
   where c.elder_id = coalesce(e.merged_into, d.elder_id)
     and not exists (select 1 from payments.line f where f.district = l.district and f.from_batch = l.batch_id and f.from_no = l.no)`

/**
 * Puts the differences of a run forward to be signed: files of one person (a merge) are netted for each benefit and month, and what was
 * never paid out is not asked back but replaced. Doing it again adds nothing. Gives the number of rows that are new.
 */
export async function proposeCorrections(tx: Tx, runId: string, by: Signer): Promise<Result<{ decided: number }>> {
  const run = await findRun(tx, runId)
  if (run === undefined || run.state !== 'sealed') return refuse(refusals.noRun())
  const { rows } = await sql<{ n: number }>`
    with diff as (
      select d.*, coalesce(e.merged_into, d.elder_id) as person from benefits.difference d
        left join elders.elder e on e.district = d.district and e.id = d.elder_id
       where d.district = any (${run.districts}::text[]) and d.run_id = ${run.id}::uuid
    ), net as (
      select district, person as elder_id, scheme, month, min(township) as township, min(village) as village, sum(settled_fen)::bigint as settled,
             sum(due_fen)::bigint as due, (sum(due_fen) - sum(settled_fen))::bigint as fen,
             (array_agg(reason order by abs(difference_fen) desc))[1] as reason, (array_agg(detail order by abs(difference_fen) desc))[1] as detail,
             array_agg(elder_id) as files
        from diff group by district, person, scheme, month having sum(due_fen) <> sum(settled_fen)
    ), sent as (
      select n.district, n.elder_id, n.scheme, n.month,
             coalesce(sum(l.amount_fen) filter (where o.open), 0)::bigint as waiting, coalesce(sum(l.amount_fen) filter (where o.gone), 0)::bigint as gone
        from net n join payments.line l on l.district = n.district and l.elder_id = any (n.files) and l.scheme = n.scheme and l.month = n.month
         and not exists (select 1 from payments.line f where f.district = l.district and f.from_batch = l.batch_id and f.from_no = l.no)
        left join payments.result r on r.district = l.district and r.batch_id = l.batch_id and r.no = l.no
        join payments.batch b on b.id = l.batch_id and b.state <> 'cancelled'
        cross join lateral (${WHERE_IT_STANDS}) o
       group by 1, 2, 3, 4
    ), added as (
      insert into payments.correction (district, run_id, elder_id, scheme, month, township, village, settled_fen, due_fen, fen, kind, reason, detail, proposed_by)
      select n.district, ${run.id}::uuid, n.elder_id, n.scheme, n.month, n.township, n.village, n.settled, n.due,
             ${becomes.fen(sql`n.due`, sql`n.fen`)}, ${becomes.kind(sql`n.fen`)}, n.reason, n.detail, ${by.account}
        from net n left join sent s using (district, elder_id, scheme, month)
      on conflict do nothing returning 1)
    select count(*)::int as n from added`.execute(tx)
  const added = rows[0]?.n ?? 0
  if (added === 0) return refuse(refusals.noDifferences())
  await tell(tx, run, by, 'payments.corrections.propose', { corrections: added })
  return ok({ decided: added })
}

export type Decision = {
  readonly accept: boolean
  readonly reason?: string | undefined
  readonly only?: readonly { district: string; elder: string }[] | undefined
}

/**
 * The second person decides about what another put forward, all of it or some persons. What is owed to people waits for the next batch; what they
 * owe becomes one case a person; a line that never went out is replaced.
 */
export async function decideCorrections(
  tx: Tx,
  runId: string,
  given: Decision,
  by: Signer,
): Promise<Result<{ decided: number }>> {
  const run = await findRun(tx, runId)
  if (run === undefined) return refuse(refusals.noRun())
  const chosen =
    given.only === undefined
      ? sql`true`
      : sql`(district, elder_id) in (select d, e from unnest(${given.only.map((each) => each.district)}::text[],
    ${given.only.map((each) => each.elder)}::uuid[]) as u(d, e))`
  const mine = sql`district = any (${run.districts}::text[]) and run_id = ${runId}::uuid and state = 'proposed' and ${chosen}`
  const own =
    await sql`select 1 from payments.correction where ${mine} and proposed_by = ${by.account} limit 1`.execute(tx)
  if (own.rows.length > 0) return refuse(refusals.secondPerson())
  const touched = given.accept ? await stopUnsent(tx, mine, by) : []
  if (given.accept) await judgeAgain(tx, mine)
  const { rows } = await sql<{ elder_id: string }>`
    update payments.correction set state = ${given.accept ? 'approved' : 'refused'}, decided_by = ${by.account}, decided_at = clock_timestamp(),
           note = ${given.reason ?? null} where ${mine} returning elder_id`.execute(tx)
  if (rows.length === 0) return refuse(refusals.correctionsGone())
  if (given.accept) {
    await replaceLines(tx, run, by)
    for (const batch of touched) await sumBatch(tx, batch)
    await openClawbacks(tx, run, by)
  }
  await tell(tx, run, by, given.accept ? 'payments.corrections.approve' : 'payments.corrections.refuse', {
    corrections: rows.length,
  })
  return ok({ decided: rows.length })
}

/**
 * Batches that have not gone out and hold a line which is about to give way: locked, so that none goes out meanwhile; what finance confirmed of them is
 * confirmed again with the new sums.
 */
async function stopUnsent(
  tx: Tx,
  mine: RawBuilder<unknown>,
  by: Signer,
): Promise<{ id: string; districts: string[] }[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct b.id::text as id
      from (${linesOf(sql`select * from payments.correction where ${mine} and due_fen < settled_fen`)}) c
      join payments.line l on l.district = c.district and l.batch_id = c.batch_id and l.no = c.no and l.held is null
      join payments.batch b on b.id = c.batch_id and b.state in ('made', 'confirmed') order by 1`.execute(tx)
  const stopped: { id: string; districts: string[] }[] = []
  for (const { id } of rows) {
    const batch = await lockPayment(tx, id)
    if (batch?.state !== 'made' && batch?.state !== 'confirmed') continue
    if (batch.state === 'confirmed') {
      await returnMoney(tx, batch, by.account)
      await moveBatch(tx, id, 'made')
    }
    stopped.push(batch)
  }
  return stopped
}

/** What waited when a difference was put forward may have gone out since, and the other way round: it becomes what is right at the signature. */
const judgeAgain = (tx: Tx, mine: RawBuilder<unknown>) =>
  sql`
  with chosen as (select * from payments.correction where ${mine}), sent as (
    select c.district, c.run_id, c.elder_id, c.scheme, c.month, coalesce(sum(l.amount_fen) filter (where o.open), 0)::bigint as waiting,
           coalesce(sum(l.amount_fen) filter (where o.gone), 0)::bigint as gone
      from (${linesOf(sql`select * from chosen`)}) c
      join payments.line l on l.district = c.district and l.batch_id = c.batch_id and l.no = c.no
      join payments.batch b on b.id = l.batch_id and b.state <> 'cancelled'
      left join payments.result r on r.district = l.district and r.batch_id = l.batch_id and r.no = l.no
      cross join lateral (${WHERE_IT_STANDS}) o
     group by 1, 2, 3, 4, 5)
  update payments.correction c set kind = ${becomes.kind(sql`(c.due_fen - c.settled_fen)`)}, fen = ${becomes.fen(sql`c.due_fen`, sql`(c.due_fen - c.settled_fen)`)}
    from sent s
   where (s.district, s.run_id, s.elder_id, s.scheme, s.month) = (c.district, c.run_id, c.elder_id, c.scheme, c.month)`.execute(
    tx,
  )

/** A line that never went out gives way to the right sum; what had been drawn for it goes back to its budgets. */
async function replaceLines(tx: Tx, run: Run, by: Signer): Promise<void> {
  const approved = sql`
    select * from payments.correction
     where district = any (${run.districts}::text[]) and run_id = ${run.id}::uuid and kind = 'replace' and state = 'approved'`
  const { rows } = await sql<{ district: string; fundKey: string; fen: number; first: string }>`
    with gone as (
      update payments.line l set held = 'superseded'
        from (${linesOf(approved)}) c, payments.batch b
       where l.district = c.district and l.batch_id = c.batch_id and l.no = c.no and b.id = c.batch_id and l.source <> c.run_id::text
         and l.held is distinct from 'superseded'
         and (l.held is not null or b.state in ('made', 'confirmed') or exists (
              select 1 from payments.result r where r.district = l.district and r.batch_id = l.batch_id and r.no = l.no and r.outcome = 'failed'))
      returning l.district, l.no, l.batch_id, l.amount_fen,
                case when l.fund_key is not null or exists (
                       select 1 from payments.result r where r.district = l.district and r.batch_id = l.batch_id and r.no = l.no and r.outcome = 'failed')
                     then ${fundKeyIn} end as fund_key)
    select district, fund_key as "fundKey", sum(amount_fen)::bigint as fen, min(batch_id || ':' || no) as first
      from gone where fund_key is not null group by 1, 2 order by 1, 2`.execute(tx)
  for (const each of rows) {
    const unposted = await returnSuperseded(tx, { ...each, by: by.account, day: by.today })
    if (unposted !== undefined) throw new Error(`the ledger refused what gave way: ${unposted.code}`)
  }
}

type Owed = {
  district: string
  elder: string
  township: string
  village: string | null
  cause: string
  schemes: { scheme: string; fen: number }[]
}

async function openClawbacks(tx: Tx, run: Run, by: Signer): Promise<void> {
  const { rows } = await sql<Owed>`
    select district, elder_id::text as elder, min(township) as township, min(village) as village, (array_agg(reason order by fen))[1] as cause,
           jsonb_agg(jsonb_build_object('scheme', scheme, 'fen', -fen)) as schemes
      from (select district, elder_id, scheme, min(township) as township, min(village) as village, (array_agg(reason order by fen))[1] as reason, sum(fen) as fen
              from payments.correction
             where district = any (${run.districts}::text[]) and run_id = ${run.id}::uuid and kind = 'clawback' and state = 'approved' group by 1, 2, 3) s
     where not exists (select 1 from payments.clawback c where c.district = s.district and c.run_id = ${run.id}::uuid and c.elder_id = s.elder_id)
     group by district, elder_id order by district, elder_id`.execute(tx)
  for (const each of rows) {
    const id = newId()
    const fen = each.schemes.reduce((sum, one) => sum + one.fen, 0)
    await sql`
      insert into payments.clawback (district, id, elder_id, township, village, run_id, cause, amount_fen, state, opened_by)
      values (${each.district}, ${id}::uuid, ${each.elder}::uuid, ${each.township}, ${each.village}, ${run.id}::uuid, ${each.cause}, ${fen}, 'opened', ${by.account})`.execute(
      tx,
    )
    await sql`
      insert into payments.clawback_entry (district, id, clawback_id, township, village, kind, on_day, amount_fen, account)
      values (${each.district}, ${newId()}::uuid, ${id}::uuid, ${each.township}, ${each.village}, 'open', ${by.today}::date, ${fen}, ${by.account})`.execute(
      tx,
    )
    const unposted = await postClawback(
      tx,
      { district: each.district, id, elder: each.elder, by: by.account, day: by.today },
      each.schemes,
    )
    if (unposted !== undefined) throw new Error(`the ledger refused a clawback: ${unposted.code}`)
  }
}

const tell = async (tx: Tx, run: Run, by: Signer, action: string, after: Record<string, unknown>): Promise<void> => {
  const district = run.districts[0] ?? run.payer
  await record(tx, {
    district,
    account: by.account,
    action,
    object: 'benefits.run',
    objectId: run.id,
    after,
    ...(by.requestId && { requestId: by.requestId }),
  })
  await announceChange(tx, { kind: 'payments', id: run.id, version: run.version, district, townships: run.townships })
}
