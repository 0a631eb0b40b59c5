import { useState } from 'react'
import { Dialog } from '../../ui/dialog.tsx'
import { DayField, SelectField, TextField, YuanField } from '../../ui/field.tsx'
import { today } from '../../ui/formats.ts'
import { useAct } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { CHANGED_BY_ACTS, type Custody, setThePrice } from './contract.ts'
import { PRICE_ITEMS, PRICE_UNITS } from './words.ts'

const choices = (words: Readonly<Record<string, string>>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }))

/** A price from a day on; the server says how this home may set it, and how early residents must know. */
export function PriceDialog({ home, onClose }: { home: Custody['home']; onClose: () => void }) {
  const [item, setItem] = useState('bed')
  const [label, setLabel] = useState('')
  const [unit, setUnit] = useState('month')
  const [typed, setTyped] = useState('')
  const [fen, setFen] = useState<number>()
  const [from, setFrom] = useState('')
  const [noticedOn, setNoticedOn] = useState<string>(today())
  const [document, setDocument] = useState('')
  const { act, busy, refusal } = useAct(setThePrice, CHANGED_BY_ACTS)
  const missing =
    label.trim() === ''
      ? '先填写项目名称'
      : fen === undefined
        ? '先填写价格'
        : from === ''
          ? '先填写生效日期'
          : undefined
  const send = async () => {
    const answer = await act({
      params: { district: home.district, facility: home.facility },
      body: {
        item,
        label,
        unit,
        amountFen: fen,
        from,
        noticedOn,
        ...(document.trim() === '' ? {} : { document }),
      },
    })
    if (answer.ok) onClose()
  }
  return (
    <Dialog
      title="登记价格"
      act="登记价格"
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
      <SelectField label="类别" value={item} options={choices(PRICE_ITEMS)} onChange={setItem} />
      <TextField label="项目名称" hint="例如：双人间、一级护理" value={label} onChange={setLabel} maxLength={60} />
      <SelectField label="计价单位" value={unit} options={choices(PRICE_UNITS)} onChange={setUnit} />
      <YuanField
        label="价格"
        value={typed}
        onChange={(text, value) => {
          setTyped(text)
          setFen(value)
        }}
      />
      <DayField label="生效日期" value={from} onChange={setFrom} />
      <DayField label="告知住养老人的日期" value={noticedOn} onChange={setNoticedOn} />
      <TextField
        label="依据的文件或协议"
        optional
        hint="公办机构和公建民营机构须填写。"
        value={document}
        onChange={setDocument}
        maxLength={500}
      />
    </Dialog>
  )
}
