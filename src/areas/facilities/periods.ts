import { isDeepStrictEqual } from 'node:util'
import type { Day } from '../../platform/clock/day.ts'

/** A period as it is on file. `validTo` is exclusive, null = open. */
export type Held<V> = { readonly id: string; readonly value: V; readonly validFrom: Day; readonly validTo: Day | null }
/** `validTo` left out: until the next period on file begins. */
export type Wanted<V> = { readonly value: V; readonly validFrom: Day; readonly validTo?: Day | null }
/** What is to be written: `of` names the period whose rest a piece is; it keeps that one's source. */
export type Piece<V> = {
  readonly value: V
  readonly validFrom: Day
  readonly validTo: Day | null
  readonly of?: string
}
export type Overlay<V> = { readonly ended: readonly string[]; readonly written: readonly Piece<V>[] }

const FOREVER = '9999-12-31'
const end = (day: Day | null): string => day ?? FOREVER

/**
 * Lays a value over the periods of one kind that are on file: what it covers is ended as known, and what is left before and after
 * comes back as pieces of their own. Periods never overlap, before and after. Nothing where the file says so already.
 */
export function overlay<V>(held: readonly Held<V>[], wanted: Wanted<V>): Overlay<V> {
  const from = wanted.validFrom
  const next = held.map((each) => each.validFrom).filter((start) => start > from)
  const to = wanted.validTo === undefined ? ((next.sort()[0] ?? null) as Day | null) : wanted.validTo
  const over = held.filter((each) => each.validFrom < end(to) && end(each.validTo) > from)
  const same = (each: Held<V>) => isDeepStrictEqual(each.value, wanted.value)
  if (over.some((each) => same(each) && each.validFrom <= from && end(each.validTo) >= end(to)))
    return { ended: [], written: [] }
  const rest = over.flatMap((each): Piece<V>[] => [
    ...(each.validFrom < from ? [{ value: each.value, validFrom: each.validFrom, validTo: from, of: each.id }] : []),
    ...(to !== null && end(each.validTo) > to
      ? [{ value: each.value, validFrom: to, validTo: each.validTo, of: each.id }]
      : []),
  ])
  return {
    ended: over.map((each) => each.id),
    written: [{ value: wanted.value, validFrom: from, validTo: to }, ...rest],
  }
}
