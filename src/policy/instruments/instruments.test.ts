import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Answers, type Instrument, itemsOf, mostPoints, score } from '../../engines/instrument/index.ts'
import { findParameter } from '../catalogue.ts'
import { findInstrument, instruments } from './index.ts'

const form = (id: string): Instrument => {
  const found = findInstrument(id)
  if (found === undefined) throw new Error(id)
  return found
}
const gbt = form('gbt42195')
const old = form('mzt039')
const ltci = form('ltci')

const best = (instrument: Instrument) =>
  Object.fromEntries(
    itemsOf(instrument).map((item) => [item.code, Math.max(...item.options.map((option) => option.points))]),
  )
const NOTHING_ELSE = { coma: false, diagnoses: [], eventsLast30Days: {} }

/** Answers of a wanted total: points are taken away from the items in turn. */
function answersOfTotal(total: number, rest: object = NOTHING_ELSE): Answers {
  const items = best(gbt)
  let surplus = 90 - total
  for (const code of Object.keys(items)) {
    // Consciousness stays as it is, so that coma is out of the question.
    if (code === 'B.3.9') continue
    const taken = Math.min(surplus, items[code] ?? 0)
    items[code] = (items[code] ?? 0) - taken
    surplus -= taken
  }
  return { items, ...rest }
}

