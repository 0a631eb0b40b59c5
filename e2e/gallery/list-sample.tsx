import { Day } from '../../src/ui/day.tsx'
import type { Filter } from '../../src/ui/filters.ts'
import { ListPage } from '../../src/ui/list-page.tsx'
import type { ListInput } from '../../src/ui/list-state.ts'
import { useLoad } from '../../src/ui/load.ts'
import { Masked } from '../../src/ui/masked.tsx'
import { type StateWords, Status } from '../../src/ui/status.tsx'
import { useToast } from '../../src/ui/toast.tsx'

type Row = {
  id: string
  name: string
  age: number
  village: string
  living: 'alone' | 'family'
  visited: string | null
}

const NAMES = ['王秀英', '李国华', '张素珍', '刘德明', '陈玉兰', '杨光荣', '赵淑芬', '黄志强']
const people: Row[] = Array.from({ length: 260 }, (_, n) => ({
  id: String(n + 1),
  name: `${NAMES[n % NAMES.length]}${n >= NAMES.length ? `（${n}）` : ''}`,
  age: 60 + ((n * 7) % 40),
  village: `第${(n % 14) + 1}村`,
  living: n % 3 === 0 ? 'alone' : 'family',
  visited: n % 5 === 0 ? null : `2026-${String(1 + (n % 11)).padStart(2, '0')}-15`,
}))

const living: StateWords<Row['living']> = {
  alone: { word: '独居', tone: 'warn' },
  family: { word: '与家人住', tone: 'neutral' },
}

const filters: Filter[] = [
  {
    id: 'age',
    label: '年龄',
    sentence: (value) => `年龄 ≥ ${value}`,
    understand: (word) => /^(\d+)岁以上$/.exec(word)?.[1],
    typed: { hint: '例如 80', read: (text) => /^\d{2,3}$/.exec(text.trim())?.[0] },
  },
  {
    id: 'living',
    label: '居住',
    options: [
      { value: 'alone', label: '独居' },
      { value: 'family', label: '与家人住' },
    ],
  },
]

const ask = (query: Record<string, string>) => {
  const found = people.filter(
    (one) =>
      one.age >= Number(query.age ?? 0) &&
      (!query.living || query.living.split(',').includes(one.living)) &&
      (!query.q || one.name.includes(query.q)),
  )
  const from = Number(query.after ?? 0)
  return {
    rows: found.slice(from, from + 40),
    next: found.length > from + 40 ? String(from + 40) : null,
    count: { total: found.length, capped: false },
  }
}

const usePeople = ({ query }: ListInput) =>
  useLoad(['people', query], async () => ({ ok: true as const, value: ask(query) }))

export function ListSample() {
  const say = useToast()
  return (
    <ListPage<Row>
      title="老人台账"
      unit="位"
      filters={filters}
      example="80岁以上 独居"
      load={usePeople}
      keyOf={(row) => row.id}
      nameOf={(row) => row.name}
      hrefOf={(row) => `/list/${row.id}`}
      peek={(row) => (
        <p>
          {row.name}，{row.age} 岁，住{row.village}
        </p>
      )}
      urgent={(row) => row.visited === null && row.living === 'alone'}
      columns={[
        { id: 'name', head: '姓名', cell: (row) => row.name, sort: 'name' },
        { id: 'age', head: '年龄（岁）', cell: (row) => row.age, align: 'right', sort: 'age' },
        {
          id: 'number',
          head: '身份证号',
          cell: () => (
            <Masked
              value="500***********1234"
              what="身份证号"
              reveal={async () => ({ ok: true, value: '500000194403121234' })}
            />
          ),
        },
        { id: 'village', head: '村（社区）', cell: (row) => row.village },
        { id: 'living', head: '居住', cell: (row) => <Status of={row.living} words={living} />, align: 'center' },
        { id: 'visited', head: '上次巡访', cell: (row) => <Day on={row.visited} distance /> },
      ]}
      bulk={[
        {
          id: 'visit',
          label: '安排巡访',
          run: async (selection) => {
            say(
              selection.kind === 'all' ? '已安排符合条件的全部老人。' : `已安排 ${selection.keys.length} 位。`,
              () => {},
            )
            return undefined
          },
        },
      ]}
      views={[
        { id: 'all', label: '全部', search: {} },
        { id: 'alone', label: '独居高龄', search: { living: 'alone', age: '80' }, count: 37 },
      ]}
      onSaveView={async (label) => say(`已保存视图“${label}”。`)}
    />
  )
}
