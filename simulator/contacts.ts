import type { Sketch } from './living.ts'
import { makeName } from './names.ts'
import type { Fact, Phone } from './person.ts'
import type { Random } from './random.ts'
import { makeId } from './uuid.ts'

/**
 * Synthetic phones lie in 1440…, a block for machines (物联网) that no person carries: a message sent by mistake reaches nobody.
 * They have the form of a mobile number all the same.
 */
export const SYNTHETIC_PHONE_PREFIX = '1440'

export const makePhone = (random: Random): string =>
  SYNTHETIC_PHONE_PREFIX + String(random.below(10_000_000)).padStart(7, '0')

/** Numbers under which the person and those who care can be reached. */
export function makeContacts(
  sketch: Sketch,
  name: string,
  facts: readonly Fact[],
  shared: string | null,
  random: Random,
): Phone[] {
  const phones: Phone[] = []
  const add = (kind: Phone['kind'], number: string, holder: string | null, relation: string | null) =>
    phones.push({ id: makeId(phones.length, random), kind, number, holder, relation })
  if (shared !== null) add('own', shared, null, null)
  else if (random.chance(sketch.age < 70 ? 0.9 : sketch.age < 80 ? 0.72 : 0.45))
    add('own', makePhone(random), null, null)
  const child = () => {
    const son = random.chance(0.5)
    const born = makeName(random, son ? 'male' : 'female', 1968, '')
    // A father's children carry his surname; of a mother we only know that they need not carry hers.
    const holder = sketch.sex === 'male' ? name.slice(0, 1) + born.name.slice(1) : born.name
    return [holder, son ? '儿子' : '女儿'] as const
  }
  if (random.chance(0.72)) add('supporter', makePhone(random), ...child())
  const dependent = facts.some(
    (f) => f.kind === 'careDependency' && (f.value[0] === 'severe' || f.value[0] === 'total'),
  )
  if (dependent || random.chance(0.01)) add('guardian', makePhone(random), ...child())
  if (random.chance(0.25))
    add(
      'emergencyContact',
      makePhone(random),
      makeName(random, 'female', 1965, '').name,
      random.chance(0.5) ? '邻居' : '亲属',
    )
  return phones
}
