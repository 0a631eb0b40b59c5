import { ListPage } from '../../ui/list-page.tsx'
import type { ListAnswer, ListInput } from '../../ui/list-state.ts'
import { type Loaded, useAct, useEndpoint } from '../../ui/load.ts'
import { useSession } from '../../ui/session.ts'
import { type ElderRow, keepView, readCount, readPage, readViews } from './contract.ts'
import { ElderPeek } from './elder-peek.tsx'
import { ExportButton } from './export-button.tsx'
import { usePlaces } from './place-options.ts'
import { registerColumns } from './register-columns.tsx'
import { DEFAULT_VIEWS, registerFilters } from './register-filters.ts'

/** W02 老人台账: the register as a list that says what it shows, opens beside itself and keeps its state in the address. */
export function Register() {
  const { session } = useSession()
  const places = usePlaces()
  const views = useEndpoint(readViews)
  const keep = useAct(keepView, [readViews.path])
  const mayWrite = session?.account.roles.some((grant) => ['townshipClerk', 'districtOfficer'].includes(grant.role))
  return (
    <ListPage
      title="老人台账"
      unit="位"
      load={useElders}
      keyOf={(row) => row.id}
      hrefOf={(row) => `/w/elders/${row.id}`}
      nameOf={(row) => row.name}
      peek={(row) => <ElderPeek of={row} />}
      columns={registerColumns}
      filters={registerFilters(places)}
      example="80岁以上 独居，或姓名、拼音、电话、证件号后四位"
      views={[
        ...DEFAULT_VIEWS,
        ...(views.data?.views ?? []).map(({ id, name, filter }) => ({ id, label: name, search: filter })),
      ]}
      onSaveView={async (name, filter) => {
        await keep.act({ body: { name, filter, audience: 'personal' } })
      }}
      actions={
        mayWrite && (
          <div className="y-row">
            <ExportButton />
            <a className="y-button" href="/w/duplicates">
              重复合并
            </a>
            <a className="y-button" data-kind="primary" href="/w/elders/new">
              登记老人
            </a>
          </div>
        )
      }
      first={{
        words: '还没有台账。把现有的表格导入，系统会先检查、不会直接入库。',
        act: (
          <a className="y-button" href="/w/imports">
            导入台账
          </a>
        ),
      }}
    />
  )
}

/** A page and its count: two questions, so that the page never waits for the counting. */
function useElders({ query }: ListInput): Loaded<ListAnswer<ElderRow>> {
  const { after, sort, ...filter } = query
  const page = useEndpoint(readPage, {
    query: { ...filter, ...(sort && { sort }), ...(after && { cursor: after }) },
  })
  const count = useEndpoint(readCount, { query: filter })
  const data = page.data && {
    rows: page.data.rows,
    next: page.data.next,
    count: { total: count.data?.count ?? page.data.rows.length, capped: count.data?.exact === false },
  }
  return { ...page, data }
}
