import { readFileSync } from 'node:fs'

export type Sex = 'male' | 'female'
export type BySex<T> = Record<Sex, T>

/** Persons of the 2020 census by age group (from 50) and sex; `total` and `urban` count all ages. */
export type DistrictCensus = { code: string; total: number; urban: number } & BySex<number[]>
type Census = { ageGroups: string[]; oldestOldShares: BySex<number[]>; districts: DistrictCensus[] }
/** Deaths per person-year by period (`2020-2025`) at ages that begin at `ageStart`. */
type Mortality = { ageStart: number[] } & BySex<Record<string, number[]>>
/** Percent of people 60 and over by age group; three severities, each containing the one before. */
type Prevalence = {
  strictSelfCareLoss: number[]
  disabledSurvey5Level: number[]
  disabledOrPartlySurvey4Level: number[]
  femaleToMale: number
}
type Names = {
  surnames: [name: string, pinyin: string, weight: number][]
  given: BySex<string[]>
  cohorts: Record<'bornBefore1950' | 'born1950s' | 'born1960s', BySex<string[]>>
  rare: string[]
  pinyin: Record<string, string>
}

const read = (name: string): string => readFileSync(new URL(`./data/${name}`, import.meta.url), 'utf8')
const once = <T>(make: () => T): (() => T) => {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}

export const census = once(() => JSON.parse(read('census-2020.json')) as Census)
export const mortality = once(() => JSON.parse(read('mortality.json')) as Mortality)
export const prevalence = once(() => JSON.parse(read('prevalence.json')) as Prevalence)
export const names = once(() => JSON.parse(read('names.json')) as Names)

/** Share of people aged 60 and over in each township of 铜梁区, 2020: the one district with a published table. */
export const tongliangShares = once(
  () =>
    new Map(
      read('townships-tongliang-2020.csv')
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => {
          const cells = line.split(',')
          return [cells[0] ?? '', Number(cells[4]) / 100] as const
        }),
    ),
)
