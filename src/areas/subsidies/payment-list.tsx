import { DataTable } from '../../ui/data-table.tsx'
import { useEndpoint } from '../../ui/load.ts'
import { Money } from '../../ui/money.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Empty, Screen } from '../../ui/screen.tsx'
import { useSession } from '../../ui/session.ts'
import { Status } from '../../ui/status.tsx'
import { useUrlState } from '../../ui/url-state.ts'
import { type PaymentList as List, readPaymentList } from './contract.ts'
import { CLAIM_RULES } from './words.ts'

const STATES = {
  waiting: { word: '等条件确认', tone: 'neutral' },
  due: { word: '可以支付', tone: 'info' },
  paid: { word: '已支付', tone: 'ok' },
} as const

const stateOf = (row: List['rows'][number]): keyof typeof STATES =>
  row.paidOn !== null ? 'paid' : row.releasedBy !== null ? 'due' : 'waiting'

/** 支付清单: what is due to whom, what waits for evidence, what was paid. */
export function PaymentList() {
  const [search] = useUrlState()
  const { session } = useSession()
  const district =
    search.area?.slice(0, 6) ?? session?.account.roles.find((grant) => grant.division !== '')?.division ?? ''
  const known = /^\d{6}$/.test(district) && district !== '500000'
  const { data, loading, refusal, reload } = useEndpoint(readPaymentList, { params: { district } }, known)
  const due = (data?.rows ?? []).filter((row) => stateOf(row) === 'due').reduce((sum, row) => sum + row.amountFen, 0)
  return (
    <Screen
      title="支付清单"
      trail={[{ label: '补贴测算与申领', href: '/w/subsidies' }, { label: '支付清单' }]}
      loading={loading}
      refusal={refusal}
      onRetry={reload}
    >
      {!known && <Notice>请在左上角选择一个区县。</Notice>}
      <div className="y-card y-stack">
        <p>
          可以支付合计 <Money fen={due} inWords />
        </p>
        {data?.rows.length === 0 ? (
          <Empty words="还没有核定的分期。" />
        ) : (
          <div className="y-wide">
            <DataTable
              label="支付清单"
              rows={data?.rows ?? []}
              keyOf={(row) => `${row.claim}.${row.no}`}
              columns={[
                {
                  id: 'number',
                  head: '申领',
                  cell: (row) => (
                    <a href={`/w/subsidies/${district}/${row.claim}?tab=pay`}>
                      {row.number} 第 {row.no} 期
                    </a>
                  ),
                },
                { id: 'rule', head: '补贴', cell: (row) => CLAIM_RULES[row.rule] },
                { id: 'payee', head: '收款方', long: true, cell: (row) => `${row.payee} ${row.creditCode}` },
                { id: 'when', head: '支付条件', long: true, cell: (row) => row.dueWhen },
                {
                  id: 'amount',
                  head: '金额',
                  align: 'right',
                  cell: (row) => <Money fen={row.amountFen} example={row.example} />,
                },
                { id: 'state', head: '状态', cell: (row) => <Status of={stateOf(row)} words={STATES} /> },
              ]}
            />
          </div>
        )}
      </div>
    </Screen>
  )
}
