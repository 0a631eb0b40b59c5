import { names, type Sex } from './data.ts'
import { cumulate, indexAt, type Random } from './random.ts'

export type PersonName = { name: string; pinyin: string; initials: string }

/** Surnames that are much more common in the south-east of the city (黔江, 石柱, 秀山, 酉阳, 彭水) than in the country. */
const SOUTH_EAST = new Set(['500114', '500240', '500241', '500242', '500243'])
const SOUTH_EASTERN: Record<string, number> = { 冉: 4, 田: 4.5, 谭: 3, 向: 2.5, 彭: 2, 陈: 2, 周: 1.5 }

type Pool = { whole: readonly string[]; firsts: readonly string[]; seconds: readonly string[] }
type Cohort = keyof ReturnType<typeof names>['cohorts']

const everywhere = (): Float64Array => cumulate(names().surnames.map(([, , weight]) => weight))
const southEast = (): Float64Array =>
  cumulate(names().surnames.map(([name, , weight]) => weight + (SOUTH_EASTERN[name] ?? 0)))
let surnameTotals: { everywhere: Float64Array; southEast: Float64Array } | undefined
const pools = new Map<string, Pool>()

/** Whole given names of a cohort, and their first and second characters for mixing new ones. */
function poolOf(cohort: Cohort, sex: Sex): Pool {
  const key = cohort + sex
  const known = pools.get(key)
  if (known) return known
  const whole = names().cohorts[cohort][sex]
  const pairs = [...whole, ...(cohort === 'born1960s' ? names().given[sex] : [])].filter((n) => [...n].length === 2)
  const pool = { whole, firsts: pairs.map((n) => n[0] as string), seconds: pairs.map((n) => n[1] as string) }
  pools.set(key, pool)
  return pool
}

const cohortOf = (year: number): Cohort => (year < 1950 ? 'bornBefore1950' : year < 1960 ? 'born1950s' : 'born1960s')

/** A name as its cohort carries it, with pinyin as one word and its initials. One in 600 has a rare character. */
export function makeName(random: Random, sex: Sex, bornYear: number, district: string): PersonName {
  surnameTotals ??= { everywhere: everywhere(), southEast: southEast() }
  const totals = SOUTH_EAST.has(district) ? surnameTotals.southEast : surnameTotals.everywhere
  const [surname, spoken] = names().surnames[indexAt(totals, random.next())] as [string, string, number]
  const { whole, firsts, seconds } = poolOf(cohortOf(bornYear), sex)
  const first = random.pick(firsts)
  let given: string
  if (random.chance(1 / 600)) given = first + random.pick(names().rare)
  else if (random.chance(0.3)) given = random.pick(whole)
  else if (random.chance(0.03)) given = random.pick(seconds)
  else given = first + random.pick(seconds)
  return withPinyin(surname, spoken, given)
}

function withPinyin(surname: string, spoken: string, given: string): PersonName {
  let pinyin = spoken
  let initials =
    surname.length > 1 ? [...surname].map((c) => names().pinyin[c]?.[0] ?? spoken[0]).join('') : (spoken[0] ?? '')
  for (const character of given) {
    const syllable = names().pinyin[character] ?? ''
    pinyin += syllable
    initials += syllable[0] ?? ''
  }
  return { name: surname + given, pinyin, initials }
}
