import {
  type Context,
  evaluate,
  type Fact,
  type Facts,
  type FactValue,
  nearestChanges as nearest,
  type Rule,
} from '../../engines/rulebook/index.ts'
import { addMonths, type Day, isDay, type Month } from '../../platform/clock/day.ts'

/** What would have to be otherwise for the answer to turn: one fact, its value in words, and the answer then. */
export type Flip = { readonly fact: string; readonly ifThis: string; readonly thenThat: string; readonly month?: Month }

const MOST_MONTHS = 40 * 12

/**
 * The nearest change of each fact that turns "granted" into "not granted" or back, in the words of the 依据卡; a day of birth is told as the
 * month of life that does it. Pure: the rulebook finds the changes.
 */
export function nearestChanges(rule: Rule, facts: Facts, context: Context, month: Month): Flip[] {
  const ask = (changed: Facts) => {
    const { applies, outcome, amountFen } = evaluate(rule, changed, context)
    return { holds: applies === null ? null : applies && (amountFen ?? 0) > 0, outcome, amountFen }
  }
  return nearest(rule, facts, context, { ask }).flatMap(({ fact: name, need }): Flip[] => {
    const fact = rule.facts.find((each) => each.name === name)
    if (fact === undefined) return []
    const thenThat = evaluate(rule, { ...facts, [name]: need }, context).says.replace(/。$/, '')
    if (name !== 'birthDate') return [{ fact: name, ifThis: `${fact.label}为“${sayValue(fact, need)}”`, thenThat }]
    const months = monthsUntil(facts[name], need)
    if (months === undefined) return []
    const on = addMonths(month as string as Day, months) as string as Month
    return [{ fact: name, ifThis: `到 ${on.slice(0, 7)}（${fact.label}不变，年龄增长）`, thenThat, month: on }]
  })
}

/** Being older by some months is being born earlier by as many. */
function monthsUntil(born: FactValue | undefined, need: FactValue): number | undefined {
  if (!isDay(born) || !isDay(need)) return undefined
  for (let months = 1; months <= MOST_MONTHS; months++) if (addMonths(born, -months) <= need) return months
  return undefined
}

/** A value of a fact in Chinese. */
export function sayValue(fact: Fact, value: FactValue | undefined): string {
  if (value === undefined) return '未采集'
  if (value === null || (Array.isArray(value) && value.length === 0)) return fact.none ?? '无'
  const word = (each: unknown): string => fact.values?.[String(each)] ?? String(each)
  return Array.isArray(value) ? value.map(word).join('、') : `${word(value)}${fact.unit ?? ''}`
}
