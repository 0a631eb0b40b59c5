import { useState } from 'react'
import { addDays } from '../../platform/clock/day.ts'
import { ROLES, STAFF_ROLES } from '../../platform/identity/principal.ts'
import { Dialog } from '../../ui/dialog.tsx'
import type { DivisionNode } from '../../ui/division-picker.tsx'
import { DayField, TextField, Tiles } from '../../ui/field.tsx'
import { today } from '../../ui/formats.ts'
import { useAct } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { useToast } from '../../ui/toast.tsx'
import { DivisionField } from '../divisions/division-field.tsx'
import type { Writing } from './contract.ts'
import { readNotices, writeNotice } from './endpoints.ts'

const CITY = '500000'
const WEEK = 7

type Props = { top: { key: string; name: string }; onClose: () => void }

/** Writes a notice: where, for whom, what, from when until when. */
export function WriteNotice({ top, onClose }: Props) {
  const [place, setPlace] = useState<DivisionNode | null>({ ...top, path: [] })
  const [audience, setAudience] = useState<Writing['audience']>('staff')
  const [roles, setRoles] = useState<string[]>([])
  const [title, setTitle] = useState('')
  const [body, setBody] = useState('')
  const [from, setFrom] = useState<string>(today())
  const [until, setUntil] = useState<string>(addDays(today(), WEEK))
  const { act, busy, refusal } = useAct(writeNotice, [readNotices.path, '/api/workbench'])
  const say = useToast()
  const wholeCity = place?.key === CITY
  const missing =
    place === null
      ? '先选择发布范围'
      : title.trim().length < 2
        ? '先写标题'
        : body.trim().length < 2
          ? '先写正文'
          : undefined
  const send = async () => {
    const answer = await act({ body: { division: place?.key, audience, roles, title, body, from, until } })
    if (!answer.ok) return
    say(wholeCity ? '已提交，等另一位市级同事签发。' : '公告已发布。')
    onClose()
  }
  return (
    <Dialog
      title="写公告"
      act={wholeCity ? '提交签发' : '发布公告'}
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
      {wholeCity && <Notice>全市公告要两个人：您写，另一位市级同事签发后才显示。</Notice>}
      <Tiles
        label="给谁看"
        inline
        value={audience}
        onChange={(value) => setAudience(value as Writing['audience'])}
        options={[
          { value: 'staff', label: '工作人员', note: '显示在工作台' },
          { value: 'public', label: '公众', note: '显示在首页，也显示在工作台' },
        ]}
      />
      {audience === 'staff' && (
        <Tiles
          many
          inline
          optional
          label="只给这些岗位"
          hint="不选就是全部岗位"
          value={roles}
          onChange={setRoles}
          options={STAFF_ROLES.map((value) => ({ value, label: ROLES[value] }))}
        />
      )}
      <TextField label="标题" value={title} onChange={setTitle} maxLength={60} error={refusal?.fields.title} />
      <TextField
        label="正文"
        kind="long"
        value={body}
        onChange={setBody}
        maxLength={4000}
        error={refusal?.fields.body}
      />
      <DivisionField label="发布范围" within={top.key} value={place} onChange={setPlace} />
      <DayField label="从哪天起" value={from} onChange={setFrom} error={refusal?.fields.from} />
      <DayField label="到哪天（含当天）" value={until} onChange={setUntil} error={refusal?.fields.until} />
    </Dialog>
  )
}