describe('GB/T 42195-2022', () => {
  it('has 26 items in four parts of 32, 15, 28 and 15 points, 90 together', () => {
    expect(gbt.sections.map((section) => [section.code, section.items.length, mostPoints(section)])).toEqual([
      ['B.1', 8, 32],
      ['B.2', 4, 15],
      ['B.3', 9, 28],
      ['B.4', 5, 15],
    ])
    expect(score(gbt, { items: best(gbt), ...NOTHING_ELSE })).toMatchObject({ total: 90, finalLevel: 0, missing: [] })
  })
  it('every item has each number of points from 0 to its own maximum', () => {
    for (const { code, options } of itemsOf(gbt))
      expect(options.map((option) => option.points).sort(), code).toEqual([...options.keys()])
    const most = (code: string) => best(gbt)[code]
    expect(['B.2.4', 'B.3.7', 'B.3.8', 'B.3.9', 'B.4.1', 'B.4.2', 'B.4.4'].map(most)).toEqual([3, 1, 1, 2, 2, 2, 3])
  })
  it.each([
    [90, 0],
    [89, 1],
    [66, 1],
    [65, 2],
    [46, 2],
    [45, 3],
    [30, 3],
    [29, 4],
    [2, 4],
  ])('a total of %i is level %i', (total, level) => {
    expect(score(gbt, answersOfTotal(total))).toMatchObject({ total, preliminaryLevel: level, finalLevel: level })
  })

  it('coma leads straight to the last level', () => {
    const scored = score(gbt, { items: { ...best(gbt), 'B.3.9': 0 }, ...NOTHING_ELSE, coma: true })
    expect(scored).toMatchObject({ total: 88, preliminaryLevel: 1, finalLevel: 4 })
    expect(scored.adjustments.map((each) => each.rule)).toEqual(['coma'])
  })
  it.each([
    [['F03'], 1],
    [['F00.1'], 1],
    [['F20'], 1],
    [['F00-F03'], 1],
    [['F03.x00x001'], 1],
    [['F00.100*', 'G30.900†'], 1],
    [['I10.x00x002'], 0],
    [['I10', 'E11'], 0],
    [['G30'], 0],
    [[], 0],
  ])('diagnoses %j make it %i level more severe', (diagnoses, step) => {
    const scored = score(gbt, answersOfTotal(70, { ...NOTHING_ELSE, diagnoses }))
    expect(scored).toMatchObject({ preliminaryLevel: 1, finalLevel: 1 + step })
  })
  it.each([
    [{ fall: 1 }, 0],
    [{ fall: 2 }, 1],
    [{ fall: 1, wandering: 1 }, 1],
    [{ choking: 1, selfHarm: 1, other: 1 }, 1],
    [{}, 0],
  ])('events %j are counted together: %i level more severe', (eventsLast30Days, step) => {
    const scored = score(gbt, answersOfTotal(50, { ...NOTHING_ELSE, eventsLast30Days }))
    expect(scored).toMatchObject({ preliminaryLevel: 2, finalLevel: 2 + step })
  })
  it('both at once count once, and twice only where that is set', () => {
    const answers = answersOfTotal(70, { coma: false, diagnoses: ['F03'], eventsLast30Days: { fall: 2 } })
    const final = (value: boolean | undefined) => score(gbt, answers, () => value).finalLevel
    expect([final(undefined), final(false), final(true)]).toEqual([2, 2, 3])
  })
  it('never goes beyond the last level', () => {
    const scored = score(gbt, answersOfTotal(20, { coma: false, diagnoses: ['F03'], eventsLast30Days: { fall: 3 } }))
    expect(scored).toMatchObject({ preliminaryLevel: 4, finalLevel: 4, missing: [] })
    expect(scored.adjustments.map((each) => each.rule)).toEqual(['diagnosis', 'events'])
  })

  it('an unanswered item and one out of range give no level and are named', () => {
    const items: Record<string, unknown> = { ...best(gbt), 'B.2.4': 4, 'B.3.9': 3, 'B.1.2': 2.5, 'B.1.3': '4' }
    delete items['B.4.5']
    expect(score(gbt, { items, ...NOTHING_ELSE })).toMatchObject({
      total: null,
      preliminaryLevel: null,
      finalLevel: null,
      missing: ['B.1.2', 'B.1.3', 'B.2.4', 'B.3.9', 'B.4.5'],
    })
  })
  it('what was not stated is not a no: the preliminary level stands, the final one waits for it', () => {
    expect(score(gbt, { items: best(gbt) })).toMatchObject({
      preliminaryLevel: 0,
      finalLevel: null,
      missing: ['diagnoses', 'eventsLast30Days'],
    })
    const dull = { ...best(gbt), 'B.3.9': 0 }
    expect(score(gbt, { items: dull, diagnoses: [], eventsLast30Days: {} }).missing).toEqual(['coma'])
  })
  it('a count that is no count and a code that is no code are named', () => {
    const scored = score(gbt, {
      items: best(gbt),
      coma: false,
      diagnoses: ['dementia'],
      eventsLast30Days: { fall: -1 },
    })
    expect(scored).toMatchObject({ finalLevel: null, missing: ['diagnoses[0]', 'eventsLast30Days.fall'] })
    const misspelt = score(gbt, { items: best(gbt), ...NOTHING_ELSE, eventsLast30Days: { fall: 1, fal: 1 } })
    expect(misspelt).toMatchObject({ finalLevel: null, missing: ['eventsLast30Days.fal'] })
  })

  it('whatever is answered: sections add up, a lower answer never gives a better level, an adjustment never either', () => {
    const anyItems = fc.record(
      Object.fromEntries(itemsOf(gbt).map(({ code, options }) => [code, fc.nat(options.length - 1)])),
    )
    fc.assert(
      fc.property(anyItems, fc.nat(25), fc.nat(3), fc.boolean(), (items, which, falls, demented) => {
        const rest = { coma: false, diagnoses: demented ? ['F01'] : [], eventsLast30Days: { fall: falls } }
        const scored = score(gbt, { items, ...rest }, () => false)
        const sum = Object.values(items).reduce((all, each) => all + each, 0)
        expect(scored.total).toBe(sum)
        expect(Object.values(scored.sections).reduce<number>((all, each) => all + (each ?? 0), 0)).toBe(sum)
        expect(scored.finalLevel).toBeGreaterThanOrEqual(scored.preliminaryLevel ?? 9)
        const code = itemsOf(gbt)[which]?.code ?? ''
        const lower = score(
          gbt,
          { items: { ...items, [code]: Math.max(0, (items[code] ?? 0) - 1) }, ...rest },
          () => false,
        )
        expect(lower.finalLevel).toBeGreaterThanOrEqual(scored.finalLevel ?? 9)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('MZ/T 039-2013, for old results', () => {
  /** Answers that come to wanted grades of the four domains. */
  function answersOf([a, m, p, s]: readonly number[]): Answers {
    const items = Object.fromEntries(itemsOf(old).map(({ code }) => [code, 0]))
    const daily = [
      {
        'B.1.1': 10,
        'B.1.2': 5,
        'B.1.3': 5,
        'B.1.4': 10,
        'B.1.5': 10,
        'B.1.6': 10,
        'B.1.7': 10,
        'B.1.8': 15,
        'B.1.9': 15,
        'B.1.10': 10,
      },
      { 'B.1.4': 10, 'B.1.5': 10, 'B.1.6': 10, 'B.1.7': 10, 'B.1.8': 15, 'B.1.9': 15 },
      { 'B.1.8': 15, 'B.1.9': 15, 'B.1.4': 10, 'B.1.5': 10 },
      { 'B.1.8': 15 },
    ]
    const social = [0, 3, 8, 14]
    const spread = (sum: number) =>
      Object.fromEntries([1, 2, 3, 4, 5].map((n) => [`B.4.${n}`, Math.max(0, Math.min(4, sum - (n - 1) * 4))]))
    const mental =
      [
        [0, 0],
        [1, 0],
        [2, 0],
        [2, 2],
      ][m ?? 0] ?? []
    return {
      items: {
        ...items,
        ...daily[a ?? 0],
        'B.2.1': mental[0],
        'B.2.2': mental[1],
        'B.3.2': [0, 2, 3, 4][p ?? 0],
        ...spread(social[s ?? 0] ?? 0),
      },
      coma: false,
      diagnoses: [],
      eventsLast30Days: {},
    }
  }
  const all = [0, 1, 2, 3].flatMap((a) =>
    [0, 1, 2, 3].flatMap((m) => [0, 1, 2, 3].flatMap((p) => [0, 1, 2, 3].map((s) => [a, m, p, s]))),
  )

  it('answers come to the grades of their domains, and every combination has exactly one level', () => {
    for (const grades of all) {
      const scored = score(old, answersOf(grades))
      expect(Object.values(scored.domains), grades.join('')).toEqual(grades)
      expect(scored.finalLevel, grades.join('')).toBeTypeOf('number')
    }
  })
  it('the rows of the source alone leave nine combinations out and answer sixty twice', () => {
    const asWritten = (rows: Instrument['levelWhen']) =>
      all.map((grades) => ({
        grades: grades.join(''),
        levels: new Set(
          rows.flatMap((row) => {
            const found = score({ ...old, levelWhen: [row] }, answersOf(grades)).preliminaryLevel
            return found === null ? [] : [found]
          }),
        ),
      }))
    const found = asWritten(old.levelWhen.slice(0, -2))
    expect(found.filter((each) => each.levels.size === 0).map((each) => each.grades)).toEqual([
      '0003',
      '2000',
      '2111',
      '2112',
      '2121',
      '2122',
      '2211',
      '2212',
      '2221',
    ])
    expect(found.filter((each) => each.levels.size === 2)).toHaveLength(60)
  })
  it('ties go to the more severe row, the gaps to the level that is stated', () => {
    const level = (grades: number[]) => score(old, answersOf(grades)).finalLevel
    expect(level([1, 0, 3, 0])).toBe(2)
    expect(level([2, 1, 3, 1])).toBe(3)
    expect(level([2, 0, 0, 0])).toBe(2)
    expect(level([0, 0, 0, 3])).toBe(1)
  })
  it('a change of level that could not be checked waits for its setting', () => {
    const demented = { ...answersOf([1, 0, 0, 0]), diagnoses: ['F03'] }
    expect(score(old, demented)).toMatchObject({
      preliminaryLevel: 1,
      finalLevel: null,
      missing: ['parameter:mzt039-adjustments'],
    })
    expect(score(old, demented, (id) => id === 'mzt039-adjustments').finalLevel).toBe(2)
  })
})

describe('the scale of long-term care insurance', () => {
  const suggested = (id: string) => findParameter(id)?.suggested as number | undefined
  it('has 17 items of 100, 16 and 12 points', () => {
    expect(ltci.sections.map((section) => [section.items.length, mostPoints(section)])).toEqual([
      [10, 100],
      [4, 16],
      [3, 12],
    ])
  })
  it('blocks by name where a value is not verified, and still adds up what is', () => {
    expect(score(ltci, { items: best(ltci) })).toMatchObject({
      sections: { 'L.1': 100, 'L.2': 16, 'L.3': 12 },
      total: null,
      finalLevel: null,
      missing: expect.arrayContaining(['parameter:ltci-daily-intact-min']),
    })
  })
  it('with the values set, the two confirmed cells answer as the worked example does', () => {
    const lessAble = { ...best(ltci), 'L.1.7': 0, 'L.1.8': 0, 'L.1.9': 0, 'L.1.1': 0, 'L.2.1': 2 }
    expect(score(ltci, { items: lessAble }, suggested)).toMatchObject({
      finalLevel: 2,
      domains: { 'L.1': 2, 'L.2': 1 },
    })
    expect(score(ltci, { items: { ...lessAble, 'L.1.2': 0, 'L.1.4': 0 } }, suggested)).toMatchObject({ finalLevel: 3 })
  })
})

it('every figure that a form leaves open stands in the catalogue as an open value', () => {
  const named = [...JSON.stringify(instruments).matchAll(/"(?:setting|isSet)":"([^"]+)"/g)].map(
    (match) => match[1] ?? '',
  )
  expect(named.length).toBeGreaterThan(20)
  for (const id of named) expect(findParameter(id)?.origin, id).toBe('open')
})
