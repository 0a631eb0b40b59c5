import type { Division } from './division.ts'
import { shortName, tidy, townshipStem, villageStem } from './names.ts'

type Village = { division: Division; township: string }

/**
 * The villages and townships of one place, found by the names that ledgers use. A name can fit several villages of a district
 * (双龙村); then all of them come back and the caller asks, or narrows by the township.
 */
export class VillageIndex {
  readonly #villages = new Map<string, Village[]>()
  readonly #townships = new Map<string, Division[]>()
  readonly #prefixes: { text: string; key: string }[]

  constructor(townships: readonly Division[], villages: readonly Village[]) {
    for (const village of villages) {
      const name = tidy(village.division.name)
      for (const form of new Set([`=${name}`, `~${shortName(name)}`, `^${villageStem(name)}`]))
        add(this.#villages, form, village)
      add(this.#villages, `#${village.division.key}`, village)
    }
    for (const township of townships) {
      for (const form of [`=${township.name}`, `^${townshipStem(township.name)}`, `#${township.key}`])
        add(this.#townships, form, township)
    }
    this.#prefixes = townships
      .map(({ name, key }) => ({ text: name, key }))
      .sort((a, b) => b.text.length - a.text.length)
  }

  /**
   * Keys of the villages that a written name may mean, the closest reading first tried: the key itself, the published name, the
   * short name, the stem. `township` narrows to one township; a name that begins with a township's (`界石镇新玉村`) narrows itself.
   */
  villages(text: string, township?: string): string[] {
    const name = tidy(text)
    const found = this.#lookUp(name, township)
    if (found.length > 0 || name === '') return found
    for (const prefix of this.#prefixes) {
      const at = name.indexOf(prefix.text)
      if (at < 0) continue
      const rest = name.slice(at + prefix.text.length)
      return rest === '' ? [] : this.#lookUp(rest, prefix.key)
    }
    return []
  }

  /** Keys of the townships that a written name may mean: `界石镇`, `界石`, `界石镇人民政府`, or the key. */
  townships(text: string): string[] {
    const name = tidy(text)
    const exact = this.#townships.get(`=${name}`) ?? this.#townships.get(`#${name}`)
    return (exact ?? this.#townships.get(`^${townshipStem(name)}`) ?? []).map((d) => d.key)
  }

  #lookUp(name: string, township: string | undefined): string[] {
    for (const form of [`#${name}`, `=${name}`, `~${shortName(name)}`, `^${villageStem(name)}`]) {
      const fits = (this.#villages.get(form) ?? []).filter((v) => township === undefined || v.township === township)
      if (fits.length > 0) return fits.map((v) => v.division.key)
    }
    return []
  }
}

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
