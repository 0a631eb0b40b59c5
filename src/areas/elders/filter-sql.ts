import { type RawBuilder, sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import type { Keyring } from '../../platform/crypto/index.ts'
import { latestBirthFor } from './ages.ts'
import { categoryOf } from './categories.ts'
import type { ElderFilter } from './contract.ts'
import type { Reach } from './places.ts'
import { readSearch, type Search } from './read-search.ts'

type Condition = RawBuilder<unknown>
const and = (conditions: Condition[]): Condition =>
  conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)
const or = (conditions: Condition[]): Condition => sql`(${sql.join(conditions, sql` or `)})`

/** One key is compared with `=`, because only that lets an index give the order of what follows it. */
const oneOf = (column: Condition, keys: readonly string[]): Condition =>
  keys.length === 1 ? sql`${column} = ${keys[0]}` : sql`${column} = any (${[...keys]}::text[])`

/** After the last character of a prefix in "C" order; never LIKE, which row security keeps away from indexes. */
const startsWith = (column: Condition, prefix: string): Condition =>
  sql`(${column} >= ${prefix} and ${column} < ${`${prefix}\u{10FFFF}`})`

/** Conditions over the person's own row (`e`), which an index can use. */
export function personConditions(
  filter: ElderFilter,
  reach: Reach,
  keyring: Keyring,
  moment: { asOf: Day; isPresent: boolean },
): { conditions: Condition; search: Search | undefined } {
  const list: Condition[] = [oneOf(sql`e.district`, reach.districts)]
  if (moment.isPresent) {
    if (reach.townships !== undefined) list.push(oneOf(sql`e.township`, reach.townships))
    if (reach.villages !== undefined) list.push(oneOf(sql`e.village`, reach.villages))
  }
  if (filter.sex !== undefined) list.push(filter.sex === 'unknown' ? sql`e.sex is null` : sql`e.sex = ${filter.sex}`)
  if (filter.ageFrom !== undefined) list.push(sql`e.birth_date <= ${latestBirthFor(filter.ageFrom, moment.asOf)}::date`)
  if (filter.ageTo !== undefined) list.push(sql`e.birth_date > ${latestBirthFor(filter.ageTo + 1, moment.asOf)}::date`)
  if (filter.idKind !== undefined)
    list.push(sql`(e.district, e.id) in (select i.district, i.id from elders.elder i
      where ${oneOf(sql`i.district`, reach.districts)} and i.id_kind = ${filter.idKind})`)
  const search = filter.q === undefined || filter.q === '' ? undefined : readSearch(filter.q)
  if (search !== undefined) list.push(searchCondition(search, reach, keyring))
  return { conditions: and(list), search }
}

function searchCondition(search: Search, reach: Reach, keyring: Keyring): Condition {
  switch (search.as) {
    case 'idNumber': {
      const blind = keyring.blindIndex('id', search.text)
      return sql`(e.district, e.id) in (
        select i.district, i.elder_id from elders.identity i where i.id_blind = ${blind}
        union all select o.district, o.elder_id from elders.former_identity o where o.id_blind = ${blind})`
    }
    case 'idLast4':
      return sql`(e.district, e.id) in (select i.district, i.id from elders.elder i
        where ${oneOf(sql`i.district`, reach.districts)} and i.id_last4_blind = ${keyring.blindIndex('idLast4', search.text)})`
    case 'phone':
      return sql`(e.district, e.id) in (select t.district, t.elder_id from elders.phone t
        where ${oneOf(sql`t.district`, reach.districts)} and t.blind = ${keyring.blindIndex('phone', search.text)} and t.ended_at is null)`
    case 'pinyin':
      return sql`(e.district, e.id) in (
        select i.district, i.id from elders.elder i where ${oneOf(sql`i.district`, reach.districts)} and ${startsWith(sql`i.name_initials`, search.text)}
        union all
        select i.district, i.id from elders.elder i where ${oneOf(sql`i.district`, reach.districts)} and ${startsWith(sql`i.name_pinyin`, search.text)})`
    case 'name':
      return startsWith(sql`e.name`, search.text)
  }
}

const tags = (column: string, given: readonly string[]): Condition => {
  const ref = sql`pf.${sql.ref(column)}`
  const named = given.filter((each) => !['any', 'none', 'unknown'].includes(each))
  const list: Condition[] = []
  if (named.length > 0) list.push(sql`${ref} && ${named}::text[]`)
  if (given.includes('any')) list.push(sql`cardinality(${ref}) > 0`)
  if (given.includes('none')) list.push(sql`cardinality(${ref}) = 0`)
  if (given.includes('unknown')) list.push(sql`${ref} is null`)
  return or(list)
}

/** A scalar column where `none` is a value of its own. */
const scalar = (column: string, given: readonly string[]): Condition => {
  const ref = sql`pf.${sql.ref(column)}`
  const list: Condition[] = []
  const named = given.filter((each) => !['any', 'unknown'].includes(each))
  if (named.length > 0) list.push(sql`${ref} = any (${named}::text[])`)
  if (given.includes('any')) list.push(sql`${ref} <> 'none'`)
  if (given.includes('unknown')) list.push(sql`${ref} is null`)
  return or(list)
}

/** Conditions over the facts of the person on the day (`pf`). */
export function factConditions(
  filter: ElderFilter,
  reach: Reach,
  moment: { asOf: Day; isPresent: boolean },
): Condition {
  const list: Condition[] = []
  const given = (value: string[] | undefined): value is string[] => value !== undefined && value.length > 0
  if (given(filter.hardship)) list.push(tags('hardship', filter.hardship))
  if (given(filter.livingArrangement)) list.push(tags('living_arrangement', filter.livingArrangement))
  if (given(filter.careDependency)) list.push(scalar('care_dependency', filter.careDependency))
  if (given(filter.disability)) list.push(scalar('disability_grade', filter.disability))
  if (given(filter.specialOneChildFamily)) list.push(scalar('special_one_child_family', filter.specialOneChildFamily))
  if (filter.category !== undefined) list.push(sql`${categoryOf(filter.category).holds(moment.asOf)}`)
  const status = filter.status ?? 'living'
  if (status === 'living') list.push(sql`pf.died_on is null and pf.residence <> 'outside'`)
  if (status === 'deceased') list.push(sql`pf.died_on is not null`)
  if (status === 'movedOut') list.push(sql`pf.died_on is null and pf.residence = 'outside'`)
  if (!moment.isPresent) {
    if (reach.townships !== undefined) list.push(sql`pf.residence_township = any (${reach.townships}::text[])`)
    if (reach.villages !== undefined) list.push(sql`pf.residence_village = any (${reach.villages}::text[])`)
  }
  return and(list)
}
