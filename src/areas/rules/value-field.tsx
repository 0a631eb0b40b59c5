import { TextField, Tiles } from '../../ui/field.tsx'

/** A value that may be set: what it accepts, its words and its unit. */
export type Settable = {
  readonly accepts: {
    readonly type: 'yuan' | 'integer' | 'boolean' | 'choice' | 'set'
    readonly min?: number | undefined
    readonly max?: number | undefined
    readonly choices?: readonly string[] | undefined
  }
  readonly words: Readonly<Record<string, string>>
  readonly unit: string | null
}

type Props = {
  of: Settable
  label?: string
  text: string
  onText: (text: string) => void
  picked: readonly string[]
  onPick: (picked: readonly string[]) => void
}

/** Asks for a value in the form that it has: a figure, yes or no, one choice or several. */
export function ValueField({ of: { accepts, words, unit }, label = '新数值', text, onText, picked, onPick }: Props) {
  const options = (accepts.choices ?? []).map((each) => ({ value: each, label: words[each] ?? each }))
  if (accepts.type === 'boolean') {
    const sides = ['true', 'false'].map((each) => ({
      value: each,
      label: words[each] ?? (each === 'true' ? '是' : '否'),
    }))
    return <Tiles label={label} value={text} onChange={onText} options={sides} />
  }
  if (accepts.type === 'choice') return <Tiles label={label} value={text} onChange={onText} options={options} />
  if (accepts.type === 'set')
    return <Tiles many label={`${label}（可以多选）`} value={picked} onChange={onPick} options={options} />
  const hint = accepts.min === undefined ? undefined : `${accepts.min} 至 ${accepts.max ?? '不限'}`
  return <TextField label={label} {...(hint ? { hint } : {})} unit={unit ?? ''} value={text} onChange={onText} />
}

/** What was typed, in the value's own type; undefined while it is none. */
export function typedValue(
  { accepts }: Settable,
  text: string,
  picked: readonly string[],
): number | boolean | string | string[] | undefined {
  switch (accepts.type) {
    case 'boolean':
      return text === '' ? undefined : text === 'true'
    case 'choice':
      return text === '' ? undefined : text
    case 'set':
      return [...picked]
    default:
      return /^\d+(\.\d{1,2})?$/.test(text.trim()) ? Number(text.trim()) : undefined
  }
}
