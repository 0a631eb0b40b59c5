import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import type { Filter } from '../../ui/filters.ts'
import { ListPage } from '../../ui/list-page.tsx'
import type { ListInput } from '../../ui/list-state.ts'
import { useEndpoint } from '../../ui/load.ts'
import { Status } from '../../ui/status.tsx'
import { AssessmentLinks } from './assessment-links.tsx'
import { useOwnDistrict } from './own-district.ts'
import { listRecognitions } from './recognition-contract.ts'
import { RecognitionDialog } from './recognition-dialog.tsx'
import { FINDING_STATUS, RECOGNITION_STATUS, SCALE_WORDS } from './words.ts'

const filters: readonly Filter[] = [
  {
    id: 'state',
    label: '状态',
    options: Object.entries(RECOGNITION_STATUS).map(([value, { word }]) => ({ value, label: word })),
  },
]
const useRecognitions = (input: ListInput) => useEndpoint(listRecognitions, input)

/** W16 互认: results from other places, what the rule says about each, and the decision. */
export function RecognitionList() {
  const [adding, setAdding] = useState(false)
  const own = useOwnDistrict()
  const add = own === undefined ? undefined : <Button onPress={() => setAdding(true)}>登记外地评估</Button>
  return (
    <>
      <ListPage
        title="外地评估互认"
        unit="件"
        load={useRecognitions}
        keyOf={(row) => `${row.district}/${row.id}`}
        hrefOf={(row) => `/w/assessments/recognition/${row.district}/${row.id}`}
        nameOf={(row) => row.name}
        actions={
          <>
            {add}
            <AssessmentLinks here="/w/assessments/recognition" />
          </>
        }
        columns={[
          {
            id: 'name',
            head: '老人',
            cell: (row) => <a href={`/w/assessments/recognition/${row.district}/${row.id}`}>{row.name}</a>,
          },
          { id: 'issuer', head: '出具机构', long: true, cell: (row) => `${row.issuerName}（${row.jurisdiction}）` },
          { id: 'reference', head: '报告编号', cell: (row) => row.reference },
          { id: 'scale', head: '量表', cell: (row) => SCALE_WORDS[row.scale] },
          { id: 'level', head: '原等级', cell: (row) => row.originLevel },
          { id: 'on', head: '评估日期', cell: (row) => row.assessedOn },
          { id: 'until', head: '有效期至', cell: (row) => row.validUntil ?? '没有写' },
          {
            id: 'finding',
            head: '规则结论',
            cell: (row) => <Status of={row.finding.outcome} words={FINDING_STATUS} />,
          },
          { id: 'state', head: '状态', cell: (row) => <Status of={row.state} words={RECOGNITION_STATUS} /> },
        ]}
        filters={filters}
        first={{ words: '还没有外地评估。老人带来外地的评估报告时，在这里登记。', act: add }}
      />
      {adding && own !== undefined && <RecognitionDialog district={own} onClose={() => setAdding(false)} />}
    </>
  )
}
