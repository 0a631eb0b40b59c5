/** All the answers of one rule for a day and a place: one for every combination of classes, given by the first reading itself. */
import { decide, quantity, type Run, type Truth } from '../conditions.ts'
import type { Context } from '../context.ts'
import { outcomeOf, type Result } from '../decide.ts'
import { decideQuietly, quietRun, standing } from '../evaluate.ts'
import type { Condition, Quantity, Rule } from '../expression.ts'
import type { Facts, FactValue } from '../facts.ts'
import { percentOf } from '../quantities.ts'
import { type Classes, classesOf, columnFacts, type Parts, partsOf } from './classes.ts'
import { type Encoding, encodingOf } from './encoding.ts'

/** What a rule says to a row. `row`: the figure is worked out for each row, from the facts that the amount names. */
export type Verdict = {
  readonly applies: boolean | null
  readonly outcome: string
  /** Short code as in the SQL reading: `met`, `notMet:hardship`, `unknown:careDependency`, `blocked`. */
  readonly reason: string
  readonly amountFen: number | null | 'row'
}

export type Cell =
  | { readonly is: 'verdict'; readonly verdict: Verdict }
  /** The amount of each row by a short formula. */
  | { readonly is: 'formula'; readonly verdict: Verdict; readonly figure: Figure }
  /** Only the first reading can tell, row by row. */
  | { readonly is: 'ask' }

/** An amount as a product of a constant and facts of the row, or a share of one. */
export type Figure =
  | { readonly op: 'constant'; readonly value: number }
  | { readonly op: 'fact'; readonly fact: string }
  | { readonly op: 'times' | 'percent'; readonly of: readonly [Figure, Figure] }

/** One rule's columns, its conditions over several facts, and the table of its cells in mixed radix: facts first, then those conditions. */
export type Table = {
  readonly rule: Rule
  readonly context: Context
  readonly facts: readonly { readonly name: string; readonly encoding: Encoding; readonly classes: Classes }[]
  readonly joint: readonly Condition[]
  readonly cells: readonly Cell[]
}

/** Beyond this a rule is asked row by row: a table that large would not be quicker. */
const MOST_CELLS = 100_000
const TRUTHS = 4

export function tableOf(
  rule: Rule,
  context: Context,
  dictionaries: Readonly<Record<string, readonly string[]>>,
): Table {
  if (standing(rule, context) !== 'inForce')
    return {
      rule,
      context,
      facts: [],
      joint: [],
      cells: [cellOf(rule, decideQuietly(rule, {}, context), quietRun(rule, {}, context))],
    }
  const parts = partsOf(rule, context)
  const facts = columnFacts(rule).map((fact) => {
    const encoding = encodingOf(fact, dictionaries[fact.name])
    return { name: fact.name, encoding, classes: classesOf(fact, encoding, rule, context, parts) }
  })
  const size = facts.reduce((product, each) => product * each.classes.samples.length, TRUTHS ** parts.joint.length)
  if (parts.tangled || size > MOST_CELLS) return { rule, context, facts, joint: [], cells: [{ is: 'ask' }] }
  const cells = Array.from({ length: size }, (_, at) => cellAt(at, rule, context, facts, parts))
  return { rule, context, facts, joint: parts.joint, cells }
}

/** Decides the combination with this number, from one sample of each class and the given truths. */
function cellAt(at: number, rule: Rule, context: Context, facts: Table['facts'], parts: Parts): Cell {
  const sample: Record<string, FactValue> = {}
  let rest = at
  for (const { name, classes } of facts) {
    const value = classes.samples[rest % classes.samples.length]
    rest = Math.floor(rest / classes.samples.length)
    if (value !== undefined) sample[name] = value
  }
  const settled = new Map<Condition, Truth>()
  for (const each of parts.joint) {
    settled.set(each, TRUTH_OF[rest % TRUTHS]!)
    rest = Math.floor(rest / TRUTHS)
  }
  return cellOf(rule, decideQuietly(rule, sample, context, settled), quietRun(rule, sample, context, settled))
}

/** The same order as `sayTruth`. */
const TRUTH_OF: readonly Truth[] = [
  { value: false },
  { value: true },
  { value: null, missing: ['fact'] },
  { value: null, missing: ['parameter:'] },
]

function cellOf(rule: Rule, result: Result, run: Run): Cell {
  if (result.hinges) return { is: 'ask' }
  const verdict = verdictOf(rule, result)
  const amount = result.leaf?.amount
  if (amount === undefined || result.amountFen === null) return { is: 'verdict', verdict }
  const figure = figureOf(amount, run)
  if (figure === undefined) return { is: 'ask' }
  return hasFact(figure)
    ? { is: 'formula', verdict: { ...verdict, amountFen: 'row' }, figure }
    : { is: 'verdict', verdict }
}

export const verdictOf = (rule: Rule, { outcome, reason, amountFen }: Result): Verdict => ({
  applies: outcomeOf(rule, outcome).applies,
  outcome,
  reason: reason === 'otherwise' ? 'notMet' : reason,
  amountFen,
})

const hasFact = (of: Figure): boolean => of.op === 'fact' || (of.op !== 'constant' && of.of.some(hasFact))

/** An amount with its branches taken; undefined for one that no formula says. */
function figureOf(of: Quantity, run: Run): Figure | undefined {
  switch (of.op) {
    case 'fact':
      return { op: 'fact', fact: of.fact }
    case 'times':
    case 'percent': {
      const [a, b] = of.op === 'times' ? [of.rate, of.count] : [of.share, of.whole]
      const [left, right] = [figureOf(a, run), figureOf(b, run)]
      return left && right ? { op: of.op, of: [left, right] } : undefined
    }
    case 'choose': {
      const open = of.cases.find((each) => decide(each.when, run).value !== false)
      if (open && decide(open.when, run).value === null) return constant(of, run)
      return figureOf(open ? open.gives : of.otherwise, run)
    }
    default:
      return constant(of, run)
  }
}

function constant(of: Quantity, run: Run): Figure | undefined {
  const at = quantity(of, run)
  return at.known && typeof at.value === 'number' ? { op: 'constant', value: at.value } : undefined
}

/** The figure of one row; a fact known to be none counts nothing, as in the first reading. */
export function figureAt(of: Figure, factAt: (name: string) => number): number {
  switch (of.op) {
    case 'constant':
      return of.value
    case 'fact':
      return Math.max(0, factAt(of.fact))
    case 'times':
      return figureAt(of.of[0], factAt) * figureAt(of.of[1], factAt)
    case 'percent':
      return percentOf(figureAt(of.of[0], factAt), figureAt(of.of[1], factAt))
  }
}

/** The answer of the first reading for one row. */
export const askRow = (table: Table, facts: Facts): Verdict =>
  verdictOf(table.rule, decideQuietly(table.rule, facts, table.context))
