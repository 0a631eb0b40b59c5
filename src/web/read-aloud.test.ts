import { expect, it } from 'vitest'
import { utterancesOf } from './read-aloud.ts'

it.each([
  ['电话 12345。', ['电话 1 2 3 4 5。']],
  ['突发疾病打 120，着火打 119。', ['突发疾病打 1 2 0，着火打 1 1 9。']],
  ['每月 100.00 元', ['每月 100.00 元']],
  ['每月 120.00 元', ['每月 120.00 元']],
  ['2026-11-22 起', ['2026 年 11 月 22 日 起']],
  ['编号 BJ-2026-004517-3', ['编号 B J - 2 0 2 6 - 0 0 4 5 1 7 - 3']],
  ['第一句。第二句。\n\n·\n第三句', ['第一句。', '第二句。', '第三句']],
])('%s', (text, said) => {
  expect(utterancesOf(text)).toEqual(said)
})

it('长句分段，一个字也不丢', () => {
  const long = '老'.repeat(300)
  expect(utterancesOf(long).map((one) => one.length)).toEqual([120, 120, 60])
})
