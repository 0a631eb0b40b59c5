import { integer, property, assert as sample } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, day } from './day.ts'
import { addWorkingDays, isWorkingDay, workingDaysBetween } from './working-days.ts'

const works = (on: string) => {
  const answer = isWorkingDay(day(on))
  return answer.known ? answer.value : undefined
}

describe('working days', () => {
  it.each([
    ['2026-01-01', false, '元旦'],
    ['2026-01-04', true, '元旦调休，周日上班'],
    ['2026-02-14', true, '春节调休，周六上班'],
    ['2026-02-16', false, '除夕'],
    ['2026-02-23', false, '春节最后一天，周一'],
    ['2026-02-24', true, '春节后第一天'],
    ['2026-04-06', false, '清明补休，周一'],
    ['2026-09-20', true, '国庆调休，周日上班'],
    ['2026-10-07', false, '国庆最后一天'],
    ['2026-10-10', true, '国庆调休，周六上班'],
    ['2026-11-21', false, '平常周六'],
    ['2026-11-23', true, '平常周一'],
  ])('%s：上班 %s（%s）', (on, expected) => {
    expect(works(on)).toBe(expected)
  })

  it.each([
    ['2026-11-20', 0, '2026-11-20'],
    ['2026-11-20', 1, '2026-11-23'],
    ['2026-02-13', 1, '2026-02-14'],
    ['2026-02-13', 2, '2026-02-24'],
    ['2026-09-30', 3, '2026-10-10'],
    ['2026-02-06', 10, '2026-02-27'],
  ])('from %s, %i working days end on %s', (from, count, end) => {
    expect(addWorkingDays(day(from), count)).toEqual({ known: true, value: end })
  })

  it('a year without its notice is said to be unknown, not guessed from weekends', () => {
    const answer = addWorkingDays(day('2026-12-25'), 10)
    expect(answer).toMatchObject({ known: false, year: 2027 })
    expect(works('2003-05-06')).toBeUndefined()
    expect(addWorkingDays(day('2026-12-25'), 3)).toEqual({ known: true, value: '2026-12-30' })
  })

  it('adding and counting are each other’s reverse, and a period never ends on a holiday', () => {
    sample(
      property(integer({ min: 0, max: 600 }), integer({ min: 1, max: 60 }), (offset, count) => {
        const from = addDays(day('2025-01-01'), offset)
        const end = addWorkingDays(from, count)
        if (!end.known) throw new Error('2025 and 2026 are known')
        expect(isWorkingDay(end.value)).toEqual({ known: true, value: true })
        expect(workingDaysBetween(from, end.value)).toEqual({ known: true, value: count })
      }),
      { numRuns: 300 },
    )
  })
})
