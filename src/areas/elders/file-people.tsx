import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { CaseActions } from '../../ui/case-actions.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorSummary } from '../../ui/error-summary.tsx'
import { TextField, Tiles } from '../../ui/field.tsx'
import { useAct } from '../../ui/load.ts'
import { Masked } from '../../ui/masked.tsx'
import type { Answer } from '../../ui/refusal.ts'
import { Empty } from '../../ui/screen.tsx'
import { addContactOf, type ElderRecord, endContactOf, readFile, readTimelineOf } from './contract.ts'
import { sourceInWords } from './fact-periods.tsx'
import { CONTACT_ROLES } from './words.ts'

type Props = {
  file: ElderRecord
  mayWrite: boolean
  reveal?: (phone: string, purpose: string) => Promise<Answer<string>>
}

/** The person's own phones, and the household, guardians, supporters and emergency contacts. */
export function FilePeople({ file, mayWrite, reveal }: Props) {
  const [adding, setAdding] = useState(false)
  const phone = (id: string | null, masked: string | null) =>
    id === null || masked === null ? (
      <span className="y-quiet">未采集</span>
    ) : (
      <Masked value={masked} what="联系电话" {...(reveal && { reveal: (purpose: string) => reveal(id, purpose) })} />
    )
  const own = file.phones.filter((each) => each.kind === 'own')
  return (
    <div className="y-stack">
      <h3>本人电话</h3>
      {own.length === 0 && <p className="y-quiet">未采集</p>}
      {own.map((each) => (
        <div key={each.id}>{phone(each.id, each.masked)}</div>
      ))}
      <div className="y-row">
        <h3>家庭与联系人</h3>
        <span className="y-head-space" />
        {mayWrite && <Button onPress={() => setAdding(true)}>添加联系人</Button>}
      </div>
      {file.contacts.length === 0 ? (
        <Empty words="还没有联系人。紧急时要联系谁，可以在这里添加。" />
      ) : (
        <table className="y-table" aria-label="家庭与联系人">
          <thead>
            <tr>
              <th scope="col">姓名</th>
              <th scope="col">身份</th>
              <th scope="col">关系</th>
              <th scope="col">电话</th>
              <th scope="col">来源</th>
              {mayWrite && <th scope="col">办理</th>}
            </tr>
          </thead>
          <tbody>
            {file.contacts.map((each) => (
              <tr key={each.id}>
                <td>{each.relatedElder ? <a href={`/w/elders/${each.relatedElder}`}>{each.name}</a> : each.name}</td>
                <td>{CONTACT_ROLES[each.role]}</td>
                <td>{each.relation ?? <span className="y-quiet">未采集</span>}</td>
                <td>{phone(each.phoneId, each.phoneMasked)}</td>
                <td>{sourceInWords(each.sourceKind)}</td>
                {mayWrite && (
                  <td>
                    <EndContact elder={file.id} contact={each.id} name={each.name} />
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {adding && <ContactDialog id={file.id} onClose={() => setAdding(false)} />}
    </div>
  )
}

const END_REASONS = ['号码停用', '不再照看老人', '登记有误'] as const

function EndContact({ elder, contact, name }: { elder: string; contact: string; name: string }) {
  const { act } = useAct(endContactOf, [readFile.path, readTimelineOf.path])
  return (
    <CaseActions
      actions={[
        {
          id: 'end',
          label: '移除联系人',
          kind: 'quiet',
          reason: { required: true, reasons: END_REASONS },
          warn: { sentence: `移除后，紧急时不再联系${name}；以前的记录仍保留。` },
        },
      ]}
      onAct={async (_, reason) => {
        const answer = await act({ params: { id: elder, contact }, body: { reason: reason ?? '' } })
        return answer.ok ? undefined : answer.refusal
      }}
    />
  )
}

function ContactDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const [role, setRole] = useState('emergencyContact')
  const [name, setName] = useState('')
  const [relation, setRelation] = useState('')
  const [phone, setPhone] = useState('')
  const { act, busy, refusal } = useAct(addContactOf, [readFile.path])
  const save = async () => {
    const answer = await act({
      params: { id },
      body: { role, name, ...(relation && { relation }), ...(phone && { phone }) },
    })
    if (answer.ok) onClose()
  }
  return (
    <Dialog
      title="添加联系人"
      act="添加联系人"
      busy={busy}
      onAct={() => void save()}
      onClose={onClose}
      unavailable={name.trim() === '' ? '先填写姓名' : undefined}
    >
      {refusal && <ErrorSummary problems={problemsOf(refusal)} />}
      <Tiles
        label="身份"
        inline
        value={role}
        onChange={setRole}
        options={Object.entries(CONTACT_ROLES).map(([value, label]) => ({ value, label }))}
      />
      <TextField id="name" label="姓名" value={name} onChange={setName} maxLength={100} />
      <TextField
        label="与老人的关系"
        optional
        hint="例如 女儿、邻居"
        value={relation}
        onChange={setRelation}
        maxLength={20}
      />
      <TextField
        id="phone"
        label="联系电话"
        optional
        kind="tel"
        value={phone}
        onChange={setPhone}
        error={refusal?.fields.phone}
      />
    </Dialog>
  )
}

/** A refusal as the summary on top of a form shows it. */
export function problemsOf(refusal: { message: string; fields: Record<string, string> }) {
  const fields = Object.entries(refusal.fields).map(([field, message]) => ({ field, message }))
  return fields.length > 0 ? fields : [{ field: '', message: refusal.message }]
}
