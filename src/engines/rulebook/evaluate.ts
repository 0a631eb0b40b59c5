/** The first reading: one case, with its trace. Pure; the day, the place and the settings are in the context. */
import { addDays, addMonths, type Day, dayOf, firstOfMonth } from '../../platform/clock/day.ts'
import { showYuan } from '../../platform/money/fen.ts'
import type { AnswerPeriod, RuleAnswer } from './answer.ts'
import type { Run } from './conditions.ts'
import { type Context, NATION } from './context.ts'
import { decideAll, isInside, outcomeOf, plain, type Result } from './decide.ts'
import type { Clause, Outcome, Rule } from './expression.ts'
import { type Facts, type FactValue, NEVER } from './facts.ts'
import { ruleVersion } from './version.ts'
import { Words } from './words.ts'

/** Answers one rule for one case. Facts left out are unknown and never count as "no". */
export function evaluate(rule: Rule, given: Facts, context: Context): RuleAnswer {
  const facts = withEvents(rule, given)
  const run: Run = { facts, context, words: new Words(rule, context), trace: [], kinds: [] }
  const result = outsideOf(rule, context, run) ?? decideAll(rule, rule.decision, run)
  const outcome = outcomeOf(rule, result.outcome)
  const clauses = clausesOn(rule, context)
  const kinds = run.kinds.filter((each) => each.value === true).map((each) => each.kind)
  const usedExample = run.trace.some(
    (step) => step.parameter !== undefined && context.parameter(step.parameter).example,
  )
  if (result.missing.length > 0)
    for (const name of result.missing) run.trace.push({ step: `缺少：${sayMissing(name, run)}`, value: null })
  return {
    rule: rule.id,
    version: ruleVersion(rule, context),
    applies: outcome.applies,
    amountFen: result.amountFen,
    period: periodOf(rule, result, context),
    outcome: result.outcome,
    trace: run.trace,
    missing: result.missing,
    clauses,
    says: sentence(rule, outcome, result, usedExample),
    reason: result.reason,
    ...(result.because ? { because: result.because } : {}),
    form: rule.form,
    conditions: rule.conditions,
    lastVerified: clauses[0] ? context.lastVerified(clauses[0]) : null,
    example: usedExample,
    ...(rule.form === 'list' ? { kinds } : {}),
    ...(outcome.ask ? { askWhom: outcome.ask } : {}),
    ...(rule.reading ? { reading: rule.reading } : {}),
    ...(rule.link ? { link: rule.link } : {}),
  }
}

/** The answer alone, without trace and sentences: for readings that ask many cases. `settled` gives the truth of some conditions. */
export function decideQuietly(rule: Rule, given: Facts, context: Context, settled?: Run['settled']): Result {
  const at = standing(rule, context)
  if (at !== 'inForce') return plain(at, at)
  return decideAll(rule, rule.decision, quietRun(rule, given, context, settled))
}

/** A run that leaves no trace. */
export const quietRun = (rule: Rule, given: Facts, context: Context, settled?: Run['settled']): Run => ({
  facts: withEvents(rule, given),
  context,
  words: new Words(rule, context),
  trace: [],
  kinds: [],
  quiet: true,
  ...(settled ? { settled } : {}),
})

/** Where and when the rule speaks at all; shared with the SQL reading, so that both refuse the same. */
export function standing(rule: Rule, context: Context): 'inForce' | 'notInForce' | 'outOfJurisdiction' {
  const chain = context.places.chain(context.division, context.on)
  if (rule.jurisdiction !== NATION && !chain.includes(rule.jurisdiction)) return 'outOfJurisdiction'
  if (rule.except && isInside(rule.except.divisions, context)) return 'outOfJurisdiction'
  return context.on < rule.from || (rule.to !== undefined && context.on >= rule.to) ? 'notInForce' : 'inForce'
}

/** The clauses whose documents are in force already; all of them before the first is, so that an answer always names one. */
export function clausesOn(rule: Rule, context: Context): readonly Clause[] {
  const held = rule.clauses.filter((clause) => (context.clauseFrom(clause) ?? rule.from) <= context.on)
  return held.length > 0 ? held : rule.clauses
}

/** An event that is left out has not been recorded; see `leftOut` in the fact's declaration. */
function withEvents(rule: Rule, given: Facts): Facts {
  const events: Record<string, FactValue> = {}
  for (const fact of rule.facts) if (fact.leftOut === 'none' && given[fact.name] == null) events[fact.name] = NEVER
  return { ...given, ...events }
}

function outsideOf(rule: Rule, context: Context, run: Run): Result | undefined {
  const at = standing(rule, context)
  if (at === 'inForce') return undefined
  const step =
    at === 'notInForce'
      ? `自 ${rule.from} 起施行${rule.to ? `，至 ${rule.to} 止（不含当日）` : ''}；所问之日为 ${context.on}`
      : `适用范围：${context.placeName(rule.jurisdiction)}${exceptions(rule, context)}；所问之地：${context.placeName(context.division)}`
  const clause = rule.clauses[0]
  run.trace.push({ step, value: false, ...(clause ? { clause } : {}) })
  return plain(at, at)
}

const exceptions = (rule: Rule, context: Context): string =>
  rule.except ? `（不含${rule.except.divisions.map((each) => context.placeName(each)).join('、')}）` : ''

function periodOf(rule: Rule, result: Result, context: Context): AnswerPeriod | null {
  if (result.lastDay !== null)
    return {
      unit: 'grace',
      from: result.start ?? rule.from,
      until: addDays(result.lastDay, 1),
      lastDay: result.lastDay,
    }
  const first = firstOfMonth(context.on) as string as Day
  if (rule.period === 'month')
    return { unit: 'month', from: first, until: addMonths(first, 1), lastDay: addDays(addMonths(first, 1), -1) }
  if (rule.period !== 'year') return null
  const year = Number(context.on.slice(0, 4))
  return { unit: 'year', from: dayOf(year, 1, 1), until: dayOf(year + 1, 1, 1), lastDay: dayOf(year, 12, 31) }
}

function sayMissing(name: string, run: Run): string {
  if (!name.startsWith('parameter:')) return `${run.words.label(name)}（${name}）`
  return `${run.context.parameter(name.slice('parameter:'.length)).label}（${name}），请由区县在政策规则库中设定`
}

function sentence(rule: Rule, outcome: Outcome, result: Result, example: boolean): string {
  const amount =
    result.amountFen === null
      ? ''
      : `，${rule.form === 'voucher' ? '消费券上限' : '金额'} ${showYuan(result.amountFen)}${example ? '（示例）' : ''}`
  return `${rule.title}：${outcome.label}${amount}${outcome.ask ? `。请向${outcome.ask}核实` : ''}。`
}
