import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import { asSystem, type Db, newId, type Tx } from '../../platform/db/index.ts'
import { announceChange } from '../../platform/events/index.ts'
import { commonRefusals, ok, type Refusal, type Result, refuse } from '../../platform/http/index.ts'
import { type Actor, mayTake, readBefore } from './act-on-batch.ts'
import { homeOf, lockPayment, moveBatch, type PaymentBatch, sign } from './batches.ts'
import { hasPostAt } from './post-at.ts'
import { postReturn } from './post-to-ledger.ts'
import { type ReturnFile, type ReturnLine, ReturnUnreadable, readReturn } from './read-return.ts'
import { refusals } from './refusals.ts'
import { BATCH_WORDS } from './words.ts'

export type Loaded = { already: boolean; lines: number; paid: number; failed: number; failedFen: number }

/** `late`: what the bank had said to have paid and gives back afterwards (退汇), also of a batch that is closed. */
export type NewReturn = { readonly name: string; readonly bytes: Uint8Array; readonly late?: boolean }

const CHUNK = 20_000
const SHOWN = 20

/**
 * Loads a bank's return file into its batch, whole or not at all. The same file again changes nothing; a line that the batch does not have, another
 * sum or account, a line twice, or one that says the opposite of an earlier answer blocks the file with its rows. What failed goes back in
 * the ledger in the same transaction, and waits for the reissue. A late return says the opposite on purpose: it holds only lines that were paid before.
 */
export async function loadReturn(db: Db, id: string, file: NewReturn, actor: Actor): Promise<Result<Loaded>> {
  const read = await tryRead(file.bytes)
  if (!read.ok) return read
  const sha256 = createHash('sha256').update(file.bytes).digest('hex')
  return asSystem(db, async (tx): Promise<Result<Loaded>> => {
    const batch = await lockPayment(tx, id)
    if (batch === undefined) return refuse(commonRefusals.notFound())
    const before = await findFile(tx, batch, sha256)
    if (before !== undefined) return ok({ already: true, ...before })
    const problemWith = await mayLoad(tx, batch, file, actor)
    if (problemWith !== undefined) return refuse(problemWith)
    if (read.value.batch !== null && read.value.batch !== batch.id) return refuse(refusals.returnForeign())
    await stage(tx, read.value.lines)
    const problem = await compare(tx, batch, file.late === true)
    if (problem !== undefined) return refuse(problem)
    return ok(await store(tx, batch, { name: file.name, sha256, late: file.late === true }, actor))
  })
}

async function mayLoad(tx: Tx, batch: PaymentBatch, { late }: NewReturn, actor: Actor): Promise<Refusal | undefined> {
  if (late !== true) {
    const may = mayTake(batch, 'load', actor.who, await readBefore(tx, batch, actor.today))
    return may.ok ? undefined : may.refusal
  }
  if (!hasPostAt(actor.who, batch.payer, 'districtFinance')) return refusals.notAllowed()
  return batch.state === 'returned' || batch.state === 'closed'
    ? undefined
    : refusals.wrongState(BATCH_WORDS[batch.state].word)
}

async function tryRead(bytes: Uint8Array): Promise<Result<ReturnFile>> {
  try {
    return ok(await readReturn(bytes))
  } catch (error) {
    if (error instanceof ReturnUnreadable) return refuse(refusals.returnUnreadable(error.why))
    throw error
  }
}

async function findFile(tx: Tx, batch: PaymentBatch, sha256: string): Promise<Omit<Loaded, 'already'> | undefined> {
  const { rows } = await sql<Omit<Loaded, 'already'>>`
    select lines, paid, failed, failed_fen as "failedFen" from payments.return_file
     where district = ${homeOf(batch)} and batch_id = ${batch.id}::uuid and sha256 = ${sha256}`.execute(tx)
  return rows[0]
}

/** The lines as a temporary table: a hundred thousand comparisons are one statement. */
async function stage(tx: Tx, lines: readonly ReturnLine[]): Promise<void> {
  await sql`create temporary table return_lines (row int, no bigint, last4 text, fen bigint, paid boolean, cause text, reason text) on commit drop`.execute(
    tx,
  )
  for (let from = 0; from < lines.length; from += CHUNK) {
    const part = lines.slice(from, from + CHUNK)
    await sql`
      insert into return_lines select * from unnest(${part.map((each) => each.row)}::int[], ${part.map((each) => each.no)}::bigint[],
        ${part.map((each) => each.last4)}::text[], ${part.map((each) => each.fen)}::bigint[], ${part.map((each) => each.paid)}::boolean[],
        ${part.map((each) => each.cause)}::text[], ${part.map((each) => each.reason)}::text[])`.execute(tx)
  }
  await sql`analyze return_lines`.execute(tx)
}

/** A first answer may not contradict an earlier one. */
const OPPOSITE = sql`
  when s.outcome <> case when r.paid then 'paid' else 'failed' end then '与之前登记的结果相反；银行发到之后又退回的，请用“导入退汇文件”'`
