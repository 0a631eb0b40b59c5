import type { Month } from '../../platform/clock/day.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import type { Settings } from '../../policy/index.ts'
import type { Place, PlaceFact } from './evidence.ts'
import { refusals } from './refusals.ts'
import type { RuleCard, Told } from './rule-card.ts'

/** What a claim is about. `place` is undefined for the pooled reward, which is the district's. */
export type ClaimOrder = {
  readonly district: string
  readonly rule: string
  readonly place?: Place
  readonly from: Month
  readonly to: Month
  readonly settings: Settings
  /** For the pooled reward only: centres that are built and accepted, with the evidence. */
  readonly centres?: { readonly count: number; readonly evidence: string }
}

export type Item = {
  readonly rule: string
  readonly subject: 'bed' | 'personMonth' | 'slot' | 'rent' | 'pool'
  readonly subjectId: string
  readonly month: Month
  readonly counted: boolean
  readonly reason: string
  readonly amountFen: number
}

/** One month of the occupancy test, as W11 shows it. */
export type MonthShown = {
  readonly month: string
  readonly beds: number
  readonly residents: number
  readonly localResidents: number
  readonly counted: number
  readonly amountFen: number
  readonly reached: boolean
}

export type Computed = {
  readonly items: readonly Item[]
  readonly amountFen: number
  readonly cards: readonly RuleCard[]
  readonly months: readonly MonthShown[]
}

/** Facts of a place as a rule takes them, each with its evidence and first day. */
export const toldOf = (facts: readonly PlaceFact[]): Told =>
  Object.fromEntries(
    facts.map(({ name, value, evidence, since }) => [name, { value, source: `${evidence}，自 ${since}` }]),
  )

/** A claim that comes to nothing is refused with what the rule said, before anybody signs. */
export function finish(
  items: readonly Item[],
  cards: readonly RuleCard[],
  months: readonly MonthShown[],
): Result<Computed> {
  const amountFen = items.reduce((sum, item) => sum + item.amountFen, 0)
  if (amountFen > 0 || months.length > 0) return ok({ items, cards, months, amountFen })
  const paid = items.length > 0 && items.every((item) => item.reason === 'paidBefore')
  return refuse(refusals.nothingToPay(paid ? '这些床位以前都已计过' : (cards[0]?.says ?? '没有符合条件的项目')))
}
