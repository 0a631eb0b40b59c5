import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { useAct } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { openItems, ScoredForm, type ScoredSection } from '../../ui/scored-form.tsx'
import { listOrders, readOrder } from './contract.ts'
import { confirmAssessment, readFieldOrders } from './field-contract.ts'

type Props = { district: string; assessment: string; form: { sections: readonly ScoredSection[] }; back: string }

/** The second assessor's word, in their own session: agree with the sheet, with or without scores of their own, or send it back. */
export function ConfirmHere({ district, assessment, form, back }: Props) {
  const [own, setOwn] = useState(false)
  const [items, setItems] = useState<Record<string, number>>({})
  const [note, setNote] = useState('')
  const { act, busy, refusal } = useAct(confirmAssessment, [readFieldOrders.path, readOrder.path, listOrders.path])
  const navigate = useNavigate()
  const open = own ? openItems({ sections: form.sections, value: items }).length : 0
  const send = async (agrees: boolean) => {
    const body = { agrees, note, signedAt: new Date().toISOString(), ...(own ? { items } : {}) }
    const answer = await act({ params: { district, id: assessment }, body })
    if (answer.ok) void navigate({ to: back })
  }
  return (
    <div className="y-stack">
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      <p>主评估员已经交卷。您可以先独立评一遍，再表示是否同意；两人的答案在双方都答完后才会并排显示。</p>
      {own ? (
        <ScoredForm
          sections={form.sections}
          value={items}
          onChange={(code, points) => setItems({ ...items, [code]: points })}
        />
      ) : (
        <Button onPress={() => setOwn(true)}>我也独立评一遍</Button>
      )}
      <TextField label="说明" kind="long" optional value={note} onChange={setNote} maxLength={300} />
      <div className="y-row">
        <Button
          kind="primary"
          busy={busy}
          unavailable={open > 0 ? `还有 ${open} 项没有评` : undefined}
          onPress={() => void send(true)}
        >
          同意并签名
        </Button>
        <Button
          busy={busy}
          unavailable={note.trim().length < 2 ? '先在说明里写清不同意的地方' : undefined}
          onPress={() => void send(false)}
        >
          不同意，重新评估
        </Button>
      </div>
    </div>
  )
}
