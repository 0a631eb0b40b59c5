import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { useEndpoint } from '../../ui/load.ts'
import { Empty, Screen } from '../../ui/screen.tsx'
import { CheckAnswer } from './check-answer.tsx'
import { listChecks } from './filing-contract.ts'
import { DEPARTMENTS } from './filing-words.ts'

/** 并联核查 (J13.3): what departments of the district are asked about new homes, the most pressing first. */
export function CheckList() {
  const { data, loading, refusal, reload } = useEndpoint(listChecks)
  const [asked, setAsked] = useState<string>()
  const check = data?.rows.find((each) => each.id === asked)
  return (
    <Screen title="并联核查" loading={loading} refusal={refusal} onRetry={reload}>
      {data && data.rows.length === 0 && <Empty words="没有需要核查的备案。" />}
      {data && data.rows.length > 0 && (
        <DataTable
          label="并联核查"
          rows={data.rows}
          keyOf={(row) => row.id}
          columns={[
            { id: 'name', head: '设施', long: true, cell: (row) => row.filingName },
            { id: 'department', head: '部门', cell: (row) => DEPARTMENTS[row.department] },
            { id: 'question', head: '核查什么', long: true, cell: (row) => row.question },
            { id: 'due', head: '期限', cell: (row) => row.dueOn ?? '没有设定' },
            {
              id: 'act',
              head: '答复',
              cell: (row) =>
                row.outcome === null ? (
                  <Button onPress={() => setAsked(row.id)}>录入答复</Button>
                ) : row.outcome === 'clear' ? (
                  '没有问题'
                ) : (
                  '有问题'
                ),
            },
          ]}
        />
      )}
      {check && <CheckAnswer of={check} onClose={() => setAsked(undefined)} />}
    </Screen>
  )
}
