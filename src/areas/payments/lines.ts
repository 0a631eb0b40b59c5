import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../../platform/db/index.ts'
import type { PaymentBatch } from './batches.ts'
import type { Line, LineQuery } from './contract.ts'
import type { FailureCause, Hold } from './machine.ts'
import { CAUSE_WORDS, HOLD_WORDS } from './words.ts'

const PAGE = 100
const COUNT_LIMIT = 1000

type Row = Omit<Line, 'heldSays' | 'todo'> & { heldNote: string | null }

/** One page of a batch's lines under the caller's scope: all, those that wait with what ends the wait, or what the bank returned by cause. */
export async function listLines(
  tx: Tx,
  batch: PaymentBatch,
  query: LineQuery,
): Promise<{ rows: Line[]; next: string | null; count: { total: number; capped: boolean } }> {
  const where = conditions(query)
  const mine = sql`l.district = any (${batch.districts}::text[]) and l.batch_id = ${batch.id}::uuid`
  const after = Number(query.after ?? 0) || 0
  const from = sql`payments.line l left join payments.result r on r.district = l.district and r.batch_id = l.batch_id and r.no = l.no`
  const { rows } = await sql<Row>`
    select l.district, l.no, l.elder_id::text as elder, coalesce(e.name, l.payee_name, '') as name, l.payee_name as "payeeName",
           coalesce(t.name, l.township) as "townshipName", l.scheme, to_char(l.month, 'YYYY-MM') as month, l.kind, l.amount_fen as "amountFen",
           '****' || a.last4 as account, l.held, l.held_note as "heldNote", r.outcome as result, r.cause, r.reason,
           exists (select 1 from payments.line f where f.district = l.district and f.from_batch = l.batch_id and f.from_no = l.no) as again
      from ${from}
      left join elders.elder e on e.district = l.district and e.id = l.elder_id
      left join payments.account a on a.district = l.district and a.id = l.account_id
      left join divisions.division t on t.key = l.township
     where ${mine} and ${where} and l.no > ${after} order by l.no limit ${PAGE + 1}`.execute(tx)
  const counted = await sql<{
    n: number
  }>`select count(*)::int as n from (select 1 from ${from} where ${mine} and ${where} limit ${COUNT_LIMIT + 1}) c`.execute(
    tx,
  )
  const total = counted.rows[0]?.n ?? 0
  const shown = rows.slice(0, PAGE)
  return {
    rows: shown.map(({ heldNote, ...row }) => {
      const hold = row.held === null ? undefined : HOLD_WORDS[row.held as Hold]
      return {
        ...row,
        heldSays: hold === undefined ? null : `${hold.word}${heldNote === null ? '' : `：${heldNote}`}`,
        todo: hold?.todo ?? null,
        reason:
          row.cause === null
            ? null
            : `${CAUSE_WORDS[row.cause as FailureCause]}${row.reason ? `（${row.reason}）` : ''}`,
      }
    }),
    next: rows.length > PAGE ? String(shown.at(-1)?.no ?? '') : null,
    count: { total: Math.min(total, COUNT_LIMIT), capped: total > COUNT_LIMIT },
  }
}

function conditions(query: LineQuery): RawBuilder<unknown> {
  const parts: RawBuilder<unknown>[] = [sql`true`]
  if (query.view === 'held')
    parts.push(query.cause === undefined ? sql`l.held is not null` : sql`l.held = ${query.cause}`)
  if (query.view === 'failed') parts.push(sql`r.outcome = 'failed'`)
  if (query.view === 'failed' && query.cause !== undefined) parts.push(sql`r.cause = ${query.cause}`)
  if (query.township !== undefined) parts.push(sql`l.township = ${query.township}`)
  if (query.q) parts.push(sql`l.payee_name >= ${query.q} and l.payee_name < ${`${query.q}\uffff`}`)
  return sql.join(parts, sql` and `)
}
