import { Icon } from '../../ui/icon.tsx'
import type { CaseLine } from './cases-contract.ts'
import { sayNoDeadline } from './words.ts'

/** `剩 3 个工作日`, `今天到期`, `已超 2 日`, or why there is no last day. */
export function DaysLeft({ of }: { of: Pick<CaseLine, 'daysLeft' | 'counts' | 'dueOn' | 'dueNote' | 'closedAt'> }) {
  if (of.closedAt !== null) return <span className="y-quiet">已办结</span>
  if (of.dueOn === null) return <span className="y-quiet">{sayNoDeadline(of.dueNote)}</span>
  if (of.daysLeft === null) return <span>{of.dueOn}</span>
  const unit = of.counts === 'working' ? '个工作日' : '天'
  const tone = of.daysLeft < 0 ? 'warn' : of.daysLeft <= 1 ? 'warn' : 'neutral'
  const words =
    of.daysLeft < 0 ? `已超 ${-of.daysLeft} ${unit}` : of.daysLeft === 0 ? '今天到期' : `剩 ${of.daysLeft} ${unit}`
  return (
    <span className="y-status" data-tone={tone} title={`最后一天 ${of.dueOn}`}>
      <Icon name={tone === 'warn' ? 'warn' : 'clock'} />
      {words}
    </span>
  )
}
