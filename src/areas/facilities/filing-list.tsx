import { ExampleMark } from '../../ui/example-mark.tsx'
import type { Filter } from '../../ui/filters.ts'
import { ListPage } from '../../ui/list-page.tsx'
import type { ListInput } from '../../ui/list-state.ts'
import { useEndpoint } from '../../ui/load.ts'
import { mayUse, useSession } from '../../ui/session.ts'
import { Status } from '../../ui/status.tsx'
import { listFilings } from './filing-contract.ts'
import { FILING_KINDS, FILING_STATES } from './filing-words.ts'

const filters: readonly Filter[] = [
  { id: 'kind', label: '事项', options: Object.entries(FILING_KINDS).map(([value, label]) => ({ value, label })) },
  {
    id: 'state',
    label: '状态',
    options: Object.entries(FILING_STATES).map(([value, { word }]) => ({ value, label: word })),
  },
]

const useFilings = (input: ListInput) => useEndpoint(listFilings, input)

/** W10 机构备案: every filing of the area. */
export function FilingList() {
  const { session } = useSession()
  const start =
    session != null && mayUse(session, ['districtOfficer']) ? (
      <a className="y-button" data-kind="primary" href="/w/filings/new">
        新建备案
      </a>
    ) : undefined
  return (
    <ListPage
      title="机构备案"
      unit="件"
      load={useFilings}
      keyOf={(row) => row.id}
      hrefOf={(row) => `/w/filings/${row.district}/${row.id}`}
      nameOf={(row) => row.name}
      filters={filters}
      actions={start}
      columns={[
        {
          id: 'name',
          head: '设施',
          long: true,
          cell: (row) => (
            <>
              <a href={`/w/filings/${row.district}/${row.id}`}>{row.name.replace(/^示例·/, '')}</a>{' '}
              {row.example && <ExampleMark />}
            </>
          ),
        },
        { id: 'number', head: '编号', cell: (row) => row.number },
        { id: 'kind', head: '事项', cell: (row) => FILING_KINDS[row.kind] },
        { id: 'state', head: '状态', cell: (row) => <Status of={row.state} words={FILING_STATES} /> },
        {
          id: 'checks',
          head: '部门核查',
          cell: (row) => (row.checks === 0 ? '不需要' : `${row.checks - row.checksOpen}/${row.checks}`),
        },
        { id: 'operator', head: '运营方', long: true, cell: (row) => row.operator },
        { id: 'place', head: '所在', long: true, cell: (row) => row.place },
        { id: 'filed', head: '备案日期', cell: (row) => row.filedOn ?? '还没有' },
      ]}
      first={{ words: '还没有备案。填写开办情况，马上能看到可免、须办、可享的事项和依据。', act: start }}
    />
  )
}
