import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { DayField, TextField } from '../../ui/field.tsx'
import { useAct } from '../../ui/load.ts'
import { useToast } from '../../ui/toast.tsx'
import { type Batch, REFRESHES, type Row, transferRow } from './calls.ts'

/** 发起转入 for an elder whose file another place keeps; that side confirms, then the row can be committed. */
export function TransferButton({ batch, row }: { batch: Batch; row: Row }) {
  const [asking, setAsking] = useState(false)
  const [movedOn, setMovedOn] = useState(batch.asOf)
  const [reason, setReason] = useState('')
  const { act, busy, refusal } = useAct(transferRow, [...REFRESHES, '/api/elders/transfers'])
  const toast = useToast()
  const ask = async () => {
    const answer = await act({ params: { id: batch.id, row: String(row.row) }, body: { movedOn, reason } })
    if (!answer.ok) return
    setAsking(false)
    toast(`已发起转入，等待${answer.value.from}确认。`)
  }
  if (row.transfer) return <span className="y-quiet">已发起转入。对方确认后，重新打开本批次即可提交这一行。</span>
  return (
    <>
      <Button onPress={() => setAsking(true)}>发起转入</Button>
      {asking && (
        <Dialog
          title={`转入 ${row.name}`}
          act="发起转入"
          busy={busy}
          unavailable={reason.trim().length < 2 || movedOn === '' ? '先填写迁入日期和原因' : undefined}
          onAct={() => void ask()}
          onClose={() => setAsking(false)}
        >
          <p>这位老人的档案在另一个地区。发起后由对方核实确认，档案和历史一并转来；确认之前什么都不变。</p>
          <DayField label="迁入日期" value={movedOn} onChange={setMovedOn} />
          <TextField
            label="转入原因"
            hint="例如：随子女居住"
            value={reason}
            onChange={setReason}
            maxLength={200}
            error={refusal?.message}
          />
        </Dialog>
      )}
    </>
  )
}
