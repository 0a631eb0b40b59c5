import { type RawBuilder, sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { announceChange } from '../../platform/events/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { findRun, type Run } from '../benefits/index.ts'
import { postClawbacks } from './post-to-ledger.ts'
import { refusals } from './refusals.ts'
import { changeUnsent, endLines, lineWaits, lineWentOut } from './reopen-batches.ts'

export type Signer = { readonly account: string; readonly today: Day; readonly requestId?: string }

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
             (array_agg(reason order by abs(difference_fen) desc))[1] as reason, (array_agg(detail order by abs(difference_fen) desc))[1] as detail
        from diff group by district, person, scheme, month having sum(due_fen) <> sum(settled_fen)
    ), added as (
      insert into payments.correction (district, run_id, elder_id, scheme, month, township, village, settled_fen, due_fen, fen, kind, reason, detail, proposed_by)
      select n.district, ${run.id}::uuid, n.elder_id, n.scheme, n.month, n.township, n.village, n.settled, n.due,
             n.fen, case when n.fen > 0 then 'backPay' else 'clawback' end, n.reason, n.detail, ${by.account}
        from net n
      on conflict do nothing returning 1)
    select count(*)::int as n from added`.execute(tx)
  const added = rows[0]?.n ?? 0
  if (added === 0) return refuse(refusals.noDifferences())
  await judge(tx, sql`district = any (${run.districts}::text[]) and run_id = ${run.id}::uuid and state = 'proposed'`)
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
  let decided = 0
  const write = async () => {
    // What waited when a difference was put forward may have gone out since, and the other way round: it becomes what is right at the signature.
    if (given.accept) await judge(tx, mine)
    const { rows } = await sql`
      update payments.correction set state = ${given.accept ? 'approved' : 'refused'}, decided_by = ${by.account}, decided_at = clock_timestamp(),
             note = ${given.reason ?? null} where ${mine} returning elder_id`.execute(tx)
    decided = rows.length
    if (!given.accept) return
    await withdrawPending(tx, run)
    await endLines(tx, givenWay(run), 'superseded', { by: by.account, day: by.today })
    await openClawbacks(tx, run, by)
  }
  if (given.accept) await changeUnsent(tx, await unsentOf(tx, mine), by.account, write)
  else await write()
  if (decided === 0) return refuse(refusals.correctionsGone())
  await tell(tx, run, by, given.accept ? 'payments.corrections.approve' : 'payments.corrections.refuse', {
    corrections: decided,
  })
  return ok({ decided })
}

/** Batches that have not gone out and hold a line which is about to give way. */
async function unsentOf(tx: Tx, mine: RawBuilder<unknown>): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct b.id::text as id
      from (${linesOf(sql`select * from payments.correction where ${mine} and due_fen < settled_fen`)}) c
      join payments.line l on l.district = c.district and l.batch_id = c.batch_id and l.no = c.no and l.held is null
      join payments.batch b on b.id = c.batch_id and b.state in ('made', 'confirmed')`.execute(tx)
  return rows.map((row) => row.id)
}

/** What was signed earlier about the month of a correction `c`, of every file that is the person. */
const EARLIER = sql`
  select k.* from payments.correction k
   where k.district = c.district and k.scheme = c.scheme and k.month = c.month and k.run_id <> c.run_id and k.state = 'approved'
     and k.elder_id in (select c.elder_id union all select d.elder_id from benefits.difference d
                          join elders.elder e on e.district = d.district and e.id = d.elder_id and e.merged_into = c.elder_id
                         where d.district = c.district and d.run_id = c.run_id and d.scheme = c.scheme and d.month = c.month)`

/** Signed, to be paid, and in no batch yet. */
const PENDING = sql`(
  k.kind in ('backPay', 'replace') and not exists (
    select 1 from payments.line l where l.district = k.district and l.elder_id = k.elder_id and l.scheme = k.scheme and l.month = k.month
       and l.source = k.run_id::text and l.kind <> 'again'))`

/** What was signed earlier and waits for a batch gives way too, where less is due now. */
const withdrawPending = (tx: Tx, run: Run) =>
  sql`
  update payments.correction o set state = 'refused', note = '已由后来的更正代替'
    from (select k.district, k.run_id, k.elder_id, k.scheme, k.month
            from payments.correction c cross join lateral (${EARLIER}) k
           where c.district = any (${run.districts}::text[]) and c.run_id = ${run.id}::uuid and c.state = 'approved' and c.kind in ('replace', 'clawback')
             and ${PENDING}) k
   where (o.district, o.run_id, o.elder_id, o.scheme, o.month) = (k.district, k.run_id, k.elder_id, k.scheme, k.month)`.execute(
    tx,
  )

