import { useState } from 'react'
import { Dialog } from '../../ui/dialog.tsx'
import { DayField, TextField, Tiles } from '../../ui/field.tsx'
import { today } from '../../ui/formats.ts'
import { useAct } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { useToast } from '../../ui/toast.tsx'
import { raiseDispute } from './registry-contract.ts'
import { DISPUTE_BY } from './words.ts'

type Props = { district: string; sheet: string; changed: readonly string[]; onClose: () => void }

/** Takes a dispute at the counter or by telephone: who, why, since when. */
export function DisputeDialog({ district, sheet, changed, onClose }: Props) {
  const [raisedBy, setRaisedBy] = useState('family')
  const [raiserName, setName] = useState('')
  const [grounds, setGrounds] = useState('')
  const [raisedOn, setRaisedOn] = useState<string>(today())
  const sent = useAct(raiseDispute, changed)
  const toast = useToast()
  const send = async () => {
    const answer = await sent.act({
      params: { district, id: sheet },
      body: { raisedBy, raiserName, grounds, raisedOn },
    })
    if (!answer.ok) return
    toast('已登记异议，开出由另一组评估员办理的复评单。')
    onClose()
  }
  const missing =
    raiserName.trim().length < 2 ? '先填写提出人' : grounds.trim().length < 2 ? '先填写异议理由' : undefined
  return (
    <Dialog
      title="登记异议"
      act="登记"
      busy={sent.busy}
      unavailable={missing}
      onClose={onClose}
      onAct={() => void send()}
    >
      {sent.refusal && (
        <Notice tone="warn" live>
          {sent.refusal.message}
        </Notice>
      )}
      <p>裁定前，如果原来的等级更重，先沿用原来的等级，待遇不因有异议的结果停止。</p>
      <Tiles
        label="谁提出"
        inline
        value={raisedBy}
        onChange={setRaisedBy}
        options={Object.entries(DISPUTE_BY).map(([value, label]) => ({ value, label }))}
      />
      <TextField label="提出人姓名" value={raiserName} onChange={setName} maxLength={60} />
      <TextField label="异议理由" kind="long" value={grounds} onChange={setGrounds} maxLength={500} />
      <DayField label="提出日期" value={raisedOn} onChange={setRaisedOn} />
    </Dialog>
  )
}
