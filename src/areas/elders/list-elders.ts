import { type RawBuilder, sql } from 'kysely'
import { ageOn, type Day } from '../../platform/clock/day.ts'
import { maskIdNumber } from '../../platform/crypto/index.ts'
import type { Tx } from '../../platform/db/index.ts'
import { type Platform, Refused } from '../../platform/http/index.ts'
import type { Principal } from '../../platform/identity/index.ts'
import type { DivisionTree } from '../divisions/index.ts'
import { categoriesHeld } from './categories.ts'
import type { ElderFilter, ElderPage, ElderRow, ListQuery } from './contract.ts'
import { fromCursor, toCursor } from './cursor.ts'
import { factConditions, personConditions } from './filter-sql.ts'
import { type Moment, type PersonFactsRow, personFacts } from './person-facts.ts'
import { type Reach, reachOfDivision, reachOfScope } from './places.ts'
import type { Search } from './read-search.ts'
import { refusals } from './refusals.ts'
import type { IdKind } from './words.ts'

export const COUNT_LIMIT = 1000

export type Surroundings = { platform: Platform; tree: DivisionTree; principal: Principal }

export type StoredRow = PersonFactsRow & {
  categories: string[]
  id_kind: IdKind
  id_cipher: Buffer | null
  synthetic: boolean
}

type Question = {
  moment: Moment
  reach: Reach
  search: Search | undefined
  people: RawBuilder<unknown>
  facts: RawBuilder<unknown>
}

/** Turns a filter into the two halves of a statement: conditions over persons, conditions over their facts. */
function ask({ platform, tree, principal }: Surroundings, filter: ElderFilter, only?: readonly string[]): Question {
  const today = platform.today()
  const moment = { asOf: filter.asOf ?? today, knownAt: filter.knownAt }
  const isPresent = moment.asOf === today && moment.knownAt === undefined
  const reach =
    filter.division === undefined ? reachOfScope(principal.scope) : reachOfDivision(tree, filter.division, moment.asOf)
  if (reach === undefined) throw new Refused(refusals.divisionUnknown('division'))
  const at = { asOf: moment.asOf, isPresent }
  const { conditions, search } = personConditions(filter, reach, platform.keyring, at)
  if (filter.q !== undefined && filter.q !== '' && search === undefined) throw new Refused(refusals.filterTooWide())
  const people = only === undefined ? conditions : sql`${conditions} and e.id = any (${[...only]}::uuid[])`
  return { moment, reach, search, people, facts: factConditions(filter, reach, at) }
}

const BIRTH_UNKNOWN = '9999-12-31'

/** The order of a list, its cursor and what stands behind the cursor. A single district leaves the index to give the order. */
function ordering(sort: ListQuery['sort'], reach: Reach, cursor: string | undefined) {
  const descending = sort.startsWith('-')
  const compare = descending ? sql`<` : sql`>`
  const direction = descending ? sql` desc` : sql``
  if (sort === 'name' || sort === '-name') {
    const single = reach.districts.length === 1
    const after = cursor === undefined ? undefined : fromCursor(cursor, 3)
    const behind = single
      ? sql`(e.name, e.id) ${compare} (${after?.[1]}, ${after?.[2]}::uuid)`
      : sql`(e.district, e.name, e.id) ${compare} (${after?.[0]}, ${after?.[1]}, ${after?.[2]}::uuid)`
    const order = sql`pf.name${direction}, pf.elder_id${direction}`
    return {
      condition: after === undefined ? sql`true` : behind,
      order: single ? order : sql`pf.district${direction}, ${order}`,
      keyOf: (row: StoredRow) => [row.district, row.name, row.elder_id],
    }
  }
  const birth = (alias: string) => sql`coalesce(${sql.ref(`${alias}.birth_date`)}, ${BIRTH_UNKNOWN}::date)`
  const after = cursor === undefined ? undefined : fromCursor(cursor, 2)
  return {
    condition:
      after === undefined ? sql`true` : sql`(${birth('e')}, e.id) ${compare} (${after[0]}::date, ${after[1]}::uuid)`,
    order: sql`${birth('pf')}${direction}, pf.elder_id${direction}`,
    keyOf: (row: StoredRow) => [row.birth_date ?? BIRTH_UNKNOWN, row.elder_id],
  }
}

/** The statement of one page with what reads its rows; the measurements run the same one without access control. */
export function listStatement(around: Surroundings, query: ListQuery, only?: readonly string[]) {
  const question = ask(around, query, only)
  const { condition, order, keyOf } = ordering(query.sort, question.reach, query.cursor)
  const source = personFacts(question.moment, { shape: 'each', within: sql`${question.people} and ${condition}` })
  const statement = sql<StoredRow>`
    select pf.*, k.id_kind, k.id_cipher, k.synthetic, ${categoriesHeld(question.moment.asOf)} as categories
      from (select pf.* from ${source} pf where ${question.facts} order by ${order} limit ${query.limit + 1}) pf
      join elders.elder k on k.district = pf.district and k.id = pf.elder_id
     order by ${order}`
  const { search, reach, moment } = question
  return { statement, keyOf, asOf: moment.asOf, readAs: search?.as ?? null, plan: planFor(search, reach, query.sort) }
}

