import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField, YuanField } from '../../ui/field.tsx'
import { useAct } from '../../ui/load.ts'
import { Money } from '../../ui/money.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Facts } from '../../ui/record-page.tsx'
import { actOnClaim, CHANGED_BY_ACTS, type Claim } from './contract.ts'

/** What a pooled sum was used for, and what is left of it: an average is no price of one centre. */
export function PoolUses({ of }: { of: Claim }) {
  const [asking, setAsking] = useState(false)
  const used = of.uses.reduce((sum, use) => sum + use.amountFen, 0)
  return (
    <section className="y-stack-tight" aria-label="统筹使用情况">
      <h2>统筹使用情况</h2>
      <Facts
        of={[
          ...of.uses.map((use) => ({
            label: use.usedFor,
            value: (
              <>
                <Money fen={use.amountFen} /> <span className="y-meta">{use.recordedBy}</span>
              </>
            ),
          })),
          { label: '还没有登记使用', value: <Money fen={of.amountFen - used} /> },
        ]}
      />
      {of.acts.includes('use') && (
        <div className="y-row">
          <Button onPress={() => setAsking(true)}>登记使用</Button>
        </div>
      )}
      {asking && <UseDialog of={of} onClose={() => setAsking(false)} />}
    </section>
  )
}

function UseDialog({ of, onClose }: { of: Claim; onClose: () => void }) {
  const [usedFor, setUsedFor] = useState('')
  const [yuan, setYuan] = useState('')
  const [fen, setFen] = useState<number>()
  const { act, busy, refusal } = useAct(actOnClaim, CHANGED_BY_ACTS)
  const save = async () => {
    const body = { act: 'use', usedFor: usedFor.trim(), amountFen: fen }
    if ((await act({ params: { district: of.district, id: of.id }, body })).ok) onClose()
  }
  const missing = usedFor.trim().length < 2 ? '先写明用在哪里' : fen === undefined ? '先填写金额' : undefined
  return (
    <Dialog
      title="登记使用"
      act="登记使用"
      busy={busy}
      unavailable={missing}
      onAct={() => void save()}
      onClose={onClose}
    >
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      <TextField
        label="用在哪里"
        hint="例如某镇养老服务中心设施添置"
        value={usedFor}
        onChange={setUsedFor}
        maxLength={200}
      />
      <YuanField
        label="金额"
        value={yuan}
        onChange={(text, value) => {
          setYuan(text)
          setFen(value)
        }}
      />
    </Dialog>
  )
}
