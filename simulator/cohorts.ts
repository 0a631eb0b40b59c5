import type { Day } from '../src/platform/clock/day.ts'
import { monthNumber } from './calendar.ts'
import { census, type DistrictCensus, mortality, type Sex } from './data.ts'

/** All people of one sex born in one month; `month` counts months since year 0. */
export type Cell = { sex: Sex; month: number }

/** Reference time of the census: the first moment of November 2020. */
export const CENSUS_MONTH = 2020 * 12 + 10
/** People in the register after their death: those of the last two years. */
export const DECEASED_MONTHS = 24
const OLDEST_AGE = 106
/** One factor brings the national rates to the life expectancy of Chongqing (78.56 at birth, 2020). */
const LOCAL_MORTALITY = 0.95

/**
 * Births of a year against an ordinary year before 1959. Assumption: the depth of 1959–1961 and the rebound follow what is known of
 * the province, scaled inside each census group, so the group totals stay those of the census.
 */
const BIRTHS_OF_YEAR: Record<number, number> = {
  1955: 1,
  1956: 0.98,
  1957: 1,
  1958: 0.85,
  1959: 0.55,
  1960: 0.42,
  1961: 0.38,
  1962: 1,
  1963: 1.5,
  1964: 1.35,
  1965: 1.3,
}
const birthsOf = (month: number): number => BIRTHS_OF_YEAR[Math.floor(month / 12)] ?? 1

const SEXES: readonly Sex[] = ['male', 'female']
/** Lowest ages of the census groups from 50, the last one split: 85, 90, 95, 100. */
const GROUP_AGES = [50, 55, 60, 65, 70, 75, 80, 85, 90, 95, 100]

/** All cells that can hold people aged 60 and over between the census and some decades later, youngest last. */
export const CELLS: readonly Cell[] = SEXES.flatMap((sex) =>
  Array.from({ length: (OLDEST_AGE - 50) * 12 }, (_, i) => ({ sex, month: CENSUS_MONTH - OLDEST_AGE * 12 + i })),
)

/** How many people of each cell lived in a district at the census: the published groups, spread over their months. */
export function cellsAtCensus(district: DistrictCensus): Float64Array {
  const counts = new Float64Array(CELLS.length)
  for (const sex of SEXES) {
    const groups = splitOldest(district[sex], census().oldestOldShares[sex])
    groups.forEach((people, g) => {
      const youngest = GROUP_AGES[g] ?? 0
      const oldest = GROUP_AGES[g + 1] ?? OLDEST_AGE
      const members: [index: number, weight: number][] = []
      CELLS.forEach((cell, index) => {
        const age = (CENSUS_MONTH - 1 - cell.month) / 12
        if (cell.sex === sex && age >= youngest && age < oldest)
          members.push([index, birthsOf(cell.month) * thinning(sex, youngest, age)])
      })
      const sum = members.reduce((total, [, weight]) => total + weight, 0)
      for (const [index, weight] of members) counts[index] = (people * weight) / sum
    })
  }
  return counts
}

const splitOldest = (groups: readonly number[], shares: readonly number[]): number[] => {
  const oldest = groups.at(-1) ?? 0
  const sum = shares.reduce((a, b) => a + b, 0)
  return [...groups.slice(0, -1), ...shares.map((share) => (oldest * share) / sum)]
}

/** Within a group, fewer are left at each higher age: the survivors of a constant stream. */
const thinning = (sex: Sex, from: number, age: number): number =>
  age < 65 ? 1 : Math.exp(-hazard(sex, from + 2.5, 2020) * (age - from))

/** Deaths per person-year at an exact age in a year, interpolated on the log scale between the middles of the age groups. */
export function hazard(sex: Sex, age: number, year: number): number {
  const { ageStart, [sex]: periods } = mortality()
  const from = Math.min(2045, Math.max(2010, year - (year % 5)))
  const rates = periods[`${from}-${from + 5}`] ?? []
  const position = Math.min(Math.max((age - 47.5) / 5, 0), ageStart.length - 1.001)
  const lower = Math.floor(position)
  const low = Math.log(rates[lower] ?? 1)
  const high = Math.log(rates[lower + 1] ?? 1)
  return LOCAL_MORTALITY * Math.exp(low + (high - low) * (position - lower))
}

/** Share of a cell alive in a month, against the census: below 1 afterwards, above 1 before. Half-year steps. */
export function survival({ sex, month }: Cell, until: number): number {
  let sum = 0
  const sign = until >= CENSUS_MONTH ? 1 : -1
  for (let at = CENSUS_MONTH; at !== until; ) {
    const step = sign * Math.min(6, Math.abs(until - at))
    const middle = at + step / 2
    sum += hazard(sex, (middle - month) / 12, Math.floor(middle / 12)) * (step / 12)
    at += step
  }
  return Math.exp(-sum)
}

/** For each cell and one census person: those alive aged 60 and over on a day, and those who died in the two years before it. */
export function outlook(on: Day): { living: Float64Array; deceased: Float64Array } {
  const now = monthNumber(on)
  const living = new Float64Array(CELLS.length)
  const deceased = new Float64Array(CELLS.length)
  CELLS.forEach((cell, i) => {
    const months = now - cell.month
    if (months <= 60 * 12) return
    living[i] = survival(cell, now)
    if (months > 62 * 12) deceased[i] = survival(cell, now - DECEASED_MONTHS) - (living[i] as number)
  })
  return { living, deceased }
}
