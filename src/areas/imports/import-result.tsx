import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { showDateTime, showNumber } from '../../ui/formats.ts'
import { useAct, useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { Facts } from '../../ui/record-page.tsx'
import { useUrlState } from '../../ui/url-state.ts'
import { type Batch, listBatches, readSpared, rollbackBatch } from './calls.ts'
import { ImportReport } from './report-card.tsx'

/** A batch that is committed or rolled back: what it did, the draft of what was left, and the way back while it is open. */
export function BatchResult({ batch }: { batch: Batch }) {
  const { data } = useEndpoint(listBatches)
  const rest = data?.batches.find((each) => each.restOf === batch.id && each.state === 'draft')
  const spared = useEndpoint(readSpared, { params: { id: batch.id } }, batch.state === 'rolledBack').data?.people ?? []
  return (
    <>
      <section className="y-card y-stack">
        <h2>{batch.state === 'committed' ? '已提交' : '已回退'}</h2>
        <Facts
          of={[
            { label: '新增', value: `${showNumber(batch.counts.added)} 位` },
            { label: '更新', value: `${showNumber(batch.counts.changed)} 位` },
            { label: '无变化', value: `${showNumber(batch.counts.unchanged)} 位` },
            { label: '提交时间', value: batch.committedAt === null ? '未采集' : showDateTime(batch.committedAt) },
          ]}
        />
        {rest && (
          <Notice>
            没有提交的行在新的草稿里：
            <a href={`/w/imports/${rest.id}?step=${batch.kind === 'ledger' ? 'check' : 'compare'}`}>接着改</a>
          </Notice>
        )}
        {spared.length > 0 && (
          <Notice tone="warn">
            {spared.length} 位老人的档案在提交后又改过，已保留：{spared.map((each) => each.name).join('、')}
          </Notice>
        )}
        <div className="y-row">
          <a className="y-button" data-kind="primary" href="/w/elders">
            查看老人台账
          </a>
          {batch.state === 'committed' && batch.rollbackUntil && <Rollback batch={batch} />}
        </div>
      </section>
      <ImportReport batch={batch} />
    </>
  )
}

function Rollback({ batch }: { batch: Batch }) {
  const [asking, setAsking] = useState(false)
  const { act, busy, refusal } = useAct(rollbackBatch, ['/api/jobs'])
  const [, change] = useUrlState()
  const rollback = async () => {
    const answer = await act({ params: { id: batch.id } })
    if (!answer.ok) return
    setAsking(false)
    change({ job: answer.value.job })
  }
  return (
    <>
      <Button onPress={() => setAsking(true)}>回退本批次</Button>
      <span className="y-quiet">{showDateTime(batch.rollbackUntil ?? '')} 前可以回退</span>
      {asking && (
        <Dialog
          title="回退本批次"
          act="回退本批次"
          danger
          busy={busy}
          onAct={() => void rollback()}
          onClose={() => setAsking(false)}
        >
          <p>
            本批次新增的 {showNumber(batch.counts.added)}{' '}
            份档案会移除，更新的内容会还原。提交后又改过的档案保留不动，并列出来。
          </p>
          {refusal && <p className="y-field-error">{refusal.message}</p>}
        </Dialog>
      )}
    </>
  )
}
