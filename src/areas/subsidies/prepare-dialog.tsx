import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Dialog } from '../../ui/dialog.tsx'
import { MonthField, SelectField, TextField } from '../../ui/field.tsx'
import { shiftMonth, today } from '../../ui/formats.ts'
import { useAct, useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { listClaims, prepareClaim, readPlaces } from './contract.ts'
import { CLAIM_RULES } from './words.ts'

/** Place, subsidy and months; everything else comes from the records. */
export function PrepareDialog({ district, onClose }: { district: string; onClose: () => void }) {
  const places = useEndpoint(readPlaces, { params: { district } })
  const last = shiftMonth(today().slice(0, 7), -1)
  const [rule, setRule] = useState('')
  const [place, setPlace] = useState('')
  const [from, setFrom] = useState(last)
  const [to, setTo] = useState(last)
  const [centres, setCentres] = useState('')
  const [evidence, setEvidence] = useState('')
  const { act, busy, refusal } = useAct(prepareClaim, [listClaims.path])
  const navigate = useNavigate()
  const pooled = rule === 'township-centre-reward'
  const missing =
    rule === ''
      ? '先选择补贴'
      : !pooled && place === ''
        ? '先选择机构'
        : pooled && !/^[1-9]\d*$/.test(centres)
          ? '先填写中心数'
          : undefined
  const send = async () => {
    const subject = pooled ? { centres: { count: Number(centres), evidence } } : { place }
    const answer = await act({ body: { district, rule, from, to, ...subject } })
    if (answer.ok) void navigate({ to: `/w/subsidies/${district}/${answer.value.id}` })
  }
  return (
    <Dialog
      title="测算一项补贴"
      act="测算"
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
        label="补贴"
        value={rule}
        onChange={setRule}
        options={Object.entries(CLAIM_RULES).map(([value, label]) => ({ value, label }))}
      />
      {pooled ? (
        <>
          <TextField label="已建成的乡镇养老服务中心" unit="个" kind="digits" value={centres} onChange={setCentres} />
          <TextField
            label="验收证据"
            hint="验收文件的名称或文号"
            value={evidence}
            onChange={setEvidence}
            maxLength={300}
          />
        </>
      ) : (
        <SelectField
          label="机构"
          value={place}
          onChange={setPlace}
          options={(places.data?.places ?? []).map((each) => ({ value: each.id, label: each.name }))}
        />
      )}
      <MonthField label="从哪个月" value={from} onChange={setFrom} hint="建设补贴填床位验收的月份" />
      <MonthField label="到哪个月" value={to} onChange={setTo} hint="已经结束的月份，最多 12 个月" />
    </Dialog>
  )
}
