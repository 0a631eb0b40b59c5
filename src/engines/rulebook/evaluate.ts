/** The first reading: one case, with its trace. Pure; the day, the place and the settings are in the context. */
import { addDays, addMonths, type Day, dayOf, firstOfMonth, isDay } from '../../platform/clock/day.ts'
import { showYuan } from '../../platform/money/fen.ts'
import type { AnswerPeriod, RuleAnswer } from './answer.ts'
import { decide, join, missingIn, quantity, type Run, type Truth } from './conditions.ts'
import { type Context, NATION } from './context.ts'
import type { Clause, Condition, Decision, Outcome, Quantity, Rule } from './expression.ts'
import { type Facts, type FactValue, NEVER } from './facts.ts'
import { union } from './quantities.ts'
import { conjunctsOf, reasonName } from './reasons.ts'
import { ruleVersion } from './version.ts'
import { Words } from './words.ts'

type Result = {
  readonly outcome: string
  readonly amountFen: number | null
  readonly lastDay: Day | null
  /** The day from which `lastDay` was counted. */
  readonly start?: Day
  readonly missing: readonly string[]
  readonly reason: string
}

const ALWAYS: Readonly<Record<string, Outcome>> = {
  undetermined: { applies: null, label: '还缺少情况，暂不能判断' },
  blocked: { applies: null, label: '有参数尚未设定，暂不能计算' },
  notInForce: { applies: false, label: '这一天该规定尚未施行或已经停止施行' },
  outOfJurisdiction: { applies: false, label: '该规定不适用于这个地方' },
}

/** Answers one rule for one case. Facts left out are unknown and never count as "no". */
export function evaluate(rule: Rule, given: Facts, context: Context): RuleAnswer {
  const facts = withEvents(rule, given)
  const run: Run = { facts, context, words: new Words(rule, context), trace: [], kinds: [] }
  const result = outsideOf(rule, context, run) ?? decideAll(rule, rule.decision, run)
  const outcome = outcomeOf(rule, result.outcome)
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
    clauses: rule.clauses,
    says: sentence(rule, outcome, result, usedExample),
    reason: result.reason,
    form: rule.form,
    conditions: rule.conditions,
    lastVerified: rule.clauses[0] ? context.lastVerified(rule.clauses[0]) : null,
    example: usedExample,
    ...(rule.form === 'list' ? { kinds } : {}),
    ...(outcome.ask ? { askWhom: outcome.ask } : {}),
    ...(rule.reading ? { reading: rule.reading } : {}),
    ...(rule.link ? { link: rule.link } : {}),
  }
}

/** True when the division asked lies in one of the places. */
export const isInside = (places: readonly string[], context: Context): boolean =>
  context.places.chain(context.division, context.on).some((each) => places.includes(each))

/** Where and when the rule speaks at all; shared with the SQL reading, so that both refuse the same. */
export function standing(rule: Rule, context: Context): 'inForce' | 'notInForce' | 'outOfJurisdiction' {
  const chain = context.places.chain(context.division, context.on)
  if (rule.jurisdiction !== NATION && !chain.includes(rule.jurisdiction)) return 'outOfJurisdiction'
  if (rule.except && isInside(rule.except.divisions, context)) return 'outOfJurisdiction'
  return context.on < rule.from || (rule.to !== undefined && context.on >= rule.to) ? 'notInForce' : 'inForce'
}

export const outcomeOf = (rule: Rule, outcome: string): Outcome => {
  const found = rule.outcomes[outcome] ?? ALWAYS[outcome]
  if (!found) throw new Error(`rule ${rule.id} does not declare the outcome ${outcome}`)
  return found
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
      : `适用范围：${rule.jurisdiction}；所问之地：${context.division}`
  const clause = rule.clauses[0]
  run.trace.push({ step, value: false, ...(clause ? { clause } : {}) })
  return plain(at, at)
}

const plain = (outcome: string, reason: string, missing: readonly string[] = []): Result => ({
  outcome,
  amountFen: null,
  lastDay: null,
  missing,
  reason,
})

function decideAll(rule: Rule, of: Decision, run: Run): Result {
  if ('since' in of) {
    const parameter = run.context.parameter(of.since)
    const since = run.context.on >= parameter.from
    run.trace.push({
      step: `${parameter.label}：自 ${parameter.from} 起`,
      value: since,
      parameter: parameter.id,
      clause: parameter.clause,
    })
    return decideAll(rule, since ? of.gives : of.before, run)
  }
  if ('when' in of)
    return branch(
      of.when,
      decide(of.when, run),
      run,
      () => decideAll(rule, of.gives, run),
      () => decideAll(rule, of.otherwise, run),
    )
  if ('place' in of) return decideAll(rule, isInside(of.place, run.context) ? of.gives : of.otherwise, run)
  return leaf(rule, of, run)
}

