import { pinyin } from 'pinyin-pro'

/** What the register keeps of a name: the name as given, and two keys to find it by. */
export type NameKeys = { name: string; pinyin: string; initials: string }

// Six signs are written for the dot in the names of minorities and foreigners; U+00B7 is the one of GB 18030.
const DOTS = /[\u2022\u2027\u30fb\u2219\u22c5\uff65\u0387]/g

/**
 * The name as it is stored: canonical composition (never compatibility, which would change rare characters), one dot, no spaces
 * between Chinese characters, single spaces inside Latin names.
 */
export function tidyName(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(DOTS, '·')
    .replaceAll(/[\s\u3000]+/g, ' ')
    .replaceAll(/(?<=\p{Script=Han}) | (?=\p{Script=Han})/gu, '')
    .replaceAll(/\s*·\s*/g, '·')
    .trim()
}

// Readings that the dictionary of the library gets wrong at the head of a name.
const SURNAMES: readonly [string, string[]][] = [['单于', ['chan', 'yu']]]

/** Pinyin without tones (ü as v) with the surname's own reading (单 shan, 曾 zeng), and the first letters of its syllables. */
export function nameKeys(text: string): NameKeys {
  const name = tidyName(text)
  const syllables = pinyin(name, { toneType: 'none', type: 'array', surname: 'head', v: true })
    .map((syllable) => syllable.toLowerCase().replaceAll(/[^a-z]/g, ''))
    .filter((syllable) => syllable !== '')
  for (const [surname, reading] of SURNAMES)
    if (name.startsWith(surname)) syllables.splice(0, reading.length, ...reading)
  // Latin letters come one by one; the initials of a Latin word are its first letter.
  const latin = /^[\p{Script=Latin}\p{M} ·'.-]+$/u.test(name)
  const initials = latin
    ? name
        .toLowerCase()
        .split(/[ ·]+/)
        .map((word) => word.replaceAll(/[^a-z]/g, '')[0] ?? '')
        .join('')
    : syllables.map((syllable) => syllable[0]).join('')
  return { name, pinyin: syllables.join(''), initials }
}
