/**
 * xoshiro128** (Blackman and Vigna, public domain), seeded by text. A stream is opened by a name (`seed/500113103/17`), so that one
 * person's luck does not depend on how many numbers another one drew.
 */
export class Random {
  #a: number
  #b: number
  #c: number
  #d: number

  constructor(seed: readonly [number, number, number, number]) {
    ;[this.#a, this.#b, this.#c, this.#d] = seed
    if ((this.#a | this.#b | this.#c | this.#d) === 0) this.#d = 1
    for (let i = 0; i < 8; i++) this.#word()
  }

  static of(name: string): Random {
    return new Random(hash(name))
  }

  /** A stream for number `index` of the family `words`; cheaper than hashing a text for each person. */
  static nth(words: readonly [number, number, number, number], index: number): Random {
    return new Random([
      words[0] ^ Math.imul(index + 1, 0x9e3779b1),
      words[1] ^ Math.imul(index + 1, 0x85ebca6b),
      words[2] ^ Math.imul(index + 1, 0xc2b2ae35),
      words[3] ^ index,
    ])
  }

  /** 32 random bits as an unsigned integer. */
  bits(): number {
    return this.#word() >>> 0
  }

  /** At least 0, below 1. */
  next(): number {
    return (this.#word() >>> 0) / 0x1_0000_0000
  }

  /** A whole number from 0 to `n` − 1. */
  below(n: number): number {
    return Math.floor(this.next() * n)
  }

  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number {
    return from + this.below(to - from + 1)
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T
  }

  /** One entry of `[value, weight]` pairs. */
  weighted<T>(pairs: readonly (readonly [T, number])[]): T {
    let left = this.next() * pairs.reduce((sum, [, weight]) => sum + weight, 0)
    for (const [value, weight] of pairs) {
      left -= weight
      if (left < 0) return value
    }
    return (pairs.at(-1) as readonly [T, number])[0]
  }

  shuffle<T>(list: T[]): T[] {
    for (let i = list.length - 1; i > 0; i--) {
      const j = this.below(i + 1)
      const held = list[i] as T
      list[i] = list[j] as T
      list[j] = held
    }
    return list
  }

  #word(): number {
    const result = Math.imul(rotate(Math.imul(this.#b, 5), 7), 9)
    const t = this.#b << 9
    this.#c ^= this.#a
    this.#d ^= this.#b
    this.#b ^= this.#c
    this.#a ^= this.#d
    this.#c ^= t
    this.#d = rotate(this.#d, 11)
    return result
  }
}

const rotate = (x: number, k: number): number => (x << k) | (x >>> (32 - k))

/** 128 bits of a text (four FNV-1a lanes with a murmur finish). Not for secrets. */
export function hash(text: string): [number, number, number, number] {
  const lanes: [number, number, number, number] = [0x811c9dc5, 0x01000193, 0x9e3779b9, 0x7f4a7c15]
  for (let lane = 0; lane < 4; lane++) {
    let h = lanes[lane] as number
    for (let i = 0; i < text.length; i++) h = Math.imul(h ^ (text.charCodeAt(i) + lane * 131), 0x01000193)
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
    lanes[lane] = (h ^ (h >>> 16)) | 0
  }
  return lanes
}

/** Running totals of weights, for picking by bisection; the last entry is the sum. */
export function cumulate(weights: ArrayLike<number>): Float64Array {
  const totals = new Float64Array(weights.length)
  let sum = 0
  for (let i = 0; i < weights.length; i++) {
    sum += weights[i] as number
    totals[i] = sum
  }
  return totals
}

/** The index whose share of the running totals holds `share` (0 ≤ share < 1). */
export function indexAt(totals: Float64Array, share: number): number {
  const wanted = share * (totals.at(-1) ?? 0)
  let low = 0
  let high = totals.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((totals[middle] as number) > wanted) high = middle
    else low = middle + 1
  }
  return low
}

/** Shares `total` whole units by weight, largest remainders first; the parts sum to `total` exactly. */
export function apportion(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0)
  const exact = weights.map((weight) => (sum > 0 ? (total * weight) / sum : 0))
  const parts = exact.map(Math.floor)
  const order = exact
    .map((value, i) => [value - (parts[i] as number), i] as const)
    .sort((a, b) => b[0] - a[0] || a[1] - b[1])
  let left = total - parts.reduce((a, b) => a + b, 0)
  for (const [, i] of order) {
    if (left-- <= 0) break
    parts[i] = (parts[i] as number) + 1
  }
  return parts
}
