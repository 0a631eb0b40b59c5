/**
 * Writes the compact data of the simulator from the published files: `node tools/build-simulator-data.ts FOLDER`, where FOLDER holds
 * `census-chongqing`, `demography` and `names`. Pinyin of every character that a synthetic name can have is worked out here, once.
 */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { pinyin } from 'pinyin-pro'

const folder = process.argv[2]
if (!folder) throw new Error('usage: node tools/build-simulator-data.ts FOLDER')
const source = (path: string): string => readFileSync(`${folder}/${path}`, 'utf8')
const write = (name: string, value: unknown): void =>
  writeFileSync(new URL(`../simulator/data/${name}`, import.meta.url), `${JSON.stringify(value, null, 2)}\n`)

type Census = {
  ageGroups: string[]
  districts: { code: string; total: number; urban: number; pyramid: { male: number[]; female: number[] } }[]
}
const census = JSON.parse(source('census-chongqing/census-chongqing-2020.json')) as Census
const from50 = census.ageGroups.indexOf('50-54')
const structure = JSON.parse(source('demography/age-structure.json')) as {
  oldestOldSplitOf85plus: { shares: { male: number[]; female: number[] } }
}
write('census-2020.json', {
  ageGroups: census.ageGroups.slice(from50),
  oldestOldShares: structure.oldestOldSplitOf85plus.shares,
  districts: census.districts.map(({ code, total, urban, pyramid }) => ({
    code,
    total,
    urban,
    male: pyramid.male.slice(from50),
    female: pyramid.female.slice(from50),
  })),
})

type Mortality = { ageStart: string[]; mx: Record<'male' | 'female', Record<string, number[]>> }
const mortality = JSON.parse(source('demography/mortality-fertility-china.json')) as Mortality
const from45 = mortality.ageStart.indexOf('45')
const rates = (sex: 'male' | 'female') =>
  Object.fromEntries(Object.entries(mortality.mx[sex]).map(([period, mx]) => [period, mx.slice(from45)]))
write('mortality.json', {
  ageStart: mortality.ageStart.slice(from45).map((age) => Number.parseInt(age, 10)),
  male: rates('male'),
  female: rates('female'),
})

const disability = JSON.parse(source('demography/disability-older-people.json')) as {
  calibratedPrevalencePercent: Record<string, unknown>
  sexRatioFemaleToMale: { value: number }
}
const { ageGroups, strictSelfCareLoss, disabledSurvey5Level, disabledOrPartlySurvey4Level } =
  disability.calibratedPrevalencePercent
write('prevalence.json', {
  ageGroups,
  strictSelfCareLoss,
  disabledSurvey5Level,
  disabledOrPartlySurvey4Level,
  femaleToMale: disability.sexRatioFemaleToMale.value,
})

type Names = {
  surnames: { name: string; weight: number }[]
  givenMale: string[]
  givenFemale: string[]
  cohortGivenNames: Record<string, { male: string[]; female: string[] }>
}
const names = JSON.parse(source('names/names-zh.json')) as Names
const { bornBefore1950, born1950s, born1960s } = names.cohortGivenNames
const RARE = ['堃', '燚', '珺', '喆', '犇', '淼', '翀', '玥', '㛃', '䶮', '𬭎', '𫖯']
const RARE_PINYIN: Record<string, string> = { 㛃: 'jie', 䶮: 'yan', 𬭎: 'hong', 𫖯: 'fu' }
const characters = new Set([
  ...[bornBefore1950, born1950s, born1960s].flatMap((c) => [...(c?.male ?? []), ...(c?.female ?? [])]).join(''),
  ...names.givenMale.join(''),
  ...names.givenFemale.join(''),
  ...RARE,
])
const spoken = (text: string, surname: boolean): string =>
  pinyin(text, { toneType: 'none', type: 'array', v: true, ...(surname && { surname: 'all' as const }) }).join('')
write('names.json', {
  surnames: names.surnames.map(({ name, weight }) => [name, spoken(name, true), weight]),
  given: { male: names.givenMale, female: names.givenFemale },
  cohorts: { bornBefore1950, born1950s, born1960s },
  rare: RARE,
  pinyin: Object.fromEntries([...characters].map((c) => [c, RARE_PINYIN[c] ?? spoken(c, false)])),
})
copyFileSync(
  `${folder}/census-chongqing/township-age-tongliang-2020.csv`,
  new URL('../simulator/data/townships-tongliang-2020.csv', import.meta.url),
)
