import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { useAct } from '../../ui/load.ts'
import { addNote, type CasePage, readCase } from './cases-contract.ts'

/** A line for the office: a call that was made, what was agreed. */
export function CaseNote({ of }: { of: CasePage }) {
  const [words, setWords] = useState('')
  const { act, busy, refusal } = useAct(addNote, [readCase.path])
  const save = async () => {
    const answer = await act({ params: { district: of.line.district, id: of.line.id }, body: { words } })
    if (answer.ok) setWords('')
  }
  return (
    <div className="y-stack">
      <TextField
        label="记一笔"
        hint="例如电话沟通的情况，仅内部可见"
        kind="long"
        optional
        value={words}
        onChange={setWords}
        error={refusal?.message}
        maxLength={500}
      />
      <div className="y-row">
        <Button busy={busy} unavailable={words.trim() === '' ? '先写下内容' : undefined} onPress={() => void save()}>
          记到时间线
        </Button>
      </div>
    </div>
  )
}
