import { dayNumber, dayText, moment } from './calendar.ts'
import { names } from './data.ts'
import type { Person } from './person.ts'
import type { Random } from './random.ts'
import { makeId } from './uuid.ts'

let homophones: Map<string, string[]> | undefined

/** Characters that sound alike, for the slip of a hand: 素珍, 素贞. */
function soundsLike(character: string): readonly string[] {
  homophones ??= Map.groupBy(Object.keys(names().pinyin), (c) => names().pinyin[c] ?? '')
  return (homophones.get(names().pinyin[character] ?? '') ?? []).filter((c) => c !== character)
}

/** The same person entered a second time from a paper list: without number, perhaps with another character or another day of birth. */
export function enteredTwice(person: Person, number: number, today: number, random: Random): Person {
  const last = [...person.name].at(-1) ?? ''
  const variants = soundsLike(last)
  const name =
    variants.length > 0 && random.chance(0.6) ? person.name.slice(0, -last.length) + random.pick(variants) : person.name
  const born = dayNumber(person.birthDate)
  const entered = Math.max(
    dayNumber(person.createdAt.slice(0, 10) as Person['birthDate']),
    today - random.between(5, 700),
  )
  const recordedAt = moment(Math.min(entered, today - 1), random.below(480))
  const facts = person.facts
    .filter((f) => (f.kind === 'residence' || f.kind === 'household') && f.validTo === null && f.supersededAt === null)
    .map((f) => ({ ...f, recordedAt }))
  return {
    ...person,
    id: makeId(number, random),
    name,
    birthDate: random.chance(0.3) ? dayText(born - random.between(1, 3)) : person.birthDate,
    idNumber: null,
    createdAt: recordedAt,
    phones: person.phones.slice(0, 1).map((phone) => ({ ...phone, id: makeId(0, random) })),
    facts,
    diedOn: person.diedOn,
    news: [],
    oddity: 'probableDuplicate',
  }
}
