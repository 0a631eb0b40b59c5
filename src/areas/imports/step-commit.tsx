import { Button } from '../../ui/button.tsx'
import { showNumber } from '../../ui/formats.ts'
import { useAct } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { Facts } from '../../ui/record-page.tsx'
import { useUrlState } from '../../ui/url-state.ts'
import { type Batch, commitBatch } from './calls.ts'

/** 6 提交: all valid rows at once; the others stay as a draft of their own. */
export function CommitStep({ batch }: { batch: Batch }) {
  const { act, busy, refusal } = useAct(commitBatch, ['/api/jobs'])
  const [, change] = useUrlState()
  const { counts } = batch
  const goes = counts.added + counts.changed + counts.unchanged
  const rest = counts.rows - goes
  const commit = async () => {
    const answer = await act({ params: { id: batch.id }, body: { version: batch.version } })
    if (answer.ok) change({ job: answer.value.job })
  }
  return (
    <section className="y-card y-stack">
      <h2>提交到台账</h2>
      <Facts
        of={[
          { label: '将提交', value: `${showNumber(goes)} 行` },
          { label: '其中新增', value: `${showNumber(counts.added)} 位` },
          { label: '更新', value: `${showNumber(counts.changed)} 位` },
          { label: '无变化', value: `${showNumber(counts.unchanged)} 位` },
          ...(batch.kind === 'ledger'
            ? []
            : [
                { label: '姓名不同', value: `${showNumber(counts.differing)} 位` },
                { label: '台账中没有', value: `${showNumber(counts.unknown)} 位` },
              ]),
          ...(counts.held > 0 ? [{ label: '暂不采用', value: `${showNumber(counts.held)} 行` }] : []),
          { label: '留在草稿', value: `${showNumber(rest)} 行` },
        ]}
      />
      {rest > 0 && (
        <Notice>
          还有 {showNumber(rest)} 行没有改好、没有对上或暂不采用，提交后留在新的草稿里，可以接着改，也可以下载后修改。
        </Notice>
      )}
      {refusal && (
        <Notice tone="danger" live>
          {refusal.message}
        </Notice>
      )}
      <div className="y-row">
        <Button
          kind="primary"
          busy={busy}
          unavailable={counts.valid === 0 ? '还没有可以提交的行' : undefined}
          onPress={() => void commit()}
        >
          提交有效行
        </Button>
        <span className="y-quiet">一次全部提交；中途出错或停止时一行也不会写入。7 天内可以回退。</span>
      </div>
    </section>
  )
}
