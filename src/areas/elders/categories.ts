import { type RawBuilder, sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import { type Columns, compileSql, findRule, ruleContext } from '../../policy/index.ts'
import { latestBirthFor } from './ages.ts'
import type { CategoryCode } from './contract.ts'

/**
 * A category is a live view: a condition over the columns of `personFacts` (alias `pf`) on a day, never a stored copy. The condition
 * has three values; null means that a fact is missing and the category is not determined.
 */
export type Category = {
  readonly code: CategoryCode
  readonly label: string
  /** How we read the clause, shown beside the list. */
  readonly reading: string
  readonly clauses: readonly string[]
  readonly holds: (asOf: Day) => RawBuilder<boolean | null>
}

const any = (column: string, ...tags: string[]) =>
  sql<boolean>`(pf.${sql.ref(column)} && ${sql.lit(`{${tags.join(',')}}`)}::text[])`
const among = (column: string, ...values: string[]) =>
  sql<boolean>`(pf.${sql.ref(column)} = any (${sql.lit(`{${values.join(',')}}`)}::text[]))`
const ofAge = (years: number, asOf: Day) => sql<boolean>`(pf.birth_date <= ${latestBirthFor(years, asOf)}::date)`

const extreme = any('hardship', 'extreme')
const dependent = among('care_dependency', 'mild', 'moderate', 'severe', 'total')
const unableToCareForSelf = among('care_dependency', 'moderate', 'severe', 'total')
const aloneOrLeftBehind = any('living_arrangement', 'alone', 'leftBehind')
const specialFamily = among('special_one_child_family', 'bereaved', 'disabledChild')
const inInstitution = any('living_arrangement', 'institution')
const rural = sql<boolean>`exists (select 1 from divisions.division v where v.key = pf.residence_village and v.kind = 'village')`
const oneToOne = sql<boolean>`(${extreme} or (${any('hardship', 'lowIncome', 'subsistence', 'subsistenceMargin')} and ${dependent})
  or (${specialFamily} and ${dependent}))`

// The facts of the rulebook as columns of `pf`. Known to be none has a value of its own in the rulebook's SQL: -1 for a grade.
export const RULE_COLUMNS: Columns = {
  birthDate: 'pf.birth_date',
  hardship: 'pf.hardship',
  livingArrangement: 'pf.living_arrangement',
  careDependency: 'pf.care_dependency',
  disabilityGrade: "(case when pf.disability_grade = 'none' then -1 else pf.disability_grade::integer end)",
  specialOneChildFamily: 'pf.special_one_child_family',
}
const CITY = '500000'

/** A category that a rule of the rulebook decides: the same expression that explains one person filters the list. */
function byRule(code: CategoryCode, label: string): Category {
  const rule = findRule(code)
  if (rule === undefined) throw new Error(`the rulebook has no rule ${code}`)
  let kept: { asOf: Day; applies: string } | undefined
  return {
    code,
    label,
    reading: rule.reading ?? rule.title,
    clauses: rule.clauses.map(({ doc, section }) => `${doc} ${section}`),
    holds: (asOf) => {
      if (kept?.asOf !== asOf)
        kept = { asOf, applies: compileSql(rule, ruleContext({ on: asOf, division: CITY }), RULE_COLUMNS).applies }
      return sql<boolean | null>`(${sql.raw(kept.applies)})`
    },
  }
}

export const CATEGORIES: readonly Category[] = [
  byRule('special-difficulty', '特殊困难老年人'),
  byRule('visit-priority', '探访关爱对象'),
  {
    code: 'tekun',
    label: '特困供养',
    reading: '困难身份含“特困”。',
    clauses: ['cq-2022-15 第三章第二节¶1', 'cq-2021-7 一(一)'],
    holds: () => extreme,
  },
  {
    code: 'rural',
    label: '农村老年人',
    reading: '居住地属于村（不含社区）。',
    clauses: ['cq-2021-7 二(十二)', 'cq-2022-15 第六章第二节¶3'],
    holds: () => rural,
  },
  {
    code: 'unable',
    label: '生活不能自理兜底对象',
    reading: '特困、低保对象中，能力等级为中度、重度或完全失能。',
    clauses: ['cq-2022-15 第六章第一节¶3', 'cq-2022-15 第三章第二节¶1'],
    holds: () => sql`(${any('hardship', 'extreme', 'subsistence')} and ${unableToCareForSelf})`,
  },
  {
    code: 'pairing-one-to-one',
    label: '农村结对·一对一',
    reading: '农村居家（未入住机构）的特困人员，以及低收入家庭、计划生育特殊家庭的失能老年人。',
    clauses: ['cq-2021-7 二(七)', 'cq-2022-15 第六章第三节¶2'],
    holds: () => sql`(${rural} and not coalesce(${inInstitution}, false) and ${oneToOne})`,
  },
  {
    code: 'pairing-grid',
    label: '农村结对·网格化',
    reading: '农村居家的其他满 80 周岁、独居、留守老年人。',
    clauses: ['cq-2021-7 二(七)', 'cq-2022-15 第六章第三节¶2'],
    holds: (asOf) =>
      sql`(${rural} and not coalesce(${inInstitution}, false) and not coalesce(${oneToOne}, false)
        and (${ofAge(80, asOf)} or ${aloneOrLeftBehind}))`,
  },
]

/** The codes of the categories that hold, as a text[] column over `pf`. */
export const categoriesHeld = (asOf: Day): RawBuilder<string[]> =>
  sql<string[]>`array_remove(array[${sql.join(
    CATEGORIES.map(({ code, holds }) => sql`case when ${holds(asOf)} then ${sql.lit(code)} end`),
  )}]::text[], null)`

export const categoryOf = (code: CategoryCode): Category => {
  const found = CATEGORIES.find((each) => each.code === code)
  if (found === undefined) throw new RangeError(`no category ${code}`)
  return found
}
