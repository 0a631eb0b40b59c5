import { useState } from 'react'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField, Tiles } from '../../ui/field.tsx'
import { useAct } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { answerCheck, type FilingCheck, listChecks, readFiling } from './filing-contract.ts'
import { DEPARTMENTS } from './filing-words.ts'

/** A department's answer, given by itself or written down for it. */
export function CheckAnswer({ of, onClose }: { of: FilingCheck; onClose: () => void }) {
  const [outcome, setOutcome] = useState('clear')
  const [words, setWords] = useState('')
  const { act, busy, refusal } = useAct(answerCheck, [readFiling.path, listChecks.path])
  const send = async () => {
    const answer = await act({ params: { district: of.district, id: of.id }, body: { outcome, words } })
    if (answer.ok) onClose()
  }
  return (
    <Dialog
      title="录入核查答复"
      act="录入"
      busy={busy}
      unavailable={words.trim().length < 2 ? '先写明核查情况' : undefined}
      onClose={onClose}
      onAct={() => void send()}
    >
      <p>
        {DEPARTMENTS[of.department]}：{of.question}
      </p>
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      <Tiles
        label="结果"
        inline
        value={outcome}
        onChange={setOutcome}
        options={[
          { value: 'clear', label: '没有问题' },
          { value: 'problem', label: '有问题' },
        ]}
      />
      <TextField label="核查情况" kind="long" value={words} onChange={setWords} maxLength={300} />
    </Dialog>
  )
}
