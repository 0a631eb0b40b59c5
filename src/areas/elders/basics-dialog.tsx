import { useState } from 'react'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorSummary } from '../../ui/error-summary.tsx'
import { TextField } from '../../ui/field.tsx'
import { useAct } from '../../ui/load.ts'
import { changeFile, type ElderRecord, readFile, readPage, readTimelineOf } from './contract.ts'
import { problemsOf } from './file-people.tsx'

/** Name and address. Only what was touched is sent, so that two people may change different fields at the same time. */
export function BasicsDialog({ file, onClose }: { file: ElderRecord; onClose: () => void }) {
  const [name, setName] = useState(file.name)
  const [address, setAddress] = useState(file.address ?? '')
  // The version that the form was opened with: the server compares against it, field by field.
  const [version] = useState(file.version)
  const { act, busy, refusal } = useAct(changeFile, [readFile.path, readPage.path, readTimelineOf.path])
  const touched = {
    ...(name !== file.name && { name }),
    ...(address !== (file.address ?? '') && { address }),
  }
  const save = async () => {
    const answer = await act({ params: { id: file.id }, body: { version, ...touched } })
    if (answer.ok) onClose()
  }
  return (
    <Dialog
      title="修改基本信息"
      act="修改基本信息"
      busy={busy}
      onAct={() => void save()}
      onClose={onClose}
      unavailable={Object.keys(touched).length === 0 ? '还没有改动' : undefined}
    >
      {refusal && <ErrorSummary problems={problemsOf(refusal)} />}
      <TextField id="name" label="姓名" value={name} onChange={setName} maxLength={100} error={refusal?.fields.name} />
      <TextField
        id="address"
        label="详细地址"
        optional
        value={address}
        onChange={setAddress}
        maxLength={200}
        error={refusal?.fields.address}
      />
      <p className="y-meta">搬家、离世和身份变化请用“登记变化”，会保留从哪一天起。</p>
    </Dialog>
  )
}
