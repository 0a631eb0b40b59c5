import { comparable, narrow, saysNothing, withoutBlanks } from '../../platform/sheets/clean-text.ts'
import type { RawCell } from '../../platform/sheets/index.ts'

export type PhoneReading =
  | { kind: 'none' }
  | { kind: 'phones'; phones: string[]; cleaned: boolean }
  | { kind: 'invalid' }

const MOBILE = /^1[3-9]\d{9}$/
/** With area code, or the eight digits of Chongqing, none of which begins with 0, 1 or 9. */
const LANDLINE = /^(0\d{2,3}[2-8]\d{6,7}|[2-8]\d{7})$/

/** Reads one or several phone numbers from a cell; hyphens, blanks and +86 are cleaned away. */
export function readPhoneCell(cell: RawCell | undefined): PhoneReading {
  if (!cell || saysNothing(cell.text)) return { kind: 'none' }
  const whole = asPhone(cell.text)
  if (whole !== undefined) return { kind: 'phones', phones: [whole], cleaned: whole !== cell.text }
  const parts = narrow(cell.text)
    .split(/[/、,;，；|\s]+|或/)
    .filter((part) => part !== '')
  const phones = parts.map(asPhone)
  if (phones.length === 0 || phones.length > 5 || phones.includes(undefined)) return { kind: 'invalid' }
  return { kind: 'phones', phones: [...new Set(phones as string[])], cleaned: true }
}

function asPhone(text: string): string | undefined {
  const digits = withoutBlanks(comparable(text))
    .replaceAll(/[-‐-―－()]/g, '')
    .replace(/\.0$/, '')
    .replace(/^(\+|00)?86(?=1[3-9]\d{9}$)/, '')
  return MOBILE.test(digits) || LANDLINE.test(digits) ? digits : undefined
}
