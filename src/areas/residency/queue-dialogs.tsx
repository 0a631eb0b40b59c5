import { useState } from 'react'
import { SelectField, TextField, Tiles } from '../../ui/field.tsx'
import { ActDialog } from './act-dialog.tsx'
import type { Board, Queue, QueueRow } from './contract.ts'
import { bedSuits } from './waiting-order.ts'
import { BED_KINDS, WISHES } from './words.ts'

/** Offers a free bed that suits; out of order only with a reason that the district sees. */
export function OfferDialog(props: {
  of: Board
  queue: Queue
  row: QueueRow
  bed: string | undefined
  onClose: () => void
}) {
  const { of, queue, row, onClose } = props
  const free = of.beds.filter((each) => each.state === 'free' && bedSuits(each.kind, row.wants))
  const [bed, setBed] = useState(free.find((each) => each.id === props.bed)?.id ?? free[0]?.id ?? '')
  const [reason, setReason] = useState('')
  const kind = free.find((each) => each.id === bed)?.kind ?? row.wants
  const ahead = queue.rows.filter(
    (each) => each.place < row.place && each.state === 'waiting' && bedSuits(kind, each.wants),
  )
  const missing =
    bed === '' ? '没有合适的空床' : ahead.length > 0 && reason.trim().length < 2 ? '先写明不按次序的原因' : undefined
  return (
    <ActDialog
      home={of.home}
      title={`邀约 ${row.name ?? row.number}`}
      act="邀约"
      missing={missing}
      order={{ act: 'offer', bed, application: row.id, ...(ahead.length > 0 ? { skipReason: reason } : {}) }}
      onClose={onClose}
    >
      <SelectField
        label="床位"
        value={bed}
        onChange={setBed}
        options={free.map((each) => ({
          value: each.id,
          label: `${each.room ?? ''} ${each.label}（${BED_KINDS[each.kind]}）`,
        }))}
      />
      {ahead.length > 0 && (
        <TextField
          label={`前面还有 ${ahead.length} 位，为什么不按次序`}
          hint="原因报区民政并计数"
          value={reason}
          onChange={setReason}
          maxLength={300}
        />
      )}
    </ActDialog>
  )
}

/** Whether a government-supported person wants to live in a home, asked and answered. */
export function WishDialog({ of, row, onClose }: { of: Board; row: QueueRow; onClose: () => void }) {
  const [wish, setWish] = useState<'central' | 'scattered'>('central')
  const [by, setBy] = useState<'self' | 'guardian'>('self')
  return (
    <ActDialog
      home={of.home}
      title="登记集中供养意愿"
      act="登记意愿"
      order={{ act: 'wish', elder: row.elder, wish, answeredBy: by, on: of.today, note: '' }}
      onClose={onClose}
    >
      <Tiles
        label="意愿"
        value={wish}
        onChange={(value) => setWish(value === 'scattered' ? 'scattered' : 'central')}
        options={Object.entries(WISHES).map(([value, label]) => ({ value, label }))}
      />
      <Tiles
        label="谁答复的"
        inline
        value={by}
        onChange={(value) => setBy(value === 'guardian' ? 'guardian' : 'self')}
        options={[
          { value: 'self', label: '本人' },
          { value: 'guardian', label: '监护人' },
        ]}
      />
    </ActDialog>
  )
}

/** Takes somebody off the list. */
export function EndApplicationDialog({ of, row, onClose }: { of: Board; row: QueueRow; onClose: () => void }) {
  const [state, setState] = useState<'withdrawn' | 'closed'>('withdrawn')
  const [reason, setReason] = useState('')
  return (
    <ActDialog
      home={of.home}
      title="移出名单"
      act="移出名单"
      missing={reason.trim().length < 2 ? '先写明原因' : undefined}
      order={{ act: 'endApplication', application: row.id, state, reason }}
      onClose={onClose}
    >
      <Tiles
        label="谁提出的"
        value={state}
        onChange={(value) => setState(value === 'closed' ? 'closed' : 'withdrawn')}
        options={[
          { value: 'withdrawn', label: '老人或家属不再轮候' },
          { value: 'closed', label: '机构不能接收', note: '原因报区民政' },
        ]}
      />
      <TextField label="原因" value={reason} onChange={setReason} maxLength={300} />
    </ActDialog>
  )
}
