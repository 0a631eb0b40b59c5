import type { ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { useAct, useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { Empty, Skeleton } from '../../ui/screen.tsx'
import { type Tab, Tabs } from '../../ui/tabs.tsx'
import { useUrlState } from '../../ui/url-state.ts'
import { type Batch, holdRow, REFRESHES, type Row, readRows, repairRow } from './calls.ts'
import { MissingPeople } from './missing-people.tsx'
import { fieldWord, kindWords, valueWord } from './words.ts'

type Change = Row['changes'][number]
type Line = { key: string; row: Row; change: Change | undefined }

/** 5 比对: what would change in the register, field by field, and who is in the register but not in the file. */
export function CompareStep({ batch }: { batch: Batch }) {
  const { counts } = batch
  const held: Tab = {
    id: 'held',
    label: '暂不采用',
    count: counts.held,
    content: () => <Lines batch={batch} query={{ view: 'held' }} empty="没有暂不采用的行。" />,
  }
  const missing: Tab = { id: 'missing', label: '本次未出现', content: () => <MissingPeople batch={batch} /> }
  const all = batch.kind === 'ledger' ? ledgerTabs(batch) : listTabs(batch)
  // Opens on what differs: where nothing does, on the next thing that is there.
  const tabs = [...all].sort((a, b) => Number((b.count ?? 0) > 0) - Number((a.count ?? 0) > 0))
  return <Tabs label="比对结果" tabs={[...tabs, ...(counts.held > 0 ? [held] : []), missing]} />
}

const ledgerTabs = (batch: Batch): Tab[] => [
  {
    id: 'changed',
    label: '更新',
    count: batch.counts.changed,
    content: () => <Lines batch={batch} query={{ outcome: 'changed' }} empty="没有要更新的内容。" />,
  },
  {
    id: 'added',
    label: '新增',
    count: batch.counts.added,
    content: () => <Lines batch={batch} query={{ outcome: 'added' }} empty="没有新增的老人。" />,
  },
]

/** A department's list: what agrees, what differs, whom nobody knows, and where two lists cannot both be right. */
const listTabs = (batch: Batch): Tab[] => [
  {
    id: 'changed',
    label: '有差异',
    count: batch.counts.changed,
    content: () => <Lines batch={batch} query={{ outcome: 'changed' }} empty="名单与台账没有差异。" />,
  },
  ...(batch.counts.conflict > 0
    ? [
        {
          id: 'conflict',
          label: '名单矛盾',
          count: batch.counts.conflict,
          content: () => (
            <>
              <Notice tone="warn">
                火化日期早于死亡日期，两份名单必有一份有误。台账里的日期不变，请向公安和殡葬单位核实后，在老人档案里更正。
              </Notice>
              <Lines batch={batch} query={{ view: 'conflict' }} empty="没有矛盾的日期。" />
            </>
          ),
        },
      ]
    : []),
  {
    id: 'differing',
    label: '姓名不同',
    count: batch.counts.differing,
    content: () => (
      <>
        <Notice>证件号相同、姓名不同。核对证件后，是同一人的可以采用；不是的留在草稿里，退回来源部门核实。</Notice>
        <Lines batch={batch} query={{ outcome: 'differing' }} empty="没有姓名不同的人。" />
      </>
    ),
  },
  {
    id: 'unknown',
    label: '台账中没有',
    count: batch.counts.unknown,
    content: () => (
      <>
        <Notice>台账里没有这些证件号，提交时不写入。确是本地老人的，先登记档案，再回来提交。</Notice>
        <Lines batch={batch} query={{ outcome: 'unknown' }} empty="名单里的人台账都有。" />
      </>
    ),
  },
  {
    id: 'matched',
    label: '一致',
    count: batch.counts.unchanged,
    content: () => <Lines batch={batch} query={{ outcome: 'unchanged' }} empty="没有完全一致的人。" />,
  },
]

function Lines({ batch, query, empty }: { batch: Batch; query: Record<string, string>; empty: string }) {
  const [search, change] = useUrlState()
  const { data, loading, refusal } = useEndpoint(readRows, {
    params: { id: batch.id },
    query: { ...query, after: search.after },
  })
  if (loading) return <Skeleton words="正在比对" />
  if (refusal) return <Notice tone="warn">{refusal.message}</Notice>
  if (!data || data.rows.length === 0) return <Empty words={empty} />
  const lines = data.rows.flatMap((row): Line[] =>
    row.changes.length === 0
      ? [{ key: String(row.row), row, change: undefined }]
      : row.changes.map((each) => ({ key: `${row.row} ${each.field}`, row, change: each })),
  )
  const changes = lines.some((line) => line.change !== undefined)
  return (
    <>
      <div className="y-wide">
        <DataTable
          label="将要发生的变化"
          rows={lines}
          keyOf={(line) => line.key}
          columns={[
            ...PERSON,
            ...(changes ? CHANGE : []),
            ...(query.outcome === 'unchanged' ? [] : [decisions(batch, query)]),
          ]}
        />
      </div>
      <div className="y-row">
        {search.after && <Button onPress={() => change({ after: undefined })}>回到开头</Button>}
        {data.next !== null && <Button onPress={() => change({ after: String(data.next) })}>下一页</Button>}
      </div>
    </>
  )
}

const PERSON: Column<Line>[] = [
  { id: 'row', head: '行', cell: ({ row }) => row.row, align: 'right' },
  {
    id: 'name',
    head: '姓名',
    cell: ({ row }) => (
      <>
        {row.elder && row.elderName ? <a href={`/w/elders/${row.elder}`}>{row.name}</a> : row.name}
        {row.elderName && row.elderName !== row.name && <div className="y-meta">台账：{row.elderName}</div>}
      </>
    ),
  },
]

const CHANGE: Column<Line>[] = [
  { id: 'field', head: '项目', cell: ({ change }) => (change ? fieldWord(change.field) : '') },
  {
    id: 'from',
    head: '台账现在',
    cell: ({ change }) => (change ? `${valueWord(change.from)}${basisOf(change)}` : ''),
  },
  { id: 'to', head: '改为', cell: ({ change }) => (change ? newValue(change) : '') },
  { id: 'why', head: '说明', cell: ({ change }) => (change ? reasonOf(change) : '') },
]

const basisOf = ({ basis }: Change): string => (basis ? `（${kindWords[basis]}）` : '')
const newValue = (change: Change): string =>
  change.conflict ? `名单写的是${valueWord(change.to)}` : change.kept ? '保留现有内容' : valueWord(change.to)
function reasonOf(change: Change): string {
  if (change.conflict) return '火化早于死亡'
  if (change.kept) return '台账里的较新或已核实'
  return change.since ? `自 ${change.since} 起` : ''
}

/** What can be done with a row of each class; on the first line of the row only. */
const decisions = (batch: Batch, query: Record<string, string>): Column<Line> => ({
  id: 'decide',
  head: '处理',
  cell: ({ row, change }) =>
    change === undefined || change === row.changes[0] ? <Decide batch={batch} row={row} query={query} /> : '',
})

function Decide({ batch, row, query }: { batch: Batch; row: Row; query: Record<string, string> }): ReactNode {
  const hold = useAct(holdRow, REFRESHES)
  const accept = useAct(repairRow, REFRESHES)
  if (batch.state !== 'draft') return null
  const params = { id: batch.id, row: String(row.row) }
  const { version } = batch
  if (query.outcome === 'unknown') return <a href={`/w/elders?q=${encodeURIComponent(row.name)}`}>按姓名查找</a>
  if (query.outcome === 'differing')
    return (
      <Button
        busy={accept.busy}
        onPress={() => void accept.act({ params, body: { version, accept: ['duplicateInRegister'] } })}
      >
        是同一人，采用
      </Button>
    )
  if (query.view === 'conflict') return row.elder ? <a href={`/w/elders/${row.elder}`}>查看档案</a> : null
  if (query.outcome === 'unchanged') return null
  return (
    <>
      <Button busy={hold.busy} onPress={() => void hold.act({ params, body: { version, held: !row.held } })}>
        {row.held ? '改为采用' : '暂不采用'}
      </Button>
      {hold.refusal && <p className="y-field-error">{hold.refusal.message}</p>}
    </>
  )
}
