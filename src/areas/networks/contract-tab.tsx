import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { useAct, useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { Refused, Skeleton } from '../../ui/screen.tsx'
import { type Contracts, handInReport, readContracts } from './contract.ts'
import { FORMS } from './words.ts'

type Props = { district: string; mayWrite: boolean }
type Row = Contracts['rows'][number]

/** Contracts of public homes run by others, with the reports about assets and incidents that are due. */
export function ContractTab({ district, mayWrite }: Props) {
  const { data, loading, refusal, reload } = useEndpoint(readContracts, { params: { district } })
  const [asked, setAsked] = useState<Row>()
  if (refusal) return <Refused refusal={refusal} onRetry={reload} />
  if (loading || data === undefined) return <Skeleton />
  return (
    <>
      <DataTable
        label="运营合同与报告"
        rows={data.rows}
        keyOf={(row) => row.id}
        columns={[
          {
            id: 'facility',
            head: '设施',
            long: true,
            cell: (row) => <a href={`/w/facilities/${row.district}/${row.facilityId}`}>{row.facilityName}</a>,
          },
          { id: 'operator', head: '运营方', long: true, cell: (row) => row.operator },
          { id: 'form', head: '方式', cell: (row) => FORMS[row.form] },
          { id: 'from', head: '起', cell: (row) => row.from },
          { id: 'until', head: '到期', cell: (row) => row.until },
          { id: 'every', head: '报告', cell: (row) => `每 ${row.reportEvery} 个月` },
          {
            id: 'overdue',
            head: '未交',
            long: true,
            cell: (row) => (row.overdue.length === 0 ? '没有' : row.overdue.join('、')),
          },
          {
            id: 'act',
            head: '登记',
            cell: (row) =>
              mayWrite && row.overdue.length > 0 && <Button onPress={() => setAsked(row)}>登记报告</Button>,
          },
        ]}
      />
      {asked && <ReportDialog of={asked} onClose={() => setAsked(undefined)} />}
    </>
  )
}

function ReportDialog({ of, onClose }: { of: Row; onClose: () => void }) {
  const [dueOn, setDueOn] = useState(of.overdue[0] ?? '')
  const [assets, setAssets] = useState('')
  const [incidents, setIncidents] = useState('')
  const { act, busy, refusal } = useAct(handInReport, [readContracts.path])
  const missing =
    assets.trim().length < 2 || incidents.trim().length < 2 ? '先填写资产和突发情况，没有也请写明' : undefined
  const send = async () => {
    const answer = await act({ params: { district: of.district, id: of.id }, body: { dueOn, assets, incidents } })
    if (answer.ok) onClose()
  }
  return (
    <Dialog title="登记报告" act="登记" busy={busy} unavailable={missing} onClose={onClose} onAct={() => void send()}>
      {refusal && (
        <Notice tone="warn" live>
          {refusal.message}
        </Notice>
      )}
      <SelectField
        label="哪一期"
        value={dueOn}
        onChange={setDueOn}
        options={of.overdue.map((on) => ({ value: on, label: on }))}
      />
      <TextField label="资产情况" value={assets} onChange={setAssets} maxLength={200} />
      <TextField label="突发情况" value={incidents} onChange={setIncidents} maxLength={200} />
    </Dialog>
  )
}
