import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DivisionTree, readDataset } from '../src/areas/divisions/index.ts'
import { checkCharacter } from '../src/areas/elders/index.ts'
import { ageOn, type Day, day } from '../src/platform/clock/day.ts'
import { canonicalLines } from './canonical.ts'
import { completeRegister, generatePeople } from './city.ts'
import { cellsAtCensus, outlook } from './cohorts.ts'
import { census, tongliangShares } from './data.ts'
import { IdNumbers, NumbersExhausted } from './id-number.ts'
import type { Fact, Person } from './person.ts'
import { spreadInside } from './population.ts'

const tree = new DivisionTree(readDataset())
const CENSUS = day('2020-11-01')
const TODAY = day('2026-11-01')
const make = (elders: number, within: string, on: Day, seed = 'test') => [
  ...generatePeople(tree, { elders, seed, within, on }),
]
const living = (people: Person[]) => people.filter((p) => p.diedOn === null && p.oddity !== 'probableDuplicate')
const share = <T>(list: T[], of: (item: T) => boolean) => list.filter(of).length / list.length

const city2020 = living(make(40_000, '500000', CENSUS))
const city2026 = make(40_000, '500000', TODAY)

describe('the age pyramid', () => {
  const groupOf = (p: Person, on: Day) => Math.min(5, Math.floor((ageOn(on, p.birthDate) - 60) / 5))
  const published = (codes: string[]) => {
    const districts = census().districts.filter((d) => codes.includes(d.code))
    return (sex: 'male' | 'female', group: number) => {
      const sum = (d: (typeof districts)[number]) => d[sex][group + 2] ?? 0
      const all = districts.reduce(
        (n, d) => n + [...d.male.slice(2), ...d.female.slice(2)].reduce((a, b) => a + b, 0),
        0,
      )
      return districts.reduce((n, d) => n + sum(d), 0) / all
    }
  }

  it('of 2020 is that of the census, for the city within 0.5 and for a district within 1 percentage point', () => {
    const banan = living(make(12_000, '500113', CENSUS))
    for (const [people, codes, tolerance] of [
      [city2020, census().districts.map((d) => d.code), 0.005],
      [banan, ['500113'], 0.01],
    ] as const) {
      const expected = published([...codes])
      for (const sex of ['male', 'female'] as const)
        for (let group = 0; group < 6; group++) {
          const got = share([...people], (p) => p.sex === sex && groupOf(p, CENSUS) === group)
          expect(Math.abs(got - expected(sex, group)), `${sex} ${60 + group * 5}+`).toBeLessThan(tolerance)
        }
    }
  })

  it('shows the small cohorts of 1959 to 1961 and the large ones after them', () => {
    const born = (year: number) => city2026.filter((p) => p.birthDate.startsWith(String(year))).length
    for (const small of [1959, 1960, 1961]) {
      expect(born(small), `${small} against 1957`).toBeLessThan(born(1957) * 0.7)
      expect(born(small), `${small} against 1963`).toBeLessThan(born(1963) * 0.5)
    }
  })

  it('ages to the totals that were published later', () => {
    const total = (on: Day) => {
      const alive = outlook(on).living
      return census().districts.reduce(
        (n, d) => n + cellsAtCensus(d).reduce((sum, c, i) => sum + c * (alive[i] ?? 0), 0),
        0,
      )
    }
    expect(total(CENSUS) / 7_010_440).toBeCloseTo(1, 2)
    expect(total(day('2021-12-31')) / 6_961_300).toBeCloseTo(1, 1.3)
    expect(total(day('2024-12-31')) / 8_010_000).toBeCloseTo(1, 1.2)
  })

  it('has fewer men the older they are, and nobody below 60', () => {
    const women = (from: number) =>
      share(
        city2026.filter((p) => ageOn(TODAY, p.birthDate) >= from),
        (p) => p.sex === 'female',
      )
    expect(women(85)).toBeGreaterThan(women(60) + 0.05)
    expect(
      living(city2026)
        .filter((p) => p.oddity !== 'birthDateDiffers')
        .every((p) => ageOn(TODAY, p.birthDate) >= 60),
    ).toBe(true)
  })
})

