import fc from 'fast-check'
import nzh from 'nzh'
import { expect, it } from 'vitest'
import { showYuan, showYuanInWords } from './fen.ts'

it.each([
  [0, '零元整'],
  [1_234_50, '壹仟贰佰叁拾肆元伍角整'],
  [5, '伍分'],
  [1_05, '壹元零伍分'],
  [100_010_000_00, '壹亿零壹万元整'],
  [1_186_320_00, '壹佰壹拾捌万陆仟叁佰贰拾元整'],
])('%i 分写作 %s', (fen, words) => {
  expect(showYuanInWords(fen)).toBe(words)
})

// 万位、元位是零时“零”可写可不写，“整”也是：两种写法都收。
it('与另一种写法（nzh）处处相同，可写可不写的字除外', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9_999_999_999_999 }), (fen) => {
      const theirs = nzh.cn.toMoney(`${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`, {
        outSymbol: false,
      })
      expect(showYuanInWords(fen).replaceAll(/[整零]/g, '')).toBe(theirs.replaceAll(/[整零]/g, ''))
      expect(showYuan(fen)).toMatch(/^[\d,]+\.\d\d 元$/)
    }),
    { numRuns: 2000 },
  )
})
