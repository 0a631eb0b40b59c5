import { expect, it } from 'vitest'
import { idleAt } from './idle.ts'

const minutes = (count: number) => count * 60_000

it.each([
  ['刚用过', 0, 120, { state: 'fresh' }],
  ['还有六分钟', 109, 120, { state: 'fresh' }],
  ['还有五分钟', 110, 120, { state: 'ending', minutes: 5 }],
  ['最后一分钟', 114.5, 120, { state: 'ending', minutes: 1 }],
  ['到点', 115, 120, { state: 'over' }],
  ['最短的五分钟会话也提前告知', 3, 5, { state: 'ending', minutes: 2 }],
])('%s', (_, idle, idleMinutes, expected) => {
  expect(idleAt(minutes(idle), 0, idleMinutes)).toEqual(expected)
})
