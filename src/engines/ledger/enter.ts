import { type RawBuilder, sql } from 'kysely'
import { type Day, firstOfMonth } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import type { Currency } from './books.ts'
import { type Found, refusalOf } from './refusals.ts'

/** What all postings of one call share. `day` is the day of booking, its month the period; `by` the account of the person or job. */
export type Heading = {
  readonly currency: Currency
  readonly day: Day
  readonly kind: string
  readonly memo?: string
  readonly by: string
  /** Holds to draw on: what leaves their accounts is taken from them, without looking at the floor again. */
  readonly holds?: readonly { readonly district: string; readonly key: string }[]
}

/** How many postings are new, with how many lines, and how many had been posted before under the same key. */
export type Posted = { readonly posted: number; readonly lines: number; readonly already: number }

/** Shared by everything that posts, taken alone by what closes a period; the second number is the district's. */
export const PERIOD_LOCK = 7143

/** The lines with the accounts that they name; `stray` is an owner without an account. */
export const resolved = (relation: RawBuilder<unknown>, currency: Currency): RawBuilder<unknown> => sql`
  select l.district::text collate "C" as district, l.key::text collate "C" as key, l.amount::bigint as amount, l.ref::text as ref,
         a.id as account_id, a.floor, a.checked, case when a.id is null then l.owner::text end as stray
    from (${relation}) l left join ledger.account a on a.district = l.district and a.owner = l.owner and a.currency = ${currency}`

/** The holds that a heading names. */
export const holdsOf = ({ holds = [] }: Heading): RawBuilder<unknown> => sql`
  select h.district, h.id, h.key, h.account_id from ledger.hold h
   where (h.district, h.key) in (select w.district, w.key from jsonb_to_recordset(${JSON.stringify(holds)}::jsonb) as w(district text, key text))`

/** What a reversal adds to a heading. */
type Entering = Heading & { readonly reverses?: string }

/**
 * Enters postings in two statements: `lines` is a CTE of that name (see `resolved`). `alone`: all accounts with a floor are locked and
 * checked before; otherwise those checked by `batch` are left to the caller.
 */
export async function enter(
  tx: Tx,
  heading: Entering,
  lines: RawBuilder<unknown>,
  alone: boolean,
): Promise<Result<Posted>> {
  // Both are sent at once; the second begins when the first has its locks, and so sees what others had committed by then.
  const [, first] = await Promise.all([lockFor(tx, heading, lines, alone), write(tx, heading, lines, alone)])
  // Somebody posted the same key while we waited for it: look again, now that it can be compared.
  const outcome =
    first.raced > 0 ? { ...(await write(tx, heading, lines, alone)), posted: first.posted, lines: first.lines } : first
  const fault = outcome.faults?.[0]
  if (fault !== undefined) return refuse(refusalOf(fault, heading.currency))
  return ok({ posted: outcome.posted, lines: outcome.lines, already: outcome.heads - outcome.posted })
}

/** Locks what the postings draw on: the period of their districts, the holds, then the accounts with a floor, always in the same order. */
const lockFor = (tx: Tx, heading: Heading, lines: RawBuilder<unknown>, alone: boolean): Promise<unknown> =>
  sql`
  with ${lines},
  period as materialized (
    select pg_advisory_xact_lock_shared(${PERIOD_LOCK}, hashtext(d.district)) from (select distinct district from lines order by 1) d),
  holds as materialized (${holdsOf(heading)} order by h.id for no key update),
  locked as materialized (
    select a.id from ledger.account a
     where (a.district, a.id) in (select l.district, l.account_id from lines l
                                   where l.floor is not null and (${alone} or l.checked = 'row')
                                   group by 1, 2 having sum(l.amount) < 0)
       and not exists (select 1 from holds h where h.district = a.district and h.account_id = a.id)
     order by a.id for no key update)
  select (select count(*) from period), (select count(*) from holds), (select count(*) from locked)`.execute(tx)

type Written = { heads: number; posted: number; lines: number; raced: number; faults: Found[] | null }

