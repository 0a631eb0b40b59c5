/**
 * The language of a rule: plain data, so that one expression can be evaluated, compiled to SQL, put into Chinese and sent to
 * a browser. A number never stands in an expression as itself: it is a dated parameter with its clause, or a fact.
 */
import type { Day } from '../../platform/clock/day.ts'

/** `clause` of the glossary: a document of the catalogue and a section path inside it. */
export type Clause = { readonly doc: string; readonly section: string }

/** What is counted among: words written in the rule, or a parameter that holds the list. */
export type Members = readonly string[] | { readonly parameter: string }

/** Days that an expression may name: the day asked, and the edges of its month. */
export type NamedMoment = 'on' | 'monthStart' | 'monthEnd' | 'beforeMonth' | 'nextMonthStart'

/** A day that a setting decides: each value of the parameter with its day. While it is not set, the day lies among all of them. */
export type Moment = NamedMoment | { readonly settled: string; readonly ways: Readonly<Record<string, NamedMoment>> }

export type Quantity =
  | { readonly op: 'fact'; readonly fact: string }
  | { readonly op: 'parameter'; readonly parameter: string }
  /** A parameter in 元, read as whole fen, half up. */
  | { readonly op: 'yuan'; readonly parameter: string }
  /** Whole years completed at a moment, from a day of birth or from an age told for the day asked; `asks` is the fact named when both are missing. */
  | { readonly op: 'age'; readonly born: string; readonly told: string; readonly at: Moment; readonly asks: string }
  | { readonly op: 'moment'; readonly at: Moment }
  | { readonly op: 'times'; readonly rate: Quantity; readonly count: Quantity }
  /** `share` per cent of `whole`, half up to the fen. */
  | { readonly op: 'percent'; readonly share: Quantity; readonly whole: Quantity }
  /** The last day of a period of whole years that begins on `start`. */
  | { readonly op: 'lastDayOfYears'; readonly start: Quantity; readonly years: Quantity }
  | {
      readonly op: 'choose'
      readonly cases: readonly { readonly when: Condition; readonly gives: Quantity }[]
      readonly otherwise: Quantity
    }

export type Comparison = '>=' | '<=' | '<' | '>'

export type Condition =
  | { readonly op: 'all' | 'any'; readonly of: readonly Condition[] }
  | { readonly op: 'not'; readonly of: Condition }
  | { readonly op: 'yes'; readonly fact: string }
  /** The fact is known to be something, not known to be none. */
  | { readonly op: 'present'; readonly fact: string }
  | { readonly op: 'oneOf'; readonly fact: string; readonly among: Members }
  | { readonly op: 'hasAny'; readonly fact: string; readonly among: Members }
  | { readonly op: 'compare'; readonly how: Comparison; readonly left: Quantity; readonly right: Quantity }
  /** At least a share of a whole, in per cent: `part × 100 ≥ share × whole`, without a division that could lose a case. */
  | { readonly op: 'shareAtLeast'; readonly part: string; readonly whole: string; readonly share: string }
  | { readonly op: 'some'; readonly fact: string }
  /** A parameter whose value is one of these words (`true` and `false` for yes and no). */
  | { readonly op: 'setting'; readonly parameter: string; readonly is: string }
  /** The division in the fact lies in the district (or city) that is asked. */
  | { readonly op: 'within'; readonly fact: string }
  /** A condition that has a name of its own on a list, as the kinds of 特殊困难老年人. */
  | { readonly op: 'kind'; readonly kind: string; readonly label: string; readonly of: Condition }

/** The way from facts to an outcome. Each leaf names one of the rule's declared outcomes. */
export type Decision =
  | {
      readonly outcome: string
      readonly amount?: Quantity
      readonly aside?: Aside
      readonly lastDay?: Quantity
      readonly says?: string
    }
  | { readonly when: Condition; readonly gives: Decision; readonly otherwise: Decision }
  /** One side before a parameter is in force, the other from that day: the law has moved. */
  | { readonly since: string; readonly gives: Decision; readonly before: Decision }
  /** One side for some places, the other for the rest. */
  | { readonly place: readonly string[]; readonly gives: Decision; readonly otherwise: Decision }

/** A second figure that belongs in the trace and is paid by somebody else. */
export type Aside = { readonly says: string; readonly amount: Quantity }