/** A late return is about what was paid. What a case asks back from the person comes back through the case, or it would count twice. */
const NOT_LATE = sql`
  when r.paid then '退汇文件里只能有退回的行'
  when s.no is null then '这一笔还没有回盘结果，请先导入回盘文件'
  when s.outcome = 'failed' then '这一笔已经登记为退回'
  when exists (select 1 from payments.correction k where k.district = l.district and k.elder_id in (
                         select l.elder_id union select l.payee
                         union select e.merged_into from elders.elder e where e.district = l.district and e.id in (l.elder_id, l.payee)) and k.scheme = l.scheme
                  and k.month = l.month and k.kind = 'clawback' and k.state = 'approved') then '这一笔已有追回案件，请在追回案件中登记收款'`

async function compare(tx: Tx, batch: PaymentBatch, late: boolean): Promise<Refusal | undefined> {
  const { rows } = await sql<{ row: number; why: string; more: number }>`
    with twice as (select no from return_lines group by no having count(*) > 1), wrong as (
      select r.row, case when l.no is null then '本批次没有这一笔'
                         when l.held is not null then '这一笔没有出盘'
                         when t.no is not null then '同一序号出现了两次'
                         when l.amount_fen <> r.fen then '金额与出盘不一致'
                         when r.last4 is not null and r.last4 is distinct from coalesce(a.last4, moved.last4) then '账号与出盘不一致'
                         ${late ? NOT_LATE : OPPOSITE} end as why
        from return_lines r
        left join payments.line l on l.district = any (${batch.districts}::text[]) and l.batch_id = ${batch.id}::uuid and l.no = r.no
        left join payments.account a on a.district = l.district and a.id = l.account_id
        left join lateral (select o.last4 from payments.account o where a.id is null and o.id = l.account_id limit 1) moved on true
        left join payments.result s on s.district = l.district and s.batch_id = l.batch_id and s.no = l.no
        left join twice t on t.no = r.no)
    select row, why, (count(*) over ())::int as more from wrong where why is not null order by row limit ${SHOWN}`.execute(
    tx,
  )
  if (rows.length === 0) return undefined
  return refusals.returnBlocked(
    rows.map(({ row, why }) => ({ path: `row:${row}`, message: `第 ${row} 行：${why}` })),
    (rows[0]?.more ?? rows.length) - rows.length,
  )
}

async function store(
  tx: Tx,
  batch: PaymentBatch,
  file: { name: string; sha256: string; late: boolean },
  actor: Actor,
): Promise<Loaded> {
  const id = newId()
  const { account } = actor.who
  await sql`
    insert into payments.result (district, batch_id, no, township, village, outcome, cause, reason, file_id)
    select l.district, l.batch_id, l.no, l.township, l.village, case when r.paid then 'paid' else 'failed' end, r.cause, r.reason, ${id}::uuid
      from return_lines r join payments.line l on l.district = any (${batch.districts}::text[]) and l.batch_id = ${batch.id}::uuid and l.no = r.no
    on conflict (district, batch_id, no) do ${
      file.late
        ? sql`update set outcome = excluded.outcome, cause = excluded.cause, reason = excluded.reason, file_id = excluded.file_id, paid_until = ${actor.today}::date`
        : sql`nothing`
    }`.execute(tx)
  const { rows } = await sql<Omit<Loaded, 'already'>>`
    select count(*)::int as lines, count(*) filter (where paid)::int as paid, count(*) filter (where not paid)::int as failed,
           coalesce(sum(fen) filter (where not paid), 0)::bigint as "failedFen" from return_lines`.execute(tx)
  const counted = rows[0] ?? { lines: 0, paid: 0, failed: 0, failedFen: 0 }
  await sql`
    insert into payments.return_file (district, id, batch_id, sha256, name, lines, paid, failed, failed_fen, loaded_by, late)
    values (${homeOf(batch)}, ${id}::uuid, ${batch.id}::uuid, ${file.sha256}, ${file.name.slice(0, 200)}, ${counted.lines}, ${counted.paid},
            ${counted.failed}, ${counted.failedFen}, ${account}, ${file.late})`.execute(tx)
  const unposted = await postReturn(tx, batch, id, { by: account, day: actor.today })
  if (unposted !== undefined) throw new Error(`the ledger refused a return file: ${unposted.code}`)
  // A closed batch stays closed: what came back late is open as a line, for the next reissue.
  await moveBatch(tx, batch.id, batch.state === 'closed' ? 'closed' : 'returned')
  await sign(tx, batch, 'load', account)
  await record(tx, {
    district: homeOf(batch),
    account,
    action: file.late ? 'payments.loadLate' : 'payments.load',
    object: 'payments.batch',
    objectId: batch.id,
    after: { file: id, sha256: file.sha256, ...counted },
    ...(actor.requestId && { requestId: actor.requestId }),
  })
  await announceChange(tx, {
    kind: 'payments',
    id: batch.id,
    version: batch.version + 1,
    district: homeOf(batch),
    townships: batch.townships,
  })
  return { already: false, ...counted }
}
