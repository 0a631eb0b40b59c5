import { sql } from 'kysely'
import { addDays, type Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import type { Held } from './limits.ts'

/** Days over which the outflow of an account is looked at. */
export const WINDOW_DAYS = 30

/** What stands in the account of a home and for whom, at the end of a day. Sums in fen. */
export type Figures = {
  readonly facility: string
  readonly name: string
  readonly township: string
  readonly village: string | null
  readonly ownership: string | null
  readonly account: { bank: string; last4: string } | null
  /** Closing balance of the bank's last file, and its day and moment; null before the first. */
  readonly balanceFen: number | null
  readonly feedOn: Day | null
  readonly feedAt: string | null
  readonly held: Held
  readonly elders: number
  readonly waiting: number
  readonly waitingFen: number
  readonly inFen: number
  readonly outFen: number
  readonly alerts: number
  readonly stopped: boolean
  readonly example: boolean
}

/**
 * The figures of the homes of a district that have an account or an agreement, in one statement; of one home where it is named. Whoever asks
 * sees the homes of the own scope.
 */
export async function readFigures(tx: Tx, of: { district: string; facility?: string; on: Day }): Promise<Figures[]> {
  const { district, facility, on } = of
  const only = facility === undefined ? sql`` : sql`and f.id = ${facility}::uuid`
  const mine = facility === undefined ? sql`` : sql`and m.facility_id = ${facility}::uuid`
  const { rows } = await sql<Omit<Figures, 'held' | 'account'> & { bank: string | null; last4: string | null } & Held>`
    with held as materialized (
      select m.facility_id, m.agreement_id, sum(case m.direction when 'in' then m.amount_fen else -m.amount_fen end) as fen
        from custody.movement m
       where m.district = ${district} and m.agreement_id is not null and m.on_day <= ${on} ${mine}
       group by 1, 2),
    claims as (
      select h.facility_id, coalesce(sum(h.fen) filter (where a.kind = 'service'), 0)::bigint as service,
             coalesce(sum(h.fen) filter (where a.kind = 'deposit'), 0)::bigint as deposit,
             coalesce(sum(h.fen) filter (where a.kind = 'membership'), 0)::bigint as membership,
             count(distinct a.elder_id) filter (where h.fen > 0)::int as elders
        from held h join custody.agreement a on a.district = ${district} and a.id = h.agreement_id group by 1),
    flows as (
      select m.facility_id, count(*) filter (where not m.matched)::int as waiting,
             coalesce(sum(case m.direction when 'in' then m.amount_fen else -m.amount_fen end) filter (where not m.matched), 0)::bigint as waiting_fen,
             coalesce(sum(m.amount_fen) filter (where m.direction = 'in' and m.on_day > ${addDays(on, -WINDOW_DAYS)}), 0)::bigint as in_fen,
             coalesce(sum(m.amount_fen) filter (where m.direction = 'out' and m.on_day > ${addDays(on, -WINDOW_DAYS)}), 0)::bigint as out_fen
        from custody.movement m where m.district = ${district} and m.on_day <= ${on} ${mine} group by 1),
    feed as (
      select distinct on (m.facility_id) m.facility_id, m.on_day, m.loaded_at, m.closing_fen
        from custody.bank_day m where m.district = ${district} and m.on_day <= ${on} ${mine}
       order by m.facility_id, m.on_day desc),
    stops as (
      select distinct on (m.facility_id) m.facility_id, m.kind
        from custody.step m where m.district = ${district} and m.kind in ('stopPrepayment', 'resume') and m.signed_by is not null ${mine}
       order by m.facility_id, m.signed_at desc),
    open as (
      select m.facility_id, count(*)::int as alerts from custody.alert m where m.district = ${district} and m.closed_on is null ${mine} group by 1)
    select f.id::text as facility, f.name, f.township, f.village, f.example, own.value #>> '{}' as ownership, c.bank, right(c.number, 4) as last4,
           feed.closing_fen as "balanceFen", feed.on_day as "feedOn", feed.loaded_at::text as "feedAt",
           coalesce(claims.service, 0) as service, coalesce(claims.deposit, 0) as deposit, coalesce(claims.membership, 0) as membership,
           coalesce(claims.elders, 0) as elders, coalesce(flows.waiting, 0) as waiting, coalesce(flows.waiting_fen, 0) as "waitingFen",
           coalesce(flows.in_fen, 0) as "inFen", coalesce(flows.out_fen, 0) as "outFen", coalesce(open.alerts, 0) as alerts,
           coalesce(stops.kind = 'stopPrepayment', false) as stopped
      from facilities.facility f
      left join custody.account c on c.district = f.district and c.facility_id = f.id and c.closed_on is null
      left join facilities.attribute own on own.district = f.district and own.facility_id = f.id and own.kind = 'ownership' and own.superseded_at is null
            and own.valid_from <= ${on} and (own.valid_to is null or own.valid_to > ${on})
      left join claims on claims.facility_id = f.id
      left join flows on flows.facility_id = f.id
      left join feed on feed.facility_id = f.id
      left join stops on stops.facility_id = f.id
      left join open on open.facility_id = f.id
     where f.district = ${district} ${only}
       and (c.id is not null or exists (select 1 from custody.agreement a where a.district = f.district and a.facility_id = f.id))
     order by coalesce(open.alerts, 0) desc, f.name, f.id`.execute(tx)
  return rows.map(({ bank, last4, service, deposit, membership, ...row }) => ({
    ...row,
    account: bank === null || last4 === null ? null : { bank, last4 },
    held: { service, deposit, membership },
  }))
}
