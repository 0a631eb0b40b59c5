import { useState } from 'react'
import { APPROVED_ROLES, ORGANISATION_ROLES, ROLES, type Role, STAFF_ROLES } from '../../platform/identity/principal.ts'
import { Dialog } from '../../ui/dialog.tsx'
import type { DivisionNode } from '../../ui/division-picker.tsx'
import { DayField, SelectField, TextField } from '../../ui/field.tsx'
import { useAct } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { useToast } from '../../ui/toast.tsx'
import { DivisionField } from '../divisions/division-field.tsx'
import { ACCOUNTS, giveGrant, type NewGrantBody } from './calls.ts'

const roles = STAFF_ROLES.map((value) => ({ value, label: ROLES[value] }))

/** Grants a role in a division. The roles that hold power wait for a second administrator, and the form says so before sending. */
export function GrantDialog({ username, onClose }: { username: string; onClose: () => void }) {
  const [role, setRole] = useState<Role | ''>('')
  const [division, setDivision] = useState<DivisionNode | null>(null)
  const [organisation, setOrganisation] = useState('')
  const [until, setUntil] = useState('')
  const [reason, setReason] = useState('')
  const { act, busy, refusal } = useAct(giveGrant, [ACCOUNTS])
  const say = useToast()
  const ofOrganisation = role !== '' && ORGANISATION_ROLES.includes(role)
  const twoPersons = role !== '' && APPROVED_ROLES.includes(role)
  const missing =
    role === '' ? '先选岗位' : division === null ? '先选区划' : reason.trim().length < 2 ? '先写明授权事由' : undefined
  const give = async () => {
    if (role === '' || division === null) return
    const body: NewGrantBody = {
      role,
      division: division.key,
      ...(ofOrganisation && organisation.trim() ? { organisation: organisation.trim() } : {}),
      ...(until ? { validUntil: until } : {}),
      reason: reason.trim(),
    }
    const answer = await act({ params: { username }, body })
    if (!answer.ok) return
    say(answer.value.state === 'waiting' ? '已提交，等另一位授权管理员复核。' : '已授权。')
    onClose()
  }
  return (
    <Dialog title="授权" act="授权" busy={busy} unavailable={missing} onAct={() => void give()} onClose={onClose}>
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      <SelectField label="岗位" value={role} options={roles} onChange={(value) => setRole(value as Role | '')} />
      {twoPersons && <Notice>这个岗位要由另一位授权管理员复核后才生效。</Notice>}
      <DivisionField label="区划" value={division} onChange={setDivision} error={refusal?.fields.division} />
      {ofOrganisation && (
        <TextField label="机构的统一社会信用代码" value={organisation} onChange={setOrganisation} maxLength={60} />
      )}
      <DayField label="到哪天前" optional value={until} onChange={setUntil} error={refusal?.fields.validUntil} />
      <TextField label="授权事由" value={reason} onChange={setReason} maxLength={200} error={refusal?.fields.reason} />
    </Dialog>
  )
}
