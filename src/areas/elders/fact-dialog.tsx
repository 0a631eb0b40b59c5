import { Dialog } from '../../ui/dialog.tsx'
import { ErrorSummary } from '../../ui/error-summary.tsx'
import { useAct } from '../../ui/load.ts'
import { type ElderRecord, readFile, readPage, readTimelineOf, setFactOf } from './contract.ts'
import { FactFields, type FactStart, useFactForm } from './fact-form.tsx'
import { problemsOf } from './file-people.tsx'

type Props = { file: ElderRecord; start?: FactStart; onClose: () => void }

/**
 * Records what holds from a day on, or corrects what is on file. What was said before stays in the history; nothing is overwritten.
 */
export function FactDialog({ file, start, onClose }: Props) {
  const form = useFactForm(start ?? { kind: 'hardship' })
  const { act, busy, refusal } = useAct(setFactOf, [readFile.path, readPage.path, readTimelineOf.path])
  const title = start === undefined ? '登记变化' : '更正情况'
  const save = async () => {
    const answer = await act({ params: { id: file.id }, body: form.body })
    if (answer.ok) onClose()
  }
  return (
    <Dialog
      title={title}
      act={title}
      busy={busy}
      unavailable={form.missing}
      onAct={() => void save()}
      onClose={onClose}
    >
      {refusal && <ErrorSummary problems={problemsOf(refusal)} />}
      {start !== undefined && <p className="y-meta">更正后，原来的登记仍可用时光尺查看。</p>}
      <FactFields
        form={form}
        within={file.district}
        {...(start !== undefined && { kinds: [start.kind] })}
        errors={refusal?.fields ?? {}}
      />
      {form.kind === 'residence' && (
        <p className="y-meta">搬到其他区县的，请由迁入地在“转入转出”发起，本地确认后档案随人走。</p>
      )}
    </Dialog>
  )
}
