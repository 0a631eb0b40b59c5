import { useState } from 'react'
import { Dialog } from '../../ui/dialog.tsx'
import { SelectField, TextField, YuanField } from '../../ui/field.tsx'
import { useAct } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { askForMoney, CHANGED_BY_ACTS, type Custody } from './contract.ts'
import { FEE_KINDS, WITHDRAWAL_KINDS, type WithdrawalKind } from './words.ts'

/** Asks the bank for money: whose, how much, what for, on what evidence; only an emergency may bring the evidence later. */
export function WithdrawalDialog({ of, onClose }: { of: Custody; onClose: () => void }) {
  const [kind, setKind] = useState<WithdrawalKind>('charge')
  const [agreement, setAgreement] = useState('')
  const [typed, setTyped] = useState('')
  const [fen, setFen] = useState<number>()
  const [purpose, setPurpose] = useState('')
  const [evidence, setEvidence] = useState('')
  const { act, busy, refusal } = useAct(askForMoney, CHANGED_BY_ACTS)
  const ofElder = kind !== 'facility' && kind !== 'ownService'
  const missing =
    ofElder && agreement === ''
      ? '先选择合同'
      : fen === undefined
        ? '先填写金额'
        : purpose.trim() === ''
          ? '先写明用途'
          : undefined
  const send = async () => {
    const answer = await act({
      params: { district: of.home.district, facility: of.home.facility },
      body: {
        kind,
        amountFen: fen,
        purpose,
        ...(ofElder ? { agreement } : {}),
        ...(evidence.trim() === '' ? {} : { evidence }),
      },
    })
    if (answer.ok) onClose()
  }
  return (
    <Dialog
      title="申请支取"
      act="申请支取"
      busy={busy}
      unavailable={missing}
      onClose={onClose}
      onAct={() => void send()}
    >
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      <SelectField
        label="用途类别"
        value={kind}
        options={Object.entries(WITHDRAWAL_KINDS).map(([value, label]) => ({ value, label }))}
        onChange={(value) => setKind(value as WithdrawalKind)}
      />
      {ofElder && (
        <SelectField
          label="合同"
          value={agreement}
          options={of.agreements.map((each) => ({
            value: each.id,
            label: `${each.contract} · ${each.elder} · ${FEE_KINDS[each.kind]}`,
          }))}
          onChange={setAgreement}
        />
      )}
      <YuanField
        label="金额"
        value={typed}
        onChange={(text, value) => {
          setTyped(text)
          setFen(value)
        }}
      />
      <TextField label="用途说明" kind="long" value={purpose} onChange={setPurpose} maxLength={500} />
      <TextField
        label="证明材料"
        optional={kind === 'emergencyMedical'}
        hint="写明账单、合同或凭证的名称和编号。紧急医疗可以先支取，7 个工作日内补交。"
        value={evidence}
        onChange={setEvidence}
        maxLength={500}
      />
    </Dialog>
  )
}