describe('the spread inside a district', () => {
  it('follows the published table of 铜梁区 where there is one, and makes its other towns older than its streets', () => {
    const district = census().districts.find((d) => d.code === '500151')
    const pop60 = [...(district?.male.slice(2) ?? []), ...(district?.female.slice(2) ?? [])].reduce((a, b) => a + b, 0)
    const parts = spreadInside(tree, '500151', district?.total ?? 0, pop60)
    for (const { key, elderShare } of parts)
      expect(Math.abs(elderShare - (tongliangShares().get(key) ?? 0))).toBeLessThan(0.08)
    const counted = parts.reduce((n, p) => n + p.share, 0)
    expect(counted).toBeCloseTo(1, 9)
  })

  it('makes rural elders older than urban ones without moving the district', () => {
    const banan = living(make(20_000, '500113', CENSUS))
    const old = (rural: boolean) =>
      share(
        banan.filter((p) => (tree.get(p.township)?.kind !== 'subdistrict') === rural),
        (p) => ageOn(CENSUS, p.birthDate) >= 75,
      )
    expect(old(true)).toBeGreaterThan(old(false))
  })

  it('asks for any place: a zone, the new district, a township, one village', () => {
    for (const within of [
      'zone-wansheng',
      'liangjiang',
      '500113103',
      tree.children('500113103', TODAY)[3]?.key ?? '',
    ]) {
      const people = make(60, within, TODAY)
      expect(people).toHaveLength(60)
      expect(people.every((p) => tree.isWithin(p.village, within, TODAY))).toBe(true)
    }
    expect(completeRegister(tree, 'liangjiang', CENSUS)).toBe(0)
  })
})

describe('identity numbers', () => {
  it('are valid, unique, of the unissued area 500000, and agree with birth date and sex', () => {
    const numbered = city2026.filter((p) => p.idNumber !== null)
    expect(new Set(numbered.map((p) => p.idNumber)).size).toBe(numbered.length)
    const wrong = numbered.filter(({ idNumber, birthDate, sex, oddity }) => {
      const id = idNumber ?? ''
      const agrees = oddity === 'birthDateDiffers' || id.slice(6, 14) === birthDate.replaceAll('-', '')
      const parity = Number(id[16]) % 2 === (sex === 'male' ? 1 : 0)
      return !/^500000\d{11}[\dX]$/.test(id) || checkCharacter(id.slice(0, 17)) !== id[17] || !parity || !agrees
    })
    expect(wrong.map((p) => p.idNumber)).toEqual([])
  })

  it('of two small districts never meet, so that both can be loaded into one register', () => {
    const numbers = (within: string) => make(3000, within, TODAY).flatMap((p) => p.idNumber ?? [])
    expect(new Set(numbers('500113')).intersection(new Set(numbers('500101')))).toEqual(new Set())
  })

  it('last for a city of seven million: 500 a day and sex, then nine unissued neighbours, then a clear refusal', () => {
    const numbers = new IdNumbers()
    const given = Array.from({ length: 5000 }, () => numbers.next(day('1963-03-05'), 'female', '500113'))
    expect(new Set(given).size).toBe(5000)
    expect(given.slice(0, 500).every((n) => n.startsWith('500000'))).toBe(true)
    expect(given.every((n) => /^50000\d/.test(n))).toBe(true)
    expect(() => numbers.next(day('1963-03-05'), 'female', '500113')).toThrow(NumbersExhausted)
    expect(numbers.next(day('1963-03-05'), 'male', '500101')).toMatch(/^500000/)
    // The largest cohort of a city of 7.5 million: about 660,000 a year, 900 a day and sex.
    expect((660_000 / 365 / 2) * 1.3).toBeLessThan(5000)
  })
})

