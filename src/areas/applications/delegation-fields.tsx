import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { DayField, SelectField, TextField, Tiles } from '../../ui/field.tsx'
import { useAct } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { addDelegation, type Intake, readIntake } from './contract.ts'
import { CONSENT_WORDS, RELATION_WORDS } from './words.ts'

type Props = { of: Intake; value: string; onChange: (id: string) => void }

/** The delegations that stand, or a new one: whom, what relation, and until when. */
export function DelegationFields({ of, value, onChange }: Props) {
  const [adding, setAdding] = useState(of.delegations.length === 0)
  return (
    <div className="y-stack">
      {of.delegations.length > 0 && (
        <Tiles
          label="按哪份委托"
          value={value}
          onChange={onChange}
          options={of.delegations.map((each) => ({
            value: each.id,
            label: `${each.name}（${RELATION_WORDS[each.relation] ?? each.relation}）`,
            note: `到 ${each.until} 为止`,
          }))}
        />
      )}
      {adding ? (
        <NewDelegation
          of={of}
          onDone={(id) => {
            setAdding(false)
            onChange(id)
          }}
        />
      ) : (
        <div className="y-row">
          <Button onPress={() => setAdding(true)}>另办一份委托</Button>
        </div>
      )}
    </div>
  )
}

function NewDelegation({ of, onDone }: { of: Intake; onDone: (id: string) => void }) {
  const [name, setName] = useState('')
  const [relation, setRelation] = useState('child')
  const [until, setUntil] = useState('')
  const [how, setHow] = useState('voice')
  const { act, busy, refusal } = useAct(addDelegation, [readIntake.path])
  const fields = refusal?.fields ?? {}
  const save = async () => {
    const { district, id } = of.elder
    const body = { elder: { district, id }, name, relation, until, agreed: { how } }
    const answer = await act({ body })
    if (answer.ok) onDone(answer.value.id)
  }
  return (
    <div className="y-stack">
      {refusal && Object.keys(fields).length === 0 && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      <TextField id="name" label="受托人姓名" value={name} onChange={setName} error={fields.name} maxLength={50} />
      <SelectField
        id="relation"
        label="与老人的关系"
        value={relation}
        onChange={setRelation}
        options={Object.entries(RELATION_WORDS).map(([key, label]) => ({ value: key, label }))}
      />
      <DayField id="until" label="委托到哪一天为止" value={until} onChange={setUntil} error={fields.until} />
      <Tiles
        inline
        label="老人怎样同意委托的"
        value={how}
        onChange={setHow}
        options={['present', 'signed', 'voice', 'message'].map((key) => ({
          value: key,
          label: CONSENT_WORDS[key] ?? key,
        }))}
      />
      <div className="y-row">
        <Button
          busy={busy}
          unavailable={name.trim() === '' || until === '' ? '先填写姓名和到期日' : undefined}
          onPress={() => void save()}
        >
          记下委托
        </Button>
      </div>
    </div>
  )
}
