import { type RawBuilder, sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'

/**
 * A query with a row for each helper in each village: the days among `days` on which the post stands and nobody is away, and the
 * helper's share of the load: what can be done in a day, over the villages that the helper has. Columns: village, account, days, weight.
 */
export const availability = (district: string, days: readonly Day[]): RawBuilder<unknown> => sql`
  select p.village, p.account, array_agg(d order by d) as days,
         max(p.daily_most)::numeric * count(*) / max(p.villages) as weight
    from (select q.*, count(*) over (partition by q.account) as villages
            from (select distinct on (village, account) village, account, daily_most, valid_from, valid_to from visits.post
                   where district = ${district} and account <> '' and daily_most > 0
                     and valid_from <= ${days.at(-1) ?? null}::date and (valid_to is null or valid_to > ${days[0] ?? null}::date)
                   order by village, account, valid_from desc) q) p
    cross join unnest(${[...days]}::date[]) d
   where d >= p.valid_from and (p.valid_to is null or d < p.valid_to)
     and not exists (select 1 from visits.absence a where a.district = ${district} and a.account = p.account and a.valid_from <= d and a.valid_to > d)
   group by p.village, p.account`

/** Over rows of `availability`: from which to which part of a village's people, in the order of their doors, each helper takes. */
export const shares = (free: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select village, account, days, (upto - weight) / total as above, case when last then 1 else upto / total end as upto
    from (select f.*, sum(weight) over (partition by village order by account) as upto, sum(weight) over (partition by village) as total,
                 row_number() over (partition by village order by account desc) = 1 as last
            from ${free} f) s`
