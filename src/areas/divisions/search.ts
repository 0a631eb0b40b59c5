import type { Day } from '../../platform/clock/day.ts'
import { type Division, type DivisionLevel, holds } from './division.ts'
import { shortName, tidy } from './names.ts'

export type SearchOptions = { on: Day; within?: string; limit?: number; levels?: readonly DivisionLevel[] }

/** What the search asks of the tree. */
type Surroundings = {
  isWithin(key: string, of: string, on: Day): boolean
  townshipsOf(scope: string, on: Day): string[]
  parent(key: string, on: Day): Division | undefined
  ancestors(key: string, on: Day): Division[]
}

type Entry = { division: Division; short: string; joined: string; starts: string; initials: string; order: number }

const LEVEL_ORDER: Record<DivisionLevel, number> = { city: 0, district: 1, township: 2, village: 3 }
const NO_MATCH = 9

/** Names and pinyin of all divisions, ready to be scanned: 12,000 short strings take about a millisecond. */
export class SearchIndex {
  readonly #entries: Entry[]
  readonly #byKey = new Map<string, Entry>()

  constructor(divisions: readonly Division[]) {
    this.#entries = divisions
      .map(toEntry)
      .sort((a, b) => a.order - b.order || (a.division.key < b.division.key ? -1 : 1))
    for (const entry of this.#entries) this.#byKey.set(entry.division.key, entry)
  }

  find(text: string, { on, within, limit = 20, levels }: SearchOptions, tree: Surroundings): Division[] {
    const words = text.normalize('NFKC').toLowerCase().replaceAll("'", '').split(/\s+/).filter(Boolean)
    const last = words.pop()
    if (last === undefined) return []
    const inside = within === undefined ? () => true : insideOf(within, on, tree)
    const ranked: Division[][] = [[], [], []]
    const seen = new Set<string>()
    for (const entry of this.#entries) {
      const { division } = entry
      if (levels && !levels.includes(division.level)) continue
      const rank = rankOf(entry, last)
      if (rank === NO_MATCH || !holds(division, on)) continue
      if (!inside(division)) continue
      if (words.length > 0 && !this.#above(division, words, on, tree)) continue
      if (seen.has(division.key)) continue
      seen.add(division.key)
      ranked[rank]?.push(division)
      if (ranked[0]?.length === limit) break
    }
    return ranked.flat().slice(0, limit)
  }

  /** True when each word is found among the division's ancestors. */
  #above(division: Division, words: readonly string[], on: Day, tree: Surroundings): boolean {
    const chain = tree.ancestors(division.key, on).map((up) => this.#byKey.get(up.key))
    return words.every((word) => chain.some((entry) => entry && rankOf(entry, word) !== NO_MATCH))
  }
}

/** Answers for each division whether it lies in `within`: the townships covered are looked up once, the many villages by their township. */
function insideOf(within: string, on: Day, tree: Surroundings): (division: Division) => boolean {
  const townships = new Set(tree.townshipsOf(within, on))
  return ({ key, level }) => {
    if (key === within) return true
    if (level === 'township') return townships.has(key)
    if (level === 'village') return townships.has(tree.parent(key, on)?.key ?? '')
    return tree.isWithin(key, within, on)
  }
}

function toEntry(division: Division): Entry {
  const syllables = division.pinyin.split(' ')
  let starts = ''
  for (const syllable of syllables) starts += `^${' '.repeat(Math.max(0, syllable.length - 1))}`
  return {
    division,
    short: tidy(shortName(division.name)),
    joined: syllables.join(''),
    starts,
    initials: syllables.map((s) => s[0] ?? '').join(''),
    order: LEVEL_ORDER[division.level],
  }
}

/** 0 equal, 1 begins with, 2 contains (pinyin only from the beginning of a syllable). */
function rankOf({ division, short, joined, starts, initials }: Entry, word: string): number {
  if (/^[a-z]+$/.test(word)) {
    if (joined === word || initials === word) return 0
    if (joined.startsWith(word) || initials.startsWith(word)) return 1
    if (initials.includes(word)) return 2
    for (let at = joined.indexOf(word); at > 0; at = joined.indexOf(word, at + 1)) if (starts[at] === '^') return 2
    return NO_MATCH
  }
  if (short === word || division.name === word) return 0
  if (short.startsWith(word) || division.name.startsWith(word)) return 1
  return division.name.includes(word) || short.includes(word) ? 2 : division.key === word ? 0 : NO_MATCH
}
