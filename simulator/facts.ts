import { dayText, moment } from './calendar.ts'
import { prevalence, type Sex } from './data.ts'
import type { Sketch } from './living.ts'
import type { Fact, FactKind } from './person.ts'
import type { Random } from './random.ts'

/** The whole life of a file: days as numbers. Nothing recorded on or after `today` is in the register. */
export type Times = { enrolled: number; today: number }
type Period = { value: readonly string[]; from: number }
type Severity = 'none' | 'mild' | 'moderate' | 'severe' | 'total'

export type FactPlan = {
  kind: FactKind
  /** In order of time; each period ends where the next begins. */
  periods: readonly Period[]
  sourceKind: Fact['sourceKind']
  sourceRef: string
  /** Days between a change and its record, for changes after the file was opened. */
  lag: (random: Random) => number
}

export const quickLag = (random: Random): number => 1 + Math.floor(-Math.log(1 - random.next()) * 14)
const monthlyLag = (random: Random): number => 10 + random.below(40)

/** Turns planned periods into records; those that the register has not heard of by today come back apart. */
export function recordPeriods(plan: FactPlan, times: Times, random: Random): { known: Fact[]; news: Fact[] } {
  const known: Fact[] = []
  const news: Fact[] = []
  plan.periods.forEach(({ value, from }, i) => {
    const next = plan.periods[i + 1]
    const recorded = from > times.enrolled ? from + plan.lag(random) : times.enrolled
    const fact: Fact = {
      kind: plan.kind,
      value,
      validFrom: dayText(from),
      validTo: next ? dayText(next.from) : null,
      recordedAt: moment(recorded, random.below(480)),
      supersededAt: null,
      sourceKind: plan.sourceKind,
      sourceRef: plan.sourceRef,
    }
    if (recorded < times.today) known.push(fact)
    else {
      news.push({ ...fact, validTo: null })
      // What the register does not know has not ended the period before it either.
      const last = known.at(-1)
      if (last?.validTo === fact.validFrom) last.validTo = null
    }
  })
  return { known, news }
}

/** A correction: the clerk first recorded something else, and put it right on a later day. */
export function corrected(fact: Fact, wrong: readonly string[], on: number, random: Random): [was: Fact, is: Fact] {
  const at = moment(on, random.below(480))
  return [
    { ...fact, value: wrong, supersededAt: at },
    { ...fact, recordedAt: at },
  ]
}

const groupOf = (age: number): number => Math.min(5, Math.max(0, Math.floor((age - 60) / 5)))

/** The severity of care need that a person of this age and sex has, so that totals meet the published shares. */
export function drawSeverity(sex: Sex, age: number, random: Random): Severity {
  const { strictSelfCareLoss, disabledSurvey5Level, disabledOrPartlySurvey4Level, femaleToMale } = prevalence()
  const bySex = (sex === 'female' ? femaleToMale : 1) / ((1 + femaleToMale) / 2)
  const share = (list: readonly number[]): number => ((list[groupOf(age)] ?? 0) / 100) * bySex
  const luck = random.next()
  if (luck < share(strictSelfCareLoss)) return luck < share(strictSelfCareLoss) * 0.35 ? 'total' : 'severe'
  if (luck < share(disabledSurvey5Level)) return 'moderate'
  return luck < share(disabledOrPartlySurvey4Level) ? 'mild' : 'none'
}

const WORSENING: readonly Severity[] = ['none', 'mild', 'moderate', 'severe', 'total']

/** Assessments that led to today's level: most people needed less care some years ago. */
export function planCareDependency(now: Severity, { enrolled, today }: Times, random: Random): FactPlan {
  const level = WORSENING.indexOf(now)
  let from = Math.max(enrolled, today - random.between(40, 1500))
  const periods: Period[] = [{ value: [now], from }]
  for (let step = level - 1; step >= 0 && random.chance(0.5); step--) {
    from -= random.between(200, 900)
    if (from < enrolled) break
    periods.unshift({ value: [WORSENING[step] as string], from })
  }
  return { kind: 'careDependency', periods, sourceKind: 'assessment', sourceRef: '老年人能力评估', lag: quickLag }
}

const ARRANGEMENTS = {
  alone: ['alone'],
  couple: ['emptyNest'],
  withFamily: ['withFamily'],
  withGrandchildren: ['leftBehind'],
  institution: ['institution'],
} as const

