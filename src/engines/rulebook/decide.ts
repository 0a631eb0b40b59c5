/** From a rule's decision to one outcome, for one case. */
import { type Day, isDay } from '../../platform/clock/day.ts'
import { decide, join, missingIn, quantity, type Run, type Truth } from './conditions.ts'
import type { Context } from './context.ts'
import type { Clause, Condition, Decision, Outcome, Quantity, Rule } from './expression.ts'
import { union } from './quantities.ts'
import { conjunctsOf, reasonName } from './reasons.ts'

export type Result = {
  readonly outcome: string
  readonly amountFen: number | null
  readonly lastDay: Day | null
  /** The day from which `lastDay` was counted. */
  readonly start?: Day
  readonly missing: readonly string[]
  readonly reason: string
  /** The part of the condition that was not met, in words. */
  readonly because?: string
  /** The way's end that gave the answer; absent where two ways agreed. */
  readonly leaf?: Leaf
  /** Two open ways were compared by figures that the facts of the case decide: other figures may give another answer. */
  readonly hinges?: true
}

type Leaf = Extract<Decision, { outcome: string }>

const ALWAYS: Readonly<Record<string, Outcome>> = {
  undetermined: { applies: null, label: '还缺少情况，暂不能判断' },
  blocked: { applies: null, label: '有参数尚未设定，暂不能计算' },
  notInForce: { applies: false, label: '这一天该规定尚未施行或已经停止施行' },
  outOfJurisdiction: { applies: false, label: '该规定不适用于这个地方' },
}

export const outcomeOf = (rule: Rule, outcome: string): Outcome => {
  const found = rule.outcomes[outcome] ?? ALWAYS[outcome]
  if (!found) throw new Error(`rule ${rule.id} does not declare the outcome ${outcome}`)
  return found
}

/** True when the division asked lies in one of the places. */
export const isInside = (places: readonly string[], context: Context): boolean =>
  context.places.chain(context.division, context.on).some((each) => places.includes(each))

/** An answer without an amount. */
export const plain = (outcome: string, reason: string, missing: readonly string[] = []): Result => ({
  outcome,
  amountFen: null,
  lastDay: null,
  missing,
  reason,
})

/** Follows a rule's decision to its outcome, leaving the steps in the run's trace. */
export function decideAll(rule: Rule, of: Decision, run: Run): Result {
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
    if (result.reason !== 'otherwise') return result
    const failed = firstWith(of, run, false)
    return { ...result, reason: `${result.outcome}:${reasonName(failed)}`, because: run.words.condition(failed) }
  }
  const open = reasonName(firstWith(of, run, null))
  const [a, b] = [then(), otherwise()]
  const lacking = a.missing.length > 0 || b.missing.length > 0
  const figures = [a.amountFen, b.amountFen, a.lastDay, b.lastDay].some((each) => each !== null)
  const hinges =
    a.hinges || b.hinges || (!lacking && a.outcome === b.outcome && figures) ? { hinges: true as const } : {}
  if (!lacking && a.outcome === b.outcome && a.amountFen === b.amountFen && a.lastDay === b.lastDay) {
    const { leaf: _, ...same } = b
    return { ...same, reason: b.reason === 'otherwise' ? `${b.outcome}:${open}` : b.reason, ...hinges }
  }
  return { ...undecided(union(missingIn(when), a.missing, b.missing), open), ...hinges }
}

/** An unset parameter blocks by name even where a fact is missing too: setting it comes first. */
function undecided(missing: readonly string[], reason: string): Result {
  const blocked = missing.some((name) => name.startsWith('parameter:'))
  return blocked ? plain('blocked', 'blocked', missing) : plain('undetermined', `unknown:${reason}`, missing)
}

function leaf(rule: Rule, of: Leaf, run: Run): Result {
  const { applies } = outcomeOf(rule, of.outcome)
  const reason = applies === true ? 'met' : applies === null ? of.outcome : 'otherwise'
  if (of.says && !run.quiet) run.trace.push({ step: of.says, value: of.outcome })
  const lastDay = of.lastDay ? quantity(of.lastDay, run) : undefined
  if (lastDay && !lastDay.known) return undecided(lastDay.missing, lastDay.missing[0]!)
  const end = lastDay && isDay(lastDay.value) ? lastDay.value : null
  const start = of.lastDay?.op === 'lastDayOfYears' ? quantity(of.lastDay.start, run) : undefined
  if (of.lastDay && end !== null && !run.quiet)
    run.trace.push({ step: `最后一日＝${run.words.quantity(of.lastDay)}`, value: end, ...basisOf(of.lastDay, run) })
  if (!of.amount)
    return {
      outcome: of.outcome,
      amountFen: null,
      lastDay: end,
      missing: [],
      reason,
      leaf: of,
      ...(start?.known && isDay(start.value) ? { start: start.value } : {}),
    }
  const amount = quantity(of.amount, run)
  if (!amount.known) return undecided(amount.missing, amount.missing[0]!)
  const amountFen = Number(amount.value ?? 0)
  if (run.quiet) return { outcome: of.outcome, amountFen, lastDay: end, missing: [], reason, leaf: of }
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
  return { outcome: of.outcome, amountFen, lastDay: end, missing: [], reason, leaf: of }
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
    const silent: Run = { ...run, trace: [], kinds: [], quiet: true }
    const taken = of.cases.find((each) => decide(each.when, silent).value === true)
    return basisOf(taken ? taken.gives : of.otherwise, run)
  }
  if (of.op !== 'yuan' && of.op !== 'parameter') return {}
  return { parameter: of.parameter, clause: run.context.parameter(of.parameter).clause }
}

/** The first part of a condition that came out so: what the answer is explained by. */
function firstWith(of: Condition, run: Run, value: boolean | null): Condition {
  const silent: Run = { ...run, trace: [], kinds: [], quiet: true }
  const found = conjunctsOf(of).find((each) => join('all', [decide(each, silent)]).value === value)
  return found ?? of
}
