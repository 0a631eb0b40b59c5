import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { ExampleMark } from '../../ui/example-mark.tsx'
import { Clause } from '../../ui/explanation-card.tsx'
import { showYuan, today } from '../../ui/formats.ts'
import { useEndpoint } from '../../ui/load.ts'
import { Money } from '../../ui/money.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Facts } from '../../ui/record-page.tsx'
import { Screen } from '../../ui/screen.tsx'
import { Status } from '../../ui/status.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { type Lottery, readLottery } from './contract.ts'
import { ProposeDialog } from './propose-dialog.tsx'
import { useDistrictAndYear } from './use-district.ts'
import { YearSwitch } from './year-switch.tsx'

const MET = {
  yes: { word: '达到', tone: 'ok' },
  no: { word: '未达到', tone: 'warn' },
  unknown: { word: '还没有收入', tone: 'neutral' },
} as const
const STATES = { inForce: '现行', periodOver: '规划期已过，只作对照' } as const
const KINDS = { income: '收入', plan: '计划', spending: '支出' } as const

const share = (hundredths: number | null): string =>
  hundredths === null ? '还没有收入' : `${(hundredths / 100).toFixed(2)}%`

/** 福彩公益金: income, plan and spending of a year, the share for the old beside its definition and every floor that applies. */
export function LotteryPage() {
  const { district, year, setYear, mayWrite } = useDistrictAndYear(Number(today().slice(0, 4)))
  const [adding, setAdding] = useState(false)
  const { data, loading, refusal, reload } = useEndpoint(
    readLottery,
    { params: { district: district ?? '', year: String(year) } },
    district !== undefined,
  )
  return (
    <Screen
      title="福彩公益金"
      trail={[{ label: '资金预算', href: '/w/funds' }, { label: '福彩公益金' }]}
      note={<YearSwitch year={year} onYear={setYear} />}
      loading={loading}
      refusal={refusal}
      onRetry={reload}
      actions={mayWrite && <Button onPress={() => setAdding(true)}>登记一笔</Button>}
    >
      {district === undefined && <Notice>请在左上角选择一个区县，就能看到该区县的福彩公益金。</Notice>}
      {data && (
        <div className="y-stack">
          <section className="y-card y-stack" aria-label="占比">
            <Facts
              of={[
                { label: '本年到账', value: <Money fen={data.incomeFen} /> },
                { label: '本年支出', value: <Money fen={data.spentFen} /> },
                { label: '其中用于养老', value: <Money fen={data.spentForElderCareFen} /> },
                { label: '账上余额', value: <Money fen={data.leftFen} /> },
                { label: '养老占比（支出）', value: <strong>{share(data.shareSpent)}</strong> },
                { label: '养老占比（计划）', value: share(data.sharePlanned) },
              ]}
            />
            <p className="y-meta">{data.denominator}</p>
          </section>
          <section className="y-card y-stack" aria-labelledby="floors">
            <h2 id="floors">下限要求</h2>
            {data.floors.map((floor) => (
              <div key={floor.parameter} className="y-stack-tight">
                <p className="y-row">
                  <Status of={floor.met === null ? 'unknown' : floor.met ? 'yes' : 'no'} words={MET} />
                  <strong>
                    {floor.name}：不低于 {floor.percent}%
                  </strong>
                  <span className="y-meta">{STATES[floor.state]}</span>
                  {(floor.missingFen ?? 0) > 0 && <span>按支出口径还差 {showYuan(floor.missingFen ?? 0)}</span>}
                </p>
                <Clause of={floor.clause} />
              </div>
            ))}
          </section>
          <div className="y-card">
            <Tabs
              label="逐笔明细"
              tabs={(['spending', 'plan', 'income'] as const).map((kind) => ({
                id: kind,
                label: KINDS[kind],
                content: () => <Items of={data.items.filter((item) => item.kind === kind)} label={KINDS[kind]} />,
              }))}
            />
          </div>
        </div>
      )}
      {adding && district !== undefined && (
        <ProposeDialog kind="lottery" district={district} year={year} onClose={() => setAdding(false)} />
      )}
    </Screen>
  )
}

function Items({ of, label }: { of: Lottery['items']; label: string }) {
  if (of.length === 0) return <p className="y-quiet">这一年还没有{label}记录。</p>
  return (
    <div className="y-wide">
      <DataTable
        label={label}
        rows={of}
        keyOf={(row) => row.id}
        columns={[
          { id: 'day', head: '日期', cell: (row) => row.onDay },
          {
            id: 'item',
            head: '项目',
            long: true,
            cell: (row) => (
              <>
                {row.item} {row.example && <ExampleMark />}
              </>
            ),
          },
          {
            id: 'care',
            head: '用于养老',
            cell: (row) => (row.kind === 'income' ? '—' : row.forElderCare ? '是' : '否'),
          },
          { id: 'amount', head: '金额', align: 'right', cell: (row) => <Money fen={row.amountFen} /> },
          { id: 'document', head: '依据', long: true, cell: (row) => row.document },
        ]}
      />
    </div>
  )
}
