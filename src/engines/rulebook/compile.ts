/** The second reading: the whole rule as SQL over a relation with one row a case and one column a fact. */

import { factsIn } from './conditions.ts'
import type { Context } from './context.ts'
import { isInside, outcomeOf } from './decide.ts'
import { standing } from './evaluate.ts'
import type { Condition, Decision, Quantity, Rule } from './expression.ts'
import { conjunctsOf, reasonName } from './reasons.ts'
import { type Columns, Terms } from './sql-terms.ts'
import { and, isNull, not, or, text, threeWays, UNKNOWN } from './sql-text.ts'

export type CompiledRule = {
  /** `true` where the rule applies, `false` where not, NULL where it depends on something unknown. */
  readonly applies: string
  /** Whole fen as bigint, NULL for no amount. */
  readonly amountFen: string
  /** The same for rows already filtered by `applies`, without testing the condition a second time. */
  readonly amountWhereApplies: string
  readonly outcome: string
  /** Short code: `met`, `notMet:hardship`, `unknown:careDependency`, `blocked`. */
  readonly reason: string
  /** One statement over a relation (a table, a view or a query in parentheses with an alias); `keys` are carried through. */
  select(relation: string, keys?: readonly string[]): string
}

/** `columns` maps facts to columns; the default is the fact's name in snake case, and an age is read from `birth_date`. */
export function compileSql(rule: Rule, context: Context, columns: Columns = {}): CompiledRule {
  const at = standing(rule, context)
  const parts =
    at === 'inForce' ? new Compiler(rule, context, columns).decision(rule.decision) : constant(at, 'false', at)
  const reason = parts.reason.replaceAll("'otherwise'", text('notMet'))
  const amountFen = parts.amount === 'null' ? 'null::bigint' : parts.amount
  return {
    applies: parts.applies,
    amountFen,
    amountWhereApplies: parts.given === 'null' ? 'null::bigint' : parts.given,
    outcome: parts.outcome,
    reason,
    select: (relation, keys = []) =>
      `select ${[...keys, `${parts.applies} as applies`, `(${amountFen})::bigint as amount_fen`, `${parts.outcome} as outcome`, `${reason} as reason`].join(',\n       ')}\n  from ${relation}`,
  }
}

type Parts = {
  readonly applies: string
  readonly amount: string
  readonly given: string
  readonly outcome: string
  readonly reason: string
  readonly lastDay: string
  /** Outcomes that can come out here; an open condition over disjoint sides needs no comparison. */
  readonly possible: ReadonlySet<string>
}

const constant = (outcome: string, applies: string, reason: string): Parts => ({
  applies,
  amount: 'null',
  given: 'null',
  outcome: text(outcome),
  reason: text(reason),
  lastDay: 'null::date',
  possible: new Set([outcome]),
})

const OPEN = ['undetermined', 'blocked']

class Compiler {
  readonly #rule: Rule
  readonly #context: Context
  readonly #terms: Terms

  constructor(rule: Rule, context: Context, columns: Columns) {
    this.#rule = rule
    this.#context = context
    this.#terms = new Terms(rule, context, columns)
  }

