import { pinyin } from 'pinyin-pro'

export type NameKeys = { pinyin: string; initials: string }

const MOST_REMEMBERED = 200_000

/** Pinyin without tones and the initials of names, remembered while one file is read: names repeat, the dictionary is slow. */
export class NameBook {
  readonly #known = new Map<string, NameKeys>()

  keysOf(name: string): NameKeys {
    const known = this.#known.get(name)
    if (known) return known
    const syllables = pinyin(name, { toneType: 'none', type: 'array', surname: 'head', v: true })
      .map((syllable) => syllable.toLowerCase().replaceAll(/[^a-z]/g, ''))
      .filter((syllable) => syllable !== '')
    const keys = { pinyin: syllables.join(''), initials: syllables.map((syllable) => syllable[0]).join('') }
    if (this.#known.size < MOST_REMEMBERED) this.#known.set(name, keys)
    return keys
  }
}
