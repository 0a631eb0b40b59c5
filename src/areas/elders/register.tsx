import { useState } from 'react'
import { ListPage } from '../../ui/list-page.tsx'
import type { ListAnswer, ListInput } from '../../ui/list-state.ts'
import { type Loaded, useAct, useEndpoint } from '../../ui/load.ts'
import type { Selection } from '../../ui/selection-bar.tsx'
import { useSession } from '../../ui/session.ts'
import { useCurrentBenefits } from '../benefits/current-benefits.tsx'
import { BulkDialog } from './bulk-dialog.tsx'
import { keepView, readCount, readPage, readViews } from './contract.ts'
import { ElderPeek } from './elder-peek.tsx'
import { ExportButton } from './export-button.tsx'
import { ExportDialog } from './export-dialog.tsx'
import { asElderFilter } from './list-query.ts'
import { usePlaces } from './place-options.ts'
import { type RegisterRow, registerColumns } from './register-columns.tsx'
import { DEFAULT_VIEWS, registerFilters } from './register-filters.ts'

/** W02 老人台账: the register as a list that says what it shows, opens beside itself and keeps its state in the address. */
export function Register() {
  const { session } = useSession()
  const places = usePlaces()
  const views = useEndpoint(readViews)
  const keep = useAct(keepView, [readViews.path])
  const mayWrite = session?.account.roles.some((grant) => ['townshipClerk', 'districtOfficer'].includes(grant.role))
  const [chosen, setChosen] = useState<Omit<ChosenProps, 'onClose'>>()
  const open = (act: ChosenProps['act']) => async (selection: Selection, onDone: () => void) => {
    setChosen({ act, selection, onDone })
    return undefined
  }
  return (
    <>
      <ListPage
        title="老人台账"
        unit="位"
        load={useElders}
        keyOf={(row) => row.id}
        hrefOf={(row) => `/w/elders/${row.id}`}
        nameOf={(row) => row.name}
        peek={(row) => <ElderPeek of={row} />}
        columns={registerColumns}
        {...(mayWrite && {
          bulk: [
            { id: 'fact', label: '批量登记情况', run: open('fact') },
            { id: 'move', label: '批量登记居住地', run: open('move') },
            { id: 'export', label: '导出所选', run: open('export') },
          ],
        })}
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
              <a className="y-button" href="/w/exports">
                导出申请
              </a>
              <a className="y-button" href="/w/transfers">
                转入转出
              </a>
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
      {chosen && <ChosenAct {...chosen} onClose={() => setChosen(undefined)} />}
    </>
  )
}

type ChosenProps = { act: 'fact' | 'move' | 'export'; selection: Selection; onDone: () => void; onClose: () => void }

function ChosenAct({ act, selection, onDone, onClose }: ChosenProps) {
  const leave = () => {
    onDone()
    onClose()
  }
  if (act !== 'export')
    return (
      <BulkDialog
        selection={selection}
        start={act === 'move' ? 'residence' : 'hardship'}
        onClose={onClose}
        onDone={leave}
      />
    )
  return selection.kind === 'rows' ? (
    <ExportDialog conditions={{}} picked={selection.keys} onClose={onClose} />
  ) : (
    <ExportDialog conditions={asElderFilter(selection.conditions)} onClose={onClose} />
  )
}

/** A page, its count and its benefits: three questions, so that the page never waits for the others. */
function useElders({ query }: ListInput): Loaded<ListAnswer<RegisterRow>> {
  const { after, sort } = query
  const filter = asElderFilter(query)
  const page = useEndpoint(readPage, {
    query: { ...filter, ...(sort && { sort }), ...(after && { cursor: after }) },
  })
  const count = useEndpoint(readCount, { query: filter })
  const benefitsOf = useCurrentBenefits((page.data?.rows ?? []).map((row) => row.id))
  const data = page.data && {
    rows: page.data.rows.map((row) => ({ ...row, benefits: benefitsOf(row.id) })),
    next: page.data.next,
    count: { total: count.data?.count ?? page.data.rows.length, capped: count.data?.exact === false },
  }
  return { ...page, data }
}
