import { Button } from '../../ui/button.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { Empty, Skeleton } from '../../ui/screen.tsx'
import { useUrlState } from '../../ui/url-state.ts'
import { type Batch, readMissing } from './calls.ts'

const WORDS: Record<Batch['kind'], { about: string; none: string }> = {
  ledger: {
    about: '这些老人在台账里，但文件里没有。导入不会删除任何人，可以逐个核实。',
    none: '台账里的人都出现在文件中。',
  },
  deaths: {
    about: '火化名单报来了这些老人，公安的死亡名单里却没有。请向公安核实。',
    none: '没有只出现在火化名单里的人。',
  },
  cremations: {
    about: '死亡名单报来了这些老人，火化名单里却没有。可能是土葬、异地火化或尚未火化，请核实。',
    none: '没有只出现在死亡名单里的人。',
  },
  disability: {
    about: '台账里记有残疾，这份名单里却没有。可能是证件到期或注销，请核实后在档案里截止。',
    none: '台账里记有残疾的人，名单里都有。',
  },
  hardship: {
    about: '台账里记有困难类型，这份名单里却没有。可能已退出救助，请核实后在档案里截止。',
    none: '台账里记有困难类型的人，名单里都有。',
  },
}

/** Who is in the register but not in the file; nobody is changed for it. */
export function MissingPeople({ batch }: { batch: Batch }) {
  const [search, change] = useUrlState()
  const { data, loading, refusal } = useEndpoint(readMissing, {
    params: { id: batch.id },
    query: { after: search.missing },
  })
  if (loading) return <Skeleton words="正在比对" />
  if (refusal) return <Notice tone="warn">{refusal.message}</Notice>
  if (!data || data.people.length === 0) return <Empty words={WORDS[batch.kind].none} />
  return (
    <>
      <Notice>{WORDS[batch.kind].about}</Notice>
      <div className="y-wide">
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
            { id: 'village', head: '住在', cell: (person) => person.place },
          ]}
        />
      </div>
      {data.next !== null && <Button onPress={() => change({ missing: data.next ?? undefined })}>下一页</Button>}
    </>
  )
}
