import type { Random } from './random.ts'

const hex = (value: number, width: number): string => (value >>> 0).toString(16).padStart(width, '0')

/**
 * A UUID of version 8 (free form): a running number in the first 48 bits, so that rows land in order, then 74 bits of luck. It sorts
 * before every UUIDv7 of today.
 */
export function makeId(number: number, random: Random): string {
  const head = hex(0x0100, 4) + hex(number, 8)
  const [a, b, c] = [random.bits(), random.bits(), random.bits()]
  const variant = hex(0x8 | (b >>> 30), 1)
  return `${head.slice(0, 8)}-${head.slice(8)}-8${hex(a & 0xfff, 3)}-${variant}${hex((b >>> 12) & 0xfff, 3)}-${hex(a >>> 16, 4)}${hex(c, 8)}`
}
