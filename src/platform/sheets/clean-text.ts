/** What was changed while cleaning; the words are shown as hints. */
export type Cleaned = { text: string; changes: string[] }

const QUOTES = /["'`‘’“”＇＂′″´｀]/g
// Every kind of blank that spreadsheets, web pages and input methods leave behind, zero-width ones included.
const BLANKS = /[\s\u00a0\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f\u2060\u3000\ufeff]/g
const MIDDLE_DOTS = /[\u00b7\u2022\u2027\u2219\u22c5\u30fb\uff0e\uff65\u25cf\u0387]/g

/** Full-width letters, digits and signs become the narrow ones (`１２Ｘ（` to `12X(`). */
export const narrow = (text: string): string =>
  text.replaceAll(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))

export const withoutBlanks = (text: string): string => text.replaceAll(BLANKS, '')

/** An ID number as it should have been typed: no quotes or blanks, narrow digits, upper-case X. */
export function cleanIdNumber(raw: string): Cleaned {
  const changes: string[] = []
  const step = (before: string, after: string, words: string): string => {
    if (before !== after && before.trim() !== after) changes.push(words)
    return after
  }
  let text = raw.replace(/^[\s\u00a0\ufeff]+|[\s\u00a0\ufeff]+$/g, '')
  text = step(text, narrow(text), '全角字符改为半角')
  text = step(text, text.replaceAll(QUOTES, ''), '去掉了引号')
  text = step(text, withoutBlanks(text), '去掉了空格')
  text = step(text, text.replaceAll(/[-‐-―－]/g, ''), '去掉了连字符')
  if (/^\d+\.0+$/.test(text)) text = step(text, text.replace(/\.0+$/, ''), '去掉了小数点')
  text = step(text, text.replace(/[x×Χχ]$/u, 'X'), '小写 x 改为大写')
  return { text, changes }
}

/**
 * A name without padding: blanks between Chinese characters and around it go, `·` of any kind becomes U+00B7. Names in
 * other scripts keep one blank between words.
 */
export function cleanName(raw: string): Cleaned {
  const changes: string[] = []
  let text = raw.replaceAll(/[\u200b-\u200f\ufeff]/g, '').trim()
  const unquoted = text.replaceAll(/^[\s"'`“”‘’]+|[\s"'`“”‘’]+$/g, '')
  if (unquoted !== text) changes.push('去掉了引号')
  text = unquoted
  const dotted = text
    .replaceAll(MIDDLE_DOTS, '\u00b7')
    .replaceAll(/(?<=\p{Script=Han})\s*[.\u00b7]\s*(?=\p{Script=Han})/gu, '\u00b7')
  if (dotted !== text) changes.push('间隔号已统一')
  text = dotted
  const blanks = new RegExp(BLANKS.source, 'g')
  const packed = /\p{Script=Han}/u.test(text)
    ? text.replaceAll(blanks, '')
    : text.replaceAll(blanks, ' ').replaceAll(/ +/g, ' ').trim()
  if (packed !== text) changes.push('去掉了姓名中的空格')
  return { text: packed, changes }
}

/** A value or heading made comparable: narrow, without blanks and quotes. */
export const comparable = (text: string): string => withoutBlanks(narrow(text)).replaceAll(QUOTES, '')

/** Words that mean that nothing was found; a blank cell means the same. */
const NOTHING = new Set([
  '',
  '无',
  '否',
  '没有',
  '非',
  '不是',
  '不属于',
  '未',
  '空',
  '暂无',
  '/',
  '\\',
  '-',
  '--',
  '---',
  '—',
  '——',
  '0',
  '×',
  'x',
  'X',
  '✗',
  '✘',
  'N',
  'n',
  'NO',
  'no',
  'No',
  'FALSE',
  'false',
  '无此情况',
  '均无',
  '都不是',
  '以上都不是',
])

export const saysNothing = (text: string): boolean => NOTHING.has(comparable(text))

const YES = new Set([
  '是',
  '√',
  '✓',
  '✔',
  '☑',
  '■',
  '●',
  '1',
  '有',
  '对',
  'Y',
  'y',
  'YES',
  'yes',
  'Yes',
  'T',
  'TRUE',
  'true',
  '属于',
  'V',
  'v',
  '符合',
])

export const saysYes = (text: string): boolean => YES.has(comparable(text))

/** `同上`, `〃` and their like: the value of the row above. */
export const saysDitto = (text: string): boolean =>
  /^(同上|同前|上同|〃|々|"|''|″|“|”|＂|-〃-|-"-)$/.test(withoutBlanks(text))
