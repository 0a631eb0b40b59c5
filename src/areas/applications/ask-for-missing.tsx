import { useState } from 'react'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField, Tiles } from '../../ui/field.tsx'
import { useAct } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { actOnCase, type CasePage, readCase } from './cases-contract.ts'

/** 一次告知: what is missing is ticked already; more can be added, because there is no second time. */
export function AskForMissing({ of, onClose }: { of: CasePage; onClose: () => void }) {
  const { district, id } = of.line
  const [picked, setPicked] = useState<string[]>(of.missing.map((each) => each.name))
  const [notes, setNotes] = useState<Record<string, string>>({})
  const [words, setWords] = useState('')
  const { act, busy, refusal } = useAct(actOnCase, ['/api/cases', readCase.path])
  const send = async () => {
    const missing = picked.map((name) => ({ name, ...(notes[name]?.trim() ? { note: notes[name].trim() } : {}) }))
    const body = {
      move: 'askForMissing',
      revision: of.revision,
      missing,
      ...(words.trim() ? { reason: words.trim() } : {}),
    }
    const answer = await act({ params: { district, id }, body })
    if (answer.ok) onClose()
  }
  return (
    <Dialog
      title="一次告知补材料"
      act="告知申请人"
      busy={busy}
      unavailable={picked.length === 0 ? '先选择要补的材料' : undefined}
      onAct={() => void send()}
      onClose={onClose}
    >
      <p>只能告知一次，请把要补的都列上。台账里已有的不用再交。</p>
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      <Tiles
        many
        label="要补的材料"
        value={picked}
        onChange={setPicked}
        options={of.askable
          .filter((each) => each.name !== 'consent' && each.name !== 'delegation')
          .map((each) => ({ value: each.name, label: each.title }))}
      />
      {picked.map((name) => (
        <TextField
          key={name}
          label={`${of.askable.find((each) => each.name === name)?.title ?? name}：说明`}
          optional
          value={notes[name] ?? ''}
          onChange={(note) => setNotes({ ...notes, [name]: note })}
          maxLength={100}
        />
      ))}
      <TextField label="补充的话" kind="long" optional value={words} onChange={setWords} maxLength={200} />
    </Dialog>
  )
}
