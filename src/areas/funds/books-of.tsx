import { useState } from 'react'
import { DataTable } from '../../ui/data-table.tsx'
import { MonthField, SelectField } from '../../ui/field.tsx'
import { showHours, today } from '../../ui/formats.ts'
import { useEndpoint } from '../../ui/load.ts'
import { Money } from '../../ui/money.tsx'
import { Empty, Refused, Skeleton } from '../../ui/screen.tsx'
import { Status } from '../../ui/status.tsx'
import { type Books, readBooks, readBudgets, readStatement } from './contract.ts'
import { LEVEL_WORDS, sayAccountKind, sayPosting, sayPurpose } from './words.ts'

const STATES = { closed: { word: '已结账', tone: 'ok' }, open: { word: '未结账', tone: 'neutral' } } as const

/** The books behind the budgets: the trial balance of a month, and every movement on one budget. */
export function BooksOf({ district, year }: { district: string; year: number }) {
  const thisMonth = today().slice(0, 7)
  const [month, setMonth] = useState(thisMonth.startsWith(String(year)) ? thisMonth : `${year}-12`)
  const whole = /^\d{4}-\d{2}$/.test(month)
  const { data, loading, refusal } = useEndpoint(readBooks, { params: { district, month } }, whole)
  return (
    <div className="y-stack">
      <section className="y-stack-tight" aria-label="试算表">
        <MonthField label="试算表的月份" hint="例如 2026-11" value={month} onChange={setMonth} />
        {refusal && <Refused refusal={refusal} />}
        {loading && <Skeleton words="正在读取账本" />}
        {data && <Status of={data.closed ? 'closed' : 'open'} words={STATES} />}
        {data && (data.rows.length === 0 ? <Empty words="这个区县还没有账目。" /> : <Trial rows={data.rows} />)}
      </section>
      <StatementOf district={district} year={year} />
    </div>
  )
}

const Amount = ({ of, currency }: { of: number; currency: 'fen' | 'minutes' }) =>
  currency === 'fen' ? <Money fen={of} /> : <span className="y-number">{showHours(of)}</span>

function Trial({ rows }: { rows: Books['rows'] }) {
  const column = (id: 'opening' | 'came' | 'went' | 'closing', head: string) => ({
    id,
    head,
    align: 'right' as const,
    cell: (row: Books['rows'][number]) => <Amount of={row[id]} currency={row.currency} />,
  })
  return (
    <>
      <div className="y-wide">
        <DataTable
          label="试算表"
          rows={rows}
          keyOf={(row) => `${row.kind}.${row.currency}`}
          columns={[
            { id: 'kind', head: '账户类别', cell: (row) => sayAccountKind(row.kind) },
            { id: 'accounts', head: '户数', align: 'right', cell: (row) => row.accounts },
            column('opening', '月初余额'),
            column('came', '收入'),
            column('went', '支出'),
            column('closing', '月末余额'),
          ]}
        />
      </div>
      <p className="y-meta">
        月初余额、月末余额各自合计为零，收入与支出相抵为零。外部账户的余额为负，表示已经拨出的金额。
      </p>
    </>
  )
}

/** Every movement on one budget in the year, with the balance after it. */
function StatementOf({ district, year }: { district: string; year: number }) {
  const [owner, setOwner] = useState('')
  const budgets = useEndpoint(readBudgets, { params: { district, year: String(year) } })
  const { data, refusal } = useEndpoint(
    readStatement,
    { params: { district, year: String(year) }, query: { owner } },
    owner !== '',
  )
  const options = (budgets.data?.lines ?? []).map(({ purpose, level }) => ({
    value: `budget:${year}:${purpose}:${level}`,
    label: `${sayPurpose(purpose)} · ${LEVEL_WORDS[level]}`,
  }))
  return (
    <section className="y-stack-tight" aria-label="对账单">
      <SelectField label="对账单：选择一笔预算" value={owner} onChange={setOwner} options={options} />
      {refusal && <Refused refusal={refusal} />}
      {data && (
        <div className="y-wide">
          <DataTable
            label="对账单"
            rows={data.lines}
            keyOf={(row) => `${row.posting}.${row.line}`}
            columns={[
              { id: 'day', head: '日期', cell: (row) => row.day },
              { id: 'kind', head: '事项', cell: (row) => `${sayPosting(row.kind)}${row.reverses ? '（冲销）' : ''}` },
              { id: 'memo', head: '说明', long: true, cell: (row) => row.memo ?? '' },
              { id: 'amount', head: '金额', align: 'right', cell: (row) => <Money fen={row.amount} /> },
              { id: 'balance', head: '余额', align: 'right', cell: (row) => <Money fen={row.balance} /> },
            ]}
          />
        </div>
      )}
      {data && data.next !== null && <p className="y-meta">这里显示前 100 条。</p>}
    </section>
  )
}
