import { useState } from 'react'
import { Dialog } from '../../ui/dialog.tsx'
import { DayField, SelectField } from '../../ui/field.tsx'
import { useAct, useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { useToast } from '../../ui/toast.tsx'
import { actOnOrder, type Order, readCandidates } from './contract.ts'
import { BACKGROUNDS } from './words.ts'

/** Chooses the pair: who may not assess this person is listed with the reason and cannot be chosen. */
export function AssignDialog({ of, changed, onClose }: { of: Order; changed: readonly string[]; onClose: () => void }) {
  const params = { district: of.district, id: of.id }
  const { data } = useEndpoint(readCandidates, { params })
  const [firstId, setFirst] = useState('')
  const [secondId, setSecond] = useState('')
  const [plannedOn, setPlannedOn] = useState(of.plannedOn ?? '')
  const sent = useAct(actOnOrder, changed)
  const toast = useToast()
  const rows = data?.rows ?? []
  const fit = rows.filter((row) => row.against.length === 0)
  const unfit = rows.filter((row) => row.against.length > 0)
  const agency = rows.find((row) => row.id === firstId)?.agencyId
  const choice = (row: (typeof rows)[number]) => ({
    value: row.id,
    label: `${row.name}（${row.agency}，${BACKGROUNDS[row.background]}，手上 ${row.load} 单）`,
  })
  const send = async (byLoad: boolean) => {
    const planned = /^\d{4}-\d{2}-\d{2}$/.test(plannedOn) ? plannedOn : null
    const body = byLoad
      ? { act: 'assignByLoad', plannedOn: planned }
      : { act: 'assign', firstId, secondId, plannedOn: planned }
    const answer = await sent.act({ params, body })
    if (!answer.ok) return
    toast(`${answer.value.words}。`)
    onClose()
  }
  const none = firstId === '' && secondId === ''
  const half = !none && (firstId === '' || secondId === '' || firstId === secondId)
  return (
    <Dialog
      title="派给两位评估员"
      act={none && of.acts.includes('assignByLoad') ? '按工作量派单' : '派单'}
      busy={sent.busy}
      unavailable={
        half ? '先选择两位不同的评估员' : none && !of.acts.includes('assignByLoad') ? '先选择两位评估员' : undefined
      }
      onClose={onClose}
      onAct={() => void send(none)}
    >
      {sent.refusal && (
        <Notice tone="warn" live>
          {sent.refusal.message}
        </Notice>
      )}
      <p>两位都不选，就派给手上单子最少、可以避嫌的两位。</p>
      <SelectField label="主评估员" optional value={firstId} onChange={setFirst} options={fit.map(choice)} />
      <SelectField
        label="第二评估员"
        optional
        value={secondId}
        onChange={setSecond}
        options={fit
          .filter((row) => row.id !== firstId && (agency === undefined || row.agencyId === agency))
          .map(choice)}
      />
      <DayField label="约定上门日期" optional value={plannedOn} onChange={setPlannedOn} />
      {unfit.length > 0 && (
        <details>
          <summary>不能承担此单的 {unfit.length} 位</summary>
          <ul>
            {unfit.map((row) => (
              <li key={row.id}>{row.against.join('；')}</li>
            ))}
          </ul>
        </details>
      )}
    </Dialog>
  )
}