/**
 * What a difference becomes by where the money of its month stands. More is due than was settled: back pay. Less is due: what has reached the person, or is on
 * its way by an earlier signature, less what is asked back already, is compared with what is due. Too much of it: a case, and whatever still waits
 * is not sent. Too little: the rest replaces what waits. A month that the person never had (paid nowhere, or yielded to another payment) asks nothing back.
 */
const judge = (tx: Tx, mine: RawBuilder<unknown>) =>
  sql`
  with chosen as (select * from payments.correction where ${mine}), sent as (
    select c.district, c.run_id, c.elder_id, c.scheme, c.month, coalesce(sum(l.amount_fen) filter (where ${lineWaits}), 0)::bigint as waiting,
           coalesce(sum(l.amount_fen) filter (where ${lineWentOut}), 0)::bigint as gone
      from (${linesOf(sql`select * from chosen`)}) c
      join payments.line l on l.district = c.district and l.batch_id = c.batch_id and l.no = c.no
      join payments.batch b on b.id = l.batch_id and b.state <> 'cancelled'
      left join payments.result r on r.district = l.district and r.batch_id = l.batch_id and r.no = l.no
     group by 1, 2, 3, 4, 5
  ), signed as (
    select c.district, c.run_id, c.elder_id, c.scheme, c.month,
           coalesce(sum(k.fen) filter (where k.kind = 'clawback'), 0)::bigint as asked, coalesce(sum(k.fen) filter (where ${PENDING}), 0)::bigint as pending
      from chosen c cross join lateral (${EARLIER}) k
     group by 1, 2, 3, 4, 5
  ), stands as (
    select c.district, c.run_id, c.elder_id, c.scheme, c.month, c.due_fen - c.settled_fen as fen,
           coalesce(s.waiting, 0) + coalesce(g.pending, 0) as waiting, c.due_fen - coalesce(s.gone, 0) - coalesce(g.asked, 0) as rest
      from chosen c left join sent s using (district, run_id, elder_id, scheme, month) left join signed g using (district, run_id, elder_id, scheme, month))
  update payments.correction c
     set kind = case when s.fen > 0 then 'backPay' when s.rest < 0 then 'clawback' when s.waiting > 0 then 'replace' else 'unpaid' end,
         fen = case when s.fen > 0 then s.fen when s.rest < 0 then s.rest when s.waiting > 0 then s.rest else 0 end
    from stands s
   where (s.district, s.run_id, s.elder_id, s.scheme, s.month) = (c.district, c.run_id, c.elder_id, c.scheme, c.month)`.execute(
    tx,
  )

/** Lines that give way to what was signed of a run: to another sum, or to nothing where even what went out was too much. */
const givenWay = (run: Run): RawBuilder<unknown> => sql`
  select c.district, c.batch_id, c.no
    from (${linesOf(sql`
      select * from payments.correction
       where district = any (${run.districts}::text[]) and run_id = ${run.id}::uuid and kind in ('replace', 'clawback') and state = 'approved'`)}) c
    join payments.line l on l.district = c.district and l.batch_id = c.batch_id and l.no = c.no and l.source <> c.run_id::text`

/** One case for each person who owes, with its first entry and its posting, in a fixed number of statements. */
async function openClawbacks(tx: Tx, run: Run, by: Signer): Promise<void> {
  await sql`create temporary table owing on commit drop as
    select district, ledger.new_id() as id, elder_id, min(township) as township, min(village) as village,
           (array_agg(reason order by fen))[1] as cause, -sum(fen)::bigint as fen
      from payments.correction k
     where district = any (${run.districts}::text[]) and run_id = ${run.id}::uuid and kind = 'clawback' and state = 'approved'
       and not exists (select 1 from payments.clawback c where c.district = k.district and c.run_id = k.run_id and c.elder_id = k.elder_id)
     group by district, elder_id`.execute(tx)
  await sql`
    insert into payments.clawback (district, id, elder_id, township, village, run_id, cause, amount_fen, state, opened_by)
    select district, id, elder_id, township, village, ${run.id}::uuid, cause, fen, 'opened', ${by.account} from owing`.execute(
    tx,
  )
  await sql`
    insert into payments.clawback_entry (district, id, clawback_id, township, village, kind, on_day, amount_fen, account)
    select district, ledger.new_id(), id, township, village, 'open', ${by.today}::date, fen, ${by.account} from owing`.execute(
    tx,
  )
  const unposted = await postClawbacks(tx, run, { by: by.account, day: by.today })
  if (unposted !== undefined) throw new Error(`the ledger refused a clawback: ${unposted.code}`)
  await sql`drop table owing`.execute(tx)
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
