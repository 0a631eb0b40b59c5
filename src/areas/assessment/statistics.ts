import { sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'

/** Fewer comparable sheets than this say nothing about a person, and are named as few. */
export const FEW = 30
/** Fewer peers' sheets in a group are no comparison: those sheets are left out and counted. */
const FEWEST_PEERS = 5

export type AssessorFigures = {
  readonly assessorId: string
  readonly name: string
  readonly agency: string
  readonly standing: string
  readonly certifiedUntil: Day
  /** Sheets that stand or stood in the period. */
  readonly sheets: number
  /** Of these, with peers for comparable people: same age band, sex and kind of place. */
  readonly compared: number
  readonly meanTotal: number | null
  /** What peers gave comparable people, weighted as this assessor's own. */
  readonly expectedTotal: number | null
  /** Mean of own minus peers' totals, in points; below zero means graded more severely than peers do. */
  readonly drift: number | null
  /** Standard error of the drift, in points. */
  readonly error: number | null
  /** Share of severe and total dependency, own and expected. */
  readonly severeShare: number | null
  readonly expectedSevereShare: number | null
  /** Second looks by other pairs, and those that came to another level. */
  readonly rechecked: number
  readonly changed: number
  readonly hasty: number
  readonly few: boolean
  /** More than two standard errors and at least two points away from peers, on enough sheets: a question to ask, no finding. */
  readonly stands: 'notEnough' | 'asPeers' | 'moreSevere' | 'lessSevere'
}

/**
 * How assessors of a district grade against their peers for comparable people, in one statement. A sheet counts for both of its pair; peers are
 * all other assessors' sheets in the same group (age band, sex, kind of place), so that nobody is measured by whom they happen to be sent to.
 */
export async function assessorFigures(
  tx: Tx,
  district: string,
  period: { from: Day; to: Day },
): Promise<AssessorFigures[]> {
  const { rows } = await sql<Omit<AssessorFigures, 'few' | 'stands'>>`
    with sheet as materialized (
      select a.id, a.first_id, a.second_id, a.total, a.final_level, a.questions,
             a.place ->> 'kind' as place, e.sex, least(95, width_bucket(extract(year from age(a.assessed_on, e.birth_date)), 60, 100, 8)) as band
        from assessment.assessment a join elders.elder e on e.district = a.district and e.id = a.elder_id
       where a.district = ${district} and a.instrument = 'gbt42195' and a.total is not null
         and a.state in ('confirmed', 'disputed', 'replaced') and a.reason not in ('dispute', 'recheck')
         and a.assessed_on >= ${period.from}::date and a.assessed_on < ${period.to}::date
    ), own as materialized (
      select s.*, who from sheet s cross join lateral unnest(array[s.first_id, s.second_id]) who
    ), grouped as (
      select band, sex, place, count(*) as n, sum(total) as points, count(*) filter (where final_level >= 3) as severe
        from sheet group by band, sex, place
    ), mine as (
      select who, band, sex, place, count(*) as n, sum(total) as points, count(*) filter (where final_level >= 3) as severe
        from own group by who, band, sex, place
    ), compared as (
      select o.who, o.total, (o.final_level >= 3)::int as severe,
             (g.points - m.points)::numeric / nullif(g.n - m.n, 0) as expected, (g.severe - m.severe)::numeric / nullif(g.n - m.n, 0) as expected_severe
        from own o
        join mine m on m.who = o.who and m.band = o.band and m.sex is not distinct from o.sex and m.place is not distinct from o.place
        join grouped g on g.band = o.band and g.sex is not distinct from o.sex and g.place is not distinct from o.place
       where g.n - m.n >= ${FEWEST_PEERS}
    ), drift as (
      select who, count(*)::int as compared, round(avg(expected), 1)::float8 as expected, round(avg(total - expected), 2)::float8 as drift,
             round((stddev_samp(total - expected) / sqrt(count(*)))::numeric, 2)::float8 as error,
             round(avg(severe), 3)::float8 as severe, round(avg(expected_severe), 3)::float8 as expected_severe
        from compared group by who
    ), looks as (
      select who, count(*)::int as rechecked, (count(*) filter (where n.final_level <> s.final_level))::int as changed
        from own s join assessment.work_order o on o.district = ${district} and o.about_id = s.id
        join assessment.assessment n on n.district = o.district and n.work_order_id = o.id and n.final_level is not null
       group by who
    )
    select s.id::text as "assessorId", s.name, g.name as agency, s.standing, s.certified_until as "certifiedUntil",
           count(o.id)::int as sheets, coalesce(d.compared, 0) as compared, round(avg(o.total), 1)::float8 as "meanTotal",
           d.expected as "expectedTotal", d.drift, d.error, d.severe as "severeShare", d.expected_severe as "expectedSevereShare",
           coalesce(l.rechecked, 0) as rechecked, coalesce(l.changed, 0) as changed,
           (count(o.id) filter (where exists (select 1 from unnest(o.questions) q where q like '%不到%')))::int as hasty
      from assessment.assessor s join assessment.agency g on g.district = s.district and g.id = s.agency_id
      left join own o on o.who = s.id
      left join drift d on d.who = s.id
      left join looks l on l.who = s.id
     where s.district = ${district}
     group by s.id, s.name, g.name, s.standing, s.certified_until, d.compared, d.expected, d.drift, d.error, d.severe, d.expected_severe,
              l.rechecked, l.changed
     order by g.name, s.name, s.id`.execute(tx)
  return rows.map((row) => ({ ...row, few: row.compared < FEW, stands: standOf(row) }))
}

/** Where an assessor stands among peers: more than two standard errors and two points away, on enough comparable sheets. */
export function standOf(row: {
  compared: number
  drift: number | null
  error: number | null
}): AssessorFigures['stands'] {
  if (row.compared < FEW || row.drift === null || row.error === null) return 'notEnough'
  if (Math.abs(row.drift) < 2 || Math.abs(row.drift) <= 2 * row.error) return 'asPeers'
  return row.drift < 0 ? 'moreSevere' : 'lessSevere'
}
