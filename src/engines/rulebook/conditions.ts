/** Three-valued conditions for one case. Unknown spreads only as far as it matters: 19 beds fail whatever the tenure. */
import type { Day } from '../../platform/clock/day.ts'
import type { Context } from './context.ts'
import { districtOf } from './context.ts'
import type { Clause, Comparison, Condition, Members, Quantity } from './expression.ts'
import type { Facts } from './facts.ts'
import { type Measured, measure, union, unset } from './quantities.ts'
import type { Words } from './words.ts'

export type Truth = { readonly value: boolean } | { readonly value: null; readonly missing: readonly string[] }

export type Step = {
  readonly step: string
  readonly value: unknown
  readonly parameter?: string
  readonly clause?: Clause
}

/** One evaluation under way: its inputs, and the trace that it leaves. */
export type Run = {
  readonly facts: Facts
  readonly context: Context
  readonly words: Words
  readonly trace: Step[]
  readonly kinds: { kind: string; label: string; value: boolean | null }[]
  /** Leaves no trace: for readings that ask thousands of cases and want the answer alone. */
  readonly quiet?: true
  /** Conditions whose truth is given instead of being looked up in the facts. */
  readonly settled?: ReadonlyMap<Condition, Truth>
}

const TRUE: Truth = { value: true }
const FALSE: Truth = { value: false }
const truth = (value: boolean): Truth => (value ? TRUE : FALSE)
const unknown = (missing: readonly string[]): Truth => ({ value: null, missing })

export const missingIn = (of: Truth | Measured): readonly string[] => ('missing' in of ? of.missing : [])

/** Decides a condition and leaves one step for every leaf, so that the trace shows each test with the facts it met. */
export function decide(of: Condition, run: Run): Truth {
  switch (of.op) {
    case 'all':
    case 'any': {
      const before = run.kinds.length
      const parts = of.of.map((each) => decide(each, run))
      const result = join(of.op, parts)
      // A kind counts only where everything around it holds: 空巢 without hardship is no 经济困难的空巢.
      if (result.value !== true) run.kinds.length = before
      return result
    }
    case 'not': {
      const inner = decide(of.of, run)
      return inner.value === null ? inner : truth(!inner.value)
    }
    case 'kind': {
      const inner = decide(of.of, run)
      run.kinds.push({ kind: of.kind, label: of.label, value: inner.value })
      return inner
    }
    default:
      return record(of, run.settled?.get(of) ?? leaf(of, run), run)
  }
}

/** `all` and `any` of strong three-valued logic (Kleene's), the same as SQL's AND and OR. */
export function join(op: 'all' | 'any', parts: readonly Truth[]): Truth {
  const decisive = op === 'any'
  if (parts.some((part) => part.value === decisive)) return truth(decisive)
  const open = parts.filter((part) => part.value === null)
  return open.length > 0 ? unknown(union(...open.map(missingIn))) : truth(!decisive)
}

type Leaf = Exclude<Condition, { op: 'all' | 'any' | 'not' | 'kind' }>

function leaf(of: Leaf, run: Run): Truth {
  const { facts, context } = run
  switch (of.op) {
    case 'yes':
      return onFact(facts, of.fact, (value) => value === true)
    case 'some':
      return onFact(facts, of.fact, (value) => typeof value === 'number' && value > 0)
    case 'present':
      return onFact(facts, of.fact, (value) => value !== null && !(Array.isArray(value) && value.length === 0))
    case 'oneOf':
    case 'hasAny': {
      const among = membersOf(of.among, context)
      const value = facts[of.fact]
      const none = value === null || (Array.isArray(value) && value.length === 0)
      if (none) return FALSE
      if (value === undefined || among === undefined)
        return unknown([
          ...(value === undefined ? [of.fact] : []),
          ...(among === undefined && 'parameter' in of.among ? [unset(of.among.parameter)] : []),
        ])
      return truth(Array.isArray(value) ? value.some((each) => among.includes(each)) : among.includes(String(value)))
    }
    case 'compare':
      return compare(of.how, quantity(of.left, run), quantity(of.right, run))
    case 'shareAtLeast': {
      const part = quantity({ op: 'fact', fact: of.part }, run)
      const whole = quantity({ op: 'fact', fact: of.whole }, run)
      const share = quantity({ op: 'parameter', parameter: of.share }, run)
      if (!part.known || !whole.known || !share.known)
        return unknown(union(missingIn(part), missingIn(whole), missingIn(share)))
      return truth(Number(part.value ?? 0) * 100 >= Number(share.value ?? 0) * Number(whole.value ?? 0))
    }
    case 'setting': {
      const { value } = context.parameter(of.parameter)
      return value === null ? unknown([unset(of.parameter)]) : truth(String(value) === of.is)
    }
    case 'within':
      return onFact(
        facts,
        of.fact,
        (value) => typeof value === 'string' && context.places.chain(value, context.on).includes(districtOf(context)),
      )
  }
}

