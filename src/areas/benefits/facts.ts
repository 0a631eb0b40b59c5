import { type RawBuilder, sql } from 'kysely'
import type { Facts, Rule } from '../../engines/rulebook/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { personFacts } from '../elders/index.ts'

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
  residenceDivision: {
    column: 'residence_division',
    type: 'text',
    from: 'coalesce(pf.residence_village, pf.residence_township)',
  },
}

/** The facts that some rules look at, in a fixed order. An age is never told in a register: it follows from the day of birth. */
export function factNames(rules: readonly Rule[]): string[] {
  const asked = new Set(
    rules.flatMap((rule) => rule.facts.map((fact) => (fact.name === 'age' ? 'birthDate' : fact.name))),
  )
  for (const name of asked) if (COLUMNS[name] === undefined) throw new Error(`the register has no fact ${name}`)
  return Object.keys(COLUMNS).filter((name) => asked.has(name))
}

const columnOf = (name: string): string => COLUMNS[name]?.column ?? name

/** The facts as JSON, `null` for none and absent for not known: what is kept beside an entitlement and given back to `evaluate`. */
export const factsJson = (names: readonly string[], alias: string): string =>
  `jsonb_strip_nulls(jsonb_build_object(${names.map((name) => `'${name}', ${alias}.${columnOf(name)}`).join(', ')}))`

/** One row per person whose residence lies in the townships: keys, place and the named facts in the rulebook's columns. */
export function factsIn(
  at: FactsAt,
  names: readonly string[],
  where: { districts: readonly string[]; townships: readonly string[]; only?: RawBuilder<unknown> },
): RawBuilder<unknown> {
  const columns = sql.raw(names.map((name) => `${COLUMNS[name]?.from} as ${columnOf(name)}`).join(', '))
  const source = personFacts(at, {
    districts: where.districts,
    ...(where.only === undefined ? {} : { shape: 'each' as const, within: where.only }),
  })
  return sql`select pf.district, pf.elder_id, pf.residence_township as township, pf.residence_village as village, ${columns}
    from ${source} pf where pf.residence_township = any (${[...where.townships]}::text[])`
}

/** Writes facts into a temporary table that lasts for the transaction: read once, used by every scheme. */
export async function keepFacts(
  tx: Tx,
  table: string,
  names: readonly string[],
  rows: RawBuilder<unknown>,
): Promise<void> {
  const columns = names.map((name) => `, ${columnOf(name)} ${COLUMNS[name]?.type}`).join('')
  await sql
    .raw(
      `create temporary table ${table} (district text collate "C" not null, elder_id uuid not null, township text collate "C" not null,
       village text collate "C"${columns}) on commit drop`,
    )
    .execute(tx)
  await sql`insert into ${sql.raw(table)} ${rows}`.execute(tx)
  await sql.raw(`analyze ${table} (township)`).execute(tx)
}

/** What was kept beside an entitlement, as `evaluate` takes it. */
export function readKeptFacts(kept: Record<string, unknown>): Facts {
  const facts: Record<string, Facts[string]> = {}
  for (const [name, value] of Object.entries(kept))
    facts[name] = value === -1 || value === 'infinity' || value === '' ? null : (value as Facts[string])
  return facts
}
