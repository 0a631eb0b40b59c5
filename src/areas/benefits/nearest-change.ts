import {
  type Context,
  evaluate,
  type Fact,
  type Facts,
  type FactValue,
  type Rule,
} from '../../engines/rulebook/index.ts'
import { addMonths, type Day, type Month } from '../../platform/clock/day.ts'

/** What would have to be otherwise for the answer to turn: one fact, its value in words, and the answer then. */
export type Flip = { readonly fact: string; readonly ifThis: string; readonly thenThat: string; readonly month?: Month }

const MOST_MONTHS = 40 * 12
const PAID = 'granted'

/**
 * The nearest change of each fact that turns "granted" into "not granted" or back, at most one a fact: the next month of life that does it,
 * the nearest level on a scale, one tag more or fewer. Pure; `granted` tells for an answer whether the person holds the scheme in the end.
 */
export function nearestChanges(rule: Rule, facts: Facts, context: Context, month: Month): Flip[] {
  const isGranted = (changed: Facts) => {
    const answer = evaluate(rule, changed, context)
    return {
      granted: answer.outcome === PAID && (answer.amountFen ?? 0) > 0,
      says: answer.says,
      open: answer.applies === null,
    }
  }
  const now = isGranted(facts)
  return rule.facts.flatMap((fact): Flip[] => {
    if (fact.name === 'birthDate') return byAge(rule, facts, month, now.granted, isGranted)
    for (const value of nearbyValues(fact, facts[fact.name], context)) {
      const then = isGranted({ ...facts, [fact.name]: value })
      if (then.granted !== now.granted && !then.open)
        return [{ fact: fact.name, ifThis: `${fact.label}为“${sayValue(fact, value)}”`, thenThat: trim(then.says) }]
    }
    return []
  })
}

type Ask = (facts: Facts) => { granted: boolean; says: string; open: boolean }

/** Being older by some months is being born earlier by as many. */
function byAge(rule: Rule, facts: Facts, month: Month, granted: boolean, ask: Ask): Flip[] {
  const born = facts.birthDate
  if (typeof born !== 'string') return []
  for (let months = 1; months <= MOST_MONTHS; months++) {
    const then = ask({ ...facts, birthDate: addMonths(born as Day, -months) })
    if (then.granted === granted) continue
    const on = addMonths(month as string as Day, months) as string as Month
    const label = rule.facts.find((fact) => fact.name === 'birthDate')?.label ?? '年龄'
    return [
      {
        fact: 'birthDate',
        ifThis: `到 ${on.slice(0, 7)}（${label}不变，年龄增长）`,
        thenThat: trim(then.says),
        month: on,
      },
    ]
  }
  return []
}

/** Other values of a fact, the nearest first. */
function nearbyValues(fact: Fact, value: FactValue | undefined, context: Context): FactValue[] {
  const words = Object.keys(fact.values ?? {})
  switch (fact.type) {
    case 'choice': {
      const at = typeof value === 'string' ? words.indexOf(value) : -1
      return words
        .filter((each) => each !== value)
        .sort((a, b) => Math.abs(words.indexOf(a) - at) - Math.abs(words.indexOf(b) - at))
    }
    case 'tags': {
      const held = Array.isArray(value) ? (value as readonly string[]) : []
      const fewer = held.map((each) => held.filter((other) => other !== each))
      return [...fewer, ...words.filter((each) => !held.includes(each)).map((each) => [...held, each]), []]
    }
    case 'division':
      return value === context.division ? [] : [context.division]
    case 'day':
      return fact.leftOut === 'none' && value !== undefined && value !== null ? [null] : []
    default:
      return []
  }
}

/** A value of a fact in Chinese. */
export function sayValue(fact: Fact, value: FactValue | undefined): string {
  if (value === undefined) return '未采集'
  if (value === null || (Array.isArray(value) && value.length === 0)) return fact.none ?? '无'
  const word = (each: unknown): string => fact.values?.[String(each)] ?? String(each)
  return Array.isArray(value) ? value.map(word).join('、') : `${word(value)}${fact.unit ?? ''}`
}

const trim = (sentence: string): string => sentence.replace(/。$/, '')
