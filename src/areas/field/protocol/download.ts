/**
 * Downloads by change. What a device may hold is put into buckets, each with a digest of its content; the device says which digests it
 * has and gets the buckets that differ, whole. The cursor is thus the content itself: nothing is missed when a transaction commits late,
 * and what is no longer one's own disappears, which a cursor of times cannot promise.
 */

/** One thing on a device: a person's card, a visit that is due, an order. */
export type Item = {
  readonly kind: string
  readonly id: string
  /** Where the person lives; with the id it decides the bucket. */
  readonly village: string
  /** The person it is about; counts towards the most persons that a device may hold. */
  readonly person: string
  /** The last accepted record about it, where there is one. */
  readonly head?: string
  readonly content: unknown
}

export type Bucket = { readonly key: string; readonly digest: string; readonly items: readonly Item[] }

/** By bucket key, the digest of what a device holds. */
export type Cursor = Readonly<Record<string, string>>

export type DownloadAnswer = {
  /** The number of the request that this answers. */
  readonly turn: number
  readonly buckets: readonly Bucket[]
  readonly gone: readonly string[]
  /** Whether more is to come: ask again with the new cursor. */
  readonly more: boolean
}

/** About 125 persons of a village of 2,000 in each: large enough to pack well, small enough to send again when one card changed. */
export const bucketKey = (item: Pick<Item, 'village' | 'person'>): string => `${item.village}/${item.person.slice(-1)}`

/** What a device that has `have` lacks of `all`, at most so many items a time. */
export function differing(all: readonly Bucket[], have: Cursor, mostItems: number): Omit<DownloadAnswer, 'turn'> {
  const present = new Set(all.map((bucket) => bucket.key))
  const lacking = all.filter((bucket) => have[bucket.key] !== bucket.digest)
  const buckets: Bucket[] = []
  let items = 0
  for (const bucket of lacking) {
    if (buckets.length > 0 && items + bucket.items.length > mostItems) break
    buckets.push(bucket)
    items += bucket.items.length
  }
  return {
    buckets,
    gone: Object.keys(have).filter((key) => !present.has(key)),
    more: buckets.length < lacking.length,
  }
}

/** What a device holds. `turn` is the number of its newest request: answers to earlier ones come too late. */
export type Held = { readonly turn: number; readonly buckets: Readonly<Record<string, Bucket>> }

export const nothingHeld: Held = { turn: 0, buckets: {} }

export const cursorOf = ({ buckets }: Held): Cursor =>
  Object.fromEntries(Object.values(buckets).map(({ key, digest }) => [key, digest]))

/** The number of the next request. */
export const ask = (held: Held): Held => ({ ...held, turn: held.turn + 1 })

/** Takes an answer over; one that is not the answer to the newest request changes nothing. */
export function take(held: Held, answer: DownloadAnswer): Held {
  if (answer.turn !== held.turn) return held
  const buckets = { ...held.buckets }
  for (const key of answer.gone) delete buckets[key]
  for (const bucket of answer.buckets) buckets[bucket.key] = bucket
  // A repeat of this answer must not undo what a later one brings.
  return { turn: held.turn + 1, buckets }
}

/** By subject, the last accepted record that the items tell of. */
export const headsOf = (buckets: readonly Bucket[]): Record<string, string> =>
  Object.fromEntries(
    buckets.flatMap((bucket) => bucket.items.flatMap(({ id, head }) => (head === undefined ? [] : [[id, head]]))),
  )

/**
 * Keeps a device within its limit: persons in the order given (who is due first stands first), and everything about them.
 * Answers how many were left out.
 */
export function withinLimit(items: readonly Item[], mostPersons: number): { items: Item[]; leftOut: number } {
  const persons = new Set<string>()
  const left = new Set<string>()
  const kept = items.filter(({ person }) => {
    // What concerns nobody in particular counts for nobody.
    if (person === '') return true
    if (!persons.has(person) && persons.size >= mostPersons) {
      left.add(person)
      return false
    }
    persons.add(person)
    return true
  })
  return { items: kept, leftOut: left.size }
}
