import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isCheckCode, newCheckCode } from './check-code.ts'
import { numberOf, readNumber } from './paper-number.ts'

const serial = fc.integer({ min: 1, max: 9_999_999 })
const prefix = fc.constantFrom('GS', 'HZ', 'JD', 'BJ')

describe('文书编号', () => {
  it('念得出口：类别、年份、六位、校验位', () => {
    expect(numberOf('GS', 2026, 4517)).toMatch(/^GS-2026-004517-\d$/)
    expect(numberOf('GS', 2026, 1_000_000)).toMatch(/^GS-2026-1000000-\d$/)
  })

  it('按电话里听到的样子输入也认得', () => {
    const number = numberOf('HZ', 2026, 17)
    expect(readNumber(` ${number.toLowerCase().replaceAll('-', ' ')} `)).toBe(number)
    expect(readNumber(number.replaceAll('-', '－'))).toBe(number)
    expect(readNumber(number.replaceAll('-', '——'))).toBe(number)
  })

  it('错一位数字一定认得出来', () => {
    fc.assert(
      fc.property(prefix, serial, fc.nat(), fc.integer({ min: 1, max: 9 }), (letters, each, place, added) => {
        const number = numberOf(letters, 2026, each)
        const digits = [...number.matchAll(/\d/g)]
        const at = digits[place % digits.length]?.index ?? 0
        const wrong = `${number.slice(0, at)}${(Number(number[at]) + added) % 10}${number.slice(at + 1)}`
        expect(readNumber(wrong)).toBeUndefined()
      }),
    )
  })

  it('校验码不含容易认错的字母，输入时 O 当 0、I 和 L 当 1', () => {
    const code = newCheckCode()
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/)
    expect(isCheckCode(code.toLowerCase().replace(/(....)/, '$1 '), code)).toBe(true)
    expect(isCheckCode('O1IL2345', '01112345')).toBe(true)
    expect(isCheckCode(code.slice(1), code)).toBe(false)
  })
})
