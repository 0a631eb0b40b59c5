import type { Day } from '../../platform/clock/day.ts'
import { narrow, withoutBlanks } from '../../platform/sheets/clean-text.ts'
import { type DivisionTree, shortName, type VillageIndex } from '../divisions/index.ts'

export type PlaceMatch =
  | { kind: 'found'; village: string | null; township: string; exact: boolean; rest: string }
  | { kind: 'ambiguous'; names: string[] }
  | { kind: 'elsewhere' }
  | { kind: 'unknown'; similar: string[] }

type Place = { key: string; name: string; township: string }

const GROUP = /(?:第)?(?:[一二三四五六七八九十百]{1,4}|\d{1,3})(?:村民)?(?:小组|组|社|队)(?:\d+号)?$/
const MOST_REMEMBERED = 50_000

/**
 * Finds the village that a ledger means, inside the division into which it is imported. Names are looked up by the divisions
 * area; this adds what ledgers put around them: the city and district in front, the group behind, the whole in an address.
 * Several fitting villages are never decided by guessing.
 */
export class PlaceFinder {
  readonly #index: VillageIndex
  readonly #above: string[]
  readonly #townships: Map<string, string>
  readonly #villages: Map<string, Place>
  readonly #only: Place | undefined
  readonly #cache = new Map<string, PlaceMatch>()

  constructor(tree: DivisionTree, within: string, on: Day) {
    const self = tree.get(within)
    const townshipKeys = self?.level === 'village' ? [within.slice(0, 9)] : tree.townshipsOf(within, on)
    const villages = self?.level === 'village' ? [self] : townshipKeys.flatMap((key) => tree.children(key, on))
    const township = (key: string): string => tree.parent(key, on)?.key ?? key.slice(0, 9)
    this.#index = tree.villageIndex(within, on)
    this.#townships = new Map(townshipKeys.map((key) => [key, tree.get(key)?.name ?? '']))
    this.#villages = new Map(villages.map(({ key, name }) => [key, { key, name, township: township(key) }]))
    this.#only = self?.level === 'village' ? this.#villages.get(within) : undefined
    const first = townshipKeys[0]
    const above = first === undefined ? [] : tree.ancestors(first, on).map(({ name }) => name)
    this.#above = [...above, '重庆']
  }

  /** `townshipText` is the cell of the column 乡镇 or what the title names; empty where the file has none. */
  match(villageText: string, townshipText = ''): PlaceMatch {
    const key = `${villageText}\n${townshipText}`
    const known = this.#cache.get(key)
    if (known) return known
    const found = this.#find(plain(villageText), plain(townshipText))
    // Bounded: a column of nonsense must not fill the memory.
    if (this.#cache.size < MOST_REMEMBERED) this.#cache.set(key, found)
    return found
  }

  /** The township whose full name stands in a text such as 填报单位：界石镇人民政府, if there is exactly one. */
  townshipIn(text: string): string | undefined {
    const found = [...this.#townships.values()].filter((name) => name !== '' && text.includes(name))
    return found.length === 1 ? found[0] : undefined
  }

  /** The place where everybody lives when the file does not say: the village into which it is imported. */
  get onlyVillage(): PlaceMatch | undefined {
    return (
      this.#only && { kind: 'found', village: this.#only.key, township: this.#only.township, exact: true, rest: '' }
    )
  }

  /** The village whose name stands inside an address, if there is exactly one. */
  matchInAddress(address: string, townshipText = ''): PlaceMatch {
    const text = plain(address)
    const named = [...this.#townships].filter(([, name]) => name !== '' && text.includes(name)).map(([key]) => key)
    const within = named.length > 0 ? named : townshipText === '' ? [] : this.#index.townships(plain(townshipText))
    const places = [...this.#villages.values()].filter(
      ({ name, township }) => text.includes(shortName(name)) && (within.length === 0 || within.includes(township)),
    )
    return (
      this.#decide(
        places.map(({ key }) => key),
        '',
        '',
      ) ?? { kind: 'unknown', similar: [] }
    )
  }

  #find(text: string, townshipText: string): PlaceMatch {
    let rest = text
    for (const name of this.#above) {
      if (rest.startsWith(name) && rest.length > name.length) rest = rest.slice(name.length)
    }
    const townships = townshipText === '' ? [] : this.#index.townships(bareTownship(townshipText))
    if (townshipText !== '' && townships.length === 0) return { kind: 'elsewhere' }
    if (rest === '' || (/(镇|乡|街道)$/.test(rest) && this.#index.townships(rest).length === 1)) {
      const township = rest === '' ? townships[0] : this.#index.townships(rest)[0]
      if (township === undefined || (rest === '' && townships.length > 1)) return { kind: 'unknown', similar: [] }
      if (this.#index.villages(rest, township).length === 0)
        return { kind: 'found', village: null, township, exact: true, rest: '' }
    }
    const found = this.#lookUp(rest, townships, '')
    if (found) return found
    const group = GROUP.exec(rest)
    const withoutGroup =
      group && group.index > 0 ? this.#lookUp(rest.slice(0, group.index), townships, group[0]) : undefined
    return withoutGroup ?? { kind: 'unknown', similar: this.#similar(rest, townships) }
  }

  #lookUp(text: string, townships: string[], rest: string): PlaceMatch | undefined {
    const keys =
      townships.length === 0 ? this.#index.villages(text) : townships.flatMap((key) => this.#index.villages(text, key))
    return this.#decide([...new Set(keys)], text, rest)
  }

  #decide(keys: string[], text: string, rest: string): PlaceMatch | undefined {
    const places = keys.flatMap((key) => this.#villages.get(key) ?? [])
    const [first, second] = places
    if (!first) return undefined
    if (second) return { kind: 'ambiguous', names: this.#shown(places) }
    return {
      kind: 'found',
      village: first.key,
      township: first.township,
      exact: first.name === text && rest === '',
      rest,
    }
  }

  /** At most three names that begin alike, for the sentence 您是不是要填. */
  #similar(text: string, townships: string[]): string[] {
    const start = text.slice(0, 2)
    if (start.length < 2) return []
    const places = [...this.#villages.values()].filter(
      ({ name, township }) => name.startsWith(start) && (townships.length === 0 || townships.includes(township)),
    )
    return this.#shown(places.slice(0, 3))
  }

  #shown(places: Place[]): string[] {
    const front = (place: Place): string =>
      this.#townships.size > 1 ? (this.#townships.get(place.township) ?? '') : ''
    return places.slice(0, 5).map((place) => `${front(place)}${shortName(place.name)}`)
  }
}

const plain = (text: string): string => withoutBlanks(narrow(text)).replaceAll(/[()"'、,;]/g, '')
const bareTownship = (text: string): string =>
  text.replace(/^.*[市区县](?=.{2,})/, '').replace(/(人民政府|政府|办事处)$/, '')
