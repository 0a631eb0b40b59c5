/**
 * Pinyin initials of a Chinese label without a dictionary: the browser's own pinyin collation tells between which two of
 * these boundary characters (the first character of each initial) a character sorts. Good for labels and place names in the
 * page; people and the division tree are searched by the server, which reads several pronunciations.
 */
const FIRST_OF = '阿八嚓哒妸发旮哈讥咔垃妈拏噢妑七呥仨他穵夕丫帀'
const LETTERS = 'abcdefghjklmnopqrstwxyz'
const collator = new Intl.Collator('zh-CN-u-co-pinyin')

/** `高龄津贴` → `gljt`; letters and digits stay, everything else is left out. */
export function initialsOf(label: string): string {
  let initials = ''
  for (const character of label) {
    if (/[a-z0-9]/i.test(character)) initials += character.toLowerCase()
    else if (/\p{Script=Han}/u.test(character)) initials += letterOf(character)
  }
  return initials
}

function letterOf(character: string): string {
  for (let i = LETTERS.length - 1; i >= 0; i--) {
    if (collator.compare(character, FIRST_OF[i] ?? '') >= 0) return LETTERS[i] ?? ''
  }
  return ''
}

/**
 * Where `wanted` (Chinese or initials) is found in a label: the characters to mark, or undefined when it is not there.
 */
export function matchOf(label: string, wanted: string): { from: number; to: number } | undefined {
  const text = wanted.trim().toLowerCase()
  if (text === '') return { from: 0, to: 0 }
  const direct = label.toLowerCase().indexOf(text)
  if (direct >= 0) return { from: direct, to: direct + text.length }
  const places: number[] = []
  let initials = ''
  for (let i = 0; i < label.length; i++) {
    const letter = initialsOf(label[i] ?? '')
    if (letter === '') continue
    initials += letter
    places.push(i)
  }
  const at = initials.indexOf(text)
  const first = places[at]
  const last = places[at + text.length - 1]
  return at < 0 || first === undefined || last === undefined ? undefined : { from: first, to: last + 1 }
}
