import { useState } from 'react'
import { Dialog } from '../../ui/dialog.tsx'
import { DayField, SelectField, TextField } from '../../ui/field.tsx'
import { today } from '../../ui/formats.ts'
import { useAct } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { AttributeField, readTyped, type Typed, typedOf } from './attribute-field.tsx'
import { ATTRIBUTES, type AttributeKind } from './attributes.ts'
import { actOnFacility, CHANGED, type Facility } from './contract.ts'

/** One attribute from a day on, with where it is known from; the old value stays in the history. */
export function SetDialog({ of, onClose }: { of: Facility; onClose: () => void }) {
  const [kind, setKind] = useState<AttributeKind>('floorArea')
  const known = (each: AttributeKind) => typedOf(each, of.attributes.find((one) => one.kind === each)?.value)
  const [typed, setTyped] = useState<Typed>(known('floorArea'))
  const [from, setFrom] = useState<string>(today())
  const [source, setSource] = useState('')
  const { act, busy, refusal } = useAct(actOnFacility, CHANGED)
  const value = readTyped(kind, typed)
  const missing = value === undefined ? '先填写新的内容' : source.trim().length < 2 ? '先写明依据' : undefined
  const send = async () => {
    const answer = await act({
      params: { district: of.district, id: of.id },
      body: { act: 'set', from, source, attributes: { [kind]: value } },
    })
    if (answer.ok) onClose()
  }
  return (
    <Dialog title="登记变化" act="登记" busy={busy} unavailable={missing} onClose={onClose} onAct={() => void send()}>
      {refusal && (
        <Notice tone="warn" live>
          {Object.values(refusal.fields ?? {})[0] ?? refusal.message}
        </Notice>
      )}
      <SelectField
        label="哪一项"
        value={kind}
        onChange={(next) => {
          setKind(next as AttributeKind)
          setTyped(known(next as AttributeKind))
        }}
        options={Object.entries(ATTRIBUTES).map(([each, { label, group }]) => ({
          value: each,
          label: `${group}：${label}`,
        }))}
      />
      <AttributeField kind={kind} value={typed} onChange={setTyped} />
      <DayField label="从哪一天起" value={from} onChange={setFrom} />
      <TextField
        label="依据"
        hint="例如：2026 年 11 月实测、变更备案回执"
        value={source}
        onChange={setSource}
        maxLength={200}
      />
    </Dialog>
  )
}
