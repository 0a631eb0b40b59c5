import type { Filter } from '../../ui/filters.ts'
import { today } from '../../ui/formats.ts'
import { ListPage } from '../../ui/list-page.tsx'
import type { ListAnswer, ListInput } from '../../ui/list-state.ts'
import { type Loaded, useEndpoint } from '../../ui/load.ts'
import { useSession } from '../../ui/session.ts'
import { Status } from '../../ui/status.tsx'
import { useUrlState } from '../../ui/url-state.ts'
import { type Line, listLines, readBatch } from './contract.ts'
import { PersonCard } from './person-card.tsx'
import { MATTER_WORDS, SCHEME_WORDS } from './words.ts'

const filters: readonly Filter[] = [
  {
    id: 'outcome',
    label: '事项',
    options: [
      { value: 'undetermined', label: '补充情况' },
      { value: 'excluded', label: '两项不同享' },
      { value: 'blocked', label: '等待设定' },
      { value: 'unclaimed', label: '可主动告知' },
    ],
  },
  {
    id: 'scheme',
    label: '待遇',
    options: Object.entries(SCHEME_WORDS).map(([value, label]) => ({ value, label })),
  },
]

/** What this month's run could not decide, one line a person and scheme: the second list of W05, reached from the work list. */
export function Matters() {
  const month = today().slice(0, 7)
  return (
    <ListPage
      title="批次待清理的情况"
      unit="条"
      load={useMatters}
      keyOf={(row) => `${row.district}.${row.elder}.${row.scheme}`}
      hrefOf={(row) => `/w/elders/${row.elder}`}
      nameOf={(row) => row.name}
      peek={(row) => <PersonCard district={row.district} elder={row.elder} month={month} scheme={row.scheme} />}
      columns={[
        { id: 'name', head: '姓名', cell: (row) => row.name },
        { id: 'place', head: '乡镇（街道）', cell: (row) => row.townshipName },
        { id: 'matter', head: '事项', cell: (row) => <Status of={matterOf(row)} words={MATTER_WORDS} /> },
        { id: 'scheme', head: '待遇', cell: (row) => SCHEME_WORDS[row.scheme] },
        { id: 'missing', head: '所差', long: true, cell: (row) => row.says },
      ]}
      filters={filters}
      allDone="本月的批次没有要补充的情况。"
    />
  )
}

const matterOf = (row: Line): keyof typeof MATTER_WORDS =>
  row.kind === 'blocked' || row.kind === 'excluded' || row.kind === 'unclaimed' ? row.kind : 'undetermined'

/** The open lines of the latest batch that speaks for the person's area. */
function useMatters({ query }: ListInput): Loaded<ListAnswer<Line>> {
  const [search] = useUrlState()
  const { session } = useSession()
  const division = search.area ?? session?.account.roles.find((grant) => grant.division !== '')?.division ?? ''
  const month = today().slice(0, 7)
  const batch = useEndpoint(readBatch, { params: { division, month } }, division !== '')
  const run = batch.data?.run.id
  const lines = useEndpoint(listLines, { params: { run: run ?? '', list: 'clear' }, query }, run !== undefined)
  const refusal = batch.refusal ?? lines.refusal
  return { ...lines, refusal, loading: refusal === undefined && (batch.loading || lines.loading) }
}
