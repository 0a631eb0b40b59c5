import { useState } from 'react'
import { Dialog } from '../../ui/dialog.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { useAct } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { addGuardianship, addMentalCare, checkRoster, type RosterLine, readRoster } from './contract.ts'
import { CARE_RISK_WORDS, CARE_WORDS, GUARDIAN_WORDS, ROSTER_WORDS } from './words.ts'

const options = (words: Readonly<Record<string, string>>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }))

/** One step for a person of the roster: its upkeep, guardianship, or mental care. */
export function RosterDialog({ of: line, onClose }: { of: RosterLine; onClose: () => void }) {
  const [what, setWhat] = useState('roster')
  const [state, setState] = useState('verified')
  const [kind, setKind] = useState('statutory')
  const [care, setCare] = useState('talk')
  const [risk, setRisk] = useState('watch')
  const [who, setWho] = useState('')
  const [note, setNote] = useState('')
  const roster = useAct(checkRoster, [readRoster.path])
  const guardianship = useAct(addGuardianship, [readRoster.path])
  const mental = useAct(addMentalCare, [readRoster.path])
  const acting = { roster, guardian: guardianship, care: mental }[what as 'roster' | 'guardian' | 'care']
  const of = { district: line.district, elderId: line.elderId }
  const send = async () => {
    const done =
      what === 'roster'
        ? await roster.act({ body: { ...of, state, responsible: who, note } })
        : what === 'guardian'
          ? await guardianship.act({ body: { ...of, kind, guardian: kind === 'none' ? null : who, document: note } })
          : await mental.act({ body: { ...of, kind: care, risk, byWhom: who, plan: note } })
    if (done.ok) onClose()
  }
  const needsName = what === 'care' || (what === 'guardian' && kind !== 'none')
  return (
    <Dialog
      title={`${line.name}：登记`}
      act="登记"
      busy={acting.busy}
      unavailable={needsName && who.trim() === '' ? '先填写姓名' : undefined}
      onClose={onClose}
      onAct={() => void send()}
    >
      {acting.refusal && (
        <Notice tone="warn" live>
          {acting.refusal.message}
        </Notice>
      )}
      <SelectField
        label="登记什么"
        value={what}
        onChange={setWhat}
        options={options({ roster: '名册核实', guardian: '监护', care: '心理关爱' })}
      />
      {what === 'roster' && (
        <SelectField label="核实结果" value={state} onChange={setState} options={options(ROSTER_WORDS)} />
      )}
      {what === 'guardian' && (
        <SelectField label="监护情况" value={kind} onChange={setKind} options={options(GUARDIAN_WORDS)} />
      )}
      {what === 'care' && (
        <>
          <SelectField label="做了什么" value={care} onChange={setCare} options={options(CARE_WORDS)} />
          <SelectField label="现在的风险" value={risk} onChange={setRisk} options={options(CARE_RISK_WORDS)} />
        </>
      )}
      <TextField
        label={what === 'guardian' ? '监护人或机构' : what === 'care' ? '由谁来做' : '责任人（选填）'}
        value={who}
        onChange={setWho}
        maxLength={100}
      />
      <TextField label="说明（选填）" value={note} onChange={setNote} maxLength={300} />
    </Dialog>
  )
}
