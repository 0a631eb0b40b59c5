import type { Field, Value } from './list.ts'

/** A value as a sheet or a page shows it; sums in yuan, nothing for what is not known. */
export function showValue(field: Field, value: Value | undefined): string | number | null {
  if (value === null || value === undefined) return null
  if (field.type === 'yesNo') return value === true ? '是' : '否'
  if (field.type === 'choice') return field.choices?.[String(value)] ?? String(value)
  if (field.type === 'fen') return Number(value) / 100
  return typeof value === 'boolean' ? String(value) : value
}

/** The heading of a field's column: `建筑面积（平方米）`. */
export const headingOf = ({ label, type, unit }: Field): string => {
  const written = type === 'fen' ? '元' : unit
  return written === undefined ? label : `${label}（${written}）`
}
