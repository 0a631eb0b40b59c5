import { type RawBuilder, sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import { type Day, firstOfMonth, lastOfMonth, type Month } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { announceChange } from '../../platform/events/index.ts'
import { availability, shares } from './availability.ts'
import { planDays } from './plan-days.ts'

export type ReplanOrder = {
  readonly district: string
  readonly month: Month
  readonly today: Day
  readonly account: string
  /** Only these persons, or only these townships; everybody of the district when both are left out. */
  readonly elders?: readonly string[]
  readonly townships?: readonly string[]
  /** Visits whose day has passed without one get a new day, too. */
  readonly overdue?: boolean
  readonly requestId?: string
}

/** How many visits moved, by cause, and how many were taken off the plan. */
export type Replanned = { readonly moved: Readonly<Record<string, number>>; readonly cancelled: number }

/**
 * Puts right what no longer fits in a month's plan, and nothing else: the helper is away or has the post no more, the elder has moved to another village,
 * nobody was given, the day has passed. The helper stays where possible; days with the least load come first. Whoever died, left the city or
 * was merged is taken off. One statement each; as the system role.
 */
export async function replan(tx: Tx, order: ReplanOrder): Promise<Replanned> {
  const { district, month, today } = order
  if (lastOfMonth(month) < today) return { moved: {}, cancelled: 0 }
  await sql`select pg_advisory_xact_lock(hashtextextended(${`visits.plan ${district}`}, 0))`.execute(tx)
  const cancelled = await takeOff(tx, order)
  const moved = await move(tx, order, planDays(month, today).days)
  const changes = Object.values(moved).reduce((sum, each) => sum + each, 0) + cancelled
  if (changes > 0) {
    await record(tx, {
      district,
      account: order.account,
      action: 'visits.replan',
      object: 'visits.plan',
      after: { month, moved, cancelled },
      ...(order.requestId === undefined ? {} : { requestId: order.requestId }),
    })
    await announceChange(tx, { kind: 'visits', id: district, version: 1, district })
  }
  return { moved, cancelled }
}

const within = ({ district, month, elders, townships }: ReplanOrder): RawBuilder<unknown> => sql`
  p.district = ${district} and p.month = ${month}::date and p.state in ('planned', 'notSeen')
  and ${elders === undefined ? sql`true` : sql`p.elder_id = any (${[...elders]}::uuid[])`}
  and ${townships === undefined ? sql`true` : sql`p.township = any (${[...townships]}::text[])`}`

async function takeOff(tx: Tx, order: ReplanOrder): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    with gone as (
      update visits.plan p set state = 'cancelled', cause = 'gone', changed_at = clock_timestamp()
       where ${within(order)}
         and (exists (select 1 from elders.elder e where e.district = p.district and e.id = p.elder_id and e.merged_into is not null)
           or exists (select 1 from elders.fact f where f.district = p.district and f.elder_id = p.elder_id and f.superseded_at is null
                         and ((f.kind = 'death' and f.value <> '{}')
                           or (f.kind = 'residence' and f.value[1] = 'outside' and f.valid_from <= ${order.today}::date
                               and (f.valid_to is null or f.valid_to > ${order.today}::date)))))
      returning 1)
    select count(*)::int as n from gone`.execute(tx)
  return rows[0]?.n ?? 0
}

async function move(tx: Tx, order: ReplanOrder, days: readonly Day[]): Promise<Record<string, number>> {
  const { district, month, overdue = false } = order
  const { rows } = await sql<{ cause: string; n: number }>`
    with free as materialized (${availability(district, days)}),
    share as materialized (${shares(sql`free`)}),
    wrong as materialized (
      select p.*, case when p.account = '' then 'unassigned'
                       when f.account is null and exists (select 1 from free o where o.account = p.account) then 'moved'
                       when f.account is null then 'noPost'
                       when p.on_day >= ${order.today}::date and not (p.on_day = any (f.days)) then 'away'
                       when ${overdue} and p.on_day < ${order.today}::date then 'overdue' end as why,
             f.account as same
        from visits.plan p left join free f on f.village = p.village and f.account = p.account
       where ${within(order)}),
    placed as materialized (
      select w.*, (row_number() over (partition by village order by elder_id, ordinal) - 0.5) / count(*) over (partition by village) as pos
        from wrong w where why is not null),
    given as materialized (
      select p.id, p.why, p.account as before, coalesce(p.same, s.account, '') as account
        from placed p left join share s on p.same is null and s.village = p.village and p.pos > s.above and p.pos <= s.upto),
    load as materialized (
      select account, on_day, count(*) as visits from visits.plan
       where district = ${district} and month = ${month}::date and state in ('planned', 'notSeen') and id not in (select id from given)
       group by account, on_day),
    calm as materialized (
      select f.account, array_agg(d order by coalesce(l.visits, 0), d) as days
        from (select distinct account, unnest(days) as d from free) f left join load l on l.account = f.account and l.on_day = f.d group by f.account),
    settled as materialized (
      select g.*, coalesce(c.days[1 + ((row_number() over (partition by g.account order by g.id) - 1) % cardinality(c.days))::int], null) as on_day
        from given g left join calm c on c.account = g.account),
    moving as (
      update visits.plan p
         set account = s.account, on_day = greatest(coalesce(s.on_day, p.on_day), ${days[0] ?? order.today}::date),
             until_day = greatest(p.until_day, coalesce(s.on_day, p.on_day), ${days[0] ?? order.today}::date),
             moved_from = case when s.account <> s.before then s.before else p.moved_from end, cause = s.why, changed_at = clock_timestamp()
        from settled s
       where p.district = ${district} and p.id = s.id
         and (p.account, p.on_day) is distinct from (s.account, greatest(coalesce(s.on_day, p.on_day), ${days[0] ?? order.today}::date))
      returning s.why)
    select why as cause, count(*)::int as n from moving group by why`.execute(tx)
  return Object.fromEntries(rows.map(({ cause, n }) => [cause, n]))
}

/** The months that have a plan and are not over. */
export const openMonths = (today: Day): readonly Month[] => {
  const last = lastOfMonth(today)
  const next = firstOfMonth(new Date(Date.parse(`${last}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10) as Day)
  return [firstOfMonth(today), next]
}
