import { sql } from 'kysely'
import type { Tx } from '../../platform/db/index.ts'

export type Violation = {
  readonly kind: string
  readonly district: string
  readonly object: string
  readonly says: string
}

export type LedgerCheck = {
  /** True when nothing is violated: every posting sums to zero and each promise below is kept. */
  readonly balanced: boolean
  readonly accounts: number
  readonly postings: number
  readonly violations: Violation[]
}

const MOST = 1000

/**
 * Looks at every row of the ledger and names what breaks a promise: a posting that does not sum to zero, that is not what was recorded, or that a
 * closed month did not have; an entry without its posting or account; a balance below its floor; a hold used beyond its sum; a
 * reversal that mirrors nothing. At most 1,000 of each kind. Reads only; as a role that sees all rows.
 */
export async function checkLedger(tx: Tx): Promise<LedgerCheck> {
  const counted = await sql<{ accounts: number; postings: number }>`
    select (select count(*) from ledger.account) as accounts, (select count(*) from ledger.posting) as postings`.execute(
    tx,
  )
  const violations: Violation[] = []
  for (const check of CHECKS) {
    const { rows } = await sql<Violation>`select * from (${check}) v order by district, object limit ${MOST}`.execute(
      tx,
    )
    violations.push(...rows)
  }
  const { accounts = 0, postings = 0 } = counted.rows[0] ?? {}
  return { balanced: violations.length === 0, accounts, postings, violations }
}

const sumsToZero = sql`
  select 'unbalanced' as kind, district, posting_id::text as object, 'entries sum to ' || sum(amount) || ' instead of 0' as says
    from ledger.entry group by district, posting_id having sum(amount) <> 0`

const asRecorded = sql`
  select 'postingChanged' as kind, p.district, p.id::text as object,
         'posting ' || p.key || ' was recorded with ' || p.lines || ' lines and ' || p.turnover || ', its entries have ' ||
         coalesce(e.lines, 0) || ' and ' || coalesce(e.turnover, 0) as says
    from ledger.posting p
    left join (select district, posting_id, count(*) as lines, sum(amount) filter (where amount > 0) as turnover,
                      sum(hashtextextended(concat_ws(' ', account_id, amount, ref), 0)::numeric) as checksum
                 from ledger.entry group by 1, 2) e on e.district = p.district and e.posting_id = p.id
   where (p.lines, p.turnover, p.checksum) is distinct from (e.lines, e.turnover, e.checksum)`

const belongs = sql`
  select 'strayEntry' as kind, e.district, e.posting_id::text as object,
         'line ' || e.line || case when p.id is null then ' has no posting' when a.id is null then ' has no account'
              when p.currency <> a.currency then ' is in another currency than its posting' else ' is in another period than its posting' end as says
    from ledger.entry e
    left join ledger.posting p on p.district = e.district and p.id = e.posting_id
    left join ledger.account a on a.district = e.district and a.id = e.account_id
   where p.id is null or a.id is null or p.currency <> a.currency or p.period <> e.period`

// A balance is summed here from all entries: what closings have noted is checked apart, and not believed.
const aboveFloor = sql`
  select 'belowFloor' as kind, a.district, a.owner as object,
         'available ' || (coalesce(b.balance, 0) - h.held) || ' ' || a.currency || ', floor ' || a.floor as says
    from ledger.account a
    left join (select district, account_id, sum(amount) as balance from ledger.entry group by 1, 2) b on b.district = a.district and b.account_id = a.id
   cross join lateral (select ledger.held(a.district, a.id) as held) h
   where a.floor is not null and coalesce(b.balance, 0) - h.held < a.floor`

const closedAsNoted = sql`
  select 'closedPeriodChanged' as kind, c.district, to_char(c.period, 'YYYY-MM') as object,
         'closed with ' || c.postings || ' postings, has ' || coalesce(p.postings, 0) ||
         case when c.postings = coalesce(p.postings, 0) then ' of another content' else '' end as says
    from (select c.*, lag(period) over (partition by district order by period) as before from ledger.closing c) c
    left join lateral (select count(*) as postings, sum(checksum) as checksum from ledger.posting p
                        where p.district = c.district and p.period <= c.period and (c.before is null or p.period > c.before)) p on true
   where c.postings <> p.postings or c.checksum <> coalesce(p.checksum, 0)`

const notedBalances = sql`
  select 'closingBalanceWrong' as kind, c.district, a.owner as object,
         'noted ' || c.balance || ' at the end of ' || to_char(c.period, 'YYYY-MM') || ', entries sum to ' || e.balance as says
    from ledger.closing_balance c
    left join ledger.account a on a.district = c.district and a.id = c.account_id
   cross join lateral (select coalesce(sum(amount), 0) as balance from ledger.entry e
                        where e.district = c.district and e.account_id = c.account_id and e.period <= c.period) e
   where c.balance <> e.balance`

const holdsKept = sql`
  select 'holdOverdrawn' as kind, h.district, h.key as object, 'holds ' || h.amount || ', used ' || sum(v.amount) as says
    from ledger.hold h join ledger.hold_event v on v.district = h.district and v.hold_id = h.id
   group by h.district, h.id, h.key, h.amount having sum(v.amount) > h.amount`

const mirrors = sql`
  select 'reversalDiffers' as kind, r.district, r.id::text as object, 'posting ' || r.key || ' does not mirror what it reverses' as says
    from ledger.posting r
   where r.reverses is not null and exists (
         select 1 from (select account_id, amount, ref from ledger.entry e where e.district = r.district and e.posting_id = r.id
                        union all
                        select account_id, amount, ref from ledger.entry e where e.district = r.district and e.posting_id = r.reverses) both_sides
          group by account_id having sum(amount) <> 0)`

const CHECKS = [sumsToZero, asRecorded, belongs, aboveFloor, closedAsNoted, notedBalances, holdsKept, mirrors]
