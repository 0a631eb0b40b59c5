import { Button } from '../../ui/button.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { Empty, Skeleton } from '../../ui/screen.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { useUrlState } from '../../ui/url-state.ts'
import { type Batch, readMissing, readRows } from './calls.ts'
import { fieldWord, valueWord } from './words.ts'

/** 5 比对: what would change in the register, field by field, and who is in the register but not in the file. */
export function CompareStep({ batch }: { batch: Batch }) {
  return (
    <Tabs
      label="比对结果"
      tabs={[
        {
          id: 'changed',
          label: '更新',
          count: batch.counts.changed,
          content: () => <Changes batch={batch} outcome="changed" />,
        },
        {
          id: 'added',
          label: '新增',
          count: batch.counts.added,
          content: () => <Changes batch={batch} outcome="added" />,
        },
        { id: 'missing', label: '本次未出现', content: () => <MissingPeople batch={batch} /> },
      ]}
    />
  )
}

function Changes({ batch, outcome }: { batch: Batch; outcome: 'changed' | 'added' }) {
  const [search, change] = useUrlState()
  const { data, loading, refusal } = useEndpoint(readRows, {
    params: { id: batch.id },
    query: { outcome, after: search.after },
  })
  if (loading) return <Skeleton words="正在比对" />
  if (refusal) return <Notice tone="warn">{refusal.message}</Notice>
  if (!data || data.rows.length === 0)
    return <Empty words={outcome === 'added' ? '没有新增的老人。' : '没有要更新的内容。'} />
  const lines = data.rows.flatMap((row) =>
    row.changes.map((each) => ({ ...each, key: `${row.row} ${each.field}`, row: row.row, name: row.name })),
  )
  return (
    <>
      <DataTable
        label="将要发生的变化"
        rows={lines}
        keyOf={(line) => line.key}
        columns={[
          { id: 'row', head: '行', cell: (line) => line.row, align: 'right' },
          { id: 'name', head: '姓名', cell: (line) => line.name },
          { id: 'field', head: '项目', cell: (line) => fieldWord(line.field) },
          { id: 'from', head: '台账现在', cell: (line) => valueWord(line.from) },
          { id: 'to', head: '改为', cell: (line) => (line.kept ? '保留现有内容' : valueWord(line.to)) },
          { id: 'why', head: '说明', cell: (line) => (line.kept ? '台账里的较新或已核实' : (line.since ?? '')) },
        ]}
      />
      {data.next !== null && <Button onPress={() => change({ after: String(data.next) })}>下一页</Button>}
    </>
  )
}

function MissingPeople({ batch }: { batch: Batch }) {
  const [search, change] = useUrlState()
  const { data, loading, refusal } = useEndpoint(readMissing, {
    params: { id: batch.id },
    query: { after: search.missing },
  })
  if (loading) return <Skeleton words="正在比对" />
  if (refusal) return <Notice tone="warn">{refusal.message}</Notice>
  if (!data || data.people.length === 0) return <Empty words="台账里的人都出现在文件中。" />
  return (
    <>
      <Notice>这些老人在台账里，但文件里没有。导入不会删除任何人，可以逐个核实。</Notice>
      <DataTable
        label="本次未出现的老人"
        rows={data.people}
        keyOf={(person) => person.id}
        columns={[
          {
            id: 'name',
            head: '姓名',
            cell: (person) => <a href={`/w/elders/${person.id}`}>{person.name}</a>,
          },
          { id: 'village', head: '村（社区）', cell: (person) => person.village ?? '未采集' },
        ]}
      />
      {data.next !== null && <Button onPress={() => change({ missing: data.next ?? undefined })}>下一页</Button>}
    </>
  )
}
