import { type RawBuilder, sql } from 'kysely'
import { addYears, type Day } from '../../platform/clock/day.ts'
import { compileSql, findRule, resolveParameter, ruleContext, type Settings } from '../../policy/index.ts'
import { personFacts, RULE_COLUMNS } from '../elders/index.ts'
import type { PlanningSettings } from './planning-settings.ts'

/** Which reasons for a visit a person may have, over the columns of `personFacts` (alias `pf`); the words stand in `words.ts`. */
const kindsOn = (asOf: Day, district: string): readonly (readonly [string, RawBuilder<unknown>])[] => {
  const value = (id: string) => resolveParameter(id, { on: asOf, division: district })?.value
  const living = (tag: string) => sql`pf.living_arrangement && ${sql.lit(`{${tag}}`)}::text[]`
  const severe = Number(value('visit-priority-severe-grade-max') ?? 0)
  const advanced = Number(value('special-difficulty-advanced-age') ?? 200)
  const hard = (value('special-difficulty-hardship') ?? []) as string[]
  const grade = sql`case when pf.disability_grade = 'none' then null else pf.disability_grade::integer end`
  return [
    ['alone', living('alone')],
    ['emptyNest', living('emptyNest')],
    ['leftBehind', living('leftBehind')],
    ['kinless', living('kinless')],
    ['mild', sql`pf.care_dependency = 'mild'`],
    ['moderate', sql`pf.care_dependency = 'moderate'`],
    ['severe', sql`pf.care_dependency in ('severe', 'total')`],
    ['severelyDisabled', sql`${grade} <= ${sql.lit(severe)}`],
    ['disabled', sql`${grade} > ${sql.lit(severe)}`],
    ['specialOneChildFamily', sql`pf.special_one_child_family in ('bereaved', 'disabledChild')`],
    ['advancedAge', sql`pf.birth_date <= ${addYears(asOf, -advanced)}::date`],
    ['dementia', sql`pf.dementia = 'diagnosed'`],
    ['hardship', sql`pf.hardship && ${sql.lit(`{${hard.join(',')}}`)}::text[]`],
  ]
}

/** Rule ids of the two lists. */
export const LISTS = ['special-difficulty', 'visit-priority'] as const

const applies = (id: string, asOf: Day, district: string, settings: Settings): RawBuilder<unknown> => {
  const rule = findRule(id)
  if (rule === undefined) throw new Error(`the rulebook has no rule ${id}`)
  return sql.raw(`(${compileSql(rule, ruleContext({ on: asOf, division: district, settings }), RULE_COLUMNS).applies})`)
}

export type ListedOrder = {
  readonly district: string
  /** First day of the month. */
  readonly month: Day
  /** The day whose facts count. */
  readonly asOf: Day
  readonly rules: Settings
  readonly settings: PlanningSettings
}

/**
 * A query with a row for each living person of a district: both lists by the third reading of the rulebook, the reasons, the risk tier, and how many
 * visits the month needs. What nobody has set adds no visit. Columns: elder_id, township, village, lng, lat, address,
 * special_difficulty, visit_priority, because, in_facility, risk, due.
 */
export function whoIsListed({ district, month, asOf, rules, settings }: ListedOrder): RawBuilder<unknown> {
  const kinds = kindsOn(asOf, district)
  const because = sql.join(kinds.map(([code, when]) => sql`case when ${when} then ${sql.lit(code)} end`))
  const facts = personFacts(
    { asOf },
    {
      districts: [district],
      extra: sql`, e.township as file_township, e.village as file_village, e.lng, e.lat, e.address`,
    },
  )
  const among = (set: readonly string[] | undefined) => sql`${[...(set ?? [])]}::text[]`
  const overlap = (set: readonly string[] | undefined) =>
    sql`(select count(*) from unnest(j.because) k where k = any (${among(set)}))`
  const high =
    settings.highKinds === undefined || settings.highLeast === undefined
      ? sql`false`
      : sql`${overlap(settings.highKinds)} >= ${settings.highLeast}::int`
  const key = settings.keyKinds === undefined ? sql`false` : sql`j.because && ${among(settings.keyKinds)}`
  const driven = {
    specialDifficulty: sql`j.special_difficulty is true`,
    visitPriority: sql`j.visit_priority is true`,
    either: sql`(j.special_difficulty is true or j.visit_priority is true)`,
  }[settings.driver ?? 'either']
  const visited = settings.facilityResidents === true ? sql`true` : sql`not j.in_facility`
  const monthIndex = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7))
  const every = settings.generalEvery
  // Spread over the months by the person's id, so that each month has its part and a person always has the same distance.
  const general =
    every === undefined
      ? sql`0`
      : sql`case when (('x' || right(t.elder_id::text, 6))::bit(24)::int + ${monthIndex}::int) % ${every}::int = 0 then 1 else 0 end`
  return sql`
    select t.elder_id, t.township, t.village, t.lng, t.lat, t.address, t.special_difficulty, t.visit_priority, t.because, t.in_facility, t.risk,
           case when not t.on_a_list or not t.visited then 0
                else greatest(case when t.driven then ${settings.monthly ?? 0}::int else 0 end,
                              case t.risk when 'high' then ${settings.highPerMonth ?? 0}::int
                                          when 'key' then ${settings.keyPerMonth ?? 0}::int else 0 end,
                              case when t.driven then 0 else ${general} end) end as due
      from (
        select j.*, j.special_difficulty is true or j.visit_priority is true as on_a_list, ${driven} as driven, ${visited} as visited,
               case when j.special_difficulty is not true and j.visit_priority is not true then 'none'
                    when ${high} then 'high' when ${key} then 'key' else 'general' end as risk
          from (
            select pf.elder_id, pf.file_township as township, pf.file_village as village, pf.lng, pf.lat, pf.address,
                   ${applies('special-difficulty', asOf, district, rules)} as special_difficulty,
                   ${applies('visit-priority', asOf, district, rules)} as visit_priority,
                   array_remove(array[${because}], null)::text[] as because,
                   coalesce(pf.living_arrangement && '{institution}'::text[], false) as in_facility
              from ${facts} pf
             where (pf.died_on is null or pf.died_on > ${asOf}::date) and pf.residence <> 'outside') j) t`
}
