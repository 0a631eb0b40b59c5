import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { ExampleMark } from '../../ui/example-mark.tsx'
import type { Filter } from '../../ui/filters.ts'
import { ListPage } from '../../ui/list-page.tsx'
import type { ListInput } from '../../ui/list-state.ts'
import { useEndpoint } from '../../ui/load.ts'
import { Money } from '../../ui/money.tsx'
import { useSession } from '../../ui/session.ts'
import { Status } from '../../ui/status.tsx'
import { listClaims } from './contract.ts'
import { PrepareDialog } from './prepare-dialog.tsx'
import { CLAIM_RULES, CLAIM_STATES } from './words.ts'

const filters: readonly Filter[] = [
  {
    id: 'state',
    label: '状态',
    options: Object.entries(CLAIM_STATES).map(([value, { word }]) => ({ value, label: word })),
  },
  { id: 'rule', label: '补贴', options: Object.entries(CLAIM_RULES).map(([value, label]) => ({ value, label })) },
]

const useClaims = (input: ListInput) => useEndpoint(listClaims, input)

/** W11 补贴测算与申领: every claim of a facility, and the door to a new one. */
export function ClaimList() {
  const [asking, setAsking] = useState(false)
  const { session } = useSession()
  const own = session?.account.roles.find((grant) => grant.role === 'districtOfficer')?.division
  const prepare = own === undefined ? undefined : <Button onPress={() => setAsking(true)}>测算一项补贴</Button>
  return (
    <>
      <ListPage
        title="补贴测算与申领"
        unit="件"
        load={useClaims}
        keyOf={(row) => row.id}
        hrefOf={(row) => `/w/subsidies/${row.district}/${row.id}`}
        nameOf={(row) => row.number}
        actions={
          <>
            <a className="y-button" href="/w/subsidies/payments">
              支付清单
            </a>
            {prepare}
          </>
        }
        columns={[
          {
            id: 'number',
            head: '编号',
            cell: (row) => <a href={`/w/subsidies/${row.district}/${row.id}`}>{row.number}</a>,
          },
          {
            id: 'place',
            head: '机构',
            long: true,
            cell: (row) => (
              <>
                {row.placeName ?? '区县统筹'} {row.example && <ExampleMark />}
              </>
            ),
          },
          { id: 'rule', head: '补贴', cell: (row) => CLAIM_RULES[row.rule] },
          { id: 'months', head: '月份', cell: (row) => (row.from === row.to ? row.from : `${row.from} 至 ${row.to}`) },
          { id: 'amount', head: '测算金额', align: 'right', cell: (row) => <Money fen={row.amountFen} /> },
          { id: 'paid', head: '已付', align: 'right', cell: (row) => <Money fen={row.paidFen} /> },
          { id: 'state', head: '状态', cell: (row) => <Status of={row.state} words={CLAIM_STATES} /> },
        ]}
        filters={filters}
        first={{
          words: '还没有测算。选择机构、补贴和月份，系统会自动带入床位、入住和户籍，并列出不计的原因。',
          act: prepare,
        }}
      />
      {asking && own !== undefined && <PrepareDialog district={own} onClose={() => setAsking(false)} />}
    </>
  )
}
