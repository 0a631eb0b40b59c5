import { narrow, withoutBlanks } from './clean-text.ts'

/** The places into which a file may be imported: one township or all townships of a district, with their villages. */
export type ImportScope = {
  townships: { key: string; name: string; district: string }[]
  villages: { key: string; name: string; township: string }[]
  /** Names that may stand in front (`重庆市`, `巴南区`). */
  above: string[]
}

export type PlaceMatch =
  | { kind: 'found'; village: string | null; township: string; exact: boolean; rest: string }
  | { kind: 'ambiguous'; names: string[] }
  | { kind: 'elsewhere' }
  | { kind: 'unknown'; similar: string[] }

type Village = { key: string; name: string; township: string }

const COMMITTEE = /(村民委员会|居民委员会|村委会|居委会|村委|居委)$/
const GROUP = /(?:第)?(?:[一二三四五六七八九十百]{1,4}|\d{1,3})(?:村民)?(?:小组|组|社|队)(?:\d+号)?$/

/**
 * Finds villages by what people write: the full name, the name without 村民委员会 or 居民委员会, the bare stem, with the
 * township in front or the group behind. Several matches are never decided by guessing.
 */
export class VillageIndex {
  readonly #scope: ImportScope
  readonly #townshipNames: [string, string][]
  readonly #names = new Map<string, string>()
  readonly #levels: Map<string, Village[]>[] = [new Map(), new Map(), new Map()]
  readonly #cache = new Map<string, PlaceMatch>()

  constructor(scope: ImportScope) {
    this.#scope = scope
    this.#townshipNames = scope.townships.map(({ key, name }) => [name, key])
    for (const { key, name } of scope.townships) this.#names.set(key, name)
    for (const village of scope.villages) {
      add(this.#levels[0]!, village.name, village)
      for (const short of shortNames(village.name)) add(this.#levels[1]!, short, village)
      add(this.#levels[2]!, stem(village.name), village)
    }
  }

  /** `townshipText` is the cell of the column 乡镇 or what the title names; empty where the file has none. */
  match(villageText: string, townshipText = ''): PlaceMatch {
    const key = `${villageText}\n${townshipText}`
    const known = this.#cache.get(key)
    if (known) return known
    const found = this.#find(plain(villageText), plain(townshipText))
    // Bounded: a column of nonsense must not fill the memory.
    if (this.#cache.size < 50_000) this.#cache.set(key, found)
    return found
  }

  /** The township whose full name stands in a text such as 填报单位：界石镇人民政府, if there is exactly one. */
  townshipIn(text: string): string | undefined {
    const found = this.#townshipNames.filter(([name]) => text.includes(name))
    return found.length === 1 ? found[0]![0] : undefined
  }

  /** The village whose name stands inside an address, if there is exactly one. */
  villageInAddress(address: string, townshipText = ''): PlaceMatch {
    const text = plain(address)
    const townships = this.#townshipsNamed(text)
    const within = townships.length > 0 ? townships : this.#townshipsNamed(plain(townshipText))
    const found = new Map<string, Village>()
    for (const [short, villages] of this.#levels[1]!) {
      if (!/[村社区]$/.test(short) || !text.includes(short)) continue
      for (const village of villages) {
        if (within.length === 0 || within.includes(village.township)) found.set(village.key, village)
      }
    }
    const candidates = [...found.values()]
    if (candidates.length === 1)
      return { kind: 'found', village: candidates[0]!.key, township: candidates[0]!.township, exact: false, rest: '' }
    if (candidates.length > 1) return { kind: 'ambiguous', names: this.#shown(candidates) }
    return { kind: 'unknown', similar: [] }
  }

  #find(text: string, townshipText: string): PlaceMatch {
    let rest = text
    for (const name of this.#scope.above)
      if (rest.startsWith(name) && rest.length > name.length) rest = rest.slice(name.length)
    let within = townshipText === '' ? [] : this.#townshipsNamed(townshipText)
    if (townshipText !== '' && within.length === 0) return { kind: 'elsewhere' }
    const front = this.#townshipNames.find(([name]) => rest.startsWith(name) && rest.length > name.length)
    if (front) {
      within = [front[1]]
      rest = rest.slice(front[0].length)
    }
    if (rest === '' && within.length === 1)
      return { kind: 'found', village: null, township: within[0]!, exact: true, rest: '' }
    const direct = this.#lookUp(rest, within, '')
    if (direct) return direct
    const group = GROUP.exec(rest)
    const withoutGroup =
      group && group.index > 0 ? this.#lookUp(rest.slice(0, group.index), within, group[0]) : undefined
    return withoutGroup ?? { kind: 'unknown', similar: this.#similar(rest, within) }
  }

  #lookUp(text: string, within: string[], rest: string): PlaceMatch | undefined {
    const tries: [number, string[]][] = [
      [0, [text]],
      [1, shortNames(text)],
      [2, [stem(text)]],
    ]
    for (const [level, names] of tries) {
      const found = new Map<string, Village>()
      for (const name of names) {
        for (const village of this.#levels[level]!.get(name) ?? []) {
          if (within.length === 0 || within.includes(village.township)) found.set(village.key, village)
        }
      }
      const candidates = [...found.values()]
      if (candidates.length === 1) {
        const { key, township } = candidates[0]!
        return { kind: 'found', village: key, township, exact: level === 0 && rest === '', rest }
      }
      if (candidates.length > 1) return { kind: 'ambiguous', names: this.#shown(candidates) }
    }
    return undefined
  }

  #townshipsNamed(text: string): string[] {
    if (text === '') return []
    const bare = text.replace(/(人民政府|政府|办事处|民政办)$/, '')
    const exact = this.#townshipNames.filter(([name]) => bare === name || bare.endsWith(name))
    if (exact.length > 0) return exact.map(([, key]) => key)
    const short = this.#townshipNames.filter(
      ([name]) => name.replace(/(街道|镇|乡)$/, '') === bare.replace(/(街道|街|镇|乡)$/, ''),
    )
    if (short.length > 0) return short.map(([, key]) => key)
    return this.#townshipNames.filter(([name]) => text.includes(name)).map(([, key]) => key)
  }

  /** At most three names that share their beginning, for the sentence 您是不是要填. */
  #similar(text: string, within: string[]): string[] {
    const start = stem(text).slice(0, 2)
    if (start.length < 2) return []
    const candidates = this.#scope.villages.filter(
      ({ name, township }) => name.startsWith(start) && (within.length === 0 || within.includes(township)),
    )
    return this.#shown(candidates.slice(0, 3))
  }

  #shown(villages: Village[]): string[] {
    const several = this.#scope.townships.length > 1
    return villages
      .slice(0, 5)
      .map(({ name, township }) => (several ? `${this.#names.get(township) ?? ''}${name}` : name))
  }
}

const plain = (text: string): string => withoutBlanks(narrow(text)).replaceAll(/[()"'、,;]/g, '')

/** `新玉村村民委员会` is also `新玉村`; `新玉村委会` too, where the 村 belongs to both words. */
function shortNames(name: string): string[] {
  const base = name.replace(COMMITTEE, '')
  if (base === name) return [name]
  const kind = /(居民委员会|居委会|居委)$/.test(name) ? '社区' : '村'
  return base.endsWith(kind) || base.endsWith('社区') ? [base] : [base, `${base}${kind}`]
}

function stem(name: string): string {
  const base = name.replace(COMMITTEE, '').replace(/(社区|村)+$/, '')
  return base === '' ? name : base
}

function add(map: Map<string, Village[]>, name: string, village: Village): void {
  const list = map.get(name)
  if (list) list.push(village)
  else map.set(name, [village])
}
