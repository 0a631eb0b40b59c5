import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField, YuanField } from '../../ui/field.tsx'
import { showYuan } from '../../ui/formats.ts'
import { useAct } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { actOnClaim, CHANGED_BY_ACTS, type Claim } from './contract.ts'

type Part = { id: number; dueWhen: string; text: string; fen: number | undefined }

const typed = (fen: number): string => (fen / 100).toFixed(2)

/** The second signature, with the instalments: what each waits for, and that together they are the amount. */
export function ApproveDialog({ of, onClose }: { of: Claim; onClose: () => void }) {
  const paysNothing = of.rule === 'banan-childcare-rent-reduction' || of.amountFen === 0
  const [parts, setParts] = useState<readonly Part[]>([
    { id: 1, dueWhen: '核定后支付', text: typed(of.amountFen), fen: of.amountFen },
  ])
  const { act, busy, refusal } = useAct(actOnClaim, CHANGED_BY_ACTS)
  const set = (id: number, change: Partial<Part>) =>
    setParts(parts.map((part) => (part.id === id ? { ...part, ...change } : part)))
  const left = of.amountFen - parts.reduce((sum, part) => sum + (part.fen ?? 0), 0)
  const missing = paysNothing || left === 0 ? undefined : `各期合计与核定金额相差 ${showYuan(left)}`
  const send = async () => {
    const instalments = paysNothing ? [] : parts.map((part) => ({ dueWhen: part.dueWhen, amountFen: part.fen ?? 0 }))
    const answer = await act({ params: { district: of.district, id: of.id }, body: { act: 'approve', instalments } })
    if (answer.ok) onClose()
  }
  return (
    <Dialog
      title="复核通过"
      act="复核通过"
      busy={busy}
      unavailable={missing}
      onClose={onClose}
      onAct={() => void send()}
    >
      <p>核定金额 {showYuan(of.amountFen)}。通过后金额和明细不再改变。</p>
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      {paysNothing ? (
        <p>这一项不产生付款，不用分期。</p>
      ) : (
        <>
          {parts.map((part, at) => (
            <fieldset key={part.id}>
              <legend>第 {at + 1} 期</legend>
              <TextField
                label="支付条件"
                value={part.dueWhen}
                onChange={(dueWhen) => set(part.id, { dueWhen })}
                maxLength={300}
              />
              <YuanField label="金额" value={part.text} onChange={(text, fen) => set(part.id, { text, fen })} />
            </fieldset>
          ))}
          <Button
            onPress={() =>
              setParts([
                ...parts,
                { id: parts.length + 1, dueWhen: '', text: typed(Math.max(left, 0)), fen: Math.max(left, 0) },
              ])
            }
          >
            再分一期
          </Button>
        </>
      )}
    </Dialog>
  )
}
