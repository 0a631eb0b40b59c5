const DIGITS: Readonly<Record<string, number>> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
}
const UNITS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 }

/**
 * A budget as people type it: `3500`, `3,500 元`, `3.5千`, `三千五`, `一万二`. Yuan; undefined for anything else. A last digit after a unit counts in the
 * unit below it, as people say it.
 */
export function readBudget(typed: string): number | undefined {
  const text = typed.normalize('NFKC').replaceAll(/[\s,，元块钱]/g, '')
  const plain = /^(\d+(?:\.\d+)?)([千万]?)$/.exec(text)
  if (plain) return Math.round(Number(plain[1]) * (plain[2] === '万' ? 10_000 : plain[2] === '千' ? 1000 : 1))
  if (text === '' || !/^[零〇一二两三四五六七八九十百千万]+$/.test(text)) return undefined
  let total = 0
  let part = 0
  let digit: number | undefined
  let unit = 0
  for (const letter of text) {
    if (letter === '万') {
      total = (part + (digit ?? 0)) * 10_000
      part = 0
      digit = undefined
      unit = 10_000
    } else if (letter in UNITS) {
      unit = UNITS[letter] as number
      part += (digit ?? 1) * unit
      digit = undefined
    } else {
      digit = DIGITS[letter]
      if (digit === 0) unit = 0
    }
  }
  return total + part + (digit ?? 0) * (unit >= 100 ? unit / 10 : 1)
}
