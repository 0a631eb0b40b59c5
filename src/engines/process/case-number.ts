/**
 * Numbers that can be read over the phone: `GL-2026-004517-8`. The last digit is ISO 7064 MOD 11,10 over everything before it (letters
 * as A = 10 … Z = 35), which finds every single wrong digit and nearly every pair that was swapped.
 */
export type CaseNumber = { readonly letters: string; readonly year: number; readonly serial: number }

export function writeNumber({ letters, year, serial }: CaseNumber): string {
  const body = `${letters}-${year}-${String(serial).padStart(6, '0')}`
  return `${body}-${checkDigit(body)}`
}

const SHAPE = /^([A-Z]{2,4})-?(\d{4})-?(\d{6,9})-?(\d)$/

/** Reads a number as people type it: any case, with or without strokes, full-width or not. Undefined where the check digit is wrong. */
export function readNumber(text: string): string | undefined {
  const plain = text
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s\-—–－_]+/g, '')
  const match = SHAPE.exec(plain)
  if (match === null) return undefined
  const [, letters = '', year = '', serial = '', digit] = match
  const body = `${letters}-${year}-${serial}`
  return String(checkDigit(body)) === digit ? `${body}-${digit}` : undefined
}

function checkDigit(body: string): number {
  let product = 10
  for (const sign of body.replaceAll('-', '')) {
    const value = sign <= '9' ? sign : String(sign.charCodeAt(0) - 55)
    for (const digit of value) product = (((product + Number(digit)) % 10 || 10) * 2) % 11
  }
  return (11 - product) % 10
}
