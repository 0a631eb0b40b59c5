import type { Day } from '../../platform/clock/day.ts'

/** What the register knows of an applicant on the day; null = nobody has asked, an empty list = checked and none. */
export type QueueFacts = {
  readonly age: number | null
  readonly hardship: readonly string[] | null
  /** `none` … `total`; null = never assessed. */
  readonly careDependency: string | null
  /** `diagnosed`, `none`. */
  readonly dementia: string | null
  /** A category; null = not known, `none` = checked. */
  readonly disability: string | null
  readonly living: readonly string[] | null
  /** `bereaved`, `disabledChild`, `none`. */
  readonly oneChild: string | null
}

export type QueueGroup = 1 | 2 | 3 | 4
export type Grouped = {
  readonly group: QueueGroup
  /** Why, as said to the elder. */
  readonly reasons: readonly string[]
  /** What nobody has collected and might bring the person forward. */
  readonly unknown: readonly string[]
}

/** Definitions that the catalogue gives: hardship tags that count as 经济困难, and the age of 高龄. */
export type QueueDefinitions = {
  readonly hardship: readonly string[]
  readonly advancedAge: number
  /** Whether government-supported persons come first: in public homes. */
  readonly supported: boolean
}

const LEVELS = ['none', 'mild', 'moderate', 'severe', 'total']
/** From light to heavy, -1 where nobody has assessed. */
export const levelOf = (careDependency: string | null): number =>
  careDependency === null ? -1 : LEVELS.indexOf(careDependency)

/**
 * The priority group of an applicant to a public home: (1) government-supported persons with lost abilities, dementia or a disability,
 * (2) other government-supported persons, (3) persons in economic difficulty who are kinless, have lost abilities, are of advanced
 * age or lost their only child, (4) everybody else (cq-2017-162 二(九)). That all supported persons come before others is cq-2022-15
 * 第三章第二节¶2: beds are open to others once the supported are housed.
 */
export function groupOf(facts: QueueFacts, { hardship: counts, advancedAge, supported }: QueueDefinitions): Grouped {
  const { hardship, careDependency, dementia, disability, living, oneChild, age } = facts
  const unknown: string[] = []
  const ask = (value: unknown, label: string) => {
    if (value === null) unknown.push(label)
  }
  if (supported) ask(hardship, '困难身份')
  const lost = levelOf(careDependency) > 0
  if (supported && hardship?.includes('extreme')) {
    const reasons = ['特困供养对象']
    if (lost) reasons.push('失能')
    if (dementia === 'diagnosed') reasons.push('失智')
    if (disability !== null && disability !== 'none') reasons.push('持残疾人证')
    if (reasons.length > 1) return { group: 1, reasons, unknown }
    ask(careDependency, '能力等级')
    ask(dementia, '失智')
    ask(disability, '残疾')
    return { group: 2, reasons, unknown }
  }
  if (hardship?.some((tag) => counts.includes(tag))) {
    const reasons: string[] = []
    if (living?.includes('kinless')) reasons.push('孤寡')
    if (lost) reasons.push('失能')
    if (age !== null && age >= advancedAge) reasons.push(`满 ${advancedAge} 周岁`)
    if (oneChild === 'bereaved') reasons.push('失独')
    if (reasons.length > 0) return { group: 3, reasons: ['经济困难', ...reasons], unknown }
    ask(living, '居住状况')
    ask(careDependency, '能力等级')
    ask(age, '出生日期')
    ask(oneChild, '计划生育特殊家庭')
  }
  return { group: 4, reasons: [supported ? '社会老年人' : '按申请先后'], unknown }
}

/** How people stand within a group: a value that the district sets; unset, the day of application alone decides. */
export type OrderInGroup = 'days' | 'levelThenDays'

export type Applicant = {
  readonly id: string
  readonly appliedOn: Day
  /** Numbers are given in the order of application; they decide between people of one day. */
  readonly number: string
  readonly facts: QueueFacts
}
export type Placed<A extends Applicant = Applicant> = A & Grouped & { readonly place: number }

/**
 * The whole list in the order in which beds are offered. The same people, facts and day give the same order, whatever order they come in;
 * nobody shares a place.
 */
export function orderQueue<A extends Applicant>(
  applicants: readonly A[],
  definitions: QueueDefinitions,
  inGroup: OrderInGroup,
): Placed<A>[] {
  return applicants
    .map((each) => ({ ...each, ...groupOf(each.facts, definitions) }))
    .sort((a, b) => a.group - b.group || byLevel(inGroup, a, b) || byTime(a, b))
    .map((each, index) => ({ ...each, place: index + 1 }))
}

const byLevel = (inGroup: OrderInGroup, a: Applicant, b: Applicant): number =>
  inGroup === 'days' ? 0 : levelOf(b.facts.careDependency) - levelOf(a.facts.careDependency)

const byTime = (a: Applicant, b: Applicant): number => compare(a.appliedOn, b.appliedOn) || compare(a.number, b.number)
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Whether a bed serves an application: whoever needs nursing is not put into an ordinary bed, and a dementia place is for dementia. */
export function bedSuits(bed: string, wanted: string): boolean {
  if (wanted === 'ordinary') return bed === 'ordinary' || bed === 'nursing'
  return bed === wanted
}

/** Those whom a free bed may be offered to, in order; whoever stands before the first of them was asked already or wants another kind. */
export const nextFor = <A extends { wants: string; state: string }>(bedKind: string, queue: readonly A[]): A[] =>
  queue.filter((each) => each.state === 'waiting' && bedSuits(bedKind, each.wants))