/** How the person lives now, and before: widowhood turns a couple's home into a single one. */
export function planLiving(
  sketch: Sketch,
  extreme: boolean,
  rural: boolean,
  { enrolled, today }: Times,
  random: Random,
): FactPlan {
  const tags = new Set<string>(ARRANGEMENTS[sketch.householdType])
  if (extreme && sketch.householdType !== 'withFamily' && sketch.spouse === null) tags.add('kinless')
  else if (rural && (tags.has('alone') || tags.has('emptyNest')) && random.chance(0.25)) tags.add('leftBehind')
  const now = [...tags].sort()
  const periods: Period[] = [{ value: now, from: enrolled }]
  const years = Math.floor((today - enrolled) / 365)
  if (!sketch.married && sketch.householdType === 'alone' && years >= 1 && random.chance(0.12 * Math.min(4, years))) {
    const widowed = enrolled + random.between(90, today - enrolled - 30)
    periods.splice(0, 1, { value: ['emptyNest'], from: enrolled }, { value: now, from: widowed })
  }
  return { kind: 'livingArrangement', periods, sourceKind: 'import', sourceRef: '村（社区）台账', lag: monthlyLag }
}

const HARDSHIPS = (rural: boolean): readonly (readonly [readonly string[], number])[] => [
  [[], rural ? 0.836 : 0.945],
  [['extreme'], rural ? 0.019 : 0.005],
  [['subsistence'], rural ? 0.043 : 0.028],
  [['subsistenceMargin'], rural ? 0.009 : 0.007],
  [['lowIncome'], rural ? 0.008 : 0.007],
  [['registeredPoor'], rural ? 0.055 : 0.004],
  [['registeredPoor', 'subsistence'], rural ? 0.022 : 0.003],
  [['registeredPoor', 'unstableAfterPoverty'], rural ? 0.004 : 0.0005],
  [['proneToPoverty'], rural ? 0.004 : 0.0005],
]

/** Economic hardship now and before. One in seven of those in need was recognised later than the file was opened; some are over it. */
export function planHardship(rural: boolean, { enrolled, today }: Times, random: Random): FactPlan {
  const now = [...random.weighted(HARDSHIPS(rural))].sort()
  const periods: Period[] = [{ value: now, from: enrolled }]
  const known = today - enrolled
  if (now.length > 0 && known > 400 && random.chance(0.15))
    periods.splice(0, 1, { value: [], from: enrolled }, { value: now, from: today - random.between(5, known - 100) })
  else if (now.length === 0 && known > 800 && random.chance(0.012))
    periods.push(
      { value: ['subsistence'], from: enrolled + random.between(60, 300) },
      { value: [], from: today - random.between(5, 400) },
    )
  return { kind: 'hardship', periods, sourceKind: 'list', sourceRef: '社会救助名单', lag: monthlyLag }
}

const CATEGORIES: readonly (readonly [string, number])[] = [
  ['physical', 48],
  ['hearing', 22],
  ['visual', 14],
  ['multiple', 6],
  ['mental', 6],
  ['intellectual', 3],
  ['speech', 1],
]
const GRADES: readonly (readonly [string, number])[] = [
  ['1', 12],
  ['2', 26],
  ['3', 30],
  ['4', 32],
]

/** A disability certificate: about one older person in seventeen has one. Assumption; care need and certificates are not the same thing. */
export function planDisability(age: number, times: Times, random: Random): FactPlan {
  const share = 0.04 + Math.min(40, age - 60) * 0.0015
  const has = random.chance(share)
  const issued = Math.max(times.enrolled, times.today - random.between(3, 4000))
  const certificate = { value: [random.weighted(CATEGORIES), random.weighted(GRADES)], from: issued }
  const none = { value: [], from: times.enrolled }
  const periods = has ? (issued > times.enrolled ? [none, certificate] : [certificate]) : [none]
  return { kind: 'disability', periods, sourceKind: 'list', sourceRef: '残疾人证名单', lag: monthlyLag }
}

/** Families that lost their only child or whose only child is disabled. The one-child generation of parents was born after about 1933. */
export function planSpecialFamily(bornYear: number, times: Times, random: Random): FactPlan {
  const possible = bornYear >= 1933
  const luck = random.next()
  const value = possible && luck < 0.004 ? ['bereaved'] : possible && luck < 0.0075 ? ['disabledChild'] : []
  const periods = [{ value, from: times.enrolled }]
  return {
    kind: 'specialOneChildFamily',
    periods,
    sourceKind: 'list',
    sourceRef: '计划生育特殊家庭名单',
    lag: monthlyLag,
  }
}

/** A diagnosis exists for a quarter of those who have dementia; for most people nothing is known. */
export function planDementia(age: number, times: Times, random: Random): FactPlan | null {
  const share = 0.016 * 2 ** ((Math.min(age, 92) - 60) / 7)
  const luck = random.next()
  if (luck >= share * 0.25 + 0.1) return null
  const value = luck < share * 0.25 ? ['diagnosed'] : []
  const from = Math.max(times.enrolled, times.today - random.between(30, 2000))
  return {
    kind: 'dementia',
    periods: [{ value, from }],
    sourceKind: 'assessment',
    sourceRef: '医疗机构诊断',
    lag: quickLag,
  }
}
