import { sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { REASON_WORDS } from '../benefits/index.ts'
import { actsIn } from './clawbacks.ts'
import type { Clawback, ClawbackView, Correction } from './contract.ts'
import { readMostInstalments } from './payment-settings.ts'

const PAGE = 100

const sayReason = (reason: string): string => REASON_WORDS[reason] ?? reason

const ENTRY_WORDS: Readonly<Record<string, string>> = {
  open: '立案',
  notice: '发出通知',
  talk: '沟通记录',
  plan: '确定归还计划',
  receipt: '收到归还',
  defer: '困难缓收',
  proposeWaiver: '提出免收',
  refuseWaiver: '不同意免收',
  waive: '签署免收',
  close: '结案',
}

type Corrections = {
  rows: Correction[]
  next: string | null
  sums: { proposed: number; payFen: number; takeBackFen: number; toCollect: number }
}

/** The differences of a run that were put forward, with what each becomes and why, under the caller's scope. */
export async function listCorrections(
  tx: Tx,
  runId: string,
  districts: readonly string[],
  after?: string,
): Promise<Corrections> {
  const [d = '', e = '00000000-0000-0000-0000-000000000000', s = '', m = '0001-01-01'] = after?.split(' ') ?? []
  const mine = sql`c.district = any (${[...districts]}::text[]) and c.run_id = ${runId}::uuid`
  const { rows } = await sql<
    Omit<Correction, 'says' | 'facts'> & { reason: string; detail: Record<string, [unknown, unknown]> }
  >`
    select c.district, c.elder_id::text as elder, coalesce(p.name, '') as name, coalesce(t.name, c.township) as "townshipName", c.scheme,
           to_char(c.month, 'YYYY-MM') as month, c.settled_fen as "settledFen", c.due_fen as "dueFen", c.fen, c.kind, c.reason, c.detail, c.state,
           c.proposed_by as "proposedBy", c.decided_by as "decidedBy"
      from payments.correction c left join elders.elder p on p.district = c.district and p.id = c.elder_id
      left join divisions.division t on t.key = c.township
     where ${mine} and (c.district, c.elder_id, c.scheme, c.month) > (${d}, ${e}::uuid, ${s}, ${m}::date)
     order by c.district, c.elder_id, c.scheme, c.month limit ${PAGE + 1}`.execute(tx)
  const sums = await sql<Corrections['sums']>`
    select count(*) filter (where state = 'proposed')::int as proposed, coalesce(sum(fen) filter (where fen > 0 and state <> 'refused'), 0)::bigint as "payFen",
           coalesce(-sum(fen) filter (where fen < 0 and state <> 'refused'), 0)::bigint as "takeBackFen",
           (select count(*)::int from (select 1 from benefits.difference x where x.district = any (${[...districts]}::text[]) and x.run_id = ${runId}::uuid
              and not exists (select 1 from payments.correction k where k.district = x.district and k.run_id = x.run_id and k.elder_id = x.elder_id
                              and k.scheme = x.scheme and k.month = x.month) limit 1000) open) as "toCollect"
      from payments.correction c where ${mine}`.execute(tx)
  const shown = rows.slice(0, PAGE)
  const last = shown.at(-1)
  return {
    rows: shown.map(({ reason, detail, ...row }) => ({
      ...row,
      says: sayReason(reason),
      facts: Object.keys(detail).map(sayReason),
    })),
    next:
      rows.length > PAGE && last !== undefined
        ? `${last.district} ${last.elder} ${last.scheme} ${last.month}-01`
        : null,
    sums: sums.rows[0] ?? { proposed: 0, payFen: 0, takeBackFen: 0, toCollect: 0 },
  }
}

const CASE = sql`
  c.district, c.id::text, c.elder_id::text as elder, coalesce(e.name, '') as name, coalesce(t.name, c.township) as "townshipName", c.cause,
  c.amount_fen as "amountFen", c.repaid_fen as "repaidFen", c.waived_fen as "waivedFen", c.state, c.instalments, c.due_on::text as "dueOn",
  c.opened_at::text as "openedAt", c.version
  from payments.clawback c left join elders.elder e on e.district = c.district and e.id = c.elder_id left join divisions.division t on t.key = c.township`

/** Cases of money asked back, open ones first, under the caller's scope. */
export async function listClawbacks(
  tx: Tx,
  after?: string,
): Promise<{ rows: Clawback[]; next: string | null; count: { total: number; capped: boolean } }> {
  const { rows } = await sql<Omit<Clawback, 'causeSays'>>`
    select ${CASE} where ${after === undefined ? sql`true` : sql`c.id < ${after}::uuid`} order by c.id desc limit ${PAGE + 1}`.execute(
    tx,
  )
  const counted = await sql<{
    n: number
  }>`select count(*)::int as n from (select 1 from payments.clawback limit 1001) c`.execute(tx)
  const total = counted.rows[0]?.n ?? 0
  const shown = rows.slice(0, PAGE)
  return {
    rows: shown.map((row) => ({ ...row, causeSays: sayReason(row.cause) })),
    next: rows.length > PAGE ? (shown.at(-1)?.id ?? null) : null,
    count: { total: Math.min(total, 1000), capped: total > 1000 },
  }
}

/** One case: the months it is about, what was said and done, the words to call with, and what may be done now. */
export async function readClawback(tx: Tx, id: string, today: Day): Promise<ClawbackView | undefined> {
  const { rows } = await sql<Omit<Clawback, 'causeSays'> & { runId: string; township: string }>`
    select c.run_id::text as "runId", c.township, ${CASE} where c.id = ${id}::uuid`.execute(tx)
  const found = rows[0]
  if (found === undefined) return undefined
  const { runId, township, ...row } = found
  const months = await sql<Omit<ClawbackView['months'][number], 'says'> & { reason: string }>`
    select to_char(month, 'YYYY-MM') as month, scheme, settled_fen as "settledFen", due_fen as "dueFen", fen, reason from payments.correction
     where district = ${row.district} and run_id = ${runId}::uuid and elder_id = ${row.elder}::uuid and kind = 'clawback' and state = 'approved'
     order by month, scheme`.execute(tx)
  const entries = await sql<Omit<ClawbackView['entries'][number], 'says'>>`
    select id::text, kind, on_day::text as on, amount_fen as "amountFen", words, account from payments.clawback_entry
     where district = ${row.district} and clawback_id = ${id}::uuid order by at`.execute(tx)
  return {
    ...row,
    causeSays: sayReason(row.cause),
    months: months.rows.map(({ reason, ...each }) => ({ ...each, says: sayReason(reason) })),
    entries: entries.rows.map((each) => ({ ...each, says: ENTRY_WORDS[each.kind] ?? each.kind })),
    script: scriptOf(row.cause, row.name),
    mostInstalments: await readMostInstalments(tx, township, today),
    may: actsIn(row.state),
  }
}

/** What to say on the telephone: first the person, then the money, and what help there is. */
const scriptOf = (cause: string, name: string): string[] => [
  cause === 'died'
    ? `您好，我是民政工作人员。得知${name}老人离世，向您和家人表示慰问。`
    : `您好，我是民政工作人员，打电话是想和您核对${name}老人的待遇发放。`,
  '系统显示有几个月的待遇发放之后情况有变化，想先听听您这边知道的情况。',
  '如果核对下来确实多发了，可以一次归还，也可以按本区的规定分期；家里有困难，请告诉我们，可以申请缓收或免收。',
  '您有不同意见，可以要求复核，我把联系方式留给您。',
]
