import { useState } from 'react'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorSummary } from '../../ui/error-summary.tsx'
import { TextField } from '../../ui/field.tsx'
import { useAct } from '../../ui/load.ts'
import { ConflictChoice, conflictOf, type Kept } from './conflict-choice.tsx'
import { changeFile, type ElderRecord, readFile, readPage, readTimelineOf } from './contract.ts'
import { problemsOf } from './file-people.tsx'

/** Name and address. Only what was touched is sent, so that two people may change different fields at the same time. */
export function BasicsDialog({ file, onClose }: { file: ElderRecord; onClose: () => void }) {
  const [name, setName] = useState(file.name)
  const [address, setAddress] = useState(file.address ?? '')
  // The version that the form was opened with: the server compares against it, field by field.
  const [version, setVersion] = useState(file.version)
  const [kept, setKept] = useState<Kept>({})
  const { act, busy, refusal } = useAct(changeFile, [readFile.path, readPage.path, readTimelineOf.path])
  const touched = {
    ...(name !== file.name && { name }),
    ...(address !== (file.address ?? '') && { address }),
  }
  const conflict = conflictOf(refusal)
  const undecided = conflict?.conflicts.find((each) => kept[each.field] === undefined)
  const save = async () => {
    const mine = Object.entries(touched).filter(([field]) => kept[field] !== 'theirs')
    if (mine.length === 0) return onClose()
    const answer = await act({ params: { id: file.id }, body: { version, ...Object.fromEntries(mine) } })
    if (answer.ok) return onClose()
    const met = conflictOf(answer.refusal)
    if (met === undefined) return
    // The next attempt is made against what stands now: the person has seen both values of these fields.
    setVersion(met.version)
    setKept({})
  }
  return (
    <Dialog
      title="修改基本信息"
      act="修改基本信息"
      busy={busy}
      onAct={() => void save()}
      onClose={onClose}
      unavailable={
        Object.keys(touched).length === 0 ? '还没有改动' : undecided ? `先选择保留哪一个${undecided.label}` : undefined
      }
    >
      {refusal && !conflict && <ErrorSummary problems={problemsOf(refusal)} />}
      {conflict && (
        <ConflictChoice
          conflict={conflict}
          kept={kept}
          onKeep={(field, which) => setKept({ ...kept, [field]: which })}
        />
      )}
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
