import { DayField, SelectField, TextField, Tiles, YuanField } from '../../ui/field.tsx'
import { readYuan } from '../../ui/formats.ts'
import { ATTRIBUTES, type AttributeKind, type AttributeKindOf, type AttributeValue } from './attributes.ts'

/** What is typed, before it is read: text for most, several words for a choice of several. */
export type Typed = string | readonly string[]

type Props = {
  kind: AttributeKind
  value: Typed
  error?: string | undefined
  optional?: boolean
  onChange: (value: Typed) => void
}

const choices = (words: Readonly<Record<string, string>>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }))

/** The field of one dated attribute, by its declaration. */
export function AttributeField({ kind, value, onChange, error, optional }: Props) {
  const of: AttributeKindOf = ATTRIBUTES[kind]
  const field = { id: `attributes.${kind}`, label: of.label, error, ...(optional && { optional }) }
  const text = typeof value === 'string' ? value : ''
  switch (of.type) {
    case 'choices':
      return (
        <Tiles
          {...field}
          inline
          many
          value={Array.isArray(value) ? value : []}
          onChange={onChange}
          options={choices(of.words)}
        />
      )
    case 'choice':
      return <SelectField {...field} value={text} onChange={onChange} options={choices(of.words)} />
    case 'boolean':
      return (
        <Tiles
          {...field}
          inline
          value={text}
          onChange={onChange}
          options={[
            { value: 'true', label: '是' },
            { value: 'false', label: '否' },
          ]}
        />
      )
    case 'day':
      return <DayField {...field} value={text} onChange={onChange} />
    case 'fen':
      return <YuanField {...field} value={text} onChange={onChange} />
    default:
      return (
        <TextField
          {...field}
          value={text}
          onChange={onChange}
          {...(of.unit && { unit: of.unit })}
          {...(of.type === 'number' && { kind: 'digits' as const })}
          maxLength={of.type === 'text' ? of.max : 30}
        />
      )
  }
}

/** What was typed as a value; undefined for an empty field. A text that is no number goes to the server as it is, which says so. */
export function readTyped(kind: AttributeKind, typed: Typed): AttributeValue | undefined {
  const of: AttributeKindOf = ATTRIBUTES[kind]
  if (typeof typed !== 'string') return typed
  const text = typed.trim()
  if (text === '') return undefined
  if (of.type === 'boolean') return text === 'true'
  if (of.type === 'fen') return readYuan(text) ?? text
  if (of.type === 'number') return /^\d+(\.\d+)?$/.test(text) ? Number(text) : text
  return text
}

/** A value as it stands in its field. */
export function typedOf(kind: AttributeKind, value: AttributeValue | undefined): Typed {
  if (value === undefined) return ATTRIBUTES[kind].type === 'choices' ? [] : ''
  if (Array.isArray(value)) return value as readonly string[]
  return ATTRIBUTES[kind].type === 'fen' ? (Number(value) / 100).toFixed(2) : String(value)
}
