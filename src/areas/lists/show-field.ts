import { showNumber, showYuan } from '../../ui/formats.ts'
import type { EntryView, FieldView } from './contract.ts'

type Value = EntryView['values'][string] | undefined

/** A value in words, with its unit; undefined for what is not known. */
export function showField(field: FieldView, value: Value): string | undefined {
  if (value === null || value === undefined) return undefined
  if (field.type === 'yesNo') return value === true ? '是' : '否'
  if (field.type === 'choice') return field.choices.find((each) => each.value === value)?.label ?? String(value)
  if (field.type === 'fen') return `${showYuan(Number(value))} 元`
  if (typeof value === 'number') return field.unit === null ? showNumber(value) : `${showNumber(value)} ${field.unit}`
  return String(value)
}
