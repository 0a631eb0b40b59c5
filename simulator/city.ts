import type { DivisionTree } from '../src/areas/divisions/index.ts'
import type { Day } from '../src/platform/clock/day.ts'
import { dayNumber, daysOfMonth, firstDayOf } from './calendar.ts'
import { CELLS } from './cohorts.ts'
import { makePhone } from './contacts.ts'
import { enteredTwice } from './duplicates.ts'
import { IdNumbers } from './id-number.ts'
import { isMarried, type Sketch, settle } from './living.ts'
import { makePerson, personWords } from './make-person.ts'
import type { Person } from './person.ts'
import { placeOf } from './place.ts'
import { olderPopulation, type TownshipElders } from './population.ts'
import { apportion, indexAt, Random } from './random.ts'

/** `elders` counts files in the register of `within` on the day `on`, the deceased of two years and the duplicates among them. */
export type CityRequest = { elders: number; seed: string; within: string; on: Day }

/** One file in 250 is the second one of somebody. */
const DUPLICATES = 1 / 250

/** How many files a complete register of a place would hold on a day, by our ageing of the census. */
export function completeRegister(tree: DivisionTree, within: string, on: Day): number {
  return scopeOf(tree, within, on).reduce((sum, t) => sum + t.weight, 0)
}

/** Townships of a scope with their older people; a village counts as its township here. */
export function scopeOf(tree: DivisionTree, within: string, on: Day): TownshipElders[] {
  const population = olderPopulation(tree, on)
  const self = tree.get(within)
  const keys = self?.level === 'village' ? [tree.parent(within, on)?.key ?? ''] : tree.townshipsOf(within, on)
  return keys.sort().flatMap((key) => population.get(key) ?? [])
}

/** All files of a synthetic city, township by township. The same request gives the same people, byte for byte. */
export function* generatePeople(tree: DivisionTree, { elders, seed, within, on }: CityRequest): Generator<Person> {
  const townships = scopeOf(tree, within, on)
  const counts = apportion(
    elders,
    townships.map((t) => t.weight),
  )
  const numbers = new IdNumbers()
  const today = dayNumber(on)
  const only = tree.get(within)?.level === 'village' ? within : undefined
  let number = 0
  for (const [i, elders] of townships.entries()) {
    const files = counts[i] ?? 0
    const division = tree.get(elders.key)
    if (files === 0 || !division) continue
    const random = Random.of(`${seed}/township/${elders.key}`)
    const place = placeOf(tree, division, on, only)
    const twice = Math.round(files * DUPLICATES)
    const sketches = sketch(elders, files - twice, today, random)
    settle(sketches, place.rural, () => place.pickVillage(random), random)
    const around = {
      place,
      opened: Math.min(dayNumber('2019-03-01' as Day) + random.below(700), today - 400),
      today,
      numbers,
      elsewhere: neighbours(townships, i),
      sharedPhone: random.chance(0.15) ? { villageIndex: place.pickVillage(random), number: makePhone(random) } : null,
    }
    const words = personWords(seed, elders.key)
    const copied: Person[] = []
    for (const [k, each] of sketches.entries()) {
      const person = makePerson(each, number++, around, Random.nth(words, k))
      if (copied.length < twice && k % Math.max(1, Math.floor(sketches.length / (twice + 1))) === 0) copied.push(person)
      yield person
    }
    for (const [k, person] of copied.entries())
      yield enteredTwice(person, number++, today, Random.nth(words, sketches.length + k))
  }
}

/** Who lives in a township: one draw in each equal slice of its age pyramid, so that small towns keep its shape too. */
function sketch({ ages }: TownshipElders, count: number, today: number, random: Random): Sketch[] {
  const sketches: Sketch[] = []
  for (let i = 0; i < count; i++) {
    const at = indexAt(ages, (i + random.next()) / count)
    const { sex, month } = CELLS[at % CELLS.length] as (typeof CELLS)[number]
    const first = dayNumber(firstDayOf(month))
    const born = Math.min(first + random.below(daysOfMonth(month)), today - 21_915)
    const died = at >= CELLS.length ? today - random.between(1, 729) : null
    const diedOn = died !== null && died - born > 21_960 ? died : died === null ? null : today - random.between(1, 60)
    const age = (today - born) / 365.2425
    const blank = { spouse: null, householdType: 'withFamily' as const, home: 0, villageIndex: 0 }
    sketches.push({ sex, born, diedOn, age, married: isMarried(sex, age, random), ...blank })
  }
  return random.shuffle(sketches)
}

/** Up to twelve other townships near in the list, where a person's household register or former home may be. */
const neighbours = (townships: readonly TownshipElders[], i: number): string[] =>
  townships
    .slice(Math.max(0, i - 6), i + 7)
    .filter((t) => t !== townships[i])
    .map((t) => t.key)
