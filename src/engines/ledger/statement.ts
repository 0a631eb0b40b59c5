import { sql } from 'kysely'
import type { Month } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import type { Currency } from './books.ts'

export type StatementLine = {
  readonly posting: string
  readonly line: number
  readonly key: string
  readonly kind: string
  readonly memo: string | null
  readonly day: string
  readonly recordedAt: string
  readonly amount: number
  readonly balance: number
  readonly ref: string | null
  readonly reverses: boolean
}

export type Statement = {
  readonly opening: number
  readonly closing: number
  readonly lines: StatementLine[]
  readonly next: string | null
}

export type StatementQuery = {
  readonly district: string
  readonly owner: string
  readonly currency: Currency
  /** First and last month, both included. */
  readonly from: Month
  readonly to: Month
  readonly after?: string
  readonly limit?: number
}

/** What happened on an account in some months, oldest first, with the balance after each line; undefined where there is no account. */
export async function statement(tx: Tx, query: StatementQuery): Promise<Statement | undefined> {
  const { district, owner, currency, from, to, limit = 100 } = query
  const found = await sql<{ id: string; opening: number; closing: number }>`
    select id, ledger.balance(district, id, (${from}::date - 1)) as opening, ledger.balance(district, id, ${to}::date) as closing
      from ledger.account where district = ${district} and owner = ${owner} and currency = ${currency}`.execute(tx)
  const [account] = found.rows
  if (account === undefined) return undefined
  const [day = '-infinity', posting = NOTHING, line = '0'] = query.after?.split(' ') ?? []
  const { rows } = await sql<StatementLine>`
    select * from (
      select p.id as posting, e.line, p.key, p.kind, p.memo, p.day, p.recorded_at::text as "recordedAt", e.amount, e.ref,
             p.reverses is not null as reverses,
             (${account.opening}::bigint + sum(e.amount) over (order by p.day, p.id, e.line))::bigint as balance
        from ledger.entry e join ledger.posting p on p.district = e.district and p.id = e.posting_id
       where e.district = ${district} and e.account_id = ${account.id}::uuid and e.period >= ${from}::date and e.period <= ${to}::date) s
     where (s.day, s.posting, s.line) > (${day}::date, ${posting}::uuid, ${line}::int)
     order by s.day, s.posting, s.line limit ${limit + 1}`.execute(tx)
  const lines = rows.slice(0, limit)
  const last = lines.at(-1)
  const next = rows.length > limit && last !== undefined ? `${last.day} ${last.posting} ${last.line}` : null
  return { opening: account.opening, closing: account.closing, lines, next }
}

const NOTHING = '00000000-0000-0000-0000-000000000000'

export type TrialRow = {
  readonly kind: string
  readonly currency: Currency
  readonly accounts: number
  readonly opening: number
  readonly came: number
  readonly went: number
  readonly closing: number
}

/**
 * The trial balance of a month: what each kind of account began with, what came and went, what it ended with. In a currency opening and closing sum to
 * zero, and so do came and went together. An account whose balance was noted at a closing is summed from there on, not from its beginning.
 */
export async function trialBalance(
  tx: Tx,
  { district, period }: { district: string; period: Month },
): Promise<TrialRow[]> {
  const { rows } = await sql<TrialRow>`
    with noted as (
      select distinct on (account_id) account_id, period, balance from ledger.closing_balance
       where district = ${district} and period < ${period}::date order by account_id, period desc
    ), moved as (
      select e.account_id,
             coalesce(sum(e.amount) filter (where e.period < ${period}::date), 0) as before,
             coalesce(sum(e.amount) filter (where e.period = ${period}::date and e.amount > 0), 0) as came,
             coalesce(sum(e.amount) filter (where e.period = ${period}::date and e.amount < 0), 0) as went
        from ledger.account a left join noted n on n.account_id = a.id
        join ledger.entry e on e.district = a.district and e.account_id = a.id and e.period > coalesce(n.period, '-infinity') and e.period <= ${period}::date
       where a.district = ${district} group by e.account_id
    )
    select a.kind, a.currency, count(*)::int as accounts, sum(coalesce(n.balance, 0) + coalesce(m.before, 0))::bigint as opening,
           sum(coalesce(m.came, 0))::bigint as came, sum(coalesce(m.went, 0))::bigint as went,
           sum(coalesce(n.balance, 0) + coalesce(m.before, 0) + coalesce(m.came, 0) + coalesce(m.went, 0))::bigint as closing
      from ledger.account a left join noted n on n.account_id = a.id left join moved m on m.account_id = a.id
     where a.district = ${district} group by 1, 2 order by 2, 1`.execute(tx)
  return rows
}
