/** The digits of an account as typed from a card or passbook; undefined where they are none. Full-width digits, spaces and hyphens are folded. */
export function readAccountNumber(text: string): string | undefined {
  const digits = text.normalize('NFKC').replaceAll(/[\s\-‐–—]/g, '')
  return /^\d{8,32}$/.test(digits) ? digits : undefined
}

/** Whether a card number agrees with its check digit (ISO/IEC 7812-1, Luhn). A passbook's number has no common check digit. */
export function hasCheckDigit(digits: string): boolean {
  let sum = 0
  for (let at = 0; at < digits.length; at++) {
    const digit = digits.charCodeAt(digits.length - 1 - at) - 48
    const counted = at % 2 === 1 ? digit * 2 : digit
    sum += counted > 9 ? counted - 9 : counted
  }
  return sum % 10 === 0
}

/** Names as banks compare them: full width folded, the dot between the parts of a name in one form, no spaces. */
export const sameName = (a: string, b: string): boolean => foldName(a) === foldName(b)

const foldName = (name: string): string =>
  name
    .normalize('NFKC')
    .replaceAll(/\s/g, '')
    .replaceAll(/[•‧∙・.。]/g, '·')
