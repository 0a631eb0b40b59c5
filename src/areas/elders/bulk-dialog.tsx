import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorSummary } from '../../ui/error-summary.tsx'
import { showNumber } from '../../ui/formats.ts'
import { useAct } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import type { Selection } from '../../ui/selection-bar.tsx'
import { useSession } from '../../ui/session.ts'
import { useToast } from '../../ui/toast.tsx'
import { doFactOf, type Rehearsal, rehearseFactOf } from './bulk-contract.ts'
import { readPage } from './contract.ts'
import { FactFields, useFactForm } from './fact-form.tsx'
import { problemsOf } from './file-people.tsx'
import { asElderFilter } from './list-query.ts'
import { FACT_KINDS, type FactKind } from './words.ts'

type Props = { selection: Selection; start: FactKind; onClose: () => void; onDone: () => void }

const KINDS = (Object.keys(FACT_KINDS) as FactKind[]).filter((kind) => kind !== 'death' && kind !== 'residence')

/** One fact for many persons: filled in, rehearsed, and only then done, exactly as rehearsed. */
export function BulkDialog({ selection, start, onClose, onDone }: Props) {
  const { session } = useSession()
  const form = useFactForm({ kind: start })
  const [seen, setSeen] = useState<{ of: string; result: Rehearsal }>()
  const rehearse = useAct(rehearseFactOf)
  const done = useAct(doFactOf, [readPage.path])
  const toast = useToast()
  const moving = start === 'residence'
  const title = moving ? '批量登记居住地' : '批量登记情况'
  const body = {
    ...form.body,
    selection:
      selection.kind === 'rows'
        ? { kind: 'rows', ids: selection.keys }
        : { kind: 'all', filter: asElderFilter(selection.conditions) },
  }
  // A rehearsal counts for what was filled in then; any change asks for another one.
  const now = JSON.stringify(body)
  const result = seen?.of === now ? seen.result : undefined
  const refusal = done.refusal ?? rehearse.refusal
  const look = async () => {
    done.forget()
    const answer = await rehearse.act({ body })
    if (answer.ok) setSeen({ of: now, result: answer.value })
  }
  const act = async () => {
    if (result === undefined) return
    const answer = await done.act({ body: { ...body, seen: result.change } })
    if (!answer.ok) return setSeen(undefined)
    toast(`已登记 ${showNumber(answer.value.change)} 位，跳过 ${showNumber(answer.value.skip)} 位。`)
    onDone()
  }
  return (
    <Dialog
      title={title}
      act={result && result.change > 0 ? `登记 ${showNumber(result.change)} 位` : '登记'}
      busy={done.busy}
      unavailable={
        form.missing ?? (result === undefined ? '先看预演' : result.change === 0 ? '没有要改变的人' : undefined)
      }
      onAct={() => void act()}
      onClose={onClose}
    >
      {refusal && <ErrorSummary problems={problemsOf(refusal)} />}
      <FactFields
        form={form}
        within={session?.account.roles[0]?.division ?? '500000'}
        kinds={moving ? ['residence'] : KINDS}
        errors={refusal?.fields ?? {}}
      />
      <div className="y-row">
        <Button busy={rehearse.busy} unavailable={form.missing} onPress={() => void look()}>
          预演
        </Button>
      </div>
      {result && <Outcome of={result} />}
    </Dialog>
  )
}

function Outcome({ of }: { of: Rehearsal }) {
  return (
    <div className="y-stack">
      <Notice tone={of.change === 0 ? 'warn' : 'info'} live>
        <p>
          会改变 {showNumber(of.change)} 位，跳过 {showNumber(of.skip)} 位。现在还没有写入。
        </p>
        {of.why.map((each) => (
          <p key={each.reason}>
            跳过 {showNumber(each.people)} 位：{each.reason}
          </p>
        ))}
      </Notice>
      <div className="y-grid">
        <table className="y-table" aria-label="预演结果">
          <thead>
            <tr>
              <th scope="col">姓名</th>
              <th scope="col">居住地</th>
              <th scope="col">原来</th>
              <th scope="col">结果</th>
            </tr>
          </thead>
          <tbody>
            {of.rows.map((row) => (
              <tr key={row.id}>
                <td>{row.name}</td>
                <td>
                  <div className="y-long">{row.place.split(' / ').slice(1).join(' / ') || row.place}</div>
                </td>
                <td>{row.before}</td>
                <td>{row.skipped ?? '会改变'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {of.change + of.skip > of.rows.length && <p className="y-meta">只列出前 {of.rows.length} 位。</p>}
    </div>
  )
}
