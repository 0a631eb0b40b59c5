import { useState } from 'react'
import { Dialog } from '../../ui/dialog.tsx'
import { DayField, TextField } from '../../ui/field.tsx'
import { today } from '../../ui/formats.ts'
import { useAct } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { useToast } from '../../ui/toast.tsx'
import type { OpenParameter } from './contract.ts'
import { propose, readOpenParameters, readSettingHistory } from './endpoints.ts'
import { typedValue, ValueField } from './value-field.tsx'

type Props = { division: string; parameter: OpenParameter; onClose: () => void }

/** A value from a date, with the district's own document; it counts when a second person has signed it. */
export function ProposeDialog({ division, parameter, onClose }: Props) {
  const [text, setText] = useState('')
  const [picked, setPicked] = useState<readonly string[]>([])
  const [from, setFrom] = useState(`${today().slice(0, 8)}01`)
  const [document, setDocument] = useState('')
  const { act, busy, refusal } = useAct(propose, [readOpenParameters.path, readSettingHistory.path])
  const say = useToast()
  const value = typedValue(parameter, text, picked)
  const missing = value === undefined ? '先填写数值' : document.trim().length < 2 ? '先填写依据的文件' : undefined
  const send = async () => {
    const answer = await act({ body: { division, parameter: parameter.id, value, from, document: document.trim() } })
    if (!answer.ok) return
    say('已提出，等另一位同事签署后施行。')
    onClose()
  }
  return (
    <Dialog
      title="提出新数值"
      act="提出新数值"
      busy={busy}
      unavailable={missing}
      onClose={onClose}
      onAct={() => void send()}
    >
      <p>{parameter.name}</p>
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      <ValueField of={parameter} text={text} onText={setText} picked={picked} onPick={setPicked} />
      <DayField label="从哪一天起" value={from} onChange={setFrom} />
      <TextField label="依据的本区文件" hint="文件名称或文号" value={document} onChange={setDocument} maxLength={200} />
    </Dialog>
  )
}
