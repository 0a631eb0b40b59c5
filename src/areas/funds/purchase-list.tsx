import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { CaseActions } from '../../ui/case-actions.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { ExampleMark } from '../../ui/example-mark.tsx'
import { useAct, useEndpoint } from '../../ui/load.ts'
import { Money } from '../../ui/money.tsx'
import { Facts } from '../../ui/record-page.tsx'
import { Empty, Refused, Skeleton } from '../../ui/screen.tsx'
import { percent } from './budget-tables.tsx'
import { approvePart, type Purchases, readBudgets, readPurchases } from './contract.ts'
import { DeliveryDialog } from './delivery-dialog.tsx'

type Asked = { kind: 'delivery' | 'invoice'; contract: Purchases['contracts'][number] }

/** Contracts with providers: quota and what is used of it, deliveries beside the records, invoices, and the parts to pay. */
export function PurchaseList({ district, mayWrite }: { district: string; mayWrite: boolean }) {
  const [asked, setAsked] = useState<Asked>()
  const { data, loading, refusal, reload } = useEndpoint(readPurchases, { params: { district } })
  if (refusal) return <Refused refusal={refusal} onRetry={reload} />
  if (loading || data === undefined) return <Skeleton words="正在读取合同" />
  if (data.contracts.length === 0 && data.parts.length === 0) return <Empty words="还没有购买服务的合同。" />
  return (
    <div className="y-stack">
      {mayWrite && <Parts of={data.parts} district={district} />}
      {data.contracts.map((contract) => (
        <section key={contract.id} className="y-stack-tight" aria-label={`${contract.number} ${contract.lot}`}>
          <h2>
            {contract.number} · {contract.lot} {contract.example && <ExampleMark />}
          </h2>
          <Facts
            of={[
              { label: '承接方', value: contract.provider },
              {
                label: '单价',
                value: (
                  <>
                    <Money fen={contract.unitPriceFen} />／{contract.unit}
                  </>
                ),
              },
              { label: '数量', value: `已用 ${contract.used} / ${contract.quota} ${contract.unit}` },
              { label: '期限', value: `${contract.validFrom} 至 ${contract.validTo}（不含）` },
              {
                label: '分担',
                value: contract.shares.map((each) => `${each.name} ${percent(each.share)}`).join('，'),
              },
            ]}
          />
          {mayWrite && (
            <div className="y-row">
              <Button onPress={() => setAsked({ kind: 'delivery', contract })}>核实服务量</Button>
              <Button onPress={() => setAsked({ kind: 'invoice', contract })}>登记发票</Button>
            </div>
          )}
          <div className="y-wide">
            <DataTable
              label="按月核实"
              rows={contract.months}
              keyOf={(row) => row.month}
              columns={[
                { id: 'month', head: '月份', cell: (row) => row.month },
                { id: 'claimed', head: '承接方报', align: 'right', cell: (row) => row.claimed },
                { id: 'recorded', head: '记录核实', align: 'right', cell: (row) => row.recorded },
                {
                  id: 'payable',
                  head: '应付',
                  about: '取两者中较小的',
                  align: 'right',
                  cell: (row) => <Money fen={row.payableFen} />,
                },
                { id: 'invoice', head: '发票', cell: (row) => row.invoice ?? '还没有登记' },
                { id: 'records', head: '记录来源', long: true, cell: (row) => row.records },
              ]}
            />
          </div>
        </section>
      ))}
      {asked && <DeliveryDialog {...asked} district={district} onClose={() => setAsked(undefined)} />}
    </div>
  )
}

function Parts({ of, district }: { of: Purchases['parts']; district: string }) {
  const { act } = useAct(approvePart, [readPurchases.path, readBudgets.path])
  const open = of.filter((part) => part.approvedBy === null)
  return (
    <>
      {open.map((part) => (
        <section key={part.invoice} className="y-stack-tight" aria-label={part.title}>
          <h2>待支付：{part.title}</h2>
          <Facts
            of={[
              { label: '本区承担', value: percent(part.share) },
              { label: '金额', value: <Money fen={part.amountFen} inWords /> },
              { label: '登记', value: part.enteredBy },
            ]}
          />
          <CaseActions
            actions={[
              {
                id: 'pay',
                label: '复核并支付',
                kind: 'primary',
                warn: { sentence: '将从本区“政府购买养老服务”预算支出，记入账本。' },
              },
            ]}
            onAct={async () => {
              const answer = await act({ params: { district, id: part.invoice } })
              return answer.ok ? undefined : answer.refusal
            }}
          />
        </section>
      ))}
    </>
  )
}
