import type { Role } from '../../platform/identity/index.ts'

/** How somebody outside the office stands to a case; the clock acts by itself when a deadline has passed. */
export type Relation = 'applicant' | 'delegate' | 'helper' | 'anyone' | 'clock'

/** As what somebody acts: a role of the office, or a relation to the case's subject. */
export type Party = Role | Relation

/** A clause of a document, as the policy catalogue names it. */
export type ClauseRef = { readonly doc: string; readonly section: string }

/**
 * A number of days: fixed by a clause, or a parameter that districts set. `working` follows the State Council's calendar; the day on
 * which the term begins is not counted, and the last day counts whole.
 */
export type Term = (
  | { readonly days: number; readonly basis: ClauseRef }
  | { readonly setting: string; readonly basis?: ClauseRef }
) & {
  readonly count: 'working' | 'calendar'
}

/**
 * Counts the days of the states that name it. It stands still in all others and goes on where it stopped, unless it `restarts`.
 * `makes` is the move that the clock makes when the last day is over; without it the case is late, which stands on the timeline.
 */
export type ClockDeclaration = {
  readonly title: string
  readonly term: Term
  readonly restarts?: true
  readonly makes?: string
  /** Days before the last one on which the desk is reminded, counted like the term. */
  readonly reminders?: readonly number[]
}

export type StateDeclaration = {
  /** On the work list: `待受理`. */
  readonly title: string
  /** To the applicant: `已提交，等待受理`. */
  readonly says: string
  /** Whom the case waits for; null when it is over. */
  readonly desk: Party | null
  readonly clock?: string
  /** While it is here the case is shown in the public notice. */
  readonly notice?: true
  /** How the case stands from here on; a state without a desk always has one. */
  readonly outcome?: string
}

/** The first line of every timeline, made by whoever opened the case; `not` may name it like a move. */
export const OPENED = '+open'
export const OPENED_TITLE = '登记申请'

export type MoveDeclaration = {
  /** The verb on the button: `受理`. */
  readonly title: string
  /** The sentence on the timeline: `已受理`. */
  readonly done: string
  readonly from: readonly string[]
  readonly to: string
  readonly by: readonly Party[]
  /** Moves whose maker may not make this one in the same case; `OPENED` among them for whoever opened it. */
  readonly not?: readonly string[]
  /** Evidence that must be there: by name, or all that the case requires. */
  readonly needs?: readonly string[] | 'required'
  readonly reason?: 'required' | 'optional'
  /** Asks for what is missing: everything in one message. */
  readonly asksForMissing?: true
  /** At most once in a case. */
  readonly once?: true
  /** Many cases at a time. */
  readonly bulk?: true
  /** What the area does with it, in the same transaction. */
  readonly effect?: string
  /** Not told to the applicant. */
  readonly inside?: true
  readonly tone?: 'primary' | 'danger'
}

/** A kind of case as data: nothing in it is a function, so that any version can be stored, digested and read again. */
export type ProcessDeclaration = {
  readonly kind: string
  /** Raised by one with every change; cases keep the version that they began with. */
  readonly version: number
  readonly title: string
  /** Two capitals that begin its numbers: `BJ`. */
  readonly letters: string
  /** The state in which a case begins. */
  readonly start: string
  readonly states: Readonly<Record<string, StateDeclaration>>
  readonly moves: Readonly<Record<string, MoveDeclaration>>
  readonly clocks: Readonly<Record<string, ClockDeclaration>>
  /** What may have to be handed in, by name. */
  readonly evidence: Readonly<Record<string, { readonly title: string }>>
}
