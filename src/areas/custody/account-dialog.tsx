import { useState } from 'react'
import { Dialog } from '../../ui/dialog.tsx'
import { DayField, TextField } from '../../ui/field.tsx'
import { today } from '../../ui/formats.ts'
import { useAct } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { CHANGED_BY_ACTS, type Custody, openAccount } from './contract.ts'

/** Registers the one special account of a home at its custody bank. */
export function AccountDialog({ home, onClose }: { home: Custody['home']; onClose: () => void }) {
  const [bank, setBank] = useState('')
  const [bankCode, setBankCode] = useState('')
  const [number, setNumber] = useState('')
  const [agreement, setAgreement] = useState('')
  const [openedOn, setOpenedOn] = useState<string>(today())
  const { act, busy, refusal } = useAct(openAccount, CHANGED_BY_ACTS)
  const send = async () => {
    const answer = await act({
      params: { district: home.district, facility: home.facility },
      body: { bank, bankCode: bankCode.trim().toUpperCase(), number: number.replaceAll(' ', ''), agreement, openedOn },
    })
    if (answer.ok) onClose()
  }
  return (
    <Dialog title="登记存管账户" act="登记存管账户" busy={busy} onClose={onClose} onAct={() => void send()}>
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      <TextField label="存管银行" value={bank} onChange={setBank} maxLength={60} />
      <TextField
        label="银行统一社会信用代码"
        error={refusal?.fields.bankCode}
        value={bankCode}
        onChange={setBankCode}
        maxLength={18}
      />
      <TextField
        label="账号"
        kind="digits"
        error={refusal?.fields.number}
        value={number}
        onChange={setNumber}
        maxLength={40}
      />
      <TextField label="存管协议" hint="协议名称和编号" value={agreement} onChange={setAgreement} maxLength={200} />
      <DayField label="开户日期" value={openedOn} onChange={setOpenedOn} />
    </Dialog>
  )
}
