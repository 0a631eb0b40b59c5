import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { DayField, TextField } from '../../ui/field.tsx'
import { shiftMonth, today } from '../../ui/formats.ts'
import { useAct, useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { type DrawHead, freezeDraw, listDraws, performDraw } from './registry-contract.ts'
import { LEVEL_WORDS, SKIPPED_WORDS } from './words.ts'

const word = (level: number | null): string => (level === null ? '还没有' : LEVEL_WORDS[level as 0])

/** 抽查: freeze the list, show its hash, take a seed that was told later, and order another pair for each that is drawn. */
export function DrawsTab({ district }: { district: string }) {
  const { data } = useEndpoint(listDraws, { params: { district } })
  const [from, setFrom] = useState<string>(`${shiftMonth(today().slice(0, 7), -3)}-01`)
  const [to, setTo] = useState<string>(today())
  const [size, setSize] = useState('5')
  const freeze = useAct(freezeDraw, [listDraws.path])
  return (
    <div className="y-stack">
      <section className="y-card y-stack" aria-label="冻结名单">
        <h2>冻结一份名单</h2>
        {freeze.refusal && (
          <Notice tone="warn" live>
            {freeze.refusal.message}
          </Notice>
        )}
        <div className="y-columns">
          <DayField label="评估日期从" value={from} onChange={setFrom} />
          <DayField label="到（不含当天）" value={to} onChange={setTo} />
          <TextField label="抽几份" kind="digits" unit="份" value={size} onChange={setSize} />
        </div>
        <Button
          busy={freeze.busy}
          unavailable={/^\d+$/.test(size) ? undefined : '先填写抽几份'}
          onPress={() => void freeze.act({ body: { district, from, to, size: Number(size) } })}
        >
          冻结名单并显示哈希
        </Button>
      </section>
      {(data?.rows ?? []).map((draw) => (
        <Draw key={draw.id} of={draw} />
      ))}
    </div>
  )
}

function Draw({ of }: { of: DrawHead }) {
  const [seed, setSeed] = useState('')
  const [source, setSource] = useState('')
  const draw = useAct(performDraw, [listDraws.path])
  return (
    <section className="y-card y-stack" aria-label={`${of.from} 至 ${of.to} 的抽查`}>
      <h2>
        {of.from} 至 {of.to}，{of.count} 份中抽 {of.size} 份
      </h2>
      <p className="y-meta">
        冻结于 {of.frozenAt}，名单哈希 {of.hash}。名次 = SHA-256（种子 + 换行 + 评估编号）从小到大，任何人都可以重算。
      </p>
      {draw.refusal && (
        <Notice tone="warn" live>
          {draw.refusal.message}
        </Notice>
      )}
      {of.seed === null ? (
        <>
          <TextField
            label="种子"
            hint="冻结之后才公布的号码，例如当日开奖号码"
            value={seed}
            onChange={setSeed}
            maxLength={100}
          />
          <TextField label="种子来源" value={source} onChange={setSource} maxLength={100} />
          <Button
            kind="primary"
            busy={draw.busy}
            unavailable={seed.trim().length < 6 || source.trim().length < 2 ? '先填写种子和来源' : undefined}
            onPress={() => void draw.act({ params: { district: of.district, id: of.id }, body: { seed, source } })}
          >
            抽签并开复核单
          </Button>
        </>
      ) : (
        <>
          <p>
            种子 {of.seed}（{of.seedSource}）
          </p>
          <DataTable
            label="抽中的评估"
            rows={of.picks}
            keyOf={(row) => String(row.rank)}
            columns={[
              { id: 'rank', head: '名次', align: 'right', cell: (row) => row.rank },
              {
                id: 'order',
                head: '复核单',
                cell: (row) =>
                  row.orderId === null ? (
                    `没有开单：${SKIPPED_WORDS[row.skipped ?? ''] ?? row.skipped}`
                  ) : (
                    <a href={`/w/assessments/orders/${of.district}/${row.orderId}`}>{row.number}</a>
                  ),
              },
              { id: 'first', head: '原等级', cell: (row) => word(row.firstLevel) },
              { id: 'second', head: '复核等级', cell: (row) => word(row.secondLevel) },
            ]}
          />
        </>
      )}
    </section>
  )
}
