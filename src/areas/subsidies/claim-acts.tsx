import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { type CaseAction, CaseActions } from '../../ui/case-actions.tsx'
import { useAct } from '../../ui/load.ts'
import { ApproveDialog } from './approve-dialog.tsx'
import { actOnClaim, CHANGED_BY_ACTS, type Claim } from './contract.ts'

const ACTIONS: readonly CaseAction[] = [
  {
    id: 'verify',
    label: '核验通过',
    kind: 'primary',
    reason: { required: true, reasons: ['抽查床位，编号和位置与验收表一致', '抽查住养老人，入住和户籍与登记一致'] },
  },
  { id: 'return', label: '退回', reason: { required: true, reasons: ['证据与现场不一致', '床位或入住记录需要更正'] } },
]

/** The acts that the server allows to this person now. */
export function ClaimActs({ of }: { of: Claim }) {
  const [approving, setApproving] = useState(false)
  const { act } = useAct(actOnClaim, CHANGED_BY_ACTS)
  const params = { district: of.district, id: of.id }
  const actions = ACTIONS.filter((action) => of.acts.includes(action.id))
  const run = async (id: string, reason: string | undefined) => {
    const body = id === 'verify' ? { act: 'verify', checked: reason } : { act: 'return', reason }
    const answer = await act({ params, body })
    return answer.ok ? undefined : answer.refusal
  }
  if (of.acts.length === 0 && of.state !== 'approved' && of.state !== 'returned')
    return <p className="y-quiet">等另一位同事办理：测算、核验和复核由不同的人完成。</p>
  return (
    <div className="y-stack">
      {of.acts.includes('approve') && (
        <Button kind="primary" onPress={() => setApproving(true)}>
          复核通过
        </Button>
      )}
      <CaseActions actions={actions} onAct={run} />
      {approving && <ApproveDialog of={of} onClose={() => setApproving(false)} />}
    </div>
  )
}