export type FactType = 'boolean' | 'integer' | 'number' | 'fen' | 'day' | 'choice' | 'tags' | 'division'

export type Fact = {
  readonly name: string
  readonly type: FactType
  readonly label: string
  readonly unit?: string
  /** For `choice` and `tags`: each value with its Chinese word. */
  readonly values?: Readonly<Record<string, string>>
  readonly min?: number
  readonly max?: number
  /** What `null` (or an empty set) says in Chinese. */
  readonly none?: string
  /** What the rule is about: where there is none of it there is nothing to answer, so `null` is read as not yet said. */
  readonly noneAsks?: true
  /** Nobody is without this (an age): `null` is refused as a mistake. */
  readonly always?: true
  /** Another declared fact that this one can stand for; then neither is required by itself. */
  readonly insteadOf?: string
  /** `none`: left out means that no such event is recorded, and it counts as later than any day. For events only (a death), never for a state. */
  readonly leftOut?: 'none'
}

/** `applies` null is for answers that the documents cannot give (`verify`). */
export type Outcome = { readonly applies: boolean | null; readonly label: string; readonly ask?: string }

export type Rule = {
  readonly id: string
  readonly title: string
  readonly subject: 'person' | 'facility' | 'project'
  readonly form: 'money' | 'voucher' | 'procedure' | 'list' | 'service'
  /** Division key of the place whose document this is; `000000` for the nation. */
  readonly jurisdiction: string
  readonly except?: { readonly parameter: string; readonly divisions: readonly string[] }
  readonly from: Day
  readonly to?: Day
  readonly clauses: readonly Clause[]
  readonly facts: readonly Fact[]
  readonly outcomes: Readonly<Record<string, Outcome>>
  readonly decision: Decision
  readonly period: 'month' | 'year' | 'once' | null
  /** Further conditions of the clause that no fact asks for; whoever decides keeps them in view. */
  readonly conditions: readonly string[]
  /** How we read an unclear text; always shown. */
  readonly reading?: string
  readonly link?: { readonly label: string; readonly url: string }
}

export const fact = (name: string): Quantity => ({ op: 'fact', fact: name })
export const parameter = (id: string): Quantity => ({ op: 'parameter', parameter: id })
export const yuan = (id: string): Quantity => ({ op: 'yuan', parameter: id })
export const times = (rate: Quantity, count: Quantity): Quantity => ({ op: 'times', rate, count })
export const percent = (share: Quantity, whole: Quantity): Quantity => ({ op: 'percent', share, whole })
export const moment = (at: Moment): Quantity => ({ op: 'moment', at })
export const age = (at: Moment, asks: 'age' | 'birthDate'): Quantity => ({
  op: 'age',
  born: 'birthDate',
  told: 'age',
  at,
  asks,
})
export const lastDayOfYears = (start: Quantity, years: Quantity): Quantity => ({ op: 'lastDayOfYears', start, years })

export const all = (...of: Condition[]): Condition => ({ op: 'all', of })
export const any = (...of: Condition[]): Condition => ({ op: 'any', of })
export const not = (of: Condition): Condition => ({ op: 'not', of })
export const yes = (name: string): Condition => ({ op: 'yes', fact: name })
export const present = (name: string): Condition => ({ op: 'present', fact: name })
export const some = (name: string): Condition => ({ op: 'some', fact: name })
export const oneOf = (name: string, among: Members): Condition => ({ op: 'oneOf', fact: name, among })
export const hasAny = (name: string, among: Members): Condition => ({ op: 'hasAny', fact: name, among })
export const atLeast = (left: Quantity, right: Quantity): Condition => ({ op: 'compare', how: '>=', left, right })
export const atMost = (left: Quantity, right: Quantity): Condition => ({ op: 'compare', how: '<=', left, right })
export const before = (left: Quantity, right: Quantity): Condition => ({ op: 'compare', how: '<', left, right })
export const shareAtLeast = (part: string, whole: string, share: string): Condition => ({
  op: 'shareAtLeast',
  part,
  whole,
  share,
})
export const setting = (id: string, is: string): Condition => ({ op: 'setting', parameter: id, is })
export const within = (name: string): Condition => ({ op: 'within', fact: name })
export const kind = (name: string, label: string, of: Condition): Condition => ({ op: 'kind', kind: name, label, of })
