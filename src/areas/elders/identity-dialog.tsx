import { useState } from 'react'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorSummary } from '../../ui/error-summary.tsx'
import { SelectField, TextField, Tiles } from '../../ui/field.tsx'
import { useAct } from '../../ui/load.ts'
import { correctIdentityOf, type ElderRecord, readFile, readPage, readTimelineOf } from './contract.ts'
import { problemsOf } from './file-people.tsx'
import { ID_KINDS } from './words.ts'

const REASONS = [
  { value: 'typed', label: '原来登记有误' },
  { value: 'changed', label: '公安机关变更了号码' },
  { value: 'issued', label: '新办了证件' },
]

/** Another number for a person: mistyped, changed, or the first one. The old number stays with the file and still finds it. */
export function IdentityDialog({ file, onClose }: { file: ElderRecord; onClose: () => void }) {
  const hasNone = file.idKind === 'none'
  const [idKind, setIdKind] = useState<string>(hasNone ? 'residentId' : file.idKind)
  const [idNumber, setIdNumber] = useState('')
  const [reason, setReason] = useState(hasNone ? 'issued' : '')
  const [version] = useState(file.version)
  const { act, busy, refusal } = useAct(correctIdentityOf, [readFile.path, readPage.path, readTimelineOf.path])
  const known = refusal?.code === 'ELDER_KNOWN' ? refusal.fields.idNumber : undefined
  const fields = known === undefined ? (refusal?.fields ?? {}) : {}
  const missing =
    reason === '' ? '先选择更正原因' : idKind !== 'none' && idNumber.trim() === '' ? '先填写证件号' : undefined
  const save = async () => {
    const body = { version, idKind, reason, ...(idKind !== 'none' && { idNumber }) }
    const answer = await act({ params: { id: file.id }, body })
    if (answer.ok) onClose()
  }
  return (
    <Dialog
      title="更正证件"
      act="更正证件"
      busy={busy}
      unavailable={missing}
      onAct={() => void save()}
      onClose={onClose}
    >
      {refusal && <ErrorSummary problems={problemsOf({ ...refusal, fields })} />}
      {known !== undefined && (
        <p>
          这个号码在<a href={`/w/elders/${known}`}>另一份档案</a>上。如是同一人，请在“重复合并”办理。
        </p>
      )}
      <p className="y-meta">
        现在登记的是{ID_KINDS[file.idKind]}
        {file.idMasked && ` ${file.idMasked}`}。更正后原号码作为曾用号保留，用旧名单仍能找到这位老人。
      </p>
      <Tiles id="reason" label="更正原因" value={reason} onChange={setReason} options={REASONS} error={fields.reason} />
      <SelectField
        id="idKind"
        label="证件类型"
        value={idKind}
        onChange={setIdKind}
        options={Object.entries(ID_KINDS).map(([value, label]) => ({ value, label }))}
        error={fields.idKind}
      />
      {idKind !== 'none' && (
        <TextField
          id="idNumber"
          label="证件号"
          kind="digits"
          value={idNumber}
          onChange={setIdNumber}
          error={fields.idNumber}
          maxLength={40}
        />
      )}
      {idKind === 'residentId' && <p className="y-meta">出生日期和性别会按新的身份证号更新。</p>}
    </Dialog>
  )
}
