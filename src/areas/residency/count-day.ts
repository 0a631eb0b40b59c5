import { sql } from 'kysely'
import { addDays, type Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { type Clause, resolveParameter } from '../../policy/index.ts'
import { bedsThen, onDay } from './beds.ts'
import { countPeople, type HeadCount, type Move, type Reason, reasonsOf } from './head-count.ts'
import type { Home } from './home.ts'
import { checkNursingShare, checkRatio, type RatioCheck, readRatio, type ShareCheck } from './staffing.ts'

export type DayCounts = {
  readonly count: HeadCount
  readonly reasons: readonly Reason[]
  /** Government-supported residents. */
  readonly supported: number
}

/** The numbers of a home on a day from admissions, leaves and hospital stays, and what changed since the day before. */
export async function countDay(tx: Tx, home: Home, on: Day): Promise<DayCounts> {
  const before = addDays(on, -1)
  const at = (alias: string) =>
    sql`${sql.ref(`${alias}.district`)} = ${home.district} and ${sql.ref(`${alias}.facility_id`)} = ${home.id}::uuid`
  const where = (day: Day, absence: string) =>
    sql`case when not ${onDay('s', day)} then 'out' else coalesce(${sql.ref(`${absence}.kind`)}, 'in') end`
  const [moves, beds] = await Promise.all([
    sql<Move & { supported: number }>`
      select ${where(before, 'y')} as yesterday, ${where(on, 't')} as today, coalesce(s.ended = 'died', false) as died,
             count(*)::int as people, (count(*) filter (where s.supported and ${onDay('s', on)}))::int as supported
        from residency.stay s
        left join residency.absence y on y.district = s.district and y.stay_id = s.id and ${onDay('y', before)}
        left join residency.absence t on t.district = s.district and t.stay_id = s.id and ${onDay('t', on)}
       where ${at('s')} and s.from_day <= ${on}::date and (s.until_day is null or s.until_day > ${before}::date)
       group by 1, 2, 3`.execute(tx),
    sql<{ beds: number; nursingBeds: number }>`
      select count(*)::int as beds, (count(*) filter (where p.kind <> 'ordinary'))::int as "nursingBeds"
        from facilities.bed_period p where ${at('p')} and p.in_use and ${bedsThen(on)}`.execute(tx),
  ])
  return {
    count: countPeople(moves.rows, beds.rows[0] ?? { beds: 0, nursingBeds: 0 }),
    reasons: reasonsOf(moves.rows),
    supported: moves.rows.reduce((all, row) => all + row.supported, 0),
  }
}

export type HomeCheck = {
  readonly label: string
  readonly clause: Clause
  readonly says: string
  readonly met: boolean
} & ({ readonly kind: 'staff'; readonly result: RatioCheck } | { readonly kind: 'beds'; readonly result: ShareCheck })

const RATIOS: Readonly<Record<string, string>> = {
  intensiveCareCentre: 'care-centre-staffing',
  townshipHome: 'rural-home-staffing',
}

/**
 * Staff and nursing beds of a home against what the documents ask of its type, with what is missing (cq-2021-7 二(一) 二(五)). A type for
 * which no document names a figure gives no check. `staff`: people on the day; null leaves the ratio out.
 */
export function checkHome(home: Home, counts: DayCounts, staff: number | null, on: Day): HomeCheck[] {
  const checks: HomeCheck[] = []
  const { count, supported } = counts
  const named = RATIOS[home.kind]
  const asked = named === undefined ? undefined : resolveParameter(named, { on, division: home.district })
  const ratio = asked?.inForce ? readRatio(asked.id, asked.value) : undefined
  if (asked !== undefined && ratio !== undefined && staff !== null) {
    // The ratio of a township home is to the persons supported there; that of a centre to everybody in it.
    const result = checkRatio(ratio, staff, home.kind === 'townshipHome' ? supported : count.residents)
    const says = result.met
      ? `需要 ${result.needed} 人，现有 ${result.have} 人`
      : `需要 ${result.needed} 人，现有 ${result.have} 人，还差 ${result.missing} 人`
    checks.push({
      kind: 'staff',
      label: `服务人员配比 1:${ratio.residents}`,
      clause: asked.clause,
      says,
      met: result.met,
      result,
    })
  }
  const share = resolveParameter('care-centre-nursing-bed-min', { on, division: home.district })
  if (home.kind === 'intensiveCareCentre' && share?.inForce && typeof share.value === 'number') {
    const result = checkNursingShare(share.value, count.beds, count.nursingBeds)
    const now = result.percent === null ? '还没有床位' : `现为 ${result.percent}%`
    const says = result.met ? now : `${now}，还差 ${result.missing} 张护理型床位`
    checks.push({
      kind: 'beds',
      label: `护理型床位不低于 ${share.value}%`,
      clause: share.clause,
      says,
      met: result.met,
      result,
    })
  }
  return checks
}
