import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readBudget } from './budget.ts'
import { metresBetween, metresWithin, minutesFor, squareAround } from './effort.ts'

describe('budget as people type it', () => {
  it.each([
    ['3500', 3500],
    ['3,500 元', 3500],
    ['三千五', 3500],
    ['三千五百', 3500],
    ['３５００', 3500],
    ['3.5千', 3500],
    ['一万二', 12_000],
    ['两千', 2000],
    ['十五', 15],
    ['三千零五十', 3050],
    ['八百', 800],
    ['0', 0],
  ])('%s is %i yuan', (typed, yuan) => expect(readBudget(typed)).toBe(yuan))
  it.each(['', '便宜点', '-5', '3500美元', 'NaN'])('%s is no budget', (typed) =>
    expect(readBudget(typed)).toBeUndefined(),
  )
})

describe('15 minutes', () => {
  const point = fc.record({
    longitude: fc.double({ min: 105, max: 110, noNaN: true }),
    latitude: fc.double({ min: 28, max: 32, noNaN: true }),
  })
  it('whatever is within the minutes lies in the square, and takes no more than the minutes', () => {
    fc.assert(
      fc.property(point, fc.constantFrom('walk', 'drive'), fc.integer({ min: 1, max: 60 }), (at, by, minutes) => {
        const reach = metresWithin(minutes, by)
        const square = squareAround(at, reach)
        const far = { longitude: square.east, latitude: at.latitude }
        expect(metresBetween(at, far)).toBeCloseTo(reach, 3)
        expect(minutesFor(reach - 0.001, by)).toBeLessThanOrEqual(minutes)
        expect(minutesFor(reach * 1.1, by)).toBeGreaterThan(minutes)
      }),
    )
  })
})
