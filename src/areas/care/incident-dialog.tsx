import { useState } from 'react'
import { Dialog } from '../../ui/dialog.tsx'
import { DayField, SelectField, TextField } from '../../ui/field.tsx'
import { today } from '../../ui/formats.ts'
import { Notice } from '../../ui/notice.tsx'
import type { Part } from './contract.ts'
import { residentChoices } from './resident-choices.ts'
import { HARM, INCIDENTS } from './words.ts'

const choices = (words: Readonly<Record<string, string>>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }))

/** What happened, where, how bad, and what was done at once; the chain of telling follows on the card. */
export function IncidentDialog({ of, send, onClose }: Part & { onClose: () => void }) {
  const [stay, setStay] = useState('')
  const [kind, setKind] = useState('fall')
  const [on, setOn] = useState<string>(today())
  const [at, setAt] = useState('')
  const [place, setPlace] = useState('')
  const [what, setWhat] = useState('')
  const [harm, setHarm] = useState('none')
  const [doneAtOnce, setDone] = useState('')
  const [refusal, setRefusal] = useState<{ message: string }>()
  const missing =
    stay === ''
      ? '先选择老人'
      : !/^([01]\d|2[0-3]):[0-5]\d$/.test(at)
        ? '先按 14:30 的样子填写时间'
        : [place, what, doneAtOnce].some((each) => each.trim() === '')
          ? '先写明地点、经过和处置'
          : undefined
  const save = async () => {
    const refused = await send({
      act: 'incident',
      stay,
      kind: kind as 'fall',
      happenedAt: `${on}T${at}:00+08:00`,
      place,
      what,
      harm: harm as 'none',
      doneAtOnce,
    })
    setRefusal(refused)
    if (!refused) onClose()
  }
  return (
    <Dialog title="报告事件" act="报告事件" unavailable={missing} onClose={onClose} onAct={() => void save()}>
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      <SelectField label="老人" value={stay} options={residentChoices(of)} onChange={setStay} />
      <SelectField label="事件" value={kind} options={choices(INCIDENTS)} onChange={setKind} />
      <DayField label="日期" value={on} onChange={setOn} />
      <TextField label="时间" hint="例如 14:30" value={at} onChange={setAt} maxLength={5} />
      <TextField label="地点" value={place} onChange={setPlace} maxLength={100} />
      <TextField label="经过" kind="long" value={what} onChange={setWhat} maxLength={1000} />
      <SelectField label="伤害程度" value={harm} options={choices(HARM)} onChange={setHarm} />
      <TextField label="当时处置" kind="long" value={doneAtOnce} onChange={setDone} maxLength={1000} />
    </Dialog>
  )
}
