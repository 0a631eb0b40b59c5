import { Day } from '../../ui/day.tsx'
import type { Filter } from '../../ui/filters.ts'
import { ListPage } from '../../ui/list-page.tsx'
import type { ListInput } from '../../ui/list-state.ts'
import { useAct, useEndpoint } from '../../ui/load.ts'
import { Status } from '../../ui/status.tsx'
import { useToast } from '../../ui/toast.tsx'
import { AssessmentLinks } from './assessment-links.tsx'
import { type DueRow, listDue, listOrders, makeOrders } from './contract.ts'
import { DUE_WORDS, ORDER_STATUS, SKIPPED_WORDS } from './words.ts'

const filters: readonly Filter[] = [
  { id: 'why', label: '为什么', options: Object.entries(DUE_WORDS).map(([value, label]) => ({ value, label })) },
]
const useDue = (input: ListInput) => useEndpoint(listDue, input)
const keyOf = (row: DueRow) => `${row.district}/${row.elderId}`

/** 待评名单: everyone of 80 and over who has no valid result, by village; orders are made for many at once. */
export function DueList() {
  const { act } = useAct(makeOrders, [listDue.path, listOrders.path])
  const toast = useToast()
  return (
    <ListPage
      title="80 岁及以上待评名单"
      unit="位"
      load={useDue}
      keyOf={keyOf}
      hrefOf={(row) => `/w/elders/${row.elderId}`}
      nameOf={(row) => row.name}
      actions={<AssessmentLinks here="/w/assessments/due" />}
      bulk={[
        {
          id: 'order',
          label: '开评估单',
          kind: 'primary',
          rowsOnly: true,
          run: async (selection, done) => {
            if (selection.kind !== 'rows') return undefined
            const byDistrict = Map.groupBy(selection.keys, (key) => key.split('/')[0] ?? '')
            let made = 0
            const skipped: string[] = []
            for (const [district, keys] of byDistrict) {
              const elderIds = keys.map((key) => key.split('/')[1] ?? '')
              const answer = await act({ body: { district, elderIds, reason: 'routine' } })
              if (!answer.ok) return answer.refusal
              made += answer.value.made.length
              skipped.push(...answer.value.skipped.map((each) => SKIPPED_WORDS[each.why] ?? each.why))
            }
            toast(
              `已开 ${made} 张评估单${skipped.length === 0 ? '。' : `，跳过 ${skipped.length} 位：${[...new Set(skipped)].join('、')}。`}`,
            )
            done()
            return undefined
          },
        },
      ]}
      columns={[
        { id: 'name', head: '姓名', cell: (row) => <a href={`/w/elders/${row.elderId}`}>{row.name}</a> },
        { id: 'age', head: '年龄', align: 'right', cell: (row) => `${row.age} 岁` },
        { id: 'place', head: '居住地', cell: (row) => row.placeName, long: true },
        { id: 'why', head: '为什么', cell: (row) => DUE_WORDS[row.why] },
        { id: 'last', head: '上次评估', cell: (row) => <Day on={row.lastOn} /> },
        { id: 'level', head: '上次等级', cell: (row) => row.lastLevel ?? '没有' },
        { id: 'until', head: '有效期至', cell: (row) => <Day on={row.validUntil} /> },
        {
          id: 'order',
          head: '评估单',
          cell: (row) =>
            row.order === null ? (
              '没有'
            ) : (
              <a href={`/w/assessments/orders/${row.order.district}/${row.order.id}`}>
                <Status of={row.order.state} words={ORDER_STATUS} />
              </a>
            ),
        },
      ]}
      filters={filters}
      allDone="这个范围内 80 岁及以上的老人都有有效的评估结果。"
    />
  )
}
