import { describe, expect, it } from 'vitest'
import { type Answers, itemsOf, score } from '../../engines/instrument/index.ts'
import { facilityStandards, upgradeIndicators } from '../facility-standards.ts'
import { admissionRisks } from './admission-risks.ts'
import { homeRating } from './home-rating.ts'
import { homeUpgrade } from './home-upgrade.ts'

describe('the nine risks before admission', () => {
  const none = Object.fromEntries(itemsOf(admissionRisks).map((item) => [item.code, 0]))
  const levelOf = (items: Answers['items']) => score(admissionRisks, { items })

  it('are nine, and the most severe decides', () => {
    expect(Object.keys(none)).toHaveLength(9)
    expect(levelOf(none)).toMatchObject({ finalLevel: 0, missing: [] })
    expect(levelOf({ ...none, fall: 1 })).toMatchObject({ finalLevel: 1 })
    expect(levelOf({ ...none, fall: 1, wandering: 2 })).toMatchObject({ finalLevel: 2 })
  })
  it('give no result while one is not assessed', () => {
    const { fall: _, ...rest } = none
    expect(levelOf(rest).finalLevel).toBeNull()
    expect(levelOf(rest).missing).toContain('fall')
  })
})

describe('the 22 upgrade indicators', () => {
  const met = Object.fromEntries(itemsOf(homeUpgrade).map((item) => [item.code, 1]))
  const asked = (items: Answers['items']) => score(homeUpgrade, { items })

  it('are 22, of which those with a lost text are named and never asked', () => {
    expect(itemsOf(homeUpgrade)).toHaveLength(22)
    const lost = upgradeIndicators.filter((each) => each.requirement === null).map((each) => each.no)
    expect(lost).toEqual([2, 3, 10, 11])
    const { U02: _2, U03: _3, U10: _10, U11: _11, ...judged } = met
    expect(asked(judged)).toMatchObject({ finalLevel: 0, total: 18, missing: [] })
    expect(asked({ ...judged, U22: 0 })).toMatchObject({ finalLevel: 1 })
  })
})

describe('the rating of homes', () => {
  const rate = (environment: number, equipment: number, management: number, service: number) =>
    homeRating.levels[
      score(homeRating, {
        items: {
          'environment.points': environment,
          'equipment.points': equipment,
          'management.points': management,
          'service.points': service,
        },
      }).finalLevel ?? -1
    ]

  it.each([
    [120, 130, 150, 600, '五级'],
    [108, 117, 135, 540, '五级'],
    // 900 together, but one part a point under its minimum.
    [107, 118, 135, 540, '四级'],
    [120, 130, 150, 599, '五级'],
    [0, 130, 150, 600, '未达到一级'],
    [48, 52, 60, 240, '一级'],
    [48, 52, 60, 199, '未达到一级'],
  ])('%i + %i + %i + %i is %s', (environment, equipment, management, service, grade) => {
    expect(rate(environment, equipment, management, service)).toBe(grade)
  })
})

it('every one of the 21 types has its standard with a clause', () => {
  expect(facilityStandards).toHaveLength(21)
  for (const { kind, sources } of facilityStandards) expect(sources.length, kind).toBeGreaterThan(0)
})
