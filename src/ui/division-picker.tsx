import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Combobox } from './combobox.tsx'
import { Field, type FieldProps } from './field.tsx'
import type { Answer } from './refusal.ts'

export type DivisionNode = {
  key: string
  name: string
  /** From the city down to the parent: `重庆市`, `巴南区`. */
  path: readonly string[]
  /** How many people the list would have there. */
  count?: number
}

/** Where divisions come from; the divisions area gives one over its API, a test gives a list. */
export type DivisionSource = {
  /** What is below a division, or the top of what the person may see. */
  children: (key: string | null) => Promise<Answer<readonly DivisionNode[]>>
  /** By Chinese or pinyin initials. */
  search: (text: string) => Promise<Answer<readonly DivisionNode[]>>
}

type Props = FieldProps & {
  source: DivisionSource
  value: DivisionNode | null
  onChange: (division: DivisionNode | null) => void
}

/** Finds a division by Chinese or pinyin initials (`bnq` → 巴南区), or by walking down from what is chosen. */
export function DivisionPicker({ source, value, onChange, ...field }: Props) {
  const [text, setText] = useState<string>()
  const options = useDivisions(source, text?.trim() ?? '', value?.key ?? null)
  const shown = text ?? (value ? [...value.path, value.name].join(' / ') : '')
  return (
    <Field {...field} hint={field.hint ?? '可以输入名称或拼音首字母，例如 bnq'}>
      {(wiring) => (
        <Combobox
          id={wiring.id}
          describedBy={wiring['aria-describedby']}
          invalid={wiring['aria-invalid'] ?? false}
          text={shown}
          onText={(next) => {
            setText(next)
            if (next === '') onChange(null)
          }}
          options={options.map((one) => ({
            id: one.key,
            label: one.name,
            note: one.path.join(' / '),
          }))}
          empty="没有找到这个地方。可以换一个字，或用拼音首字母。"
          onPick={(key) => {
            onChange(options.find((one) => one.key === key) ?? null)
            setText(undefined)
          }}
        />
      )}
    </Field>
  )
}

/** Matches of the text, or what lies below `under` while nothing is typed. */
export function useDivisions(source: DivisionSource, text: string, under: string | null): readonly DivisionNode[] {
  const found = useQuery({
    queryKey: ['divisions', text, text === '' ? under : null],
    queryFn: () => (text === '' ? source.children(under) : source.search(text)),
    staleTime: 600_000,
  })
  return found.data?.ok ? found.data.value : []
}
