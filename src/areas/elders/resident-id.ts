import { type Day, isDay } from '../../platform/clock/day.ts'

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECK_CHARACTERS = '10X98765432'

export type ResidentId = { number: string; birthDate: Day; sex: 'male' | 'female' }
export type ResidentIdFault = 'length' | 'shape' | 'date' | 'checkDigit'

/** The check character of the first 17 digits (GB 11643, ISO 7064 MOD 11-2). */
export function checkCharacter(digits: string): string {
  let sum = 0
  for (let at = 0; at < 17; at++) sum += Number(digits[at]) * (WEIGHTS[at] ?? 0)
  return CHECK_CHARACTERS[sum % 11] ?? ''
}

/** Full-width digits, spaces and a small x are habits of typing, not mistakes. */
export const tidyNumber = (text: string): string => text.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase()

/**
 * Reads an 18-digit resident number with what it says of its holder, or the first thing that is wrong. The area of the first six
 * digits is not looked up: abolished codes stay valid for life.
 */
export function readResidentId(text: string): { ok: true; id: ResidentId } | { ok: false; fault: ResidentIdFault } {
  const number = tidyNumber(text)
  if (number.length !== 18) return { ok: false, fault: 'length' }
  if (!/^\d{17}[\dX]$/.test(number)) return { ok: false, fault: 'shape' }
  const birthDate = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`
  if (!isDay(birthDate)) return { ok: false, fault: 'date' }
  if (checkCharacter(number) !== number[17]) return { ok: false, fault: 'checkDigit' }
  return { ok: true, id: { number, birthDate, sex: Number(number[16]) % 2 === 1 ? 'male' : 'female' } }
}
