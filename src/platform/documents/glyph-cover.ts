/** Whether a font has a picture for a character (a Unicode code point). */
export type Covers = (codePoint: number) => boolean

/**
 * Reads from a TrueType file which characters it can show (its `cmap`, format 12: all planes). pdfmake leaves an empty place where a
 * glyph is missing, and an empty place in a name is a wrong name.
 * @throws RangeError when the file has no such table
 */
export function coverOf(font: Buffer): Covers {
  const table = tableAt(font, 'cmap')
  const count = font.readUInt16BE(table + 2)
  for (let at = 0; at < count; at++) {
    const subtable = table + font.readUInt32BE(table + 4 + at * 8 + 4)
    if (font.readUInt16BE(subtable) === 12) return groupsOf(font, subtable)
  }
  throw new RangeError('the font has no character map of all planes')
}

function tableAt(font: Buffer, tag: string): number {
  const tables = font.readUInt16BE(4)
  for (let at = 0; at < tables; at++) {
    const entry = 12 + at * 16
    if (font.toString('latin1', entry, entry + 4) === tag) return font.readUInt32BE(entry + 8)
  }
  throw new RangeError(`the font has no table ${tag}`)
}

/** Ranges of characters in ascending order, each with the glyph of its first; glyph 0 is the empty box. */
function groupsOf(font: Buffer, subtable: number): Covers {
  const count = font.readUInt32BE(subtable + 12)
  const group = (index: number) => subtable + 16 + index * 12
  return (codePoint) => {
    let low = 0
    let high = count - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      const at = group(middle)
      if (codePoint < font.readUInt32BE(at)) high = middle - 1
      else if (codePoint > font.readUInt32BE(at + 4)) low = middle + 1
      else return font.readUInt32BE(at + 8) + codePoint - font.readUInt32BE(at) > 0
    }
    return false
  }
}

/** How a character without a picture is written: its code, which the reader can look up and the office can compare. */
const written = (codePoint: number): string => `〔U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}〕`

// Variation selectors and joiners choose a form of the character before them; without them the plain form is shown.
const SILENT = /[\p{Variation_Selector}\p{Cf}]/gu
const CONTROL = /(?![\n\t])\p{Cc}/gu

/**
 * The same data with every character that the font cannot show written as its code, and which characters those were.
 * A name is never left with a silent blank.
 */
export function spellOut<T>(data: T, covers: Covers): { data: T; missing: string[] } {
  const missing = new Set<string>()
  const text = (value: string): string =>
    [...value.replaceAll(CONTROL, ' ').replaceAll(SILENT, '')]
      .map((character) => {
        const codePoint = character.codePointAt(0) ?? 0
        if (character === '\n' || character === '\t' || covers(codePoint)) return character
        missing.add(written(codePoint))
        return written(codePoint)
      })
      .join('')
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return text(value)
    if (Array.isArray(value)) return value.map(walk)
    if (value === null || typeof value !== 'object') return value
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, walk(each)]))
  }
  return { data: walk(data) as T, missing: [...missing] }
}
