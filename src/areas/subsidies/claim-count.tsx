import { DataTable } from '../../ui/data-table.tsx'
import { Money } from '../../ui/money.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Status } from '../../ui/status.tsx'
import type { Claim } from './contract.ts'
import { ITEM_RULES, SUBJECT_WORDS, sayReason, showOccupancy } from './words.ts'

const REACHED = { yes: { word: '达标', tone: 'ok' }, no: { word: '未达标', tone: 'warn' } } as const

/** The occupancy test month by month, then what was counted and what was left out, each with why. */
export function ClaimCount({ of }: { of: Claim }) {
  const counted = of.groups.filter((group) => group.counted)
  const left = of.groups.filter((group) => !group.counted)
  return (
    <div className="y-stack">
      {of.months.length > 0 && (
        <section className="y-stack-tight" aria-labelledby="occupancy">
          <h2 id="occupancy">入住率与人月</h2>
          <div className="y-wide">
            <DataTable
              label="入住率与人月"
              rows={of.months}
              keyOf={(row) => row.month}
              columns={[
                { id: 'month', head: '月份', cell: (row) => row.month },
                { id: 'beds', head: '床位', align: 'right', cell: (row) => row.beds },
                {
                  id: 'residents',
                  head: '在住',
                  about: '各地户籍都计入',
                  align: 'right',
                  cell: (row) => row.residents,
                },
                {
                  id: 'occupancy',
                  head: '入住率',
                  align: 'right',
                  cell: (row) => showOccupancy(row.residents, row.beds),
                },
                {
                  id: 'reached',
                  head: '入住率要求',
                  cell: (row) => <Status of={row.reached ? 'yes' : 'no'} words={REACHED} />,
                },
                { id: 'local', head: '本区户籍', align: 'right', cell: (row) => row.localResidents },
                { id: 'counted', head: '计入人月', align: 'right', cell: (row) => row.counted },
                {
                  id: 'amount',
                  head: '金额',
                  align: 'right',
                  cell: (row) => <Money fen={row.amountFen} example={of.example} />,
                },
              ]}
            />
          </div>
        </section>
      )}
      <Groups title="计入" of={counted} example={of.example} empty="没有计入的项目。" />
      <Groups title="不计，及原因" of={left} example={false} empty="没有被排除的项目。" />
      {left.some((group) => group.reason === 'otherHousehold') && (
        <Notice tone="info">
          外地户籍老年人照常计入入住率。市级规划要求接收外地老年人的机构同等享受运营补贴，区级文件按本区户籍计发，两份文件并存，尚无裁决。
        </Notice>
      )}
    </div>
  )
}

type GroupsProps = { title: string; of: Claim['groups']; example: boolean; empty: string }

function Groups({ title, of, example, empty }: GroupsProps) {
  return (
    <section className="y-stack-tight" aria-label={title}>
      <h2>{title}</h2>
      {of.length === 0 ? (
        <p className="y-quiet">{empty}</p>
      ) : (
        <div className="y-wide">
          <DataTable
            label={title}
            rows={of}
            keyOf={(row) => `${row.rule}.${row.subject}.${row.reason}`}
            columns={[
              { id: 'rule', head: '规定', cell: (row) => ITEM_RULES[row.rule] ?? row.rule },
              { id: 'reason', head: '原因', long: true, cell: (row) => sayReason(row.reason) },
              {
                id: 'count',
                head: '数量',
                align: 'right',
                cell: (row) => (
                  <a href={`?tab=items&reason=${row.reason}&rule=${row.rule}`}>
                    {row.count} {SUBJECT_WORDS[row.subject]}
                  </a>
                ),
              },
              {
                id: 'amount',
                head: '金额',
                align: 'right',
                cell: (row) => <Money fen={row.amountFen} example={example && row.amountFen > 0} />,
              },
            ]}
          />
        </div>
      )}
    </section>
  )
}
