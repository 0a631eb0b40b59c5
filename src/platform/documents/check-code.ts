import { randomInt, timingSafeEqual } from 'node:crypto'

/** Crockford's letters: none that looks like another (no I, L, O, U). */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 8

/** Eight characters at random: who knows a number only cannot ask about the paper. */
export const newCheckCode = (): string =>
  Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('')

/** Whether a code that somebody typed is the one; blanks, small letters and O for 0, I or L for 1 are forgiven. */
export function isCheckCode(typed: string, code: string): boolean {
  const plain = typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s-]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')
  const [one, other] = [Buffer.from(plain), Buffer.from(code)]
  return one.length === other.length && timingSafeEqual(one, other)
}
