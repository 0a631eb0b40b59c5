import { useState } from 'react'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { TextField, Tiles } from './field.tsx'
import { useKeys } from './keys.ts'
import { Notice } from './notice.tsx'
import type { Refusal } from './refusal.ts'

/** An act that the case allows now; which acts there are is decided by the server, never here. */
export type CaseAction = {
  id: string
  /** The verb: `同意`, `退回`, `暂缓`. */
  label: string
  /** `quiet` where the act stands in every row of a table. */
  kind?: 'primary' | 'danger' | 'quiet'
  /** Asks for a reason before acting; `reasons` are the ones used most. */
  reason?: { required: boolean; reasons?: readonly string[] }
  /** The consequence in numbers. With `typed`, an irreversible act also wants these words typed. */
  warn?: { sentence: string; typed?: string }
  unavailable?: string
  /** Single key: `a`, `r`, `h`. */
  key?: string
}

type Props = {
  actions: readonly CaseAction[]
  /** Answers undefined when it is done, or the refusal to show while the input stays. */
  onAct: (id: string, reason: string | undefined) => Promise<Refusal | undefined>
}

export function CaseActions({ actions, onAct }: Props) {
  const [asked, setAsked] = useState<CaseAction>()
  const [refusal, setRefusal] = useState<Refusal>()
  const [busy, setBusy] = useState<string>()
  const run = async (action: CaseAction, reason?: string) => {
    setBusy(action.id)
    const refused = await onAct(action.id, reason)
    setBusy(undefined)
    setRefusal(refused)
    if (!refused) setAsked(undefined)
  }
  const start = (action: CaseAction) => {
    if (action.unavailable || busy) return
    setRefusal(undefined)
    if (action.reason || action.warn) setAsked(action)
    else void run(action)
  }
  useKeys(Object.fromEntries(actions.flatMap((action) => (action.key ? [[action.key, () => start(action)]] : []))))
  return (
    <div className="y-row">
      {actions.map((action) => (
        <Button
          key={action.id}
          {...(action.kind ? { kind: action.kind } : {})}
          {...(action.key ? { keys: action.key.toUpperCase() } : {})}
          unavailable={action.unavailable}
          busy={busy === action.id}
          onPress={() => start(action)}
        >
          {action.label}
        </Button>
      ))}
      {refusal && !asked && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      {asked && (
        <ActDialog
          action={asked}
          refusal={refusal}
          busy={busy === asked.id}
          onClose={() => setAsked(undefined)}
          onAct={(reason) => void run(asked, reason)}
        />
      )}
    </div>
  )
}

type ActProps = {
  action: CaseAction
  refusal: Refusal | undefined
  busy: boolean
  onClose: () => void
  onAct: (reason: string | undefined) => void
}

function ActDialog({ action, refusal, busy, onClose, onAct }: ActProps) {
  const [reason, setReason] = useState('')
  const [typed, setTyped] = useState('')
  const wanted = action.warn?.typed
  const missing =
    action.reason?.required && reason.trim() === ''
      ? `先填写${action.label}原因`
      : wanted && typed !== wanted
        ? `先输入“${wanted}”`
        : undefined
  return (
    <Dialog
      title={action.label}
      act={action.label}
      danger={action.kind === 'danger'}
      busy={busy}
      unavailable={missing}
      onClose={onClose}
      onAct={() => onAct(reason.trim() || undefined)}
    >
      {action.warn && <Notice tone="warn">{action.warn.sentence}</Notice>}
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      {action.reason?.reasons && (
        <Tiles
          label="常用原因"
          value={reason}
          onChange={setReason}
          options={action.reason.reasons.map((one) => ({ value: one, label: one }))}
        />
      )}
      {action.reason && (
        <TextField
          label={`${action.label}原因`}
          kind="long"
          optional={!action.reason.required}
          value={reason}
          onChange={setReason}
          maxLength={200}
        />
      )}
      {wanted && <TextField label={`请输入“${wanted}”`} value={typed} onChange={setTyped} autoComplete="off" />}
    </Dialog>
  )
}
