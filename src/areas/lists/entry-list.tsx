import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import type { Column } from '../../ui/data-table.tsx'
import { ExampleMark } from '../../ui/example-mark.tsx'
import type { Filter } from '../../ui/filters.ts'
import { ListPage } from '../../ui/list-page.tsx'
import type { ListInput } from '../../ui/list-state.ts'
import { useEndpoint } from '../../ui/load.ts'
import { Facts } from '../../ui/record-page.tsx'
import { Empty, Screen } from '../../ui/screen.tsx'
import { useAddress } from '../../ui/url-state.ts'
import { type EntryView, type FieldView, type ListView, listEntries, listLists } from './contract.ts'
import { EntryDialog } from './entry-dialog.tsx'
import { SheetDialog } from './sheet-dialog.tsx'
import { showField } from './show-field.ts'

const SHOWN = 5

/** One plain list: what stands in it today, filtered by its own choices. */
export function EntryList() {
  const { list: id } = useAddress()
  const { data, loading, refusal, reload } = useEndpoint(listLists)
  const list = data?.find((each) => each.id === id)
  if (list !== undefined) return <Entries key={list.id} of={list} />
  return (
    <Screen title="专项台账" loading={loading} refusal={refusal} onRetry={reload}>
      <Empty words="没有这份台账。">
        <a className="y-button" href="/w/lists">
          看全部台账
        </a>
      </Empty>
    </Screen>
  )
}

function Entries({ of: list }: { of: ListView }) {
  const [open, setOpen] = useState<'add' | 'sheet'>()
  const useEntries = (input: ListInput) => useEndpoint(listEntries, { ...input, params: { list: list.id } })
  const close = () => setOpen(undefined)
  return (
    <>
      <ListPage
        title={list.title}
        unit={list.unit}
        load={useEntries}
        keyOf={(row) => `${row.district}/${row.entry}`}
        hrefOf={(row) => `/w/lists/${list.id}/${row.district}/${row.entry}`}
        nameOf={(row) => row.name}
        peek={(row) => <Facts of={factsOf(list, row)} />}
        columns={columnsOf(list)}
        filters={filtersOf(list)}
        example={`${list.nameLabel}里的几个字`}
        first={{
          words: `还没有登记。${list.about}`,
          ...(list.mayWrite && { act: <Button onPress={() => setOpen('add')}>登记第一条</Button> }),
        }}
        actions={
          <div className="y-row">
            <a className="y-button" href={`/api/lists/${list.id}/sheet`} download>
              导出表格
            </a>
            {list.mayWrite && <Button onPress={() => setOpen('sheet')}>导入表格</Button>}
            {list.mayWrite && (
              <Button kind="primary" onPress={() => setOpen('add')}>
                登记一条
              </Button>
            )}
          </div>
        }
      />
      {open === 'add' && <EntryDialog list={list} onClose={close} />}
      {open === 'sheet' && <SheetDialog list={list} onClose={close} />}
    </>
  )
}

/** Required fields first, then those that the list declares first. */
const inOrder = (fields: readonly FieldView[]): FieldView[] => [
  ...fields.filter((field) => field.required),
  ...fields.filter((field) => !field.required),
]

const columnsOf = (list: ListView): Column<EntryView>[] => [
  {
    id: 'name',
    head: list.nameLabel,
    long: true,
    cell: (row) => (
      <>
        {row.name} {row.example && <ExampleMark />}
      </>
    ),
  },
  { id: 'place', head: '所在地', cell: (row) => row.placeName },
  ...(list.ofFacility
    ? [{ id: 'facility', head: '关联设施', long: true, cell: (row: EntryView) => row.facilityName ?? '' }]
    : []),
  ...inOrder(list.fields)
    .slice(0, SHOWN)
    .map((field) => ({
      id: field.name,
      head: field.label,
      cell: (row: EntryView) => showField(field, row.values[field.name]) ?? '未采集',
      ...(['integer', 'number', 'fen'].includes(field.type) ? { align: 'right' as const } : {}),
    })),
]

const filtersOf = (list: ListView): Filter[] =>
  list.fields
    .filter((field) => field.type === 'choice')
    .map((field) => ({ id: field.name, label: field.label, options: field.choices }))

/** Everything that an entry says, for the panel beside the list and its own page. */
export const factsOf = (list: ListView, row: EntryView) => [
  { label: '所在地', value: row.placeName },
  ...(row.facilityName === null
    ? []
    : [
        {
          label: '关联设施',
          value: <a href={`/w/facilities/${row.district}/${row.facility}`}>{row.facilityName}</a>,
        },
      ]),
  ...(row.organisation === null ? [] : [{ label: '统一社会信用代码', value: row.organisation }]),
  ...list.fields.map((field) => ({
    label: field.label,
    value: showField(field, row.values[field.name]) ?? <span className="y-quiet">未采集</span>,
  })),
  { label: '自何日起', value: row.to === null ? row.from : `${row.from} 至 ${row.to}（不含）` },
  { label: '依据', value: row.source },
]