/** An open condition is still decided when both ways come to the same answer. */
function branch(of: Condition, when: Truth, run: Run, then: () => Result, otherwise: () => Result): Result {
  if (when.value === true) return then()
  if (when.value === false) {
    const result = otherwise()
    return result.reason === 'otherwise' ? { ...result, reason: `${result.outcome}:${failing(of, run)}` } : result
  }
  const [a, b] = [then(), otherwise()]
  const open = a.missing.length > 0 || b.missing.length > 0
  if (!open && a.outcome === b.outcome && a.amountFen === b.amountFen && a.lastDay === b.lastDay)
    return { ...b, reason: b.reason === 'otherwise' ? `${b.outcome}:${openIn(of, run)}` : b.reason }
  return undecided(union(missingIn(when), a.missing, b.missing), openIn(of, run))
}

/** An unset parameter blocks by name even where a fact is missing too: setting it comes first. */
function undecided(missing: readonly string[], reason: string): Result {
  const blocked = missing.some((name) => name.startsWith('parameter:'))
  return blocked ? plain('blocked', 'blocked', missing) : plain('undetermined', `unknown:${reason}`, missing)
}

function leaf(rule: Rule, of: Extract<Decision, { outcome: string }>, run: Run): Result {
  const { applies } = outcomeOf(rule, of.outcome)
  const reason = applies === true ? 'met' : applies === null ? of.outcome : 'otherwise'
  if (of.says) run.trace.push({ step: of.says, value: of.outcome })
  const lastDay = of.lastDay ? quantity(of.lastDay, run) : undefined
  if (lastDay && !lastDay.known) return undecided(lastDay.missing, lastDay.missing[0]!)
  const end = lastDay && isDay(lastDay.value) ? lastDay.value : null
  const start = of.lastDay?.op === 'lastDayOfYears' ? quantity(of.lastDay.start, run) : undefined
  if (of.lastDay && end !== null)
    run.trace.push({ step: `最后一日＝${run.words.quantity(of.lastDay)}`, value: end, ...basisOf(of.lastDay, run) })
  if (!of.amount)
    return {
      outcome: of.outcome,
      amountFen: null,
      lastDay: end,
      missing: [],
      reason,
      ...(start?.known && isDay(start.value) ? { start: start.value } : {}),
    }
  const amount = quantity(of.amount, run)
  if (!amount.known) return undecided(amount.missing, amount.missing[0]!)
  const amountFen = Number(amount.value ?? 0)
  run.trace.push({
    step: `金额＝${run.words.quantity(of.amount)}${sayFacts(of.amount, run)}；以分为单位，不足一分的四舍五入`,
    value: amountFen,
    ...basisOf(of.amount, run),
  })
  if (of.aside) {
    const aside = quantity(of.aside.amount, run)
    run.trace.push({
      step: `${of.aside.says}＝${run.words.quantity(of.aside.amount)}`,
      value: aside.known ? aside.value : null,
      ...basisOf(of.aside.amount, run),
    })
  }
  return { outcome: of.outcome, amountFen, lastDay: end, missing: [], reason }
}

function sayFacts(amount: Quantity, run: Run): string {
  const names =
    amount.op === 'times' && amount.count.op === 'fact'
      ? [amount.count.fact]
      : amount.op === 'percent' && amount.whole.op === 'fact'
        ? [amount.whole.fact]
        : []
  return names.length > 0
    ? `〔${names.map((name) => `${run.words.label(name)} ${run.words.fact(name, run.facts[name])}`).join('，')}〕`
    : ''
}

/** The parameter that an amount was read from, after its branches. */
function basisOf(of: Quantity, run: Run): { parameter?: string; clause?: Clause } {
  if (of.op === 'times') return basisOf(of.rate, run)
  if (of.op === 'percent') return basisOf(of.share, run)
  if (of.op === 'lastDayOfYears') return basisOf(of.years, run)
  if (of.op === 'choose') {
    const silent: Run = { ...run, trace: [], kinds: [] }
    const taken = of.cases.find((each) => decide(each.when, silent).value === true)
    return basisOf(taken ? taken.gives : of.otherwise, run)
  }
  if (of.op !== 'yuan' && of.op !== 'parameter') return {}
  return { parameter: of.parameter, clause: run.context.parameter(of.parameter).clause }
}

const failing = (of: Condition, run: Run): string => firstWith(of, run, false)
const openIn = (of: Condition, run: Run): string => firstWith(of, run, null)

function firstWith(of: Condition, run: Run, value: boolean | null): string {
  const silent: Run = { ...run, trace: [], kinds: [] }
  const found = conjunctsOf(of).find((each) => join('all', [decide(each, silent)]).value === value)
  return reasonName(found ?? of)
}

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
