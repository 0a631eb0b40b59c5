import { useState } from 'react'
import { Dialog } from '../../ui/dialog.tsx'
import { type DivisionNode, DivisionPicker } from '../../ui/division-picker.tsx'
import { ErrorSummary } from '../../ui/error-summary.tsx'
import { DayField, SelectField, TextField } from '../../ui/field.tsx'
import { useAct } from '../../ui/load.ts'
import { useSession } from '../../ui/session.ts'
import { useToast } from '../../ui/toast.tsx'
import { readTransfers, requestTransferOf } from './contract.ts'
import { problemsOf } from './file-people.tsx'
import { divisionsWithin } from './place-options.ts'
import { ID_KINDS } from './words.ts'

type Props = { start?: { idKind: string; idNumber: string; village: DivisionNode | null }; onClose: () => void }
const KINDS = Object.entries(ID_KINDS).flatMap(([value, label]) => (value === 'none' ? [] : [{ value, label }]))

/** Asks the place that keeps a file for it, by the number on the paper; nothing is shown of the file before that side agrees. */
export function AskTransferDialog({ start, onClose }: Props) {
  const { session } = useSession()
  const [idKind, setIdKind] = useState(start?.idKind ?? 'residentId')
  const [idNumber, setIdNumber] = useState(start?.idNumber ?? '')
  const [village, setVillage] = useState<DivisionNode | null>(start?.village ?? null)
  const [movedOn, setMovedOn] = useState('')
  const [reason, setReason] = useState('')
  const { act, busy, refusal } = useAct(requestTransferOf, [readTransfers.path])
  const toast = useToast()
  const fields = refusal?.fields ?? {}
  const missing =
    idNumber.trim() === ''
      ? '先填写证件号'
      : village === null
        ? '先选择搬到的村（社区）'
        : movedOn === ''
          ? '先填写从哪一天起'
          : reason.trim().length < 2
            ? '先写明原因'
            : undefined
  const send = async () => {
    const answer = await act({ body: { idKind, idNumber, village: village?.key ?? '', movedOn, reason } })
    if (!answer.ok) return
    toast(`已向${answer.value.from}提出，等对方确认。`)
    onClose()
  }
  return (
    <Dialog
      title="发起转入"
      act="发起转入"
      busy={busy}
      unavailable={missing}
      onAct={() => void send()}
      onClose={onClose}
    >
      {refusal && <ErrorSummary problems={problemsOf(refusal)} />}
      <SelectField id="idKind" label="证件类型" value={idKind} onChange={setIdKind} options={KINDS} />
      <TextField
        id="idNumber"
        label="证件号"
        kind="digits"
        value={idNumber}
        onChange={setIdNumber}
        maxLength={40}
        error={fields.idNumber}
      />
      <DivisionPicker
        id="village"
        label="搬到哪个村（社区）"
        source={divisionsWithin(session?.account.roles[0]?.division ?? '500000')}
        value={village}
        onChange={setVillage}
        error={fields.village}
      />
      <DayField id="movedOn" label="从哪一天起住在这里" value={movedOn} onChange={setMovedOn} error={fields.movedOn} />
      <TextField
        id="reason"
        label="转入原因"
        hint="例如 随子女居住"
        value={reason}
        onChange={setReason}
        maxLength={200}
        error={fields.reason}
      />
      <p className="y-meta">对方确认后，档案连同历史一起转来；确认之前看不到档案内容。</p>
    </Dialog>
  )
}
