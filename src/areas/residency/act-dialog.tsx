import type { ReactNode } from 'react'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { Act } from './contract.ts'
import { type HomeKey, useHomeAct } from './use-home.tsx'

type Props = {
  home: HomeKey
  title: string
  act: string
  order: Act
  /** What has to be filled in first. */
  missing?: string | undefined
  danger?: boolean
  onClose: () => void
  children: ReactNode
}

/** One dialog for one act at a home: its fields, what is missing, and what the server said. */
export function ActDialog({ home, title, act, order, missing, danger = false, onClose, children }: Props) {
  const { send, busy, refusal } = useHomeAct(home)
  const press = async () => {
    const answer = await send(order)
    if (answer.ok) onClose()
  }
  return (
    <Dialog
      title={title}
      act={act}
      danger={danger}
      busy={busy}
      unavailable={missing}
      onClose={onClose}
      onAct={() => void press()}
    >
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      {children}
    </Dialog>
  )
}
