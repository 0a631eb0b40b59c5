/** Percent as typed to an exact decimal: `33.3` → `0.333`, `100` → `1`. */
export function percentToShare(percent: string): string {
  const [whole = '0', rest = ''] = percent.trim().split('.')
  const digits = whole.padStart(3, '0')
  return `${Number(digits.slice(0, -2))}.${digits.slice(-2)}${rest}`.replace(/\.?0+$/, '')
}
