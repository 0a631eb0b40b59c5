/**
 * What a rule can tell apart. Two values of a fact on which every condition says the same are one class; a rule sees classes only, so that all
 * its answers stand in one table with a place for every combination of them.
 */
import { type Day, isDay } from '../../../platform/clock/day.ts'
import { decide, factsIn, membersOf, missingIn, type Truth } from '../conditions.ts'
import type { Context } from '../context.ts'
import { isInside } from '../decide.ts'
import { quietRun } from '../evaluate.ts'
import type { Condition, Decision, Fact, Quantity, Rule } from '../expression.ts'
import type { FactValue } from '../facts.ts'
import { daysOf, fenOfYuan, lastBirthday } from '../quantities.ts'
import { codesOf, dayNumber, decode, type Encoding, NONE_AT, UNKNOWN_AT } from './encoding.ts'

/** Classes of one column: by code, or by the start of each stretch of the line. `samples` has one value for each class. */
export type Classes =
  | {
      readonly kind: 'codes'
      readonly classOf: readonly number[]
      readonly samples: readonly (FactValue | undefined)[]
    }
  | {
      readonly kind: 'line'
      readonly starts: readonly number[]
      readonly classOf: readonly number[]
      readonly samples: readonly (FactValue | undefined)[]
    }

/** The conditions of a rule for a day and a place, and the facts whose very figures count. */
export type Parts = {
  /** Conditions that look at one fact and at nothing else that a row brings. */
  readonly single: readonly { readonly of: Condition; readonly fact: string }[]
  /** Conditions over several facts or over a period counted from one: their truth is worked out for each row. */
  readonly joint: readonly Condition[]
  /** Facts that an amount or a last day is made of. */
  readonly figures: ReadonlySet<string>
  /** An amount whose branches differ by figures of the row: no table can hold it. */
  readonly tangled: boolean
}

const BORN: Fact = { name: 'birthDate', type: 'day', label: '出生日期', always: true }

/** The facts that a rule has columns for: an age is read from the day of birth. */
export const columnFacts = (rule: Rule): readonly Fact[] => {
  const plain = rule.facts.filter((fact) => fact.name !== 'age')
  return plain.length < rule.facts.length && !plain.some((fact) => fact.name === BORN.name) ? [BORN, ...plain] : plain
}

export function partsOf(rule: Rule, context: Context): Parts {
  const single: { of: Condition; fact: string }[] = []
  const joint: Condition[] = []
  const figures = new Set<string>()
  let tangled = false
  const condition = (of: Condition): void => {
    if (of.op === 'all' || of.op === 'any') for (const each of of.of) condition(each)
    else if (of.op === 'not' || of.op === 'kind') condition(of.of)
    else {
      const fact = onlyFact(of)
      if (fact === undefined) joint.push(of)
      else if (fact !== '') single.push({ of, fact })
    }
  }
  const amount = (of: Quantity): void => {
    if (of.op === 'choose') {
      tangled ||= [...of.cases.map((each) => each.gives), of.otherwise].some((each) => columnsIn(each).length > 0)
      for (const each of of.cases) condition(each.when)
    } else if (of.op === 'times' || of.op === 'percent' || of.op === 'lastDayOfYears')
      for (const each of inside(of)) amount(each)
    for (const name of columnsIn(of)) figures.add(name)
  }
  const walk = (of: Decision): void => {
    if ('since' in of) walk(context.on >= context.parameter(of.since).from ? of.gives : of.before)
    else if ('place' in of) walk(isInside(of.place, context) ? of.gives : of.otherwise)
    else if ('when' in of) {
      condition(of.when)
      walk(of.gives)
      walk(of.otherwise)
    } else for (const each of [of.amount, of.lastDay]) if (each) amount(each)
  }
  walk(rule.decision)
  return { single, joint, figures, tangled }
}

const inside = (of: Extract<Quantity, { op: 'times' | 'percent' | 'lastDayOfYears' }>): readonly Quantity[] =>
  of.op === 'times' ? [of.rate, of.count] : of.op === 'percent' ? [of.share, of.whole] : [of.start, of.years]

/** The columns a quantity reads: its facts, but for an age the day of birth. */
const columnsIn = (of: Condition | Quantity): readonly string[] =>
  factsIn(of).map((name) => (name === 'age' ? BORN.name : name))

/** The one fact of a condition, '' for none, undefined where there are several or a period is counted from one. */
function onlyFact(of: Condition): string | undefined {
  const names = columnsIn(of)
  if (of.op === 'compare' && [of.left, of.right].some((side) => !PLAIN.has(side.op))) return undefined
  return names.length > 1 || of.op === 'shareAtLeast' ? undefined : (names[0] ?? '')
}

const PLAIN: ReadonlySet<Quantity['op']> = new Set(['fact', 'age', 'parameter', 'yuan', 'moment'])

/** How a truth shows in an answer: yes, no, not known, and not known for want of a parameter. */
export const sayTruth = (of: Truth): number =>
  of.value === true ? 1 : of.value === false ? 0 : missingIn(of).some((each) => each.startsWith('parameter:')) ? 3 : 2

