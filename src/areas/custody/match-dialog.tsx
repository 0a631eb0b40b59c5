import { useState } from 'react'
import { Dialog } from '../../ui/dialog.tsx'
import { SelectField } from '../../ui/field.tsx'
import { Money } from '../../ui/money.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { Refusal } from '../../ui/refusal.ts'
import type { Custody } from './contract.ts'
import { FEE_KINDS } from './words.ts'

type Props = {
  of: Custody
  movement: Custody['movements'][number]
  busy: boolean
  refusal: Refusal | undefined
  onPick: (agreement: string) => Promise<void>
  onClose: () => void
}

/** Says whose money a movement is. */
export function MatchDialog({ of, movement, busy, refusal, onPick, onClose }: Props) {
  const [agreement, setAgreement] = useState(movement.proposed ?? '')
  return (
    <Dialog
      title="指明合同"
      act="指明合同"
      busy={busy}
      unavailable={agreement === '' ? '先选择合同' : undefined}
      onClose={onClose}
      onAct={() => void onPick(agreement)}
    >
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      <p>
        {movement.on} {movement.direction === 'in' ? '收入' : '支出'} <Money fen={movement.fen} />
        {movement.purpose !== null && `，用途：${movement.purpose}`}
      </p>
      {movement.direction === 'out' && (
        <p>
          {movement.proposedBy === null
            ? '这笔支出没有经银行同意。记到老人名下要两位同事先后指明同一份合同，您是第一位。'
            : `${movement.proposedBy} 已指明下面的合同。核对后由另一位同事再次指明，才会记账。`}
        </p>
      )}
      <SelectField
        label="合同"
        value={agreement}
        options={of.agreements.map((each) => ({
          value: each.id,
          label: `${each.contract} · ${each.elder} · ${FEE_KINDS[each.kind]}`,
        }))}
        onChange={setAgreement}
      />
    </Dialog>
  )
}
