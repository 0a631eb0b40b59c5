import type { ReactNode } from 'react'
import { Day } from './day.tsx'
import { Empty } from './screen.tsx'

export type TimelineEntry = {
  id: string
  at: string
  /** A role word (`某镇经办人`), not a name, where the reader is outside the office. */
  who?: string
  what: string
  detail?: ReactNode
  clause?: string
}

/** What happened, newest first. */
export function Timeline({ entries, empty }: { entries: readonly TimelineEntry[]; empty: string }) {
  if (entries.length === 0) return <Empty words={empty} />
  return (
    <ol className="y-timeline">
      {entries.map((entry) => (
        <li key={entry.id}>
          <div className="y-meta">
            <Day on={entry.at} />
            {entry.who && ` · ${entry.who}`}
          </div>
          <div>{entry.what}</div>
          {entry.detail && <div className="y-quiet">{entry.detail}</div>}
          {entry.clause && <div className="y-meta">依据：{entry.clause}</div>}
        </li>
      ))}
    </ol>
  )
}
