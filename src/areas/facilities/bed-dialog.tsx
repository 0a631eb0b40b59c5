import { useState } from 'react'
import { Dialog } from '../../ui/dialog.tsx'
import { DayField, SelectField, TextField, Tiles } from '../../ui/field.tsx'
import { today } from '../../ui/formats.ts'
import { useAct } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { actOnFacility, CHANGED, type Facility } from './contract.ts'
import { BED_KINDS, FACILITY_KINDS } from './words.ts'

type Props = { of: Facility; what: 'add' | 'change'; picked: readonly string[]; onClose: () => void }
type Act = 'kind' | 'aside' | 'back' | 'room' | 'end'
const ACTS: readonly { value: Act; label: string }[] = [
  { value: 'kind', label: '改变类别' },
  { value: 'room', label: '换房间' },
  { value: 'aside', label: '停用' },
  { value: 'back', label: '恢复使用' },
  { value: 'end', label: '撤除' },
]

/** New beds from a day on, or a change of some of those that are there. */
export function BedDialog({ of, what, picked, onClose }: Props) {
  const [action, setAction] = useState<Act>('kind')
  const [kind, setKind] = useState(FACILITY_KINDS[of.kind].beds === 'slot' ? 'slot' : 'nursing')
  const [room, setRoom] = useState('')
  const [count, setCount] = useState('')
  const [from, setFrom] = useState<string>(today())
  const [source, setSource] = useState('')
  const { act, busy, refusal } = useAct(actOnFacility, CHANGED)
  const adds = what === 'add'
  const many = /^[1-9]\d{0,3}$/.test(count.trim()) ? Number(count.trim()) : undefined
  const missing = adds && many === undefined ? '先填写张数' : source.trim().length < 2 ? '先写明依据' : undefined
  const body = () => {
    if (adds) return { act: 'addBeds', from, source, kind, count: many, ...(room && { roomId: room }) }
    if (action === 'end') return { act: 'endBeds', from, source, beds: picked }
    const change = { kind: { kind }, room: { roomId: room || null }, aside: { inUse: false }, back: { inUse: true } }
    return { act: 'changeBeds', from, source, beds: picked, ...change[action] }
  }
  const send = async () => {
    const answer = await act({ params: { district: of.district, id: of.id }, body: body() })
    if (answer.ok) onClose()
  }
  const title = adds ? '增加床位' : `处理选中的 ${picked.length} 张床位`
  const takes = Object.entries(BED_KINDS).filter(
    ([each]) => (each === 'slot') === (FACILITY_KINDS[of.kind].beds === 'slot'),
  )
  return (
    <Dialog
      title={title}
      act={adds ? '增加' : '登记'}
      busy={busy}
      unavailable={missing}
      onClose={onClose}
      onAct={() => void send()}
    >
      {refusal && (
        <Notice tone="warn" live>
          {Object.values(refusal.fields ?? {})[0] ?? refusal.message}
        </Notice>
      )}
      {!adds && (
        <Tiles label="怎样处理" inline value={action} onChange={(next) => setAction(next as Act)} options={ACTS} />
      )}
      {(adds || action === 'kind') && (
        <SelectField
          label="类别"
          value={kind}
          onChange={setKind}
          options={takes.map(([value, label]) => ({ value, label }))}
        />
      )}
      {adds && <TextField label="张数" unit="张" kind="digits" value={count} onChange={setCount} />}
      {(adds || action === 'room') && (
        <SelectField
          label="房间"
          optional
          value={room}
          onChange={setRoom}
          options={of.rooms.map((each) => ({ value: each.id, label: `${each.storey} 层 ${each.label}` }))}
        />
      )}
      <DayField label="从哪一天起" value={from} onChange={setFrom} />
      <TextField label="依据" hint="例如：改造验收表" value={source} onChange={setSource} maxLength={200} />
    </Dialog>
  )
}
