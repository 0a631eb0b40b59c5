import { addDays, type Day, dayAt, dayOf, daysBetween, isDay } from '../platform/clock/day.ts'

export { showYuan, showYuanInWords } from '../platform/money/fen.ts'

/** Words for what is not a value (UX §4.3). Zero is a value and is shown as `0`. */
export const NOT_COLLECTED = '未采集'
export const NOT_APPLICABLE = '不适用'

const inShanghai = (instant: Date) => new Date(instant.getTime() + 8 * 3_600_000).toISOString()

/** Today in Asia/Shanghai, from the machine that shows the screen. Only for display and for reading typed dates. */
export const today = (): Day => dayAt(new Date())

/** An ISO instant as `2026-11-21 02:07` in Asia/Shanghai. */
export function showDateTime(iso: string): string {
  const instant = new Date(iso)
  return Number.isNaN(instant.getTime()) ? NOT_COLLECTED : inShanghai(instant).slice(0, 16).replace('T', ' ')
}

/** `3 天前`, `今天`, `5 天后`; written behind a date, never instead of it. */
export function showDistance(on: Day, from: Day): string {
  const days = daysBetween(on, from)
  if (days === 0) return '今天'
  return days > 0 ? `${days} 天前` : `${-days} 天后`
}

/** `1,234`. */
export const showNumber = (value: number): string => String(value).replaceAll(/\B(?<!\.\d*)(?=(\d{3})+(?!\d))/g, ',')

/** `2,954 人`: a number with its unit word. */
export const showCount = (value: number, unit: string): string => `${showNumber(value)} ${unit}`

/** `57.3%` from a numerator and a denominator; a denominator of 0 has no share. */
export const showShare = (part: number, whole: number): string =>
  whole === 0 ? NOT_APPLICABLE : `${((part / whole) * 100).toFixed(1)}%`

/** Minutes of the time bank as `3.5 小时`. */
export const showHours = (minutes: number): string => `${Number((minutes / 60).toFixed(2))} 小时`

/**
 * Reads a date as people type it: `20261121`, `2026-11-21`, `2026/11/21`, `2026.11.21`, `2026年11月21日`, and `11.21` in
 * the year of `on`. Undefined when the calendar has no such day.
 */
export function readTypedDay(text: string, on: Day): Day | undefined {
  const clean = narrow(text).trim()
  const solid = /^(\d{4})(\d{2})(\d{2})$/.exec(clean)
  const spaced = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(clean)
  const short = /^(\d{1,2})[-/.月](\d{1,2})日?$/.exec(clean)
  const [, year, month, date] = solid ?? spaced ?? (short ? ['', on.slice(0, 4), short[1], short[2]] : [])
  if (!year || !month || !date) return undefined
  const candidate = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`
  return isDay(candidate) ? candidate : undefined
}

/** Reads `1944-03`, `194403`, `1944/3`, `1944.3`, `1944年3月` to `1944-03`. */
export function readTypedMonth(text: string): string | undefined {
  const clean = narrow(text).trim()
  const [, year, month] = /^(\d{4})(\d{2})$/.exec(clean) ?? /^(\d{4})[-/.年](\d{1,2})月?$/.exec(clean) ?? []
  if (!year || !month || Number(month) < 1 || Number(month) > 12) return undefined
  return `${year}-${month.padStart(2, '0')}`
}

/** The month before or after, for the keys `[` and `]`. */
export function shiftMonth(month: string, by: number): string {
  const first = dayOf(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 1)
  return (by < 0 ? addDays(first, -1) : addDays(first, 31)).slice(0, 7)
}

/** `元` typed by a person to fen; undefined when it is not a sum with at most two decimals. */
export function readYuan(text: string): number | undefined {
  const clean = narrow(text).replaceAll(/[,，\s元]/g, '')
  const found = /^(-?)(\d{1,13})(?:\.(\d{1,2}))?$/.exec(clean)
  if (!found) return undefined
  const fen = Number(found[2]) * 100 + Number((found[3] ?? '').padEnd(2, '0'))
  return found[1] && fen > 0 ? -fen : fen
}

/** Full-width digits and signs to ordinary ones, as input methods produce them. */
const narrow = (text: string): string =>
  text.replaceAll(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replaceAll('\u3000', ' ')
