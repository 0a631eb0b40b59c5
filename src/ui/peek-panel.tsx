import type { ReactNode } from 'react'
import { Button } from './button.tsx'

type Props = {
  /** What is open; its heading. */
  title: string
  /** Acts beside the closing one. */
  acts?: ReactNode
  onClose: () => void
  children: ReactNode
}

/** The panel beside a list for the row that is open (UX §2.4). */
export function PeekPanel({ title, acts, onClose, children }: Props) {
  return (
    <section className="y-peek" aria-label={title}>
      <div className="y-peek-head">
        <h2>{title}</h2>
        <div className="y-row">
          {acts}
          <Button icon="close" label="收起旁边这一栏" onPress={onClose}>
            收起
          </Button>
        </div>
      </div>
      {children}
    </section>
  )
}
