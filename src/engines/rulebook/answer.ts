import type { Day } from '../../platform/clock/day.ts'
import type { Step } from './conditions.ts'
import type { Clause } from './expression.ts'

/**
 * The months, year or grace an answer is about. `until` is exclusive; `lastDay` is the same end said inclusively, as notices
 * print it.
 */
export type AnswerPeriod = {
  readonly unit: 'month' | 'year' | 'grace'
  readonly from: Day
  readonly until: Day
  readonly lastDay: Day
}

/** What `yiyang rules eval` prints. Fields after `clauses` are additions that a script may ignore. */
export type RuleAnswer = {
  readonly rule: string
  readonly version: string
  /** `null`: the answer depends on what is missing, or the documents cannot give it (`verify`). */
  readonly applies: boolean | null
  /** Whole fen; `null` means no amount. */
  readonly amountFen: number | null
  readonly period: AnswerPeriod | null
  readonly outcome: string
  readonly trace: readonly Step[]
  /** Fact names, and `parameter:ID` for what a district has not set. */
  readonly missing: readonly string[]
  readonly clauses: readonly Clause[]
  /** The outcome in Chinese. */
  readonly says: string
  /** `met`, or what decided: `notMet:hardship`, `unknown:careDependency`, `blocked`. Equal to the reason column of the SQL. */
  readonly reason: string
  /** The condition that was not met, in Chinese. */
  readonly because?: string
  readonly form: string
  readonly conditions: readonly string[]
  readonly lastVerified: Day | null
  /** True where an amount rests on a demonstration setting: it is shown as 示例. */
  readonly example: boolean
  readonly kinds?: readonly string[]
  readonly askWhom?: string
  readonly reading?: string
  readonly link?: { readonly label: string; readonly url: string }
}
