import { type Day, dayOf, daysInMonth, isDay } from '../clock/day.ts'
import { type RawCell, serialToDay } from './cells.ts'
import { comparable } from './clean-text.ts'

export type DayReading =
  | { kind: 'none' }
  | { kind: 'day'; day: Day; changed: boolean }
  | { kind: 'invalid'; why: 'unreadable' | 'age' | 'withoutDay' | 'implausible' }

export type DayBounds = { earliest: Day; latest: Day; date1904: boolean }

const NONE = new Set(['', '无', '不详', '未知', '-', '--', '—', '/', '空'])
const CHINESE_DIGITS = '〇一二三四五六七八九'

/** Reads a date in any of the forms that ledgers hold; an age, a month or a day that does not exist is refused by name. */
export function readDayCell(cell: RawCell | undefined, bounds: DayBounds): DayReading {
  if (!cell) return { kind: 'none' }
  if (cell.kind === 'date') return within(cell.day, bounds, false)
  if (cell.kind === 'error' || cell.kind === 'boolean') return { kind: 'invalid', why: 'unreadable' }
  const text = comparable(cell.text)
  if (NONE.has(text)) return { kind: 'none' }
  const written = readWritten(text)
  if (written !== undefined) return within(written, bounds, !isDay(cell.text.trim()))
  if (/^\d{1,3}(周?岁|岁半)?$/.test(text) && (cell.kind === 'text' || Number(text) < 200)) {
    return { kind: 'invalid', why: 'age' }
  }
  if (/^\d{4}([-./年]\d{1,2}月?)?年?$/.test(text) || /^\d{6}$/.test(text)) {
    return { kind: 'invalid', why: 'withoutDay' }
  }
  // Serial numbers reach a sheet when a date column lost its format. Those of four digits (before 1927-05-18) look like years.
  if (/^\d{5}(\.\d+)?$/.test(text)) {
    return within(serialToDay(Number(text), bounds.date1904), bounds, true)
  }
  return { kind: 'invalid', why: 'unreadable' }
}

function within(day: string | null, bounds: DayBounds, changed: boolean): DayReading {
  if (day === null || !isDay(day)) return { kind: 'invalid', why: 'unreadable' }
  if (day < bounds.earliest || day > bounds.latest) {
    return { kind: 'invalid', why: 'implausible' }
  }
  return { kind: 'day', day, changed }
}

/** A written date as a day, null if it names a day that does not exist, undefined if it is no full date. */
function readWritten(text: string): string | null | undefined {
  const plain = text
    .replace(/[T]?\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?Z?$/, '')
    .replace(/(出?生|日生)$/, '')
    .replaceAll(/[〇零○]/g, '〇')
  const arabic = chineseDate(plain) ?? plain
  const match =
    /^(\d{4})[-./年\\,，。、·_‐-―](\d{1,2})[-./月\\,，。、·_‐-―](\d{1,2})[日号.]?$/.exec(arabic) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(arabic)
  if (!match) return undefined
  const [year, month, date] = [Number(match[1]), Number(match[2]), Number(match[3])]
  if (month < 1 || month > 12 || date < 1 || date > daysInMonth(year, month) || year < 1) return null
  return dayOf(year, month, date)
}

/** `一九四四年三月十二日` in digits, or undefined. */
function chineseDate(text: string): string | undefined {
  const match =
    /^([〇一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})[日号]?$/.exec(text)
  if (!match) return undefined
  const year = [...match[1]!].map((digit) => CHINESE_DIGITS.indexOf(digit)).join('')
  return `${year}-${chineseNumber(match[2]!)}-${chineseNumber(match[3]!)}`
}

function chineseNumber(text: string): number {
  const [tens, ones] = text.includes('十') ? text.split('十') : ['', text]
  const ten = text.includes('十') ? (tens === '' ? 1 : CHINESE_DIGITS.indexOf(tens!)) * 10 : 0
  return ten + (ones === '' ? 0 : CHINESE_DIGITS.indexOf(ones!))
}
