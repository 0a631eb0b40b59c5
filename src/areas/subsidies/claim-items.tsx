import { Button } from '../../ui/button.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { useEndpoint } from '../../ui/load.ts'
import { Money } from '../../ui/money.tsx'
import { Empty, Refused, Skeleton } from '../../ui/screen.tsx'
import { useUrlState } from '../../ui/url-state.ts'
import { type Claim, listItems } from './contract.ts'
import { ITEM_RULES, SUBJECT_WORDS, sayReason } from './words.ts'

/** Every bed or person-month behind a figure; the address keeps which of them. */
export function ClaimItems({ of }: { of: Claim }) {
  const [search, change] = useUrlState()
  const { reason, rule, after } = search
  const query = { ...(reason ? { reason } : {}), ...(rule ? { rule } : {}), ...(after ? { after } : {}) }
  const { data, loading, refusal } = useEndpoint(listItems, { params: { district: of.district, id: of.id }, query })
  if (refusal) return <Refused refusal={refusal} />
  if (loading || data === undefined) return <Skeleton words="正在读取明细" />
  return (
    <div className="y-stack">
      {(reason || rule) && (
        <div className="y-row">
          <span>
            只看：{rule ? ITEM_RULES[rule] : ''} {reason ? sayReason(reason) : ''}
          </span>
          <Button kind="quiet" onPress={() => change({ reason: undefined, rule: undefined, after: undefined })}>
            看全部
          </Button>
        </div>
      )}
      {data.rows.length === 0 ? (
        <Empty words="没有符合的项目。" />
      ) : (
        <div className="y-wide">
          <DataTable
            label="逐项明细"
            rows={data.rows}
            keyOf={(row) => `${row.rule}.${row.subjectId}.${row.month}`}
            columns={[
              {
                id: 'name',
                head: '对象',
                cell: (row) =>
                  row.person && row.name !== '' ? (
                    <a href={`/w/elders/${row.subjectId}`}>{row.name}</a>
                  ) : (
                    row.name || SUBJECT_WORDS[row.subject]
                  ),
              },
              { id: 'month', head: '月份', cell: (row) => row.month },
              { id: 'rule', head: '规定', cell: (row) => ITEM_RULES[row.rule] ?? row.rule },
              { id: 'reason', head: '结果与原因', long: true, cell: (row) => sayReason(row.reason) },
              {
                id: 'amount',
                head: '金额',
                align: 'right',
                cell: (row) => <Money fen={row.amountFen} example={of.example && row.counted} />,
              },
            ]}
          />
        </div>
      )}
      {data.next !== null && <Button onPress={() => change({ after: data.next ?? undefined })}>下一页</Button>}
    </div>
  )
}
