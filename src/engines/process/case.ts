import type { Day } from '../../platform/clock/day.ts'
import type { Role } from '../../platform/identity/index.ts'
import type { Party, Relation } from './declaration.ts'

/** The key of a case. */
export type CaseRef = { readonly district: string; readonly id: string }

/** Where the subject of a case is at home: decides who sees it. */
export type Place = { readonly district: string; readonly township: string; readonly village: string | null }

/** Who acts. Roles are those that the account holds at the place of the case; a relation may end on a day (exclusive). */
export type Actor = {
  readonly account: string
  readonly roles: readonly Role[]
  readonly relations?: readonly { readonly as: Relation; readonly until?: Day }[]
  /** The colleague whose deputy acts. */
  readonly onBehalfOf?: string
}

/** Says as whom somebody stands to a case. */
export type ActorAt = (of: {
  readonly district: string
  readonly township: string
  readonly village: string | null
  readonly subjectKind: string
  readonly subjectId: string
  readonly handler: string | null
}) => Actor

/** Days of a clock that are used up, and since when it runs; `since` null while it stands still. */
export type ClockReading = { readonly used: number; readonly since: Day | null }

/** What a decision needs to know of a case. */
export type CaseNow = {
  readonly state: string
  readonly outcome: string | null
  readonly clocks: Readonly<Record<string, ClockReading>>
  /** Days of each clock as set when the case began; null where nobody had set them. */
  readonly terms: Readonly<Record<string, number | null>>
  readonly dueOn: Day | null
  readonly dueNote: string | null
  /** Evidence that the case needs, and what of any evidence is good now. */
  readonly required: readonly string[]
  readonly good: readonly string[]
  /** Moves made so far, oldest first. */
  readonly past: readonly { readonly move: string; readonly account: string; readonly onBehalfOf: string | null }[]
}

/** One act as it is asked for. */
export type ActOrder = {
  readonly move: string
  readonly reason?: string
  /** For a correction request: names of all that is missing, with what to tell about each. */
  readonly missing?: readonly { readonly name: string; readonly note?: string }[]
  /** Kept on the timeline for the area; no personal data. */
  readonly detail?: Readonly<Record<string, unknown>>
}

export type Timer = {
  readonly clock: string
  readonly purpose: 'due' | 'reminder'
  readonly dueOn: Day
  readonly on: Day
}

/** What an allowed move comes to. */
export type NextCase = {
  readonly move: string
  readonly from: string
  readonly to: string
  readonly party: Party
  readonly desk: Party | null
  readonly outcome: string | null
  readonly closed: boolean
  readonly clocks: Readonly<Record<string, ClockReading>>
  readonly dueOn: Day | null
  readonly dueNote: string | null
  /** `keep`: the clock runs on. Otherwise the waiting deadlines are dropped and these begin. */
  readonly timers: 'keep' | readonly Timer[]
  /** The sentence of the timeline. */
  readonly says: string
  readonly shown: boolean
  readonly required: readonly string[]
  readonly rejected: readonly { readonly name: string; readonly note?: string }[]
  readonly effect: string | null
}

/** A move that was made, for the area. */
export type Moved = CaseRef & {
  readonly kind: string
  readonly number: string
  readonly subjectKind: string
  readonly subjectId: string
  readonly township: string
  readonly village: string | null
  readonly move: string
  readonly from: string
  readonly to: string
  readonly outcome: string | null
  readonly effect: string
  readonly account: string
  readonly reason: string | null
  readonly onDay: Day
  readonly openedOn: Day
  readonly origin: string
  readonly detail: Readonly<Record<string, unknown>>
}