// `offset 0` keeps the sums of balances outside: the planner would else sum a fund's whole history before it sees that a hold covers it.
async function write(tx: Tx, heading: Entering, lines: RawBuilder<unknown>, alone: boolean): Promise<Written> {
  const { currency, day, kind, memo = null, by, holds = [], reverses = null } = heading
  const period = firstOfMonth(day)
  const { rows } = await sql<Written>`
    with ${lines},
    heads as materialized (
      select district, key, count(*)::int as lines, sum(amount) filter (where amount > 0) as turnover, sum(amount) as total,
             sum(hashtextextended(concat_ws(' ', account_id, amount, ref), 0)::numeric) as checksum,
             max(stray) as stray, bool_or(amount = 0) as zero
        from lines group by district, key),
    known as materialized (
      select h.*, p.id is not null as there,
             (p.lines, p.turnover, p.checksum, p.currency, p.day, p.kind) is distinct from (h.lines, h.turnover::bigint, h.checksum, ${currency}, ${day}::date, ${kind}) as differs
        from heads h left join ledger.posting p on p.district = h.district and p.key = h.key),
    holds as materialized (select h.*, ledger.open_hold(h.district, h.id) as open from (${holdsOf(heading)}) h),
    moved as materialized (
      select l.district, l.account_id, sum(l.amount) as amount from lines l join known k on k.district = l.district and k.key = l.key
       where not k.there and (l.floor is not null or exists (select 1 from holds h where h.account_id = l.account_id)) group by 1, 2 having sum(l.amount) < 0),
    faults as materialized (
      select 'accountUnknown' as kind, stray as about, null::bigint as amount from heads where stray is not null
      union all select 'zeroLine', key, null from heads where zero
      union all select 'unbalanced', key, null from heads where stray is null and (total <> 0 or lines < 2)
      union all select 'keyReused', key, null from known where there and differs
      union all select 'periodClosed', key, null from known k where not there
                   and exists (select 1 from ledger.closing c where c.district = k.district and c.period >= ${period}::date)
      union all select 'holdUnknown', ${holds[0]?.key ?? ''}, null where (select count(*) from holds) <> ${holds.length}
      union all select 'holdTooSmall', h.key, (-m.amount - h.open)::bigint
                  from holds h join moved m on m.district = h.district and m.account_id = h.account_id where -m.amount > h.open
      union all select 'belowFloor', a.owner, (a.floor + held - balance - a.amount)::bigint
                  from (select a.district, a.id, a.owner, a.floor, m.amount from moved m join ledger.account a on a.district = m.district and a.id = m.account_id
                         where a.floor is not null and (${alone} or a.checked = 'row')
                           and not exists (select 1 from holds h where h.district = a.district and h.account_id = a.id) offset 0) a
                 cross join lateral (select ledger.balance(a.district, a.id) as balance, ledger.held(a.district, a.id) as held) b
                 where balance + a.amount - held < a.floor
      limit 20),
    fresh as (
      insert into ledger.posting (district, id, key, currency, period, day, kind, memo, reverses, lines, turnover, checksum, recorded_by)
      select district, ledger.new_id(), key, ${currency}, ${period}::date, ${day}::date, ${kind}, ${memo}, ${reverses}::uuid, lines, turnover, checksum, ${by}
        from known where not there and not exists (select 1 from faults)
      on conflict (district, key) do nothing
      returning district, id, key),
    entered as (
      insert into ledger.entry (district, posting_id, line, account_id, period, amount, ref)
      select l.district, f.id, row_number() over (partition by f.id), l.account_id, ${period}::date, l.amount, l.ref
        from lines l join fresh f on f.district = l.district and f.key = l.key
      returning 1),
    captured as (
      insert into ledger.hold_event (district, id, hold_id, kind, amount, recorded_by)
      select h.district, ledger.new_id(), h.id, 'capture', -sum(l.amount), ${by}
        from holds h join lines l on l.district = h.district and l.account_id = h.account_id
        join fresh f on f.district = l.district and f.key = l.key
       group by h.district, h.id having sum(l.amount) < 0)
    select (select count(*)::int from heads) as heads, (select count(*)::int from fresh) as posted, (select count(*)::int from entered) as lines,
           case when exists (select 1 from faults) then 0
                else (select count(*)::int from known where not there) - (select count(*)::int from fresh) end as raced,
           (select jsonb_agg(f) from faults f) as faults`.execute(tx)
  const [row] = rows
  if (row === undefined) throw new Error('the ledger gave no answer')
  return row
}
