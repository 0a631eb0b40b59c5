import { type RawBuilder, sql } from 'kysely'
import { type Facts, type Rule, snake } from '../../engines/rulebook/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { holdsThen, peopleThen, personFacts } from '../elders/index.ts'

/** The two times of every figure: the day it is about, and what had been recorded by then (an instant as the database writes it). */
export type FactsAt = { readonly asOf: Day; readonly knownAt: string }

/**
 * A fact of the rulebook as a column of the register's facts. Known to be none has a value of its own in the rulebook's SQL (`-1` for a
 * grade, `infinity` for a day that never was); NULL is not known.
 */
const COLUMNS: Readonly<Record<string, { readonly column: string; readonly type: string; readonly from: string }>> = {
  birthDate: { column: 'birth_date', type: 'date', from: 'pf.birth_date' },
  diedOn: { column: 'died_on', type: 'date', from: 'pf.died_on' },
  hardship: { column: 'hardship', type: 'text[]', from: 'pf.hardship' },
  livingArrangement: { column: 'living_arrangement', type: 'text[]', from: 'pf.living_arrangement' },
  careDependency: { column: 'care_dependency', type: 'text', from: 'pf.care_dependency' },
  disabilityGrade: {
    column: 'disability_grade',
    type: 'integer',
    from: `case when pf.disability_grade = 'none' then -1 else pf.disability_grade::integer end`,
  },
  specialOneChildFamily: { column: 'special_one_child_family', type: 'text', from: 'pf.special_one_child_family' },
  householdDivision: { column: 'household_division', type: 'text', from: 'pf.household_division' },
}

/** The facts that some rules look at, in a fixed order. An age is never told in a register: it follows from the day of birth. */
export function factNames(rules: readonly Rule[]): string[] {
  const asked = new Set(
    rules.flatMap((rule) => rule.facts.map((fact) => (fact.name === 'age' ? 'birthDate' : fact.name))),
  )
  for (const name of asked) if (COLUMNS[name] === undefined) throw new Error(`the register has no fact ${name}`)
  return Object.keys(COLUMNS).filter((name) => asked.has(name))
}

export const columnOf = (name: string): string => COLUMNS[name]?.column ?? name

/** The facts as JSON, `null` for none and absent for not known: what is kept beside an entitlement and given back to `evaluate`. */
export const factsJson = (names: readonly string[], alias: string): string =>
  `jsonb_strip_nulls(jsonb_build_object(${names.map((name) => `'${name}', ${alias}.${columnOf(name)}`).join(', ')}))`

type Where = {
  readonly districts: readonly string[]
  readonly townships: readonly string[]
  readonly only?: RawBuilder<unknown>
  /** The condition names the district of each person itself. */
  readonly anywhere?: true
}

/**
 * One row per person whose residence lies in the townships: keys, place and the named facts in the rulebook's columns. `only` narrows the persons
 * (a condition over `e`) and looks at each of them; without it the facts of a whole district are joined kind by kind, which is what a
 * batch wants. Both give the same rows.
 */
export function factsIn(at: FactsAt, names: readonly string[], where: Where): RawBuilder<unknown> {
  const columns = sql.raw(names.map((name) => `${COLUMNS[name]?.from} as ${columnOf(name)}`).join(', '))
  const source =
    where.only === undefined
      ? joinedFacts(at, names, where.districts)
      : personFacts(at, {
          ...(where.anywhere ? {} : { districts: where.districts }),
          shape: 'each',
          within: where.only,
        })
  return sql`select pf.district, pf.elder_id, pf.residence_township as township, pf.residence_village as village, ${columns}
    from ${source} pf where pf.residence_township = any (${[...where.townships]}::text[])`
}

/** The kinds of the register behind each fact of the rulebook. Residence is always read: it says whose person it is. */
const KIND_OF: Readonly<Record<string, string>> = {
  diedOn: 'death',
  hardship: 'hardship',
  livingArrangement: 'livingArrangement',
  careDependency: 'careDependency',
  disabilityGrade: 'disability',
  specialOneChildFamily: 'specialOneChildFamily',
  householdDivision: 'household',
}

const COLUMN_OF_KIND: Readonly<Record<string, string>> = {
  death: 'death.value[1]::date as died_on',
  hardship: 'hardship.value as hardship',
  livingArrangement: 'living_arrangement.value as living_arrangement',
  careDependency: 'care_dependency.value[1] as care_dependency',
  disability: `case when disability.value = '{}' then 'none' else disability.value[2] end as disability_grade`,
  specialOneChildFamily: `case when special_one_child_family.value = '{}' then 'none' else special_one_child_family.value[1] end as special_one_child_family`,
  household: 'coalesce(household.value[1], e.household_division) as household_division',
}

/**
 * The register's facts as `personFacts` gives them, read as one join a kind and for the named facts only. `offset 0` keeps the choice of townships
 * outside: the planner takes it for rare, and would look up every person by key.
 */
function joinedFacts(at: FactsAt, names: readonly string[], districts: readonly string[]): RawBuilder<unknown> {
  const kinds = names.flatMap((name) => KIND_OF[name] ?? [])
  const join = (kind: string) => sql`
    left join (select f.district, f.elder_id, f.value from elders.fact f
                where f.kind = ${sql.lit(kind)} and f.district = any (${[...districts]}::text[]) and ${holdsThen(at)}) ${sql.raw(snake(kind))}
      on ${sql.raw(snake(kind))}.district = e.district and ${sql.raw(snake(kind))}.elder_id = e.id`
  const columns = kinds.map((kind) => `, ${COLUMN_OF_KIND[kind]}`).join('')
  return sql`(
    select e.district, e.id as elder_id, e.birth_date, ${sql.raw(RESIDENCE)}${sql.raw(columns)}
      from ${peopleThen(at.knownAt)} e ${sql.join(['residence', ...kinds].map(join), sql` `)}
     where e.merged_into is null and e.district = any (${[...districts]}::text[]) offset 0)`
}

const RESIDENCE = `
  case when residence.value[1] = 'outside' then null else left(coalesce(residence.value[1], e.township), 9) end as residence_township,
  case when residence.value is null then e.village when char_length(residence.value[1]) = 12 then residence.value[1] end as residence_village`

/**
 * Writes facts into a temporary table that lasts for the transaction: read once, used by every scheme. CREATE … AS, because only that
 * reads with parallel workers; casts make the types the rulebook's, whatever the register's columns are.
 */
export async function keepFacts(
  tx: Tx,
  table: string,
  names: readonly string[],
  rows: RawBuilder<unknown>,
): Promise<void> {
  const columns = names.map((name) => `, ${columnOf(name)}::${COLUMNS[name]?.type}`).join('')
  await sql`create temporary table ${sql.raw(table)} on commit drop as
    select district, elder_id, township, village${sql.raw(columns)} from (${rows}) facts`.execute(tx)
  await sql.raw(`analyze ${table} (township)`).execute(tx)
}

/** What was kept beside an entitlement, as `evaluate` takes it. */
export function readKeptFacts(kept: Record<string, unknown>): Facts {
  const facts: Record<string, Facts[string]> = {}
  for (const [name, value] of Object.entries(kept))
    facts[name] = value === -1 || value === 'infinity' || value === '' ? null : (value as Facts[string])
  return facts
}
