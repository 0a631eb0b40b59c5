/** The digits of a number that its check digit is made of; letters count as 10 to 35. */
const digitsOf = (text: string): number[] =>
  [...text].flatMap((character) => [...Number.parseInt(character, 36).toString()].map(Number))

/** ISO 7064 MOD 11,10: one digit that finds every single wrong digit and nearly every pair told in the wrong order. */
function checkDigit(text: string): number {
  const product = digitsOf(text).reduce((carried, digit) => {
    const sum = (carried + digit) % 10 || 10
    return (sum * 2) % 11
  }, 10)
  return (11 - product) % 10
}

/**
 * A number that can be read over the phone: `BJ-2026-004517-3` (UX §1.3). More than 999,999 in a year get a seventh digit.
 * @param prefix two capital letters for the kind of thing
 * @param serial from 1
 */
export function numberOf(prefix: string, year: number, serial: number): string {
  const body = String(serial).padStart(6, '0')
  return `${prefix}-${year}-${body}-${checkDigit(`${prefix}${year}${body}`)}`
}

/**
 * A number as somebody typed or read it out, in its one form; undefined where the check digit does not fit. Blanks, small letters,
 * full-width characters and other dashes are forgiven.
 */
export function readNumber(text: string): string | undefined {
  const plain = text
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s\-–—_.]/g, '')
  const [, prefix, year, body, check] = /^([A-Z]{2})(\d{4})(\d{6,9})(\d)$/.exec(plain) ?? []
  if (prefix === undefined || year === undefined || body === undefined) return undefined
  return checkDigit(`${prefix}${year}${body}`) === Number(check) ? `${prefix}-${year}-${body}-${check}` : undefined
}
