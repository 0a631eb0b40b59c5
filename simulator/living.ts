import type { Sex } from './data.ts'
import type { HouseholdType } from './person.ts'
import type { Random } from './random.ts'

/** A person before the file: who they are and how they live. Days are numbers since 1900-01-01, ages are on the simulated day. */
export type Sketch = {
  sex: Sex
  born: number
  diedOn: number | null
  age: number
  married: boolean
  spouse: Sketch | null
  householdType: HouseholdType
  /** Number of the home in the township. */
  home: number
  villageIndex: number
}

/** Share living with a spouse by age: the long form of 2020 gives 6.2 percent widowed of all adults, three quarters of them women. Assumption by age. */
function marriedShare(sex: Sex, age: number): number {
  const points: readonly (readonly [number, number])[] =
    sex === 'male'
      ? [
          [60, 0.9],
          [70, 0.84],
          [80, 0.66],
          [90, 0.4],
        ]
      : [
          [60, 0.85],
          [70, 0.69],
          [80, 0.38],
          [90, 0.12],
        ]
  const first = points[0] as readonly [number, number]
  if (age <= first[0]) return first[1]
  for (let i = 1; i < points.length; i++) {
    const [fromAge, fromShare] = points[i - 1] as readonly [number, number]
    const [toAge, toShare] = points[i] as readonly [number, number]
    if (age < toAge) return fromShare + ((toShare - fromShare) * (age - fromAge)) / (toAge - fromAge)
  }
  return 0.05
}

const COUPLE_TYPES = (rural: boolean): readonly (readonly [HouseholdType, number])[] => [
  ['couple', rural ? 0.6 : 0.62],
  ['withFamily', rural ? 0.28 : 0.34],
  ['withGrandchildren', rural ? 0.11 : 0.03],
  ['institution', 0.01],
]
const SINGLE_TYPES = (rural: boolean, age: number): readonly (readonly [HouseholdType, number])[] => [
  ['alone', rural ? 0.45 : 0.4],
  ['withFamily', 0.5],
  ['withGrandchildren', rural ? 0.06 : 0.02],
  ['institution', age >= 80 ? 0.06 : 0.025],
]

/**
 * Pairs the married of a township by age (husbands about two years older) and gives everybody a home and a village. In
 * Chongqing about half of those aged 65 and over live in a household with two of them (2020 census); pairing reproduces that.
 */
export function settle(people: Sketch[], rural: boolean, pickVillage: () => number, random: Random): void {
  const byAge = (sex: Sex, offset: number) =>
    people
      .filter((p) => p.sex === sex && p.married)
      .map((p) => ({ p, at: p.born + offset + (random.next() - 0.5) * 1500 }))
      .sort((a, b) => a.at - b.at)
      .map(({ p }) => p)
  pair(byAge('male', 730), byAge('female', 0))
  let home = 0
  for (const person of people) {
    if (person.home > 0) continue
    person.home = ++home
    person.villageIndex = pickVillage()
    const { spouse } = person
    // A spouse who is not in the register is younger than 60: the household is a couple or a family all the same.
    const types = person.married ? COUPLE_TYPES(rural) : SINGLE_TYPES(rural, person.age)
    person.householdType = random.weighted(types)
    if (!spouse) continue
    spouse.home = home
    spouse.villageIndex = person.villageIndex
    spouse.householdType = person.householdType
  }
}

/** Marries two sorted lists from the oldest down; who is more than 12 years apart keeps a spouse outside the register. */
function pair(men: Sketch[], women: Sketch[]): void {
  let w = 0
  for (const man of men) {
    while (w < women.length && (women[w] as Sketch).born < man.born - 5 * 365) w++
    const woman = women[w]
    if (!woman || woman.born > man.born + 12 * 365) continue
    man.spouse = woman
    woman.spouse = man
    w++
  }
}

export const isMarried = (sex: Sex, age: number, random: Random): boolean => random.chance(marriedShare(sex, age))
