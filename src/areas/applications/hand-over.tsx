import { useState } from 'react'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { useAct } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { useToast } from '../../ui/toast.tsx'
import { assignCases, listCases } from './cases-contract.ts'

/** Gives cases to a colleague of the desk, or back to everybody. */
export function HandOver({
  cases,
  onClose,
}: {
  cases: readonly { district: string; id: string }[]
  onClose: () => void
}) {
  const say = useToast()
  const [to, setTo] = useState('')
  const { act, busy, refusal } = useAct(assignCases, [listCases.path])
  const send = async () => {
    const answer = await act({ body: { cases, to: to.trim() || null } })
    if (!answer.ok) return
    say(`已交接 ${answer.value.done} 件`)
    onClose()
  }
  return (
    <Dialog
      title={`交给同事 ${cases.length} 件`}
      act="交给同事"
      busy={busy}
      onAct={() => void send()}
      onClose={onClose}
    >
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      <TextField
        label="同事的账号"
        hint="不填就交回岗位，由在岗的同事办理"
        optional
        value={to}
        onChange={setTo}
        maxLength={80}
      />
    </Dialog>
  )
}
