import { useState } from 'react'
import { Dialog } from '../../ui/dialog.tsx'
import { MonthField, TextField, YuanField } from '../../ui/field.tsx'
import { shiftMonth, today } from '../../ui/formats.ts'
import { useAct } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { enterDelivery, enterInvoice, type Purchases, readPurchases } from './contract.ts'

type Props = {
  kind: 'delivery' | 'invoice'
  district: string
  contract: Purchases['contracts'][number]
  onClose: () => void
}

const whole = (text: string): number | undefined => (/^\d{1,9}$/.test(text.trim()) ? Number(text.trim()) : undefined)

/** What the provider says beside what the records show; or the invoice, which must match what was verified to the fen. */
export function DeliveryDialog({ kind, district, contract, onClose }: Props) {
  const [month, setMonth] = useState(shiftMonth(today().slice(0, 7), -1))
  const [claimed, setClaimed] = useState('')
  const [recorded, setRecorded] = useState('')
  const [text, setText] = useState('')
  const [amount, setAmount] = useState('')
  const [fen, setFen] = useState<number>()
  const delivery = useAct(enterDelivery, [readPurchases.path])
  const invoice = useAct(enterInvoice, [readPurchases.path])
  const isDelivery = kind === 'delivery'
  const { busy, refusal } = isDelivery ? delivery : invoice
  const missing = isDelivery
    ? whole(claimed) === undefined || whole(recorded) === undefined
      ? '先填写两个数量'
      : undefined
    : fen === undefined
      ? '先填写金额'
      : undefined
  const send = async () => {
    const at = { district, contract: contract.id, month }
    const answer = isDelivery
      ? await delivery.act({ body: { ...at, claimed: whole(claimed), recorded: whole(recorded), records: text } })
      : await invoice.act({ body: { ...at, number: text, amountFen: fen } })
    if (answer.ok) onClose()
  }
  const title = isDelivery ? '核实服务量' : '登记发票'
  return (
    <Dialog title={title} act={title} busy={busy} unavailable={missing} onClose={onClose} onAct={() => void send()}>
      <p>
        {contract.number} · {contract.lot}
      </p>
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      <MonthField label="月份" value={month} onChange={setMonth} />
      {isDelivery ? (
        <>
          <TextField label="承接方报的数量" unit={contract.unit} kind="digits" value={claimed} onChange={setClaimed} />
          <TextField
            label="记录核实的数量"
            unit={contract.unit}
            kind="digits"
            value={recorded}
            onChange={setRecorded}
          />
        </>
      ) : (
        <YuanField
          label="发票金额"
          value={amount}
          onChange={(typed, value) => {
            setAmount(typed)
            setFen(value)
          }}
        />
      )}
      <TextField
        label={isDelivery ? '记录在哪里' : '发票号码'}
        value={text}
        onChange={setText}
        maxLength={isDelivery ? 200 : 60}
      />
    </Dialog>
  )
}
