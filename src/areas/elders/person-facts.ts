import { type RawBuilder, sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import type { FactKind } from './words.ts'

/**
 * The two times of every question: `asOf` is the day it is about, `knownAt` (an ISO instant with offset) what had been recorded
 * by then. Without `knownAt` it is what is known now.
 */
export type Moment = { readonly asOf: Day; readonly knownAt?: string | undefined }

/** The columns that `personFacts` gives beside `district` and `elder_id`; null = not known, '{}' = checked and none. */
export type PersonFactsRow = {
  district: string
  elder_id: string
  name: string
  sex: 'male' | 'female' | null
  birth_date: Day | null
  hardship: string[] | null
  living_arrangement: string[] | null
  /** `none` … `total`; null = never assessed. */
  care_dependency: string | null
  care_dependency_since: Day | null
  disability_category: string | null
  /** 1–4; `none` = checked, no certificate; null = not known. */
  disability_grade: string | null
  /** `bereaved`, `disabledChild`; `none` = checked and no; null = not known. */
  special_one_child_family: string | null
  /** `diagnosed`; `none`; null = not known. */
  dementia: string | null
  died_on: Day | null
  /** Keys on the day; `residence` is a village or township key, or `outside` for whoever has left the city. */
  residence: string
  residence_township: string | null
  residence_village: string | null
  household_division: string | null
}

const NOW = sql`f.superseded_at is null`

/** True for the rows of `elders.fact f` that were known at the moment. */
export const knownThen = (knownAt: string | undefined): RawBuilder<boolean> =>
  knownAt === undefined
    ? (NOW as RawBuilder<boolean>)
    : sql<boolean>`(f.recorded_at <= ${knownAt}::timestamptz and (f.superseded_at is null or f.superseded_at > ${knownAt}::timestamptz))`

/** True for the rows of `elders.fact f` that hold on the day and were known at the moment. */
export const holdsThen = ({ asOf, knownAt }: Moment): RawBuilder<boolean> =>
  sql<boolean>`(${knownThen(knownAt)} and f.valid_from <= ${asOf}::date and (f.valid_to is null or f.valid_to > ${asOf}::date))`

/**
 * The persons as they were known at a time: `e` with district, id, name, sex, birth_date, township, village, household_division,
 * merged_into. With a time the row of the time is found in the person's past; whoever was not yet registered is not there.
 */
export function peopleThen(knownAt: string | undefined): RawBuilder<unknown> {
  if (knownAt === undefined) return sql`elders.elder`
  return sql`(
    select district, id, name, sex, birth_date, township, village, household_division, merged_into from elders.elder
     where updated_at <= ${knownAt}::timestamptz
    union all
    select district, elder_id, name, sex, birth_date, township, village, household_division, merged_into from elders.elder_past
     where recorded_at <= ${knownAt}::timestamptz and superseded_at > ${knownAt}::timestamptz)`
}

// One period holds the whole set of its kind and periods do not overlap, so at most one row of a kind is left and min() only picks it.
const pick = (kind: FactKind) => sql`min(f.value) filter (where f.kind = ${sql.lit(kind)})`
const picked = sql`
  ${pick('hardship')} as hardship,
  ${pick('livingArrangement')} as living_arrangement,
  ${pick('careDependency')} as care_dependency,
  min(f.valid_from) filter (where f.kind = 'careDependency') as care_dependency_since,
  ${pick('disability')} as disability,
  ${pick('specialOneChildFamily')} as special_one_child_family,
  ${pick('dementia')} as dementia,
  ${pick('death')} as death,
  ${pick('residence')} as residence,
  ${pick('household')} as household`

const scalarOrNone = (column: string) =>
  sql`case when p.${sql.ref(column)} = '{}' then 'none' else p.${sql.ref(column)}[1] end`

/** The columns of PersonFactsRow over `e` (the person) and `p` (the picked facts). */
const columns = sql`
  e.district, e.id as elder_id, e.name, e.sex, e.birth_date,
  p.hardship, p.living_arrangement, p.care_dependency[1] as care_dependency, p.care_dependency_since,
  p.disability[1] as disability_category, case when p.disability = '{}' then 'none' else p.disability[2] end as disability_grade,
  ${scalarOrNone('special_one_child_family')} as special_one_child_family,
  ${scalarOrNone('dementia')} as dementia,
  p.death[1]::date as died_on,
  coalesce(p.residence[1], e.village, e.township) as residence,
  case when p.residence[1] = 'outside' then null else left(coalesce(p.residence[1], e.township), 9) end as residence_township,
  case when p.residence is null then e.village when char_length(p.residence[1]) = 12 then p.residence[1] end as residence_village,
  coalesce(p.household[1], e.household_division) as household_division`

/**
 * One row per person with the facts that hold on a day as known at a time: the one SQL shape that lists, counts, categories and
 * benefits share. Use it as a subquery: `from ${personFacts({ asOf })} pf`. Merged files are left out.
 *
 * `shape: 'set'` aggregates all facts once (batches over districts); `'each'` looks at the facts of one person at a time (pages and
 * single persons, where a limit ends the work early). `within` narrows the persons, as a condition over `e`; with `'set'`,
 * `districts` also narrows the facts.
 */
export function personFacts(
  moment: Moment,
  options: {
    shape?: 'set' | 'each'
    districts?: readonly string[]
    within?: RawBuilder<unknown>
    extra?: RawBuilder<unknown>
  } = {},
): RawBuilder<unknown> {
  const { districts, within = sql`true`, extra = sql``, shape = 'set' } = options
  const people = peopleThen(moment.knownAt)
  const inDistricts = (alias: string) =>
    districts === undefined ? sql`true` : sql`${sql.ref(`${alias}.district`)} = any (${[...districts]}::text[])`
  const joined =
    shape === 'set'
      ? sql`left join (select f.district, f.elder_id, ${picked} from elders.fact f
               where ${holdsThen(moment)} and ${inDistricts('f')} group by f.district, f.elder_id) p
               on p.district = e.district and p.elder_id = e.id`
      : sql`cross join lateral (select ${picked} from elders.fact f
               where f.district = e.district and f.elder_id = e.id and ${holdsThen(moment)}) p`
  return sql`(select ${columns}${extra} from ${people} e ${joined}
     where e.merged_into is null and ${inDistricts('e')} and ${within})`
}