type Plan = 'auto' | 'force_custom_plan' | 'force_generic_plan'

/**
 * How PostgreSQL plans a question. A plan for any value takes the order of names for a whole district where a township was asked
 * for, and reads a hundred times as many rows, so a filter is planned for its values; that costs two milliseconds of the database.
 * A number is found by its index whatever it is, and a name's beginning in the index that also gives the order.
 */
function planFor(search: Search | undefined, reach: Reach, sort: ListQuery['sort']): Plan {
  if (search?.as === 'idNumber') return 'auto'
  const isInOrder = search?.as === 'name' && sort.endsWith('name') && reach.districts.length === 1
  return isInOrder ? 'force_generic_plan' : 'force_custom_plan'
}

const setPlan = (tx: Tx, plan: Plan) =>
  plan === 'auto' ? undefined : sql.raw(`set local plan_cache_mode = ${plan}`).execute(tx)

/** One page of the register, in the caller's scope. */
export async function listElders(tx: Tx, around: Surroundings, query: ListQuery): Promise<ElderPage> {
  const { rows, ...page } = await listStored(tx, around, query)
  return { ...page, rows: rows.map((row) => toElderRow(row, around, page.asOf)) }
}

/** The same page as it is stored, numbers sealed; `only` narrows it to persons picked by hand. */
export async function listStored(tx: Tx, around: Surroundings, query: ListQuery, only?: readonly string[]) {
  const { statement, keyOf, asOf, readAs, plan } = listStatement(around, query, only)
  const [, { rows }] = await Promise.all([setPlan(tx, plan), statement.execute(tx)])
  const shown = rows.slice(0, query.limit)
  const last = shown.at(-1)
  const next = rows.length > query.limit && last !== undefined ? toCursor(keyOf(last)) : null
  return { rows: shown, next, asOf, readAs }
}

const AT_ONCE = 1000

/** Everybody whom a filter finds, in name order, page after page; what is taken is up to the reader. */
export async function* everyElder(
  page: (query: ListQuery) => ReturnType<typeof listStored>,
  filter: ElderFilter,
): AsyncGenerator<StoredRow> {
  let cursor: string | undefined
  do {
    const { rows, next } = await page({ ...filter, sort: 'name', limit: AT_ONCE, cursor })
    yield* rows
    cursor = next ?? undefined
  } while (cursor !== undefined)
}

/** How many persons a filter finds, counted only up to a limit: no question costs more when the register grows. */
export async function countElders(
  tx: Tx,
  around: Surroundings,
  filter: ElderFilter,
  most = COUNT_LIMIT,
): Promise<{ count: number; exact: boolean }> {
  const question = ask(around, filter)
  const source = personFacts(question.moment, { shape: 'each', within: question.people })
  await setPlan(tx, 'force_custom_plan')
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from (select 1 from ${source} pf where ${question.facts} limit ${most + 1}) counted`.execute(
    tx,
  )
  const count = rows[0]?.n ?? 0
  return { count: Math.min(count, most), exact: count <= most }
}

/** A stored row as a list shows it: places in words, the number masked. */
export function toElderRow(row: StoredRow, { platform, tree }: Surroundings, asOf: Day): ElderRow {
  const movedOut = row.residence === 'outside'
  const until = row.died_on !== null && row.died_on < asOf ? row.died_on : asOf
  const place = row.residence_village ?? row.residence_township
  return {
    id: row.elder_id,
    district: row.district,
    name: row.name,
    sex: row.sex,
    birthDate: row.birth_date,
    age: row.birth_date === null ? null : ageOn(until, row.birth_date),
    idKind: row.id_kind,
    idMasked: row.id_cipher === null ? null : maskIdNumber(platform.keyring.open(row.id_cipher), 'birthDate'),
    township: row.residence_township,
    village: row.residence_village,
    place: movedOut ? '已迁出本市' : place === null ? '' : tree.path(place, asOf),
    hardship: row.hardship,
    livingArrangement: row.living_arrangement,
    careDependency: row.care_dependency,
    careDependencySince: row.care_dependency_since,
    disabilityGrade: row.disability_grade,
    specialOneChildFamily: row.special_one_child_family,
    categories: row.categories as ElderRow['categories'],
    diedOn: row.died_on,
    movedOut,
    synthetic: row.synthetic,
  }
}
