/** What would have to be otherwise: the nearest change of one fact that turns an answer. Generic over the expression. */

import { columnFacts, partsOf, turningPoints } from './columns/classes.ts'
import { decode, type Encoding, encode, encodingOf } from './columns/encoding.ts'
import { factsIn } from './conditions.ts'
import type { Context } from './context.ts'
import { outcomeOf } from './decide.ts'
import { decideQuietly } from './evaluate.ts'
import type { Condition, Fact, Rule } from './expression.ts'
import type { Facts, FactValue } from './facts.ts'

/** `have` is the fact as it is, `need` the nearest value with which the answer turns; `amountFen` is what the answer then comes to. */
export type NearMiss = {
  readonly fact: string
  readonly have: FactValue
  readonly need: FactValue
  readonly outcome: string
  readonly amountFen: number | null
}

/** What is asked of changed facts: whether the answer is the wanted one; null where it is open. */
export type Asked = { readonly holds: boolean | null; readonly outcome: string; readonly amountFen: number | null }

type Options = {
  /** Which facts may change; all that are known, if left out. */
  readonly among?: (fact: Fact) => boolean
  /** How changed facts are answered, where other rules have a say in it. */
  readonly ask?: (facts: Facts) => Asked
}

/** Beyond this a change is no longer near. */
const FARTHEST = { day: 1 << 14, whole: 1 << 20, number: 1 << 20 } as const

/**
 * The one fact whose nearest change makes a rule apply that does not. Undefined where it applies, where the answer is open, where it is not in force or
 * does not reach the place, and where no single fact turns it. Numbers and days come before other changes: `再增加 1 张床位` is a step, another
 * form of ownership is not.
 */
export function nearMiss(rule: Rule, facts: Facts, context: Context, options: Options = {}): NearMiss | undefined {
  const ask = options.ask ?? ((changed: Facts) => askRule(rule, changed, context))
  const now = ask(facts)
  if (now.holds !== false || now.outcome === 'notInForce' || now.outcome === 'outOfJurisdiction') return undefined
  const found = nearestChanges(rule, facts, context, { ...options, ask })
  return found.toSorted((a, b) => distance(rule, a) - distance(rule, b) || Number(isLess(a)) - Number(isLess(b)))[0]
}

/** The nearest change of each known fact that turns the answer from yes to no, or from no to yes; at most one a fact, in the order of the rule. */
export function nearestChanges(rule: Rule, facts: Facts, context: Context, options: Options = {}): NearMiss[] {
  const ask = options.ask ?? ((changed: Facts) => askRule(rule, changed, context))
  const now = ask(facts).holds === true
  const parts = partsOf(rule, context)
  const searched = new Set(parts.joint.flatMap((each: Condition) => factsIn(each)))
  return columnFacts(rule).flatMap((fact): NearMiss[] => {
    const have = facts[fact.name]
    if (have === undefined || options.among?.(fact) === false) return []
    const turns = (need: FactValue): Asked | undefined => {
      const then = ask({ ...facts, [fact.name]: need })
      return then.holds !== null && then.holds !== now ? then : undefined
    }
    const line = encodingOf(fact)
    const points = line.kind === 'line' ? turningPoints(fact, line.of, parts, context) : []
    const near =
      line.kind === 'line' && fact.leftOut !== 'none' ? onLine(fact, line, have, points) : besides(fact, have, context)
    const turned = (each: FactValue) => turns(each) !== undefined
    const direct = near.find(turned)
    const weighed = line.kind === 'line' && have !== null && searched.has(fact.name)
    const found = weighed
      ? [...(direct === undefined ? [] : [closer(line, have, direct, turned)]), ...gallop(line, have, turned)]
      : [direct]
    const far = (each: FactValue) =>
      line.kind === 'line' && each !== null && have !== null ? Math.abs(encode(line, each) - encode(line, have)) : 0
    const need = found.filter((each) => each !== undefined).toSorted((a, b) => far(a) - far(b))[0]
    const then = need === undefined ? undefined : turns(need)
    return need === undefined || then === undefined
      ? []
      : [{ fact: fact.name, have, need, outcome: then.outcome, amountFen: then.amountFen }]
  })
}

