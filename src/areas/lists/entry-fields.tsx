import { DayField, SelectField, TextField, Tiles, YuanField } from '../../ui/field.tsx'
import { readYuan } from '../../ui/formats.ts'
import type { EntryView, FieldView } from './contract.ts'

/** What stands in the fields of a form, by the field's name. */
export type Typed = Readonly<Record<string, string>>

type Props = {
  fields: readonly FieldView[]
  typed: Typed
  faults: Readonly<Record<string, string>>
  onChange: (typed: Typed) => void
}

/** The fields of a list as its declaration says: tiles for few choices, a menu for many, units behind figures. */
export function EntryFields({ fields, typed, faults, onChange }: Props) {
  return (
    <>
      {fields.map((field) => {
        const id = `values.${field.name}`
        const shared = {
          id,
          label: field.label,
          error: faults[id],
          value: typed[field.name] ?? '',
          onChange: (text: string) => onChange({ ...typed, [field.name]: text }),
          ...(field.required ? {} : { optional: true }),
          ...(field.clause === null ? {} : { hint: `依据：${field.clause}` }),
        }
        if (field.type === 'day') return <DayField key={id} {...shared} />
        if (field.type === 'fen') return <YuanField key={id} {...shared} />
        if (field.type === 'yesNo')
          return (
            <Tiles
              key={id}
              {...shared}
              inline
              options={[
                { value: 'true', label: '是' },
                { value: 'false', label: '否' },
              ]}
            />
          )
        if (field.type === 'choice')
          return field.choices.length <= 4 ? (
            <Tiles key={id} {...shared} inline options={field.choices} />
          ) : (
            <SelectField key={id} {...shared} options={field.choices} />
          )
        return (
          <TextField
            key={id}
            {...shared}
            {...(field.unit === null ? {} : { unit: field.unit })}
            {...(field.type === 'text' ? {} : { kind: 'digits' as const })}
            maxLength={field.type === 'text' ? 500 : 20}
          />
        )
      })}
    </>
  )
}

/** What was typed as values. A text that is no figure goes to the server as it is, which says so. */
export function valuesOf(fields: readonly FieldView[], typed: Typed): EntryView['values'] {
  return Object.fromEntries(
    fields.map((field) => {
      const text = (typed[field.name] ?? '').trim()
      if (text === '') return [field.name, null]
      if (field.type === 'yesNo') return [field.name, text === 'true']
      if (field.type === 'fen') return [field.name, readYuan(text) ?? text]
      if (field.type === 'integer' || field.type === 'number')
        return [field.name, /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text]
      return [field.name, text]
    }),
  )
}

/** The values as they stand in their fields. */
export const typedOf = (fields: readonly FieldView[], values: EntryView['values'] = {}): Typed =>
  Object.fromEntries(
    fields.map((field) => {
      const value = values[field.name]
      if (value === null || value === undefined) return [field.name, '']
      return [field.name, field.type === 'fen' ? (Number(value) / 100).toFixed(2) : String(value)]
    }),
  )