  decision(of: Decision, given: ReadonlySet<string> = new Set()): Parts {
    if ('since' in of)
      return this.decision(this.#context.on >= this.#context.parameter(of.since).from ? of.gives : of.before, given)
    if ('when' in of) {
      const known = new Set([...given, ...this.#terms.knownWhenTrue(of.when)])
      return this.#branch(of.when, this.decision(of.gives, known), this.decision(of.otherwise, given))
    }
    if ('place' in of) return this.decision(isInside(of.place, this.#context) ? of.gives : of.otherwise, given)
    return this.#leaf(of, given)
  }

  #leaf(of: Extract<Decision, { outcome: string }>, given: ReadonlySet<string>): Parts {
    const { applies } = outcomeOf(this.#rule, of.outcome)
    const yes = applies === null ? UNKNOWN : String(applies)
    const reason = applies === true ? 'met' : applies === null ? of.outcome : 'otherwise'
    const needed = of.amount ?? of.lastDay
    if (!needed) return constant(of.outcome, yes, reason)
    const blame = this.#terms.blameQuantity(needed)
    const certain = blame === 'false' && this.#isCertain(needed, given)
    const value = this.#terms.quantity(needed, certain)
    const figures = {
      amount: of.amount ? value : 'null',
      given: of.amount ? value : 'null',
      lastDay: of.lastDay ? this.#terms.quantity(of.lastDay) : 'null::date',
    }
    if (certain) return { ...constant(of.outcome, yes, reason), ...figures }
    const missing = value === 'null' ? 'true' : isNull(value)
    const open = (closed: string, blocked: string, unknown: string): string => {
      const whenOpen = threeWays(blame, blocked, unknown, unknown)
      return missing === 'true' ? whenOpen : `case when ${missing} then ${whenOpen} else ${closed} end`
    }
    return {
      applies: missing === 'true' ? UNKNOWN : `case when not (${missing}) then ${yes} end`,
      ...figures,
      outcome: open(text(of.outcome), text('blocked'), text('undetermined')),
      reason: open(text(reason), text('blocked'), text(`unknown:${factsIn(needed)[0] ?? ''}`)),
      possible: new Set([of.outcome, ...OPEN]),
    }
  }

  #isCertain(of: Quantity, given: ReadonlySet<string>): boolean {
    return factsIn(of).every((name) => given.has(name))
  }

  #branch(of: Condition, then: Parts, otherwise: Parts): Parts {
    const when = this.#terms.condition(of)
    const parts = conjunctsOf(of)
    const failed = this.#firstOf(parts, (part) => not(part), 'notMet:')
    const isLeaf = otherwise.reason === text('otherwise')
    const no = isLeaf ? this.#named(failed, otherwise) : otherwise.reason
    const open = this.#open(of, when, then, otherwise)
    const amount = threeWays(when, then.amount, otherwise.amount, open.amount)
    return {
      applies: appliesOf(when, then.applies, otherwise.applies, open.applies),
      amount,
      // Where the rule applies, the row went this way; what the other way would have paid is no matter.
      given: otherwise.applies === 'false' ? then.given : amount,
      outcome: threeWays(when, then.outcome, otherwise.outcome, open.outcome),
      reason: threeWays(when, then.reason, no, open.reason),
      lastDay: threeWays(when, then.lastDay, otherwise.lastDay, open.lastDay),
      possible: new Set([
        ...then.possible,
        ...otherwise.possible,
        ...(when === 'true' || when === 'false' ? [] : OPEN),
      ]),
    }
  }

  /** What an open condition leaves: the common answer of both ways, or what is missing. */
  #open(of: Condition, when: string, then: Parts, otherwise: Parts): Omit<Parts, 'possible' | 'given'> {
    const name = this.#firstOf(conjunctsOf(of), (part) => isNull(part), 'unknown:')
    const blocked = or(this.#terms.blame(of), isBlocked(then), isBlocked(otherwise))
    const undecided = {
      applies: UNKNOWN,
      amount: 'null',
      outcome: threeWays(blocked, text('blocked'), text('undetermined'), text('undetermined')),
      reason: threeWays(blocked, text('blocked'), name, name),
      lastDay: 'null::date',
    }
    const common = [...then.possible].filter((outcome) => otherwise.possible.has(outcome) && !OPEN.includes(outcome))
    if (common.length === 0 || when === 'true' || when === 'false') return undecided
    const same = and(
      then.outcome === otherwise.outcome ? 'true' : `${then.outcome} = ${otherwise.outcome}`,
      then.possible.has('undetermined') || otherwise.possible.has('undetermined')
        ? `${then.outcome} not in ('undetermined', 'blocked')`
        : 'true',
      then.amount === otherwise.amount
        ? 'true'
        : `(${then.amount})::bigint is not distinct from (${otherwise.amount})::bigint`,
      then.lastDay === otherwise.lastDay ? 'true' : `${then.lastDay} is not distinct from ${otherwise.lastDay}`,
    )
    const reason =
      otherwise.reason === text('otherwise')
        ? this.#named(
            this.#firstOf(conjunctsOf(of), (part) => isNull(part), 'notMet:'),
            otherwise,
          )
        : otherwise.reason
    return {
      applies: threeWays(same, otherwise.applies, UNKNOWN, UNKNOWN),
      amount: threeWays(same, otherwise.amount, 'null', 'null'),
      outcome: threeWays(same, otherwise.outcome, undecided.outcome, undecided.outcome),
      reason: threeWays(same, reason, undecided.reason, undecided.reason),
      lastDay: threeWays(same, otherwise.lastDay, 'null::date', 'null::date'),
    }
  }

  /** The first part for which the test holds, as a reason code. */
  #firstOf(parts: readonly Condition[], test: (part: string) => string, prefix: string): string {
    const last = parts.at(-1)!
    const ways = parts.slice(0, -1).flatMap((part) => {
      const when = test(this.#terms.condition(part))
      return when === 'false' ? [] : [`when ${when} then ${text(prefix + reasonName(part))}`]
    })
    const rest = text(prefix + reasonName(last))
    return ways.length === 0 ? rest : `case ${ways.join(' ')} else ${rest} end`
  }

  /** A reason names the outcome it led to: `required:floorArea`. */
  #named(reason: string, otherwise: Parts): string {
    const [outcome] = otherwise.possible
    return reason.replaceAll("'notMet:", `'${outcome}:`)
  }
}

function isBlocked(parts: Parts): string {
  if (!parts.possible.has('blocked')) return 'false'
  return parts.outcome === text('blocked')
    ? 'true'
    : parts.outcome.includes("'blocked'")
      ? `${parts.outcome} = 'blocked'`
      : 'false'
}

/** The usual case, true one way and false the other, is the condition itself. */
function appliesOf(when: string, yes: string, no: string, open: string): string {
  return yes === 'true' && no === 'false' && open === UNKNOWN ? when : threeWays(when, yes, no, open)
}
