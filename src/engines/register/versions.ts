import type { Day } from '../../platform/clock/day.ts'

/** A period on file: from its first day to the day on which it no longer holds. */
export type Version<T> = { readonly id: string; readonly from: Day; readonly to: Day | null; readonly holds: T }

/** What has to be written so that something else holds. */
export type Rewrite<T> = {
  readonly supersede: readonly string[]
  readonly insert: readonly { readonly from: Day; readonly to: Day | null; readonly holds: T }[]
}

const before = (a: Day, b: Day | null): boolean => b === null || a < b

/**
 * What happens to the periods on file when something holds from a day on (null: the entry ends there). A period that begins later stays as it is: what was
 * known to come is not undone by what comes before it. Equal to what is on file, nothing is written. Pure.
 */
export function rewrite<T>(
  versions: readonly Version<T>[],
  from: Day,
  holds: T | null,
  same: (a: T, b: T) => boolean,
): Rewrite<T> {
  const ordered = versions.toSorted((a, b) => (a.from < b.from ? -1 : 1))
  const at = ordered.find((each) => each.from <= from && before(from, each.to))
  const next = ordered.find((each) => each.from > from)
  // An end takes away what was to come as well: the entry is no more.
  const gone = holds === null ? ordered.filter((each) => each.from >= from) : []
  if (at !== undefined && holds !== null && same(at.holds, holds)) return { supersede: [], insert: [] }
  const supersede = [...new Set([...(at === undefined ? [] : [at.id]), ...gone.map((each) => each.id)])]
  const kept = at !== undefined && at.from < from ? [{ from: at.from, to: from, holds: at.holds }] : []
  const until = at?.to ?? next?.from ?? null
  return { supersede, insert: [...kept, ...(holds === null ? [] : [{ from, to: until, holds }])] }
}
