import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { showDateTime } from '../../ui/formats.ts'
import { useEndpoint } from '../../ui/load.ts'
import { Empty, Screen } from '../../ui/screen.tsx'
import { useUrlState } from '../../ui/url-state.ts'
import { AskTransferDialog } from './ask-transfer-dialog.tsx'
import { readTransfers } from './contract.ts'
import { instantOf } from './instants.ts'
import { TransferActs } from './transfer-acts.tsx'

const STATES = [
  ['requested', '待处理'],
  ['confirmed', '已转出'],
  ['refused', '未同意'],
  ['withdrawn', '已撤回'],
] as const

/** 转入转出: files that another place asked this one for, and those that this place asked for. */
export function Transfers() {
  const [search] = useUrlState()
  const [asking, setAsking] = useState(false)
  const state = search.state ?? 'requested'
  const { data, loading, refusal, reload } = useEndpoint(readTransfers, { query: { state } })
  const transfers = data?.transfers ?? []
  return (
    <Screen
      title="转入转出"
      trail={[{ label: '老人台账', href: '/w/elders' }, { label: '转入转出' }]}
      loading={loading}
      refusal={refusal}
      onRetry={reload}
      note={
        <nav className="y-views" aria-label="状态">
          {STATES.map(([id, label]) => (
            <a key={id} href={`/w/transfers?state=${id}`} aria-current={state === id ? 'true' : undefined}>
              {label}
            </a>
          ))}
        </nav>
      }
      actions={
        <Button kind="primary" onPress={() => setAsking(true)}>
          发起转入
        </Button>
      }
    >
      {transfers.length === 0 ? (
        <Empty
          words={
            state === 'requested'
              ? '没有待处理的转入转出。老人从别处搬来的，可以点“发起转入”，由档案所在地确认。'
              : '这里没有记录。'
          }
        />
      ) : (
        <ul className="y-stack" aria-label="转入转出">
          {transfers.map((each) => (
            <li key={each.id} className="y-card y-stack">
              <div>
                <strong>
                  {each.elderId ? <a href={`/w/elders/${each.elderId}`}>{each.elderName}</a> : '转入申请'}
                </strong>
                <span className="y-meta">　{showDateTime(instantOf(each.requestedAt))} 提出</span>
              </div>
              <div>
                {each.from} 转到 {each.to}，从 {each.movedOn} 起。原因：{each.reason}
              </div>
              {each.elderId === null && each.state === 'requested' && (
                <div className="y-meta">档案所在地确认之前，看不到老人的其他信息。</div>
              )}
              {each.note && <div>答复：{each.note}</div>}
              <TransferActs of={each} />
            </li>
          ))}
        </ul>
      )}
      {asking && <AskTransferDialog onClose={() => setAsking(false)} />}
    </Screen>
  )
}
