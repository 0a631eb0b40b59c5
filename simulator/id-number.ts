import type { Day } from '../src/platform/clock/day.ts'
import { dayNumber } from './calendar.ts'
import type { Sex } from './data.ts'

/**
 * Area codes of synthetic people. 500000 is the city itself and is issued to nobody. One area has 500 numbers a day of birth and sex,
 * enough for about 3 million elders; beyond that the neighbours 500001 to 500009 follow, which no edition of GB/T 2260 has assigned.
 */
export const SYNTHETIC_AREAS = ['500000', ...Array.from({ length: 9 }, (_, i) => `50000${i + 1}`)]
const PER_AREA = 500
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECK = '10X98765432'

/** The check character of the first 17 digits (GB 11643, ISO 7064 MOD 11-2). */
export function checkDigit(first17: string): string {
  let sum = 0
  for (let i = 0; i < 17; i++) sum += (first17.charCodeAt(i) - 48) * (WEIGHTS[i] as number)
  return CHECK[sum % 11] as string
}

/** Thrown when more people are born on one day than there are numbers; the caller refuses the run. */
export class NumbersExhausted extends Error {}

/** Hands out synthetic identity numbers, each once: area, birth date, sequence (odd for men), check character. */
export class IdNumbers {
  readonly #used = { male: new Uint16Array(48_000), female: new Uint16Array(48_000) }

  next(born: Day, sex: Sex): string {
    const date = dayNumber(born)
    const used = this.#used[sex][date] ?? 0
    this.#used[sex][date] = used + 1
    const area = SYNTHETIC_AREAS[Math.floor(used / PER_AREA)]
    if (area === undefined) throw new NumbersExhausted(`${born}`)
    // 173 and 500 share no divisor: the sequences of a day come in scattered order and none comes twice.
    const slot = ((used % PER_AREA) * 173 + date * 7) % PER_AREA
    const sequence = String(slot * 2 + (sex === 'male' ? 1 : 0)).padStart(3, '0')
    const first17 = `${area}${born.replaceAll('-', '')}${sequence}`
    return first17 + checkDigit(first17)
  }
}
