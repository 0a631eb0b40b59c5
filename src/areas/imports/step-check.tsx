import { Button } from '../../ui/button.tsx'
import { useAct, useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { Empty, Skeleton } from '../../ui/screen.tsx'
import { useToast } from '../../ui/toast.tsx'
import { useUrlState } from '../../ui/url-state.ts'
import { type Batch, type Group, REFRESHES, readRows, repairAlike, saysOf } from './calls.ts'
import { RowEditor } from './row-editor.tsx'

type View = { id: string; label: string; count: number; query: Record<string, string> }

const viewsOf = ({ counts }: Batch): View[] => [
  { id: 'block', label: '阻断', count: counts.block, query: { class: 'block' } },
  { id: 'confirm', label: '确认', count: counts.confirm, query: { class: 'confirm' } },
  { id: 'hint', label: '提示', count: counts.hint, query: { class: 'hint' } },
  { id: 'added', label: '新增', count: counts.added, query: { outcome: 'added' } },
  { id: 'changed', label: '更新', count: counts.changed, query: { outcome: 'changed' } },
  { id: 'unchanged', label: '无变化', count: counts.unchanged, query: { outcome: 'unchanged' } },
  { id: 'all', label: '全部', count: counts.rows, query: {} },
]

/** 4 核对: the rows by class, each correctable in place; what is alike is corrected at once. */
export function CheckStep({ batch }: { batch: Batch }) {
  const [search, change] = useUrlState()
  const views = viewsOf(batch)
  const view = views.find((each) => each.id === search.show) ?? views.find((each) => each.count > 0) ?? views[0]
  return (
    <>
      <nav className="y-row" aria-label="显示哪些行">
        {views.map((each) => (
          <Button key={each.id} pressed={each === view} onPress={() => change({ show: each.id, after: undefined })}>
            {each.label} {each.count}
          </Button>
        ))}
        <div className="y-head-space" />
        {batch.counts.block + batch.counts.confirm > 0 && (
          <a className="y-button" href={`/api/imports/batches/${batch.id}/errors.xlsx`} download>
            下载需要修改的行
          </a>
        )}
      </nav>
      {(view?.id === 'block' || view?.id === 'confirm') && <Alike batch={batch} of={view.id} />}
      {view && <Rows batch={batch} view={view} after={search.after ?? ''} onAfter={(after) => change({ after })} />}
    </>
  )
}

function Alike({ batch, of }: { batch: Batch; of: Group['class'] }) {
  const { act, busy, refusal } = useAct(repairAlike, REFRESHES)
  const toast = useToast()
  const accept = async ({ code, same }: Group) => {
    const answer = await act({ params: { id: batch.id }, body: { version: batch.version, code, same, accept: true } })
    if (answer.ok) toast(saysOf(answer.value, '确认'))
  }
  const groups = batch.groups.filter((group) => group.class === of && group.rows > 1)
  if (groups.length === 0) return null
  return (
    <section className="y-card" aria-label="同类问题">
      {refusal && (
        <Notice tone="danger" live>
          {refusal.message}
        </Notice>
      )}
      <ul>
        {groups.map((group) => (
          <li key={`${group.code} ${group.same}`} className="y-row">
            <span>
              {group.example}
              <span className="y-meta">（同类 {group.rows} 处）</span>
            </span>
            {of === 'confirm' && group.same !== 'transfer' && group.same !== 'deceased' && (
              <Button busy={busy} onPress={() => void accept(group)}>
                {group.rows} 处都按原样确认
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

type RowsProps = { batch: Batch; view: View; after: string; onAfter: (after: string | undefined) => void }

function Rows({ batch, view, after, onAfter }: RowsProps) {
  const { data, loading, refusal } = useEndpoint(readRows, {
    params: { id: batch.id },
    query: { ...view.query, after },
  })
  if (loading) return <Skeleton words="正在取这些行" />
  if (refusal) return <Notice tone="warn">{refusal.message}</Notice>
  if (!data || data.rows.length === 0) return <Empty words={`没有“${view.label}”的行。`} />
  return (
    <>
      {data.rows.map((row) => (
        <RowEditor key={`${row.row} ${batch.version}`} batch={batch} row={row} />
      ))}
      <div className="y-row">
        {after !== '' && <Button onPress={() => onAfter(undefined)}>回到开头</Button>}
        {data.next !== null && <Button onPress={() => onAfter(String(data.next))}>下一页</Button>}
      </div>
    </>
  )
}
