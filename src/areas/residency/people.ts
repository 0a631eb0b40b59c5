import { sql } from 'kysely'
import { ageOn, type Day } from '../../platform/clock/day.ts'
import { elevated, type Tx } from '../../platform/db/index.ts'
import { type PersonFactsRow, personFacts } from '../elders/index.ts'
import type { QueueFacts } from './waiting-order.ts'

/** What a home needs to know of a person whom it houses or may house. */
export type Person = {
  readonly id: string
  readonly name: string
  readonly sex: 'male' | 'female' | null
  readonly age: number | null
  readonly township: string | null
  readonly village: string | null
  readonly householdDivision: string | null
  readonly diedOn: Day | null
  readonly careDependency: string | null
  readonly assessedOn: Day | null
  readonly facts: QueueFacts
}

/**
 * Persons of a district by id, with what the register knows on a day. Runs above the caller's scope, since a home's account sees no
 * register: whoever calls it has found these ids in rows that the caller may see, or was given an identity number.
 */
export async function peopleById(
  tx: Tx,
  district: string,
  ids: readonly string[],
  on: Day,
): Promise<ReadonlyMap<string, Person>> {
  if (ids.length === 0) return new Map()
  const within = sql`e.district = ${district} and e.id = any (${[...new Set(ids)]}::uuid[])`
  const { rows } = await elevated(tx, () =>
    sql<PersonFactsRow>`select * from ${personFacts({ asOf: on }, { shape: 'each', within })} pf`.execute(tx),
  )
  return new Map(rows.map((row) => [row.elder_id, personOf(row, on)]))
}

function personOf(row: PersonFactsRow, on: Day): Person {
  const age = row.birth_date === null ? null : ageOn(on, row.birth_date)
  return {
    id: row.elder_id,
    name: row.name,
    sex: row.sex,
    age,
    township: row.residence_township,
    village: row.residence_village,
    householdDivision: row.household_division,
    diedOn: row.died_on,
    careDependency: row.care_dependency,
    assessedOn: row.care_dependency_since,
    facts: {
      age,
      hardship: row.hardship,
      careDependency: row.care_dependency,
      dementia: row.dementia,
      disability: row.disability_grade === 'none' ? 'none' : row.disability_category,
      living: row.living_arrangement,
      oneChild: row.special_one_child_family,
    },
  }
}

/** Whether a government-supported person said that they want to live in a home; undefined where nobody has asked. */
export async function wishOf(tx: Tx, district: string, elder: string): Promise<'central' | 'scattered' | undefined> {
  return (await wishesOf(tx, district, [elder])).get(elder)
}

/** The same for the people of a list. */
export async function wishesOf(
  tx: Tx,
  district: string,
  elders: readonly string[],
): Promise<ReadonlyMap<string, 'central' | 'scattered'>> {
  const { rows } = await elevated(tx, () =>
    sql<{ elder: string; wish: 'central' | 'scattered' }>`
      select distinct on (elder_id) elder_id::text as elder, wish from residency.central_care_wish
       where district = ${district} and elder_id = any (${[...elders]}::uuid[]) and superseded_at is null
       order by elder_id, asked_on desc, id desc`.execute(tx),
  )
  return new Map(rows.map(({ elder, wish }) => [elder, wish]))
}