/** Sorts the values of one fact into classes, by asking every condition about each value that may make a difference. */
export function classesOf(fact: Fact, encoding: Encoding, rule: Rule, context: Context, parts: Parts): Classes {
  const asked = parts.single.filter((each) => each.fact === fact.name)
  const isFigure = parts.figures.has(fact.name)
  const known = new Map<string, number>()
  const samples: (FactValue | undefined)[] = []
  const classify = (value: FactValue | undefined): number => {
    const run = quietRun(rule, value === undefined ? {} : { [fact.name]: value }, context)
    const signature = [
      ...asked.map(({ of }) => sayTruth(decide(of, run))),
      isFigure ? (value === undefined ? 'unknown' : value === null ? 'none' : 'figure') : '',
    ].join()
    const at = known.get(signature) ?? samples.push(value) - 1
    known.set(signature, at)
    return at
  }
  if (encoding.kind === 'codes') {
    const classOf = Array.from({ length: codesOf(encoding) }, (_, code) => classify(decode(encoding, code)))
    return { kind: 'codes', classOf, samples }
  }
  const stretches = stretchesOf(
    encoding.of,
    asked.map(({ of }) => of),
    context,
  )
  const classOf = stretches.map(([, sample]) => classify(decode(encoding, sample)))
  return { kind: 'line', starts: stretches.map(([start]) => start), classOf, samples }
}

/** The figures at which some condition over this fact alone may turn, as points on its line; and those beside them. */
export function turningPoints(fact: Fact, of: 'day' | 'whole' | 'number', parts: Parts, context: Context): number[] {
  const asked = parts.single.filter((each) => each.fact === fact.name).map((each) => each.of)
  const starts = stretchesOf(of, asked, context).map(([start]) => start)
  // A need is said in round figures: a hundredth of a year or square metre, a whole bed, fen or day.
  const parts100 = fact.type === 'number' ? 100 : 1
  const points = starts.flatMap((start) => [-1, 0, 1].map((step) => (Math.round(start * parts100) + step) / parts100))
  const [lowest, highest] = of === 'day' ? [dayNumber(FIRST_DAY), dayNumber(LAST_DAY)] : [0, Number.MAX_SAFE_INTEGER]
  return [...new Set(points)].filter((each) => each >= lowest && each <= highest)
}

/** Where a stretch of the line may begin, and a value out of it: at unknown, at none, at every limit and just above it. */
function stretchesOf(
  of: 'day' | 'whole' | 'number',
  asked: readonly Condition[],
  context: Context,
): [start: number, sample: number][] {
  const limits = asked.flatMap((each) => limitsOf(each, context)).filter((each) => Number.isFinite(each))
  const lowest = of === 'day' ? Math.min(dayNumber(FIRST_DAY), ...limits) - 1 : 0
  const edges = limits.flatMap((limit) =>
    of === 'number' ? [limit, nextUp(limit)] : [Math.ceil(limit), Math.floor(limit) + 1],
  )
  const inner = [...new Set(edges)].filter((each) => each > lowest).sort((a, b) => a - b)
  const values: [number, number][] = [
    [of === 'day' ? UNKNOWN_AT.day + 1 : 0, lowest],
    ...inner.map((each): [number, number] => [each, each]),
  ]
  const [unknown, none]: [number, number][] = [
    [UNKNOWN_AT[of], UNKNOWN_AT[of]],
    [NONE_AT[of], NONE_AT[of]],
  ]
  return of === 'day' ? [unknown!, ...values, none!] : [unknown!, none!, ...values]
}

const FIRST_DAY = '1850-01-01' as Day
const LAST_DAY = '2200-12-31' as Day

/** The figures at which a condition may turn. */
function limitsOf(of: Condition, context: Context): number[] {
  if (of.op === 'some') return [0]
  if (of.op === 'oneOf') return (membersOf(of.among, context) ?? []).map(Number)
  if (of.op !== 'compare') return []
  const [row, limit] = columnsIn(of.left).length > 0 ? [of.left, of.right] : [of.right, of.left]
  const limits = constantsOf(limit, context)
  if (row.op !== 'age')
    return limits.map((each) => (typeof each === 'number' ? each : isDay(each) ? dayNumber(each) : Number.NaN))
  const { days } = daysOf(row.at, context)
  return limits.flatMap((years) =>
    typeof years !== 'number'
      ? []
      : days.flatMap((day) => [years, years + 1].map((each) => dayNumber(lastBirthday(day, each)))),
  )
}

function constantsOf(of: Quantity, context: Context): readonly (number | string)[] {
  if (of.op === 'moment') return daysOf(of.at, context).days
  if (of.op !== 'parameter' && of.op !== 'yuan') return []
  const { value } = context.parameter(of.parameter)
  return typeof value === 'number'
    ? [of.op === 'yuan' ? fenOfYuan(value) : value]
    : typeof value === 'string'
      ? [value]
      : []
}

/** The next larger number that a column can hold. */
function nextUp(value: number): number {
  const bits = new BigInt64Array(1)
  const float = new Float64Array(bits.buffer)
  float[0] = value === 0 ? 0 : value
  bits[0] = value >= 0 ? bits[0]! + 1n : bits[0]! - 1n
  return float[0]
}
