import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import type { DivisionNode } from '../../ui/division-picker.tsx'
import { DayField, TextField, YuanField } from '../../ui/field.tsx'
import { useAct } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { useToast } from '../../ui/toast.tsx'
import { DivisionField } from '../divisions/division-field.tsx'
import { propose, readBudgets, readPurchases } from './contract.ts'
import { percentToShare } from './percent-to-share.ts'

const FIELDS = [
  { name: 'number', label: '合同编号', most: 60 },
  { name: 'lot', label: '包件', most: 60 },
  { name: 'provider', label: '承接方', most: 100 },
  { name: 'creditCode', label: '统一社会信用代码', most: 18 },
  { name: 'service', label: '服务项目', most: 60 },
  { name: 'unit', label: '计量单位', most: 10 },
] as const

type Bearer = { readonly division: DivisionNode | null; readonly percent: string }

/** A contract with a provider: one lot, a price, a quota, a period, and which districts bear which part. It counts when a second person has signed. */
export function ContractDialog({ district, onClose }: { district: string; onClose: () => void }) {
  const [given, setGiven] = useState<Readonly<Record<string, string>>>({})
  const [fen, setFen] = useState<number>()
  const [own, setOwn] = useState('100')
  const [others, setOthers] = useState<readonly Bearer[]>([])
  const { act, busy, refusal } = useAct(propose, [readBudgets.path, readPurchases.path])
  const say = useToast()
  const read = (name: string) => given[name] ?? ''
  const set = (name: string) => (value: string) => setGiven((before) => ({ ...before, [name]: value }))
  const change = (at: number, part: Partial<Bearer>) =>
    setOthers((before) => before.map((each, index) => (index === at ? { ...each, ...part } : each)))
  const texts = FIELDS.map(({ name }) => [name, read(name).trim()])
  const missing =
    texts.some(([, text]) => text === '') || read('from') === '' || read('until') === ''
      ? '先填写合同的每一项'
      : fen === undefined || !/^[1-9]\d{0,8}$/.test(read('quota'))
        ? '先填写单价和数量'
        : read('document').trim().length < 2
          ? '先填写依据的文件'
          : undefined
  const send = async () => {
    const bearing = [
      [district, own] as const,
      ...others.map((each) => [each.division?.key ?? '', each.percent] as const),
    ]
    const shares = Object.fromEntries(
      bearing.filter(([key]) => key !== '').map(([key, percent]) => [key, percentToShare(percent)]),
    )
    const body = {
      kind: 'contract',
      ...Object.fromEntries(texts),
      unitPriceFen: fen,
      quota: Number(read('quota')),
      from: read('from'),
      until: read('until'),
      shares,
    }
    if (!(await act({ body: { district, document: read('document').trim(), body } })).ok) return
    say('已提出，等另一位同事复核后生效。')
    onClose()
  }
  return (
    <Dialog
      title="登记合同"
      act="提交复核"
      busy={busy}
      unavailable={missing}
      onAct={() => void send()}
      onClose={onClose}
    >
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      {FIELDS.map(({ name, label, most }) => (
        <TextField key={name} label={label} value={read(name)} onChange={set(name)} maxLength={most} />
      ))}
      <YuanField
        label="单价"
        value={read('price')}
        onChange={(text, value) => {
          set('price')(text)
          setFen(value)
        }}
      />
      <TextField label="合同数量" kind="digits" value={read('quota')} onChange={set('quota')} />
      <DayField label="从哪一天起" value={read('from')} onChange={set('from')} />
      <DayField label="到哪一天止" hint="不含这一天" value={read('until')} onChange={set('until')} />
      <h3>各区县分担</h3>
      <TextField label="本区县分担" unit="%" value={own} onChange={setOwn} />
      {others.map((each, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bearers are only added at the end
        <div key={at} className="y-columns">
          <DivisionField label="另一个区县" value={each.division} onChange={(division) => change(at, { division })} />
          <TextField label="分担" unit="%" value={each.percent} onChange={(percent) => change(at, { percent })} />
        </div>
      ))}
      <Button onPress={() => setOthers((before) => [...before, { division: null, percent: '' }])}>再加一个区县</Button>
      <TextField label="依据的文件" value={read('document')} onChange={set('document')} maxLength={200} />
    </Dialog>
  )
}
