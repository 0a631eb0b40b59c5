import { useState } from 'react'
import { Dialog } from '../../ui/dialog.tsx'
import { DayField, SelectField, TextField } from '../../ui/field.tsx'
import { today } from '../../ui/formats.ts'
import { useAct } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { useToast } from '../../ui/toast.tsx'
import { addAbsence, type Board, listPlan, readBoard } from './contract.ts'
import { sayReplanned } from './words.ts'

type Props = {
  helper: Board['helpers'][number]
  villages: readonly { value: string; label: string }[]
  onClose: () => void
}

/** A helper is away: what was planned for those days moves at once. */
export function AbsenceDialog({ helper, villages, onClose }: Props) {
  const own = villages.filter((each) => helper.villages.includes(each.label))
  const [village, setVillage] = useState(own[0]?.value ?? '')
  const [from, setFrom] = useState<string>(today())
  const [until, setUntil] = useState<string>(today())
  const [reason, setReason] = useState('')
  const say = useToast()
  const { act, busy, refusal } = useAct(addAbsence, [readBoard.path, listPlan.path])
  const send = async () => {
    const done = await act({ body: { village, account: helper.account, from, until, reason } })
    if (!done.ok) return
    say(sayReplanned(done.value))
    onClose()
  }
  const missing = village === '' ? '先选择村（社区）' : reason.trim().length < 2 ? '先填写原因' : undefined
  return (
    <Dialog
      title={`${helper.name}请假`}
      act="登记并调整安排"
      busy={busy}
      unavailable={missing}
      onClose={onClose}
      onAct={() => void send()}
    >
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      <SelectField label="登记在哪个村（社区）" value={village} onChange={setVillage} options={own} />
      <DayField label="从哪天起" value={from} onChange={setFrom} />
      <DayField label="到哪天为止" hint="这一天也请假" value={until} onChange={setUntil} />
      <TextField label="原因" value={reason} onChange={setReason} maxLength={300} />
    </Dialog>
  )
}
