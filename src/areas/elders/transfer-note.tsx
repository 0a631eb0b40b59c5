import { useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { readTransfers } from './contract.ts'
import { TransferActs } from './transfer-acts.tsx'

/** On the file of a person whom another place asked for: who asks, from which day, and the answer. */
export function TransferNote({ elder }: { elder: string }) {
  const { data } = useEndpoint(readTransfers, { query: { elder } })
  const open = data?.transfers[0]
  if (open === undefined) return null
  return (
    <Notice tone="warn">
      <p>
        {open.to}申请转入这份档案，从 {open.movedOn} 起。原因：{open.reason}
      </p>
      <TransferActs of={open} />
    </Notice>
  )
}
