import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { DayField, SelectField, TextField, Tiles } from '../../ui/field.tsx'
import { useAct } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import type { Refusal } from '../../ui/refusal.ts'
import { useToast } from '../../ui/toast.tsx'
import { addAgency, addAssessor, type Registry, readRegistry, setStanding } from './registry-contract.ts'
import { BACKGROUNDS, STANDINGS } from './words.ts'

const options = (words: Readonly<Record<string, string>>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }))

function Problem({ of }: { of: Refusal | undefined }) {
  if (of === undefined) return null
  return (
    <Notice tone="warn" live>
      {of.message}
      {Object.values(of.fields).map((words) => (
        <p key={words}>{words}</p>
      ))}
    </Notice>
  )
}

/** Enters agencies and assessors, and suspends or removes them with the reason. */
export function RegistryActs({ district, of }: { district: string; of: Registry }) {
  return (
    <div className="y-stack">
      <NewAgency district={district} />
      <NewAssessor district={district} of={of} />
      <Standing district={district} of={of} />
    </div>
  )
}

function NewAgency({ district }: { district: string }) {
  const [name, setName] = useState('')
  const [creditCode, setCode] = useState('')
  const [qualification, setQualification] = useState('')
  const { act, busy, refusal } = useAct(addAgency, [readRegistry.path])
  const toast = useToast()
  const send = async () => {
    // Accounts name their organisation by its credit code.
    const answer = await act({ body: { district, name, creditCode, organisation: creditCode, qualification } })
    if (answer.ok) toast('评估机构已入库。')
  }
  return (
    <section className="y-card y-stack" aria-label="登记评估机构">
      <h2>登记评估机构</h2>
      <Problem of={refusal} />
      <TextField label="机构名称" value={name} onChange={setName} maxLength={100} />
      <TextField
        label="统一社会信用代码"
        value={creditCode}
        onChange={(text) => setCode(text.trim().toUpperCase())}
        maxLength={18}
      />
      <TextField label="资质和入库依据" value={qualification} onChange={setQualification} maxLength={200} />
      <Button busy={busy} onPress={() => void send()}>
        登记机构
      </Button>
    </section>
  )
}

function NewAssessor({ district, of }: { district: string; of: Registry }) {
  const [agencyId, setAgency] = useState('')
  const [name, setName] = useState('')
  const [account, setAccount] = useState('')
  const [background, setBackground] = useState('nursing')
  const [certificateNo, setNo] = useState('')
  const [certifiedFrom, setFrom] = useState('')
  const [certifiedUntil, setUntil] = useState('')
  const { act, busy, refusal } = useAct(addAssessor, [readRegistry.path])
  const toast = useToast()
  const send = async () => {
    const body = { district, agencyId, name, background, certificateNo, certifiedFrom, certifiedUntil }
    const answer = await act({ body: account.trim() === '' ? body : { ...body, account: account.trim() } })
    if (answer.ok) toast('评估员已登记。')
  }
  return (
    <section className="y-card y-stack" aria-label="登记评估员">
      <h2>登记评估员</h2>
      <Problem of={refusal} />
      <SelectField
        label="所属机构"
        value={agencyId}
        onChange={setAgency}
        options={of.agencies.map((each) => ({ value: each.id, label: each.name }))}
      />
      <TextField label="姓名" value={name} onChange={setName} maxLength={60} />
      <TextField
        label="账号"
        optional
        hint="没有账号的先登记，派单前补上"
        value={account}
        onChange={setAccount}
        maxLength={60}
      />
      <Tiles label="专业背景" inline value={background} onChange={setBackground} options={options(BACKGROUNDS)} />
      <TextField label="证书编号" value={certificateNo} onChange={setNo} maxLength={60} />
      <div className="y-columns">
        <DayField label="证书有效期从" value={certifiedFrom} onChange={setFrom} />
        <DayField label="到（不含当天）" value={certifiedUntil} onChange={setUntil} />
      </div>
      <Button busy={busy} unavailable={agencyId === '' ? '先选择所属机构' : undefined} onPress={() => void send()}>
        登记评估员
      </Button>
    </section>
  )
}

function Standing({ district, of }: { district: string; of: Registry }) {
  const [who, setWho] = useState('')
  const [standing, setTo] = useState('suspended')
  const [reason, setReason] = useState('')
  const { act, busy, refusal } = useAct(setStanding, [readRegistry.path])
  const toast = useToast()
  const [kind = '', id = ''] = who.split(':')
  const send = async () => {
    const answer = await act({ body: { district, kind, id, standing, reason } })
    if (answer.ok) toast(`已改为“${STANDINGS[standing as 'active']}”。`)
  }
  const missing = who === '' ? '先选择机构或评估员' : reason.trim().length < 2 ? '先填写原因' : undefined
  return (
    <section className="y-card y-stack" aria-label="暂停、清退或恢复">
      <h2>暂停、清退或恢复</h2>
      <Problem of={refusal} />
      <SelectField
        label="机构或评估员"
        value={who}
        onChange={setWho}
        options={[
          ...of.agencies.map((each) => ({ value: `agency:${each.id}`, label: each.name })),
          ...of.assessors.map((each) => ({
            value: `assessor:${each.assessorId}`,
            label: `${each.name}（${each.agency}）`,
          })),
        ]}
      />
      <Tiles label="改为" inline value={standing} onChange={setTo} options={options(STANDINGS)} />
      <TextField label="原因" value={reason} onChange={setReason} maxLength={200} />
      <Button busy={busy} unavailable={missing} onPress={() => void send()}>
        保存
      </Button>
    </section>
  )
}
