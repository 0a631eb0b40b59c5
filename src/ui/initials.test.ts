import { expect, it } from 'vitest'
import { initialsOf, matchOf } from './initials.ts'

it.each([
  ['高龄津贴', 'gljt'],
  ['政策规则库', 'zcgzk'],
  ['巴南区', 'bnq'],
  ['老人台账', 'lrtz'],
  ['W06 津贴批次', 'w06jtpc'],
])('%s has the initials %s', (label, initials) => {
  expect(initialsOf(label)).toBe(initials)
})

it('finds Chinese and initials, and says which characters to mark', () => {
  expect(matchOf('本月巡访未完成', '巡访')).toEqual({ from: 2, to: 4 })
  expect(matchOf('经济困难的高龄津贴', 'gljt')).toEqual({ from: 5, to: 9 })
  expect(matchOf('老人台账', 'xyz')).toBeUndefined()
})
