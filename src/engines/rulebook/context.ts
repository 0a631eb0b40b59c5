import type { Day } from '../../platform/clock/day.ts'
import type { Clause } from './expression.ts'

/** Values that the catalogue or a district's setting gives. `null` is not set, and blocks by name. */
export type ParameterValue = number | boolean | string | readonly string[] | null

/** One parameter as it stands on the day and in the place asked. */
export type ParameterInForce = {
  readonly id: string
  readonly label: string
  readonly value: ParameterValue
  readonly unit: string | null
  readonly clause: Clause
  readonly from: Day
  readonly until: Day | null
  readonly inForce: boolean
  readonly lastVerified: Day | null
  /** Set for the demonstration only; shown as 示例 wherever it is seen. */
  readonly example: boolean
  /** Chinese words of the values, where values are words. */
  readonly words?: Readonly<Record<string, string>>
}

/** Which place lies in which, on a date. The divisions area gives one with every parentage; `src/policy/places.ts` is the default. */
export type Places = {
  /** The division and everything above it, nearest first, ending with the nation. */
  chain(key: string, on: Day): readonly string[]
  /** What makes up a place on a date, for set-based SQL: all keys with these prefixes, and these keys themselves. */
  extent(place: string, on: Day): { readonly prefixes: readonly string[]; readonly keys: readonly string[] }
}

export type Context = {
  readonly on: Day
  readonly division: string
  readonly places: Places
  /** The name of a place that rules are made for, else its key. */
  placeName(key: string): string
  /** Throws for an id that is not in the catalogue: that is a mistake in a rule, not an answer. */
  parameter(id: string): ParameterInForce
  /** The first day of the clause's document; null where it is not known. */
  clauseFrom(clause: Clause): Day | null
  /** The day on which the clause's text itself proves the rule. */
  lastVerified(clause: Clause): Day | null
}

export const NATION = '000000'

/** The district that answers for a place, or the place itself above the districts. */
export function districtOf(context: Context): string {
  const chain = context.places.chain(context.division, context.on)
  return chain[Math.max(0, chain.length - 3)] ?? context.division
}
