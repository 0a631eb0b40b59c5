import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { IMPORT_STEPS, ImportWizard } from '../../ui/import-wizard.tsx'
import { JobProgress } from '../../ui/job-progress.tsx'
import { useAct, useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { Screen } from '../../ui/screen.tsx'
import { Status } from '../../ui/status.tsx'
import { useAddress, useUrlState } from '../../ui/url-state.ts'
import { type Batch, discardBatch, type Outcome, REFRESHES, readBatch } from './calls.ts'
import { BatchResult } from './import-result.tsx'
import { CheckStep } from './step-check.tsx'
import { ColumnsStep } from './step-columns.tsx'
import { CommitStep } from './step-commit.tsx'
import { CompareStep } from './step-compare.tsx'
import { HeaderStep } from './step-header.tsx'
import { ValuesStep } from './step-values.tsx'
import { kindWords, stateWords } from './words.ts'

type StepId = (typeof IMPORT_STEPS)[number]['id']

const STEP_CONTENT: Record<StepId, (props: { batch: Batch }) => React.ReactNode> = {
  header: HeaderStep,
  columns: ColumnsStep,
  values: ValuesStep,
  check: CheckStep,
  compare: CompareStep,
  commit: CommitStep,
}

/** One batch of W04 in its six steps; which step is open stands in the address, so Back and a copied address work. */
export function ImportBatch() {
  const { id = '' } = useAddress()
  const { data: batch, loading, refusal, reload } = useEndpoint(readBatch, { params: { id } })
  return (
    <Screen
      title={batch?.fileName ?? '导入批次'}
      trail={[{ label: '导入', href: '/w/imports' }, { label: batch ? kindWords[batch.kind] : '批次' }]}
      note={batch && <Status of={batch.state} words={stateWords} />}
      loading={loading}
      refusal={refusal}
      onRetry={reload}
    >
      {batch && <Content batch={batch} />}
    </Screen>
  )
}

/** While a job works on the batch its progress stands in place of the steps; afterwards the batch is read again. */
function Content({ batch }: { batch: Batch }) {
  const [search, change] = useUrlState()
  const queries = useQueryClient()
  const [failure, setFailure] = useState('')
  const ended = (why: string | null) => {
    setFailure(why ?? '任务已停止，没有留下改动。')
    change({ job: undefined }, 'replace')
  }
  const done = () => {
    for (const path of [...REFRESHES, '/api/elders']) void queries.invalidateQueries({ queryKey: [path] })
    change({ job: undefined }, 'replace')
  }
  if (search.job) return <JobProgress<Outcome> id={search.job} words="正在办理" onDone={done} onEnd={ended} />
  return (
    <div className="y-stack">
      {failure && (
        <Notice tone="danger" live>
          {failure}
        </Notice>
      )}
      {search.updated !== undefined && <Notice>{updatedWords(search.updated)}</Notice>}
      {batch.state === 'draft' ? <Steps batch={batch} /> : <BatchResult batch={batch} />}
    </div>
  )
}

const updatedWords = (rows: string): string =>
  rows === '0' ? '这份错误表格里没有新的改动，原来的批次不变。' : `已按错误表格更新本批次的 ${rows} 行，没有另建批次。`

function Steps({ batch }: { batch: Batch }) {
  const [search, change] = useUrlState()
  const at = Math.max(
    0,
    IMPORT_STEPS.findIndex((step) => step.id === search.step),
  )
  const step = IMPORT_STEPS[at] ?? IMPORT_STEPS[0]
  const StepContent = STEP_CONTENT[step.id]
  const go = (by: number) => change({ step: IMPORT_STEPS[at + by]?.id, show: undefined, tab: undefined })
  return (
    <ImportWizard
      current={step.id}
      aside={<Discard batch={batch} />}
      actions={
        <>
          {at > 0 && <Button onPress={() => go(-1)}>上一步</Button>}
          {at < IMPORT_STEPS.length - 1 && (
            <Button kind="primary" onPress={() => go(1)}>
              下一步：{IMPORT_STEPS[at + 1]?.label}
            </Button>
          )}
        </>
      }
    >
      <StepContent batch={batch} />
    </ImportWizard>
  )
}

function Discard({ batch }: { batch: Batch }) {
  const [asking, setAsking] = useState(false)
  const navigate = useNavigate()
  const { act, busy, refusal } = useAct(discardBatch, ['/api/imports/batches'])
  const discard = async () => {
    const answer = await act({ params: { id: batch.id } })
    if (answer.ok) void navigate({ to: '/w/imports' })
  }
  return (
    <>
      <Button onPress={() => setAsking(true)}>删除草稿</Button>
      {asking && (
        <Dialog
          title="删除草稿"
          act="删除草稿"
          danger
          busy={busy}
          onAct={() => void discard()}
          onClose={() => setAsking(false)}
        >
          <p>
            将删除 {batch.counts.rows} 行草稿和已做的修改，台账不受影响。{refusal?.message}
          </p>
        </Dialog>
      )}
    </>
  )
}
