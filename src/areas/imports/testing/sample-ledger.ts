import type { Day } from '../../../platform/clock/day.ts'
import type { DivisionTree } from '../../divisions/index.ts'
import { checkCharacter } from '../../elders/index.ts'

/** A seeded source of numbers in [0, 1): the same seed gives the same ledger. */
export function seededNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export type SamplePerson = {
  name: string
  sex: '男' | '女'
  id: string
  birth: Day
  village: string
  township: string
  phone: string
  hardship: string
  living: string
}

const SURNAMES = '陈王李张刘周杨谭冉田黄何罗邓向严曾樊邢'
const FIRST = '世正大永光昌素朝桂国德贤淑秀玉定'
const SECOND = '珍兰英华福贵芬全荣芳明碧才富'
const HARDSHIP = ['', '', '', '低保', '特困', '低收入', '无']
const LIVING = ['', '空巢', '独居', '留守', '与子女同住', '空巢、独居']

const pick = <T>(list: ArrayLike<T>, next: () => number): T => list[Math.floor(next() * list.length)]!

/** A valid ID number of the unissued area 500000, which belongs to nobody. */
export function syntheticId(birth: string, sequence: number): string {
  const seventeen = `500000${birth.replaceAll('-', '')}${String(sequence % 1000).padStart(3, '0')}`
  return seventeen + checkCharacter(seventeen)
}

/** Invented people of the villages of a division, without repeated numbers; for tests, fuzzing and the benchmark. */
export function samplePeople(tree: DivisionTree, within: string, on: Day, count: number, seed: number): SamplePerson[] {
  const next = seededNumbers(seed)
  const villages = tree.townshipsOf(within, on).flatMap((key) => {
    const township = tree.get(key)!.name
    return tree.children(key, on).map(({ name }) => ({ township, village: name }))
  })
  const used = new Set<string>()
  const people: SamplePerson[] = []
  while (people.length < count) {
    const birth = `${1930 + Math.floor(next() * 36)}-${two(1 + next() * 12)}-${two(1 + next() * 28)}` as Day
    const sequence = Math.floor(next() * 1000)
    const id = syntheticId(birth, sequence)
    if (used.has(id)) continue
    used.add(id)
    const { village, township } = pick(villages, next)
    people.push({
      name: pick(SURNAMES, next) + pick(FIRST, next) + pick(SECOND, next),
      sex: sequence % 2 === 1 ? '男' : '女',
      id,
      birth,
      village,
      township,
      phone: next() < 0.7 ? `1${pick('3578', next)}${String(Math.floor(next() * 1e9)).padStart(9, '0')}` : '',
      hardship: pick(HARDSHIP, next),
      living: pick(LIVING, next),
    })
  }
  return people
}

const two = (value: number): string => String(Math.floor(value)).padStart(2, '0')

export const ledgerHead = [
  '序号',
  '姓名',
  '性别',
  '身份证号码',
  '出生日期',
  '乡镇（街道）',
  '所在村（社区）',
  '联系电话',
  '困难类型',
  '居住状况',
  '备注',
]

export const ledgerRow = (person: SamplePerson, index: number): (string | number | null)[] => [
  index + 1,
  person.name,
  person.sex,
  person.id,
  person.birth,
  person.township,
  person.village,
  person.phone || null,
  person.hardship || null,
  person.living || null,
  null,
]
