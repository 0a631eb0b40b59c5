import type { Day } from '../../platform/clock/day.ts'

export type DivisionLevel = 'city' | 'district' | 'township' | 'village'

/** A period of days; `validTo` is exclusive, null is open. */
export type Period = { validFrom: Day; validTo: Day | null }

/**
 * A division under its stable key. The key is given once (for those of 2023 their code of 6, 9 or 12 digits) and never follows a
 * later reform; codes and parents are dated. `pinyin` has one syllable a word; points are WGS84 degrees.
 */
export type Division = Period & {
  key: string
  level: DivisionLevel
  name: string
  kind: string
  pinyin: string
  lng: number | null
  lat: number | null
  elevationM: number | null
  population2010: number | null
}

export type Parentage = Period & { key: string; parent: string }
/** `code` null: the official code is not known in this period. */
export type CodePeriod = Period & { key: string; code: string | null }
/** Another name than the one a division came with, in a period. `pinyin` has one syllable a word. */
export type NamePeriod = Period & { key: string; name: string; pinyin: string }
/** A management zone (万盛经开区 …): not a division, it manages townships that lie in divisions. */
export type Zone = Period & { key: string; name: string; pinyin: string; members: (Period & { township: string })[] }

export type DivisionData = {
  divisions: Division[]
  parentages: Parentage[]
  codes: CodePeriod[]
  zones: Zone[]
  names?: NamePeriod[]
}

/** True when the period holds on the day. */
export const holds = ({ validFrom, validTo }: Period, on: Day): boolean =>
  validFrom <= on && (validTo === null || on < validTo)
