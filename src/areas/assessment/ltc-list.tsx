import type { Filter } from '../../ui/filters.ts'
import { ListPage } from '../../ui/list-page.tsx'
import type { ListInput } from '../../ui/list-state.ts'
import { useEndpoint } from '../../ui/load.ts'
import { AssessmentLinks } from './assessment-links.tsx'
import { listLtc } from './recognition-contract.ts'
import { SERVICE_MODES } from './words.ts'

const filters: readonly Filter[] = [
  {
    id: 'only',
    label: '范围',
    options: [
      { value: 'severe', label: '重度失能' },
      { value: 'waiting', label: '还没有结论' },
    ],
  },
]
const useLtc = (input: ListInput) => useEndpoint(listLtc, input)

/** 长护险失能等级: conclusions of the insurance as issued; our own reading is shown beside, with what it still lacks. */
export function LtcList() {
  return (
    <ListPage
      title="长护失能等级评定"
      unit="件"
      load={useLtc}
      keyOf={(row) => `${row.district}/${row.id}`}
      hrefOf={(row) => `/w/elders/${row.elderId}`}
      nameOf={(row) => row.name}
      actions={<AssessmentLinks here="/w/assessments/ltc" />}
      columns={[
        { id: 'name', head: '老人', cell: (row) => <a href={`/w/elders/${row.elderId}`}>{row.name}</a> },
        { id: 'place', head: '居住地', long: true, cell: (row) => row.placeName },
        { id: 'applied', head: '申请日期', cell: (row) => row.appliedOn },
        { id: 'self', head: '自评档', about: '来源未核对印本，仅供参考', cell: (row) => row.selfGrade ?? '没有' },
        { id: 'agency', head: '评定机构', long: true, cell: (row) => row.agency ?? '没有' },
        { id: 'no', head: '结论文号', cell: (row) => row.conclusionNo ?? '还没有结论' },
        { id: 'level', head: '结论等级', cell: (row) => row.level ?? '还没有结论' },
        { id: 'until', head: '有效期至', cell: (row) => row.validUntil ?? '没有设定' },
        {
          id: 'own',
          head: '按量表试算',
          long: true,
          cell: (row) => row.ownLevel ?? (row.blockedBy === '' ? '没有答卷' : `待设定：${row.blockedBy}`),
        },
        {
          id: 'mode',
          head: '服务方式',
          cell: (row) => (row.serviceMode === null ? '没有' : SERVICE_MODES[row.serviceMode]),
        },
      ]}
      filters={filters}
      first={{ words: '还没有长护失能等级的记录。医保部门的结论由经办人登记。' }}
    />
  )
}
