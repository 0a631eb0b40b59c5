import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Day } from '../../ui/day.tsx'
import { DayField, MonthField, YuanField } from '../../ui/field.tsx'
import { shiftMonth, today } from '../../ui/formats.ts'
import { useEndpoint } from '../../ui/load.ts'
import { Money } from '../../ui/money.tsx'
import { Empty, Refused, Skeleton } from '../../ui/screen.tsx'
import { ActDialog } from './act-dialog.tsx'
import { type ChargePage, type HomeHead, listCharges } from './contract.ts'

/** What was charged under the contracts, what is open, and for how long. */
export function ChargeList({ home }: { home: HomeHead }) {
  const { data, refusal, reload } = useEndpoint(listCharges, { params: { district: home.district, id: home.id } })
  const [charging, setCharging] = useState(false)
  const [paying, setPaying] = useState<ChargePage['rows'][number]>()
  if (refusal) return <Refused refusal={refusal} onRetry={reload} />
  if (data === undefined) return <Skeleton />
  return (
    <div className="y-card y-stack">
      <div className="y-row y-spread">
        <p>
          {data.arrears.bills === 0 ? (
            '没有欠费。'
          ) : (
            <>
              欠费 {data.arrears.bills} 笔，共 <Money fen={data.arrears.amountFen} />
              ，最长 {data.arrears.oldestDays} 天。
            </>
          )}
        </p>
        {data.mayAct && <Button onPress={() => setCharging(true)}>按合同计费</Button>}
      </div>
      {data.rows.length === 0 ? (
        <Empty words="还没有计费。选择一个已经结束的月份，系统按合同、住院和请假天数算出每个人的费用。" />
      ) : (
        <DataTable
          label="费用"
          rows={data.rows}
          keyOf={(row) => row.id}
          urgent={(row) => row.overdueDays > 0}
          columns={[
            { id: 'name', head: '姓名', cell: (row) => row.name ?? '档案已转出' },
            { id: 'month', head: '月份', cell: (row) => row.month.slice(0, 7) },
            {
              id: 'days',
              head: '天数',
              about: '在院、住院、请假的天数；合同没有约定的天数不收费',
              cell: (row) =>
                `在院 ${row.inHouse}、住院 ${row.hospital}、请假 ${row.leave}${row.unsettled > 0 ? `（${row.unsettled} 天合同没有约定）` : ''}`,
            },
            { id: 'amount', head: '应收', align: 'right', cell: (row) => <Money fen={row.amountFen} /> },
            { id: 'paid', head: '已收', align: 'right', cell: (row) => <Money fen={row.paidFen} /> },
            { id: 'due', head: '缴费日', cell: (row) => <Day on={row.dueOn} /> },
            { id: 'over', head: '欠费', cell: (row) => (row.overdueDays > 0 ? `${row.overdueDays} 天` : '没有') },
            {
              id: 'act',
              head: '办理',
              cell: (row) =>
                data.mayAct && row.paidFen < row.amountFen ? (
                  <Button onPress={() => setPaying(row)}>登记收款</Button>
                ) : null,
            },
          ]}
        />
      )}
      {charging && <ChargeDialog home={home} onClose={() => setCharging(false)} />}
      {paying && <PayDialog home={home} charge={paying} onClose={() => setPaying(undefined)} />}
    </div>
  )
}

function ChargeDialog({ home, onClose }: { home: HomeHead; onClose: () => void }) {
  const [month, setMonth] = useState(shiftMonth(today().slice(0, 7), -1))
  const [dueOn, setDueOn] = useState<string>(today())
  return (
    <ActDialog home={home} title="按合同计费" act="计费" order={{ act: 'charge', month, dueOn }} onClose={onClose}>
      <MonthField label="哪个月" hint="已经结束的月份" value={month} onChange={setMonth} />
      <DayField label="缴费日" value={dueOn} onChange={setDueOn} />
      <p className="y-meta">已经计费的人不再重复计。</p>
    </ActDialog>
  )
}

function PayDialog({
  home,
  charge,
  onClose,
}: {
  home: HomeHead
  charge: ChargePage['rows'][number]
  onClose: () => void
}) {
  const open = charge.amountFen - charge.paidFen
  const [text, setText] = useState((open / 100).toFixed(2))
  const [fen, setFen] = useState<number | undefined>(open)
  return (
    <ActDialog
      home={home}
      title="登记收款"
      act="登记收款"
      missing={fen === undefined || fen <= 0 ? '先填写金额' : undefined}
      order={{ act: 'pay', charge: charge.id, fen: fen ?? 0 }}
      onClose={onClose}
    >
      <p>
        {charge.name} {charge.month.slice(0, 7)}，还没有收的 <Money fen={open} />
      </p>
      <YuanField
        label="收到"
        value={text}
        onChange={(next, value) => {
          setText(next)
          setFen(value)
        }}
      />
    </ActDialog>
  )
}
