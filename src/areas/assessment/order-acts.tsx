import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField, Tiles } from '../../ui/field.tsx'
import { useAct } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { useToast } from '../../ui/toast.tsx'
import { AssignDialog } from './assign-dialog.tsx'
import { actOnOrder, listOrders, type Order, readOrder } from './contract.ts'
import { DisputeDialog } from './dispute-dialog.tsx'
import { issueReport } from './registry-contract.ts'

const CHANGED = [readOrder.path, listOrders.path]
type Asked = 'assign' | 'cancel' | 'confirm' | 'return' | 'decide' | 'dispute'
const WORDS: readonly (readonly [act: Asked, label: string, primary: boolean])[] = [
  ['assign', '派单', true],
  ['confirm', '复核通过', true],
  ['decide', '裁定', true],
  ['return', '退回重评', false],
  ['dispute', '登记异议', false],
  ['cancel', '取消评估单', false],
]

/** The acts that the server allows on an order; each asks for what it needs and nothing else. */
export function OrderActs({ of }: { of: Order }) {
  const [asked, setAsked] = useState<Asked>()
  const toast = useToast()
  const report = useAct(issueReport)
  const may = (act: string) => of.acts.includes(act)
  const print = async () => {
    if (of.sheet === null) return
    const answer = await report.act({ params: { district: of.district, id: of.sheet.id } })
    if (!answer.ok) return toast(answer.refusal.message)
    toast(`报告编号 ${answer.value.number}。`)
    window.open(answer.value.href, '_blank', 'noopener')
  }
  const close = () => setAsked(undefined)
  return (
    <div className="y-stack">
      {may('fill') && (
        <a className="y-button" data-kind="primary" href={`/w/assessments/orders/${of.district}/${of.id}/form`}>
          填写评估表
        </a>
      )}
      {may('confirmSecond') && (
        <a className="y-button" data-kind="primary" href={`/w/assessments/orders/${of.district}/${of.id}/form`}>
          第二评估员确认
        </a>
      )}
      {WORDS.filter(([act]) => may(act)).map(([act, label, primary]) => (
        <Button key={act} {...(primary ? { kind: 'primary' as const } : {})} onPress={() => setAsked(act)}>
          {label}
        </Button>
      ))}
      {may('report') && (
        <Button onPress={() => void print()} busy={report.busy}>
          打开评估报告
        </Button>
      )}
      {of.acts.length === 0 && <p>现在没有要您办的事。</p>}
      {asked === 'assign' && <AssignDialog of={of} changed={CHANGED} onClose={close} />}
      {asked === 'dispute' && of.sheet !== null && (
        <DisputeDialog district={of.district} sheet={of.sheet.id} changed={CHANGED} onClose={close} />
      )}
      {(asked === 'confirm' || asked === 'return' || asked === 'cancel') && (
        <NoteDialog of={of} act={asked} onClose={close} />
      )}
      {asked === 'decide' && <DecideDialog of={of} onClose={close} />}
    </div>
  )
}

const NOTES = {
  confirm: {
    title: '复核通过',
    label: '复核意见',
    needed: false,
    words: '等级自评估当天起写入老人档案，依此享受的待遇随之变化。',
  },
  return: { title: '退回重评', label: '退回原因', needed: true, words: '原答卷保留，由原来的两位评估员重新评估。' },
  cancel: { title: '取消评估单', label: '取消原因', needed: true, words: '老人会回到待评名单。' },
} as const

function NoteDialog({ of, act, onClose }: { of: Order; act: keyof typeof NOTES; onClose: () => void }) {
  const [note, setNote] = useState('')
  const sent = useAct(actOnOrder, CHANGED)
  const toast = useToast()
  const { title, label, needed, words } = NOTES[act]
  const send = async () => {
    const body = act === 'cancel' ? { act, why: note } : { act, note }
    const answer = await sent.act({ params: { district: of.district, id: of.id }, body })
    if (!answer.ok) return
    toast(`${answer.value.words}。`)
    onClose()
  }
  return (
    <Dialog
      title={title}
      act={title}
      busy={sent.busy}
      unavailable={needed && note.trim().length < 2 ? `先填写${label}` : undefined}
      onClose={onClose}
      onAct={() => void send()}
    >
      {sent.refusal && (
        <Notice tone="warn" live>
          {sent.refusal.message}
        </Notice>
      )}
      <p>{words}</p>
      <TextField label={label} kind="long" optional={!needed} value={note} onChange={setNote} maxLength={300} />
    </Dialog>
  )
}

function DecideDialog({ of, onClose }: { of: Order; onClose: () => void }) {
  const [chosen, setChosen] = useState('')
  const [from, setFrom] = useState('first')
  const [note, setNote] = useState('')
  const sent = useAct(actOnOrder, CHANGED)
  const toast = useToast()
  const send = async () => {
    const body = { act: 'decide', chosen, from, note }
    const answer = await sent.act({ params: { district: of.district, id: of.id }, body })
    if (!answer.ok) return
    toast(`${answer.value.words}。`)
    onClose()
  }
  return (
    <Dialog
      title="裁定以哪一份为准"
      act="裁定"
      busy={sent.busy}
      unavailable={chosen === '' ? '先选择以哪一份为准' : note.trim().length < 2 ? '先填写理由' : undefined}
      onClose={onClose}
      onAct={() => void send()}
    >
      {sent.refusal && (
        <Notice tone="warn" live>
          {sent.refusal.message}
        </Notice>
      )}
      <Tiles
        label="以哪一份为准"
        value={chosen}
        onChange={setChosen}
        options={[
          { value: 'first', label: '原评估', note: of.other?.finalLevel ?? '' },
          { value: 'second', label: '另一组的评估', note: of.sheet?.finalLevel ?? '' },
        ]}
      />
      {chosen === 'second' && (
        <Tiles
          label="从哪一天起"
          value={from}
          onChange={setFrom}
          options={[
            { value: 'first', label: '原评估当天', note: `${of.other?.assessedOn ?? ''}，原评估有误` },
            { value: 'second', label: '这次评估当天', note: `${of.sheet?.assessedOn ?? ''}，情况后来有变化` },
          ]}
        />
      )}
      <TextField label="理由" kind="long" value={note} onChange={setNote} maxLength={300} />
    </Dialog>
  )
}
