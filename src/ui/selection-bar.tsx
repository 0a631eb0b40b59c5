import { useState } from 'react'
import { Button } from './button.tsx'
import { showCount } from './formats.ts'
import { Notice } from './notice.tsx'
import type { Refusal } from './refusal.ts'

/** What a bulk act is done to: some rows, or everything that meets the conditions. */
export type Selection = { kind: 'rows'; keys: readonly string[] } | { kind: 'all'; conditions: Record<string, string> }

export type BulkAct = {
  id: string
  label: string
  kind?: 'primary' | 'danger'
  /** Answers undefined when it has started, or the refusal to show; `done` lets go of what was picked. */
  run: (selection: Selection, done: () => void) => Promise<Refusal | undefined>
  /** Only for rows picked by hand. */
  rowsOnly?: boolean
}

type Props = {
  acts: readonly BulkAct[]
  picked: readonly string[]
  total: { total: number; capped: boolean } | undefined
  conditions: Record<string, string>
  unit: string
  onDrop: () => void
}

/** The bar below a list while rows are picked; taking everything that matches is a second, explicit press. */
export function SelectionBar({ acts, picked, total, conditions, unit, onDrop }: Props) {
  const [all, setAll] = useState(false)
  const [refusal, setRefusal] = useState<Refusal>()
  const [busy, setBusy] = useState<string>()
  const selection: Selection = all ? { kind: 'all', conditions } : { kind: 'rows', keys: picked }
  const everything = total?.capped ? '全部' : showCount(total?.total ?? 0, unit)
  return (
    <section className="y-selection" aria-label="已选的记录">
      <strong role="status">{all ? `已选符合条件的${everything}` : `已选 ${showCount(picked.length, unit)}`}</strong>
      {!all && total && total.total > picked.length && (
        <Button kind="quiet" onPress={() => setAll(true)}>
          全选符合条件的{everything}
        </Button>
      )}
      {acts.map((act) => (
        <Button
          key={act.id}
          {...(act.kind ? { kind: act.kind } : {})}
          busy={busy === act.id}
          unavailable={all && act.rowsOnly ? '只能用于逐条选择的记录' : undefined}
          onPress={async () => {
            setBusy(act.id)
            setRefusal(await act.run(selection, onDrop))
            setBusy(undefined)
          }}
        >
          {act.label}
        </Button>
      ))}
      <Button kind="quiet" onPress={onDrop}>
        不选了
      </Button>
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
    </section>
  )
}
