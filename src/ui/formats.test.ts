import { describe, expect, it } from 'vitest'
import { day } from '../platform/clock/day.ts'
import {
  readTypedDay,
  readTypedMonth,
  readYuan,
  shiftMonth,
  showDateTime,
  showDistance,
  showHours,
  showNumber,
  showShare,
} from './formats.ts'

const on = day('2026-11-21')

describe('formats of UX §4.3', () => {
  it('shows instants in Asia/Shanghai to the minute', () => {
    expect(showDateTime('2026-11-20T18:07:59Z')).toBe('2026-11-21 02:07')
    expect(showDateTime('no date')).toBe('未采集')
  })
  it('adds the distance in days, forward and backward', () => {
    expect(showDistance(day('2026-11-18'), on)).toBe('3 天前')
    expect(showDistance(day('2026-11-25'), on)).toBe('4 天后')
    expect(showDistance(on, on)).toBe('今天')
  })
  it('groups thousands before the point only', () => {
    expect(showNumber(1186320)).toBe('1,186,320')
    expect(showNumber(1234.5678)).toBe('1,234.5678')
    expect(showNumber(-1000)).toBe('-1,000')
  })
  it('has no share of nothing', () => {
    expect(showShare(573, 1000)).toBe('57.3%')
    expect(showShare(0, 0)).toBe('不适用')
    expect(showHours(210)).toBe('3.5 小时')
  })
})

describe('what people type', () => {
  it.each([
    '20261121',
    '2026-11-21',
    '2026/11/21',
    '2026.11.21',
    '11.21',
    '11-21',
    '2026年11月21日',
    '２０２６１１２１',
  ])('reads %s as a day', (text) => {
    expect(readTypedDay(text, on)).toBe('2026-11-21')
  })
  it.each(['1940.2.30', '2026-13-01', '82岁', '', '2026'])('does not guess a day from %s', (text) => {
    expect(readTypedDay(text, on)).toBeUndefined()
  })
  it('reads months and refuses the thirteenth', () => {
    expect(readTypedMonth('1944.3')).toBe('1944-03')
    expect(readTypedMonth('194403')).toBe('1944-03')
    expect(readTypedMonth('1944-13')).toBeUndefined()
  })
  it('steps months across the year', () => {
    expect(shiftMonth('2026-12', 1)).toBe('2027-01')
    expect(shiftMonth('2026-01', -1)).toBe('2025-12')
    expect(shiftMonth('2026-01', 1)).toBe('2026-02')
  })
  it('reads yuan into whole fen and never a third decimal', () => {
    expect(readYuan('1,234.5 元')).toBe(123450)
    expect(readYuan('0.07')).toBe(7)
    expect(readYuan('1.005')).toBeUndefined()
    expect(readYuan('abc')).toBeUndefined()
  })
})
