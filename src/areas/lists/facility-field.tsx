import { useState } from 'react'
import { Combobox } from '../../ui/combobox.tsx'
import { Field, type FieldProps } from '../../ui/field.tsx'
import { useEndpoint } from '../../ui/load.ts'
import { listFacilities } from '../facilities/contract.ts'

export type PickedFacility = { readonly id: string; readonly name: string }
type Props = FieldProps & { value: PickedFacility | null; onChange: (facility: PickedFacility | null) => void }

/** Finds a facility of the register by some characters of its name. */
export function FacilityField({ value, onChange, ...field }: Props) {
  const [text, setText] = useState<string>()
  const name = text?.trim() ?? ''
  const { data } = useEndpoint(listFacilities, { query: { name } }, name.length > 0)
  return (
    <Field {...field} hint={field.hint ?? '输入设施名称里的几个字'}>
      {(wiring) => (
        <Combobox
          id={wiring.id}
          describedBy={wiring['aria-describedby']}
          invalid={wiring['aria-invalid'] ?? false}
          text={text ?? value?.name ?? ''}
          onText={(next) => {
            setText(next)
            if (next === '') onChange(null)
          }}
          options={(name === '' ? [] : (data?.rows ?? []))
            .slice(0, 12)
            .map((row) => ({ id: row.id, label: row.name, note: row.place }))}
          {...(name === '' ? {} : { empty: '设施台账里没有这个名称，可以换几个字。' })}
          onPick={(id) => {
            const found = data?.rows.find((row) => row.id === id)
            onChange(found ? { id, name: found.name } : null)
            setText(undefined)
          }}
        />
      )}
    </Field>
  )
}
