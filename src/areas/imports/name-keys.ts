import { type NameKeys, nameKeys } from '../elders/index.ts'

const MOST_REMEMBERED = 200_000

/** The search keys of names, remembered while one file is read: names repeat, and the dictionary of readings is slow. */
export class NameBook {
  readonly #known = new Map<string, NameKeys>()

  keysOf(name: string): NameKeys {
    const known = this.#known.get(name)
    if (known) return known
    const keys = nameKeys(name)
    if (this.#known.size < MOST_REMEMBERED) this.#known.set(name, keys)
    return keys
  }
}
