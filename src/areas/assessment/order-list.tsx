import { Day, Value } from '../../ui/day.tsx'
import type { Filter } from '../../ui/filters.ts'
import { ListPage } from '../../ui/list-page.tsx'
import type { ListInput } from '../../ui/list-state.ts'
import { useAct, useEndpoint } from '../../ui/load.ts'
import type { Refusal } from '../../ui/refusal.ts'
import { Status } from '../../ui/status.tsx'
import { useToast } from '../../ui/toast.tsx'
import type { SavedView } from '../../ui/views.tsx'
import { AssessmentLinks } from './assessment-links.tsx'
import { actOnOrder, listOrders, type OrderHead } from './contract.ts'
import { ORDER_STATUS, REASONS, SHEET_STATUS } from './words.ts'

const filters: readonly Filter[] = [
  {
    id: 'state',
    label: '状态',
    options: [
      { value: 'working', label: '没有办结' },
      { value: 'review', label: '待复核' },
      ...Object.entries(ORDER_STATUS).map(([value, { word }]) => ({ value, label: word })),
    ],
  },
  { id: 'reason', label: '评估原因', options: Object.entries(REASONS).map(([value, label]) => ({ value, label })) },
]
const views: readonly SavedView[] = [
  { id: 'review', label: '待复核', search: { state: 'review' } },
  { id: 'open', label: '待派单', search: { state: 'open' } },
  { id: 'dispute', label: '异议复评', search: { reason: 'dispute', state: 'working' } },
  { id: 'recheck', label: '抽查复核', search: { reason: 'recheck', state: 'working' } },
]
const useOrders = (input: ListInput) => useEndpoint(listOrders, input)
const hrefOf = (row: OrderHead) => `/w/assessments/orders/${row.district}/${row.id}`

/** W16 评估管理: orders with their pair and what each waits for; open ones are given out by workload, many at once. */
export function OrderList() {
  const { act } = useAct(actOnOrder, [listOrders.path])
  const toast = useToast()
  const giveOut = async (keys: readonly string[], done: () => void): Promise<Refusal | undefined> => {
    let given = 0
    let last: Refusal | undefined
    for (const key of keys) {
      const [district = '', id = ''] = key.split('/')
      const answer = await act({ params: { district, id }, body: { act: 'assignByLoad', plannedOn: null } })
      if (answer.ok) given++
      else last = answer.refusal
    }
    toast(`已派 ${given} 张，没有派出 ${keys.length - given} 张。`)
    if (given > 0) done()
    return last
  }
  return (
    <ListPage
      title="评估单"
      unit="张"
      load={useOrders}
      keyOf={(row) => `${row.district}/${row.id}`}
      hrefOf={hrefOf}
      nameOf={(row) => row.name}
      actions={<AssessmentLinks here="/w/assessments" />}
      views={views}
      bulk={[
        {
          id: 'assign',
          label: '按工作量派单',
          kind: 'primary',
          rowsOnly: true,
          run: (selection, done) => giveOut(selection.kind === 'rows' ? selection.keys : [], done),
        },
      ]}
      columns={[
        { id: 'number', head: '编号', cell: (row) => <a href={hrefOf(row)}>{row.number}</a> },
        { id: 'name', head: '老人', cell: (row) => `${row.name}${row.age === null ? '' : `，${row.age} 岁`}` },
        { id: 'place', head: '居住地', cell: (row) => row.placeName, long: true },
        { id: 'reason', head: '评估原因', cell: (row) => REASONS[row.reason] },
        { id: 'state', head: '状态', cell: (row) => <OrderStatus of={row} /> },
        {
          id: 'pair',
          head: '评估员',
          long: true,
          cell: (row) => (row.first === null ? (row.agency ?? '没有派单') : `${row.first}、${row.second}`),
        },
        { id: 'planned', head: '约定日期', cell: (row) => <Day on={row.plannedOn} /> },
        { id: 'due', head: '期限', cell: (row) => <Day on={row.dueOn} /> },
        { id: 'questions', head: '疑问', align: 'right', cell: (row) => <Value of={row.questions} unit="处" /> },
      ]}
      filters={filters}
      allDone="没有等着办的评估单。"
      first={{
        words: '还没有评估单。从待评名单选择老人，一次可以开 200 张。',
        act: (
          <a className="y-button" href="/w/assessments/due">
            打开待评名单
          </a>
        ),
      }}
    />
  )
}

/** What an order waits for: the sheet's state where there is one. */
export function OrderStatus({ of }: { of: Pick<OrderHead, 'state' | 'sheetState'> }) {
  if (of.state === 'recorded' && of.sheetState !== null)
    return <Status of={of.sheetState as keyof typeof SHEET_STATUS} words={SHEET_STATUS} />
  return <Status of={of.state} words={ORDER_STATUS} />
}
