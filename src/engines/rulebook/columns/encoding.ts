/**
 * Facts as numbers in typed arrays. Two forms: a code out of a dictionary, and a point on a line (numbers, days) on which "unknown" lies below
 * everything and "known to be none" has a place of its own, so that both are told by the same comparisons as the values.
 */
import { addDays, type Day, daysBetween, isDay } from '../../../platform/clock/day.ts'
import type { Fact } from '../expression.ts'
import { type FactValue, NEVER } from '../facts.ts'

export type Column = Uint8Array | Uint16Array | Int32Array | Float64Array

export type Encoding =
  /** 0 unknown, 1 none, then the words in order; of tags 0 unknown, then one more than the mask of the words held. */
  | { readonly kind: 'codes'; readonly values: readonly (string | boolean)[]; readonly many: boolean }
  | { readonly kind: 'line'; readonly of: 'day' | 'whole' | 'number' }

const EPOCH = '1970-01-01' as Day
const FAR = 1_000_000_000
const MOST_TAGS = 15

/** Where unknown and none lie. Days stay within ±10⁹, so that two of them can be subtracted in 32 bits. */
export const UNKNOWN_AT = { day: -FAR, whole: -2, number: -2 } as const
export const NONE_AT = { day: FAR, whole: -1, number: -1 } as const

/** `dictionary` names the divisions that a column of divisions may hold; other facts bring their words with them. */
export function encodingOf(fact: Fact, dictionary: readonly string[] = []): Encoding {
  switch (fact.type) {
    case 'boolean':
      return { kind: 'codes', values: [false, true], many: false }
    case 'choice':
      return { kind: 'codes', values: Object.keys(fact.values ?? {}), many: false }
    case 'division':
      return { kind: 'codes', values: dictionary, many: false }
    case 'tags': {
      const values = Object.keys(fact.values ?? {})
      if (values.length > MOST_TAGS) throw new RangeError(`${fact.name} has more than ${MOST_TAGS} tags`)
      return { kind: 'codes', values, many: true }
    }
    case 'day':
      return { kind: 'line', of: 'day' }
    case 'integer':
      return { kind: 'line', of: 'whole' }
    case 'number':
    case 'fen':
      return { kind: 'line', of: 'number' }
  }
}

/** How many codes there are; a table with one place for each covers every row. */
export const codesOf = (of: Extract<Encoding, { kind: 'codes' }>): number =>
  of.many ? 2 ** of.values.length + 1 : of.values.length + 2

/** The smallest typed array that holds every code. */
export function newColumn(of: Encoding, count: number): Column {
  if (of.kind === 'line') return of.of === 'number' ? new Float64Array(count) : new Int32Array(count)
  const codes = codesOf(of)
  return codes <= 256 ? new Uint8Array(count) : codes <= 65_536 ? new Uint16Array(count) : new Int32Array(count)
}

/** @throws for a word that the dictionary does not carry */
export function encode(of: Encoding, value: FactValue | undefined): number {
  if (of.kind === 'line') {
    if (value === undefined) return UNKNOWN_AT[of.of]
    if (value === null || value === NEVER) return NONE_AT[of.of]
    return isDay(value) ? dayNumber(value) : Number(value)
  }
  if (value === undefined) return 0
  if (of.many)
    return (
      1 +
      (Array.isArray(value) ? (value as readonly string[]) : []).reduce(
        (mask, each) => mask | (1 << wordAt(of.values, each)),
        0,
      )
    )
  return value === null ? 1 : 2 + wordAt(of.values, value as string | boolean)
}

/** The other way: what a row says, as `evaluate` takes it. */
export function decode(of: Encoding, code: number): FactValue | undefined {
  if (of.kind === 'line') {
    if (code === UNKNOWN_AT[of.of]) return undefined
    if (code === NONE_AT[of.of]) return null
    return of.of === 'day' ? addDays(EPOCH, code) : code
  }
  if (code === 0) return undefined
  if (of.many) return of.values.filter((_, at) => ((code - 1) >> at) & 1) as string[]
  return code === 1 ? null : of.values[code - 2]
}

export const dayNumber = (day: Day): number => daysBetween(EPOCH, day)

function wordAt(values: readonly (string | boolean)[], word: string | boolean): number {
  const at = values.indexOf(word)
  if (at < 0) throw new RangeError(`no such word in this column: ${String(word)}`)
  return at
}