function onFact(facts: Facts, name: string, test: (value: NonNullable<Facts[string]> | null) => boolean): Truth {
  const value = facts[name]
  return value === undefined ? unknown([name]) : truth(test(value))
}

export const membersOf = (among: Members, context: Context): readonly string[] | undefined => {
  if (!('parameter' in among)) return among
  const { value } = context.parameter(among.parameter)
  return Array.isArray(value) ? (value as readonly string[]) : undefined
}

function compare(how: Comparison, left: Measured, right: Measured): Truth {
  if (left.known && right.known) {
    if (left.value === null || right.value === null) return FALSE
    return truth(holds(how, left.value, right.value))
  }
  const missing = union(missingIn(left), missingIn(right))
  // A known "none" compares to nothing, whatever the other side turns out to be.
  if ((left.known && left.value === null) || (right.known && right.value === null)) return FALSE
  // An age between two, or a day among two, may still lie on one side of the limit.
  const results = edges(left).flatMap((a) => edges(right).map((b) => holds(how, a, b)))
  return results.length > 0 && results.every((each) => each === results[0]) ? truth(results[0]!) : unknown(missing)
}

const holds = (how: Comparison, a: number | Day, b: number | Day): boolean =>
  how === '>=' ? a >= b : how === '<=' ? a <= b : how === '<' ? a < b : a > b

function edges(of: Measured): readonly (number | Day)[] {
  if (of.known) return of.value === null ? [] : [of.value]
  return of.low === undefined || of.high === undefined ? [] : [of.low, of.high]
}

/** A quantity with its branches. An open branch is still decided when every way through it gives the same figure. */
export function quantity(of: Quantity, run: Run): Measured {
  if (of.op !== 'choose') return measure(of, run.facts, run.context, (inner) => quantity(inner, run))
  const [first, ...cases] = of.cases
  if (!first) return quantity(of.otherwise, run)
  const when = decide(first.when, run)
  if (when.value === true) return quantity(first.gives, run)
  const rest = quantity({ ...of, cases }, run)
  if (when.value === false) return rest
  const then = quantity(first.gives, run)
  if (then.known && rest.known && then.value === rest.value) return then
  return { known: false, missing: union(missingIn(when), missingIn(then), missingIn(rest)) }
}

function record(of: Leaf, result: Truth, run: Run): Truth {
  if (run.quiet) return result
  const id = parameterOf(of)
  const parameter = id === undefined ? undefined : run.context.parameter(id)
  const met = factsIn(of).map((name) => `${run.words.label(name)} ${run.words.fact(name, run.facts[name])}`)
  const step = `${run.words.condition(of)}${met.length > 0 ? `〔${met.join('，')}〕` : ''}`
  run.trace.push({
    step,
    value: result.value,
    ...(parameter ? { parameter: parameter.id, clause: parameter.clause } : {}),
  })
  return result
}

/** The parameter that a leaf rests on, if any. */
function parameterOf(of: Condition | Quantity): string | undefined {
  switch (of.op) {
    case 'setting':
    case 'parameter':
    case 'yuan':
      return of.parameter
    case 'oneOf':
    case 'hasAny':
      return 'parameter' in of.among ? of.among.parameter : undefined
    case 'compare':
      return parameterOf(of.right) ?? parameterOf(of.left)
    case 'shareAtLeast':
      return of.share
    case 'lastDayOfYears':
      return parameterOf(of.years)
    default:
      return undefined
  }
}

/** The facts that a leaf looks at, in the order of its words. */
export function factsIn(of: Condition | Quantity): readonly string[] {
  switch (of.op) {
    case 'fact':
    case 'yes':
    case 'some':
    case 'present':
    case 'within':
    case 'oneOf':
    case 'hasAny':
      return [of.fact]
    case 'age':
      return [of.asks]
    case 'compare':
      return union(factsIn(of.left), factsIn(of.right))
    case 'shareAtLeast':
      return [of.part, of.whole]
    case 'all':
    case 'any':
      return union(...of.of.map(factsIn))
    case 'not':
    case 'kind':
      return factsIn(of.of)
    case 'times':
      return union(factsIn(of.rate), factsIn(of.count))
    case 'percent':
      return union(factsIn(of.share), factsIn(of.whole))
    case 'lastDayOfYears':
      return union(factsIn(of.start), factsIn(of.years))
    case 'choose':
      return union(...of.cases.flatMap((each) => [factsIn(each.when), factsIn(each.gives)]), factsIn(of.otherwise))
    default:
      return []
  }
}
