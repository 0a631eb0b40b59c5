import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import type { DivisionNode } from '../../ui/division-picker.tsx'
import { DayField, TextField } from '../../ui/field.tsx'
import { showDateTime, today } from '../../ui/formats.ts'
import { useAct, useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { Empty } from '../../ui/screen.tsx'
import { DivisionField } from '../divisions/division-field.tsx'
import { addDuty, readDuty } from './contract.ts'

/** Who answers for each township, and where nobody does now. */
export function DutyList({ area, mayAdd }: { area: string | undefined; mayAdd: boolean }) {
  const [adding, setAdding] = useState(false)
  const { data, refusal } = useEndpoint(readDuty, { query: area ? { area } : {} })
  return (
    <div className="y-stack">
      {refusal && <Notice tone="warn">{refusal.message}</Notice>}
      {data && data.uncovered.length > 0 && (
        <Notice tone="warn">
          现在没有值班人员：
          {data.uncovered
            .slice(0, 8)
            .map((each) => each.name)
            .join('、')}
          {data.uncovered.length > 8 && ` 等 ${data.uncovered.length} 个`}。危险情况会开办件，但没有人可以马上打电话。
        </Notice>
      )}
      {mayAdd && (
        <div className="y-row">
          <Button onPress={() => setAdding(true)}>排班</Button>
        </div>
      )}
      {data?.rows.length === 0 && <Empty words="还没有排班。" />}
      {data && data.rows.length > 0 && (
        <DataTable
          label="值班"
          rows={data.rows}
          keyOf={(row) => row.id}
          columns={[
            { id: 'township', head: '乡镇（街道）', cell: (row) => row.townshipName },
            { id: 'name', head: '值班人员', cell: (row) => row.name },
            { id: 'phone', head: '电话', cell: (row) => row.masked },
            { id: 'from', head: '从', cell: (row) => showDateTime(row.from) },
            { id: 'until', head: '到', cell: (row) => showDateTime(row.until) },
            { id: 'now', head: '', cell: (row) => (row.now ? '正在值班' : '') },
          ]}
        />
      )}
      {adding && <DutyDialog onClose={() => setAdding(false)} />}
    </div>
  )
}

function DutyDialog({ onClose }: { onClose: () => void }) {
  const [place, setPlace] = useState<DivisionNode | null>(null)
  const township = place?.key ?? ''
  const [name, setName] = useState('')
  const [phone, setPhone] = useState('')
  const [from, setFrom] = useState<string>(today())
  const [until, setUntil] = useState<string>(today())
  const { act, busy, refusal } = useAct(addDuty, [readDuty.path])
  const send = async () => {
    const body = { township, name, phone, from: `${from}T00:00:00+08:00`, until: `${until}T23:59:59+08:00` }
    if ((await act({ body })).ok) onClose()
  }
  const missing = !/^[0-9a-z]{9}$/.test(township)
    ? '先选择乡镇（街道）'
    : name.trim() === ''
      ? '先填写姓名'
      : phone.trim() === ''
        ? '先填写电话'
        : undefined
  return (
    <Dialog title="排班" act="排班" busy={busy} unavailable={missing} onClose={onClose} onAct={() => void send()}>
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      <DivisionField label="乡镇（街道）" value={place} onChange={setPlace} />
      <TextField label="值班人员" value={name} onChange={setName} maxLength={100} />
      <TextField label="电话" value={phone} onChange={setPhone} maxLength={20} />
      <DayField label="从哪天起" value={from} onChange={setFrom} />
      <DayField label="到哪天为止" value={until} onChange={setUntil} />
    </Dialog>
  )
}