function askRule(rule: Rule, facts: Facts, context: Context): Asked {
  const { outcome, amountFen } = decideQuietly(rule, facts, context)
  return { holds: outcomeOf(rule, outcome).applies, outcome, amountFen }
}

type Line = Extract<Encoding, { kind: 'line' }>

/** The turning points of a number or day, the nearest first. Nobody grows younger: a day of birth only moves back, an age only up. */
function onLine(fact: Fact, line: Line, have: FactValue, points: readonly number[]): FactValue[] {
  if (have === null && line.of === 'day') return []
  const from = have === null ? 0 : encode(line, have)
  const ahead = fact.always !== true ? points : points.filter((each) => (line.of === 'day' ? each < from : each > from))
  return ahead
    .filter(
      (each) =>
        each !== from && (fact.min === undefined || each >= fact.min) && (fact.max === undefined || each <= fact.max),
    )
    .toSorted((a, b) => Math.abs(a - from) - Math.abs(b - from))
    .map((each) => decode(line, each)!)
}

/** Where a condition weighs several facts against each other: outward in doubling steps, then back to the first value that turns. */
function gallop(line: Line, have: FactValue, turned: (need: FactValue) => boolean): FactValue[] {
  const from = Math.floor(encode(line, have))
  return [1, -1].flatMap((way) => {
    for (let far = 1; far <= FARTHEST[line.of]; far *= 2) {
      if (line.of !== 'day' && from + way * far < 0) return []
      const need = decode(line, from + way * far)!
      if (turned(need)) return [closer(line, have, need, turned)]
    }
    return []
  })
}

/** Between a value that does not turn the answer and one that does: the one nearest to the first, in whole steps. */
function closer(line: Line, have: FactValue, need: FactValue, turned: (need: FactValue) => boolean): FactValue {
  const from = Math.floor(encode(line, have))
  const way = Math.sign(encode(line, need) - from)
  let [short, long] = [0, Math.abs(encode(line, need) - from)]
  while (long - short > 1) {
    const middle = Math.floor((short + long) / 2)
    if (turned(decode(line, from + way * middle)!)) long = middle
    else short = middle
  }
  return decode(line, from + way * long)!
}

/** Other values of a fact without a line, the nearest first: the next level, one tag fewer or more, the district that is asked. */
function besides(fact: Fact, have: FactValue, context: Context): FactValue[] {
  const words = Object.keys(fact.values ?? {})
  switch (fact.type) {
    case 'boolean':
      return [have !== true]
    case 'choice': {
      const at = typeof have === 'string' ? words.indexOf(have) : -1
      const far = (word: string) => Math.abs(words.indexOf(word) - at)
      return words.filter((each) => each !== have).toSorted((a, b) => far(a) - far(b))
    }
    case 'tags': {
      const held = Array.isArray(have) ? (have as readonly string[]) : []
      const fewer = held.map((each) => held.filter((other) => other !== each))
      return [...fewer, ...words.filter((each) => !held.includes(each)).map((each) => [...held, each]), []]
    }
    case 'division':
      return have === context.division ? [] : [context.division]
    default:
      return have === null ? [] : [null]
  }
}

/** Of two equal steps the one to more is taken: `再增加 1 人`, not one bed fewer. */
const isLess = ({ have, need }: NearMiss): boolean =>
  typeof have === 'number' && typeof need === 'number' && need < have

/** Steps along the line; whatever is no step lies behind all of them. */
function distance(rule: Rule, { fact, have, need }: NearMiss): number {
  const spec = columnFacts(rule).find((each) => each.name === fact)
  const line = spec ? encodingOf(spec) : undefined
  return line?.kind === 'line' && have !== null && need !== null
    ? Math.abs(encode(line, need) - encode(line, have))
    : Number.MAX_SAFE_INTEGER
}
