import { describe, expect, it } from 'vitest'
import { type Day, day, parseMonth } from '../../platform/clock/day.ts'
import { type CountRule, countMonth, type Stay } from './count-months.ts'

const stay = (elder: string, from: string, until: string | null = null, more: Partial<Stay> = {}): Stay => ({
  elder,
  place: 'home',
  household: '500113',
  from: day(from),
  until: until as Day | null,
  ended: until === null ? null : 'left',
  ...more,
})
const month = parseMonth('2026-09')
if (month === undefined) throw new Error('no month')
const count = (rule: CountRule, ...stays: Stay[]) =>
  countMonth(month, { place: 'home', district: '500113', rule }, stays)
const judged = (rule: CountRule, ...stays: Stay[]) => count(rule, ...stays).persons.map((each) => each.reason)

describe('当月怎样计入住的人', () => {
  it.each<[string, Stay, string, string, string]>([
    ['整月在住', stay('a', '2026-01-01'), 'met', 'met', 'met'],
    ['月初第一天入住', stay('a', '2026-09-01'), 'met', 'met', 'met'],
    ['月中入住', stay('a', '2026-09-02'), 'met', 'met', 'arrivedInMonth'],
    ['月末当天入住', stay('a', '2026-09-30'), 'met', 'met', 'arrivedInMonth'],
    ['月中离开', stay('a', '2026-01-01', '2026-09-15'), 'leftInMonth', 'met', 'leftInMonth'],
    ['月中去世', stay('a', '2026-01-01', '2026-09-15', { ended: 'died' }), 'diedInMonth', 'met', 'diedInMonth'],
    ['住到月末，次日离开', stay('a', '2026-01-01', '2026-10-01'), 'met', 'met', 'met'],
    ['月末当天离开', stay('a', '2026-01-01', '2026-09-30'), 'leftInMonth', 'met', 'leftInMonth'],
  ])('%s', (_name, one, lastDay, anyDay, fullMonth) => {
    expect([judged('lastDay', one), judged('anyDay', one), judged('fullMonth', one)]).toEqual([
      [lastDay],
      [anyDay],
      [fullMonth],
    ])
  })

  it('八月离开、十月入住的，九月不出现', () => {
    expect(judged('anyDay', stay('a', '2026-01-01', '2026-09-01'), stay('b', '2026-10-01'))).toEqual([])
  })

  it('外区户籍和户籍不明的人计入入住率，不计补贴', () => {
    const counted = count(
      'lastDay',
      stay('a', '2026-01-01', null, { household: '500112' }),
      stay('b', '2026-01-01', null, { household: null }),
      stay('c', '2026-01-01'),
    )
    expect([counted.residents, counted.residentsOfLocalHousehold]).toEqual([3, 1])
    expect(counted.persons.map((each) => each.reason)).toEqual(['otherHousehold', 'householdUnknown', 'met'])
  })

  it('同月在另一家也有入住记录的，两边都不计，等核实；当月进出两次的只计一次', () => {
    const twice = count('lastDay', stay('a', '2026-01-01'), stay('a', '2026-05-01', null, { place: 'other' }))
    expect([twice.residents, twice.persons.map((each) => each.reason)]).toEqual([0, ['countedElsewhere']])
    const moved = count('lastDay', stay('a', '2026-01-01', '2026-09-10', { place: 'other' }), stay('a', '2026-09-10'))
    expect(moved.residentsOfLocalHousehold).toBe(1)
    expect(count('anyDay', stay('a', '2026-01-01', '2026-09-05'), stay('a', '2026-09-20')).residents).toBe(1)
  })

  it('当月换了一家、前后不重叠的，按“当月在住过”只计一次，计在后一家', () => {
    const before = stay('a', '2026-01-01', '2026-09-10')
    const after = stay('a', '2026-09-10', null, { place: 'other' })
    const there = { place: 'other', district: '500113', rule: 'anyDay' as const }
    expect(count('anyDay', before, after).persons).toEqual([{ elder: 'a', counted: false, reason: 'movedInMonth' }])
    expect(countMonth(month, there, [before, after]).persons).toEqual([{ elder: 'a', counted: true, reason: 'met' }])
    const both = stay('a', '2026-01-01', '2026-09-11')
    expect(count('anyDay', both, after).persons[0]?.reason).toBe('countedElsewhere')
    expect(countMonth(month, there, [both, after]).persons[0]?.reason).toBe('countedElsewhere')
  })
})
