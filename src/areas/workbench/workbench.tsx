import { Day } from '../../ui/day.tsx'
import { showDateTime, today } from '../../ui/formats.ts'
import { useEndpoint } from '../../ui/load.ts'
import { Empty, Screen, Stale } from '../../ui/screen.tsx'
import { Status } from '../../ui/status.tsx'
import { type Announcement, type Change, type DueItem, type Pile, readWorkbench } from './contract.ts'

/** W01 工作台: what is due today, what has changed, what I watch, what was announced. */
export function Workbench() {
  const { data, loading, refusal, reload } = useEndpoint(readWorkbench)
  const first = data?.due[0]
  return (
    <Screen
      title="工作台"
      loading={loading}
      refusal={refusal}
      onRetry={reload}
      note={data && <Stale at={showDateTime(data.asOf)} onReload={reload} />}
      actions={
        first && (
          <a className="y-button" data-kind="primary" href={first.act.href}>
            处理第一件
          </a>
        )
      }
    >
      {data && (
        <div className="y-columns">
          <Due items={data.due} />
          <div className="y-stack">
            <Piles piles={data.piles} />
            <Changes changes={data.changes} />
            <Announcements of={data.announcements} />
          </div>
        </div>
      )}
    </Screen>
  )
}

function Due({ items }: { items: readonly DueItem[] }) {
  return (
    <section className="y-card" aria-labelledby="due">
      <h2 id="due">
        今天要办 <span className="y-count">{items.length}</span>
      </h2>
      {items.length === 0 && <Empty words="今天的事都办完了。" />}
      <ul>
        {items.map((item) => (
          <li key={item.id} className="y-due">
            <div>
              <strong>{item.title}</strong>
              {item.detail && <div className="y-meta">{item.detail}</div>}
              {item.due && (
                <div className="y-meta">
                  <Status of={urgency(item.due)} words={URGENCY} /> <Day on={item.due} distance />
                </div>
              )}
            </div>
            <a className="y-button" href={item.act.href}>
              {item.act.label}
              <span className="y-unseen">：{item.title}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}

const URGENCY = {
  late: { word: '已过期', tone: 'warn' },
  today: { word: '今天到期', tone: 'warn', icon: 'clock' },
  later: { word: '截止', tone: 'neutral', icon: 'clock' },
} as const

const urgency = (due: string): keyof typeof URGENCY => (due < today() ? 'late' : due === today() ? 'today' : 'later')

function Piles({ piles }: { piles: readonly Pile[] }) {
  return (
    <section className="y-card" aria-labelledby="piles">
      <h2 id="piles">我盯的</h2>
      {piles.length === 0 && (
        <p className="y-quiet">还没有保存的视图。在台账里设好条件后保存，这里就会显示有多少人。</p>
      )}
      <ul>
        {piles.map((pile) => (
          <li key={pile.id} className="y-due">
            <a href={pile.href}>{pile.label}</a>
            <span className="y-count">{pile.count.capped ? '1000+' : pile.count.total}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Changes({ changes }: { changes: readonly Change[] }) {
  return (
    <section className="y-card" aria-labelledby="changes">
      <h2 id="changes">有变化</h2>
      {changes.length === 0 && <p className="y-quiet">上次登录以来，您的辖区没有新的变化。</p>}
      <ul>
        {changes.map((change) => (
          <li key={change.id} className="y-due">
            {change.href ? <a href={change.href}>{change.what}</a> : <span>{change.what}</span>}
            <span className="y-meta">
              <Day on={change.at} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Announcements({ of }: { of: readonly Announcement[] }) {
  if (of.length === 0) return null
  return (
    <section className="y-card" aria-labelledby="announcements">
      <h2 id="announcements">公告</h2>
      <ul>
        {of.map((one) => (
          <li key={one.id} className="y-due">
            {one.href ? <a href={one.href}>{one.title}</a> : <span>{one.title}</span>}
            <span className="y-meta">{one.on}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