describe('health and hardship', () => {
  const level = (people: Person[]) =>
    people
      .flatMap((p) =>
        p.facts.filter((f) => f.kind === 'careDependency' && f.validTo === null && f.supersededAt === null),
      )
      .map((f) => f.value[0])

  it('meets the published totals of care need: 2.34, 11.6 and 18.3 percent', () => {
    const levels = level(city2020)
    const among = (...names: string[]) => share(levels, (l) => names.includes(l ?? ''))
    expect(among('severe', 'total')).toBeCloseTo(0.0234, 2)
    expect(Math.abs(among('moderate', 'severe', 'total') - 0.116)).toBeLessThan(0.008)
    expect(Math.abs(among('mild', 'moderate', 'severe', 'total') - 0.183)).toBeLessThan(0.01)
  })

  it('leaves facts unknown, which is not the same as checked and none', () => {
    const knows = (kind: Fact['kind']) => share(city2026, (p) => p.facts.some((f) => f.kind === kind))
    for (const kind of ['hardship', 'livingArrangement', 'careDependency', 'disability'] as const) {
      expect(knows(kind)).toBeGreaterThan(0.6)
      expect(knows(kind)).toBeLessThan(0.99)
    }
    expect(city2026.some((p) => p.facts.some((f) => f.kind === 'hardship' && f.value.length === 0))).toBe(true)
  })

  it('puts about half of those 65 and over into homes with two of them, as the census counts', () => {
    const old = city2020.filter((p) => ageOn(CENSUS, p.birthDate) >= 65)
    const homes = Map.groupBy(old, (p) => p.home)
    expect(Math.abs(share(old, (p) => (homes.get(p.home)?.length ?? 0) >= 2) - 0.51)).toBeLessThan(0.09)
  })
})

describe('files over time', () => {
  it('never contradict themselves: periods of a kind do not overlap, nothing is recorded in the future or before it began', () => {
    const anyCity = fc.record({
      seed: fc.string({ minLength: 1, maxLength: 8 }),
      within: fc.constantFrom('500113', '500241', 'zone-wansheng', '500103'),
      on: fc.constantFrom(CENSUS, day('2023-02-28'), TODAY),
    })
    fc.assert(
      fc.property(anyCity, ({ seed, within, on }) => {
        for (const person of make(250, within, on, seed)) {
          for (const [kind, facts] of Map.groupBy(
            person.facts.filter((f) => f.supersededAt === null),
            (f) => f.kind,
          )) {
            const ordered = facts.toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1))
            ordered.forEach((fact, i) => {
              const next = ordered[i + 1]
              expect(fact.validTo === null || fact.validTo > fact.validFrom, `${kind} ${fact.validFrom}`).toBe(true)
              if (next) expect((fact.validTo ?? '9999') <= next.validFrom, `${kind} overlaps`).toBe(true)
            })
          }
          for (const fact of person.facts) {
            expect(fact.recordedAt < `${on}T00`).toBe(true)
            expect(fact.recordedAt.slice(0, 10) >= fact.validFrom).toBe(true)
            expect(fact.supersededAt === null || fact.supersededAt >= fact.recordedAt).toBe(true)
          }
          const residence = person.facts.filter(
            (f) => f.kind === 'residence' && f.validTo === null && f.supersededAt === null,
          )
          expect(residence.map((f) => f.value)).toEqual([[person.village]])
          for (const fact of person.news) expect(fact.recordedAt >= `${on}T00`).toBe(true)
        }
      }),
      { numRuns: 12 },
    )
  })

  it('holds wrong, stale and odd files on purpose, each kind of them', () => {
    const odd = Map.groupBy(city2026, (p) => p.oddity)
    for (const oddity of [
      'probableDuplicate',
      'withoutIdNumber',
      'lateDeath',
      'staleFacts',
      'sharedPhone',
      'birthDateDiffers',
    ] as const)
      expect(odd.get(oddity)?.length ?? 0, oddity).toBeGreaterThan(3)
    expect(share(city2026, (p) => p.diedOn !== null)).toBeGreaterThan(0.03)
    expect(city2026.some((p) => p.diedOn !== null && !p.facts.some((f) => f.kind === 'death'))).toBe(true)
  })
})

describe('the canonical file', () => {
  const text = (seed: string) => [...canonicalLines(tree, { elders: 800, seed, within: '500113', on: TODAY })].join('')

  it('has the same bytes for the same seed and day, and others for another seed', () => {
    expect(text('7')).toBe(text('7'))
    expect(text('7')).not.toBe(text('8'))
  })

  it('marks every person, facility and member of staff as synthetic and counts them at the end', () => {
    const lines = text('7')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(lines[0]).toMatchObject({ kind: 'city', elders: 800, seed: '7', in: '500113', on: TODAY })
    expect(lines.slice(1, -1).every((line) => line.synthetic === true)).toBe(true)
    const count = (kind: string) => lines.filter((line) => line.kind === kind).length
    expect(lines.at(-1)).toMatchObject({
      kind: 'summary',
      elders: 800,
      facilities: count('facility'),
      staff: count('staff'),
    })
    expect(new Set(lines.slice(1, -1).map((line) => line.id)).size).toBe(lines.length - 2)
  })
})
