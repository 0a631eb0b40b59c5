import type { z } from 'zod'
import { CaseActions } from '../../ui/case-actions.tsx'
import { useAct } from '../../ui/load.ts'
import { useToast } from '../../ui/toast.tsx'
import {
  confirmTransferOf,
  readFile,
  readPage,
  readTransfers,
  refuseTransferOf,
  type TransferView,
  withdrawTransferOf,
} from './contract.ts'

type Transfer = z.infer<typeof TransferView>

const REFUSALS = ['老人没有搬走', '不是同一位老人', '先办完本地在办事项'] as const

/** What the caller may do with a transfer: the keeping side hands over or refuses, the asking side takes back. */
export function TransferActs({ of }: { of: Transfer }) {
  const stale = [readTransfers.path, readFile.path, readPage.path]
  const acts = {
    confirm: useAct(confirmTransferOf, stale).act,
    refuse: useAct(refuseTransferOf, stale).act,
    withdraw: useAct(withdrawTransferOf, stale).act,
  }
  const toast = useToast()
  const who = of.elderName ?? '这位老人'
  const decide = [
    {
      id: 'confirm',
      label: '同意转出',
      kind: 'primary' as const,
      reason: { required: false },
      warn: { sentence: `${who}的档案和全部记录将转到${of.to}，从 ${of.movedOn} 起算。转出后要由对方转回。` },
    },
    { id: 'refuse', label: '不同意转出', reason: { required: true, reasons: REFUSALS } },
  ]
  const withdraw = { id: 'withdraw', label: '撤回转入', reason: { required: true } }
  const done = { confirm: '已转出，对方可以办理了。', refuse: '已答复对方。', withdraw: '已撤回。' }
  const actions = [...(of.mayDecide ? decide : []), ...(of.mine && of.state === 'requested' ? [withdraw] : [])]
  if (actions.length === 0) return null
  return (
    <CaseActions
      actions={actions}
      onAct={async (id, reason) => {
        const step = id as keyof typeof acts
        const answer = await acts[step]({ params: { id: of.id }, body: { note: reason ?? '' } })
        if (!answer.ok) return answer.refusal
        toast(done[step])
        return undefined
      }}
    />
  )
}
