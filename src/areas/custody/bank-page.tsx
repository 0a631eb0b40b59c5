import { CaseActions } from '../../ui/case-actions.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { useAct, useEndpoint } from '../../ui/load.ts'
import { Money } from '../../ui/money.tsx'
import { Empty, Screen } from '../../ui/screen.tsx'
import { bankRequests, CHANGED_BY_ACTS, decideRequest, type Withdrawal } from './contract.ts'
import { WITHDRAWAL_KINDS } from './words.ts'

/** What homes ask of this bank: contracts and sums, never a name. */
export function BankPage() {
  const { data, loading, refusal, reload } = useEndpoint(bankRequests, {})
  const { act } = useAct(decideRequest, CHANGED_BY_ACTS)
  const decide = async (of: Withdrawal, approve: boolean, reason: string | undefined) => {
    const params = { district: of.district, facility: of.facility, id: of.id }
    const answer = await act({ params, body: { approve, ...(reason === undefined ? {} : { reason }) } })
    return answer.ok ? undefined : answer.refusal
  }
  return (
    <Screen title="支取审核" loading={loading} refusal={refusal} onRetry={reload}>
      {data && data.rows.length === 0 && <Empty words="没有等待审核的支取申请。" />}
      {data && data.rows.length > 0 && (
        <div className="y-card y-wide">
          <DataTable
            label="等待审核的支取申请"
            rows={data.rows}
            keyOf={(row) => row.id}
            columns={[
              { id: 'home', head: '机构', long: true, cell: (row) => row.home },
              { id: 'kind', head: '类别', cell: (row) => WITHDRAWAL_KINDS[row.kind] },
              { id: 'contract', head: '合同号', cell: (row) => row.contract ?? '机构用款' },
              { id: 'fen', head: '金额', align: 'right', cell: (row) => <Money fen={row.amountFen} /> },
              { id: 'purpose', head: '用途', long: true, cell: (row) => row.purpose },
              { id: 'evidence', head: '材料', long: true, cell: (row) => row.evidence ?? `${row.evidenceDue} 前补交` },
              {
                id: 'act',
                head: '审核',
                cell: (row) => (
                  <CaseActions
                    actions={[
                      { id: 'yes', label: '同意', kind: 'primary' },
                      {
                        id: 'no',
                        label: '不同意',
                        reason: { required: true, reasons: ['用途与约定不符', '材料不足', '支取后低于留存要求'] },
                      },
                    ]}
                    onAct={(id, reason) => decide(row, id === 'yes', reason)}
                  />
                ),
              },
            ]}
          />
        </div>
      )}
    </Screen>
  )
}
