const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** The check character of a unified social credit code (GB 32100-2015): weights are powers of 3 modulo 31. */
function checkCharacter(body: string): string {
  let weight = 1
  let sum = 0
  for (const character of body) {
    sum += ALPHABET.indexOf(character) * weight
    weight = (weight * 3) % 31
  }
  return ALPHABET[(31 - (sum % 31)) % 31] ?? ''
}

/** A code as somebody typed it in its one form, or undefined where it is none: 18 characters whose check character fits. */
export function readCreditCode(text: string): string | undefined {
  const plain = text.normalize('NFKC').toUpperCase().replaceAll(/\s/g, '')
  if (!/^[0-9A-HJ-NPQRTUWXY]{18}$/.test(plain)) return undefined
  return checkCharacter(plain.slice(0, 17)) === plain[17] ? plain : undefined
}

/** A code of the unassigned class `Z` for organisations that do not exist; no authority gives such a code. */
export function exampleCreditCode(district: string, serial: number): string {
  // Category Z9 is not given by any register; the letters I, O, S, V, Z do not occur, so `Y` marks the class of examples.
  const body = `Y9${district}${String(serial).padStart(9, '0')}`
  return `${body}${checkCharacter(body)}`
}
