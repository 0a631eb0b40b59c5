import { checkCharacter } from '../src/areas/elders/index.ts'
import type { Day } from '../src/platform/clock/day.ts'
import { dayNumber } from './calendar.ts'
import { census, type Sex } from './data.ts'

/**
 * Area codes of synthetic people. 500000 is the city itself and is issued to nobody. It has 500 numbers a day of birth and sex, enough
 * for about 3 million elders; on the fullest days of a larger city the neighbours 500001 to 500009 follow, which no edition of
 * GB/T 2260 has assigned.
 */
export const SYNTHETIC_AREAS = ['500000', ...Array.from({ length: 9 }, (_, i) => `50000${i + 1}`)]
const PER_AREA = 500
/** Each of the 38 districts begins at slots of its own, so that small cities of two districts do not share a number. */
const PER_DISTRICT = 13
const DAYS = 48_000
const BYTES = Math.ceil(PER_AREA / 8)

/** Thrown when more people are born on one day than there are numbers; the caller refuses the run. */
export class NumbersExhausted extends Error {}

/** Hands out synthetic identity numbers, each once: area, birth date, sequence (odd for men), check character. */
export class IdNumbers {
  readonly #taken = { male: new Uint8Array(DAYS * BYTES), female: new Uint8Array(DAYS * BYTES) }
  readonly #beyond = new Map<string, number>()

  /** @throws NumbersExhausted when the day of birth has no number left in any area */
  next(born: Day, sex: Sex, district: string): string {
    const slot = this.#takeSlot(dayNumber(born), sex, Math.max(0, districtIndex(district)) * PER_DISTRICT)
    if (slot !== undefined) return idNumber(SYNTHETIC_AREAS[0] as string, born, sex, slot)
    const key = born + sex
    const beyond = this.#beyond.get(key) ?? 0
    this.#beyond.set(key, beyond + 1)
    const area = SYNTHETIC_AREAS[1 + Math.floor(beyond / PER_AREA)]
    if (area === undefined) throw new NumbersExhausted(born)
    return idNumber(area, born, sex, beyond % PER_AREA)
  }

  /** The first free slot of a day from `start` on, around the end; undefined when all 500 are taken. */
  #takeSlot(date: number, sex: Sex, start: number): number | undefined {
    const taken = this.#taken[sex]
    for (let i = 0; i < PER_AREA; i++) {
      const slot = (start + i) % PER_AREA
      const at = date * BYTES + (slot >> 3)
      const bit = 1 << (slot & 7)
      if ((taken[at] as number) & bit) continue
      taken[at] = (taken[at] as number) | bit
      return slot
    }
    return undefined
  }
}

const districtIndex = (code: string): number => census().districts.findIndex((d) => d.code === code)

function idNumber(area: string, born: Day, sex: Sex, slot: number): string {
  const sequence = String(slot * 2 + (sex === 'male' ? 1 : 0)).padStart(3, '0')
  const first17 = `${area}${born.replaceAll('-', '')}${sequence}`
  return first17 + checkCharacter(first17)
}
