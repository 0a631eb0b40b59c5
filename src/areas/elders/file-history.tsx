import type { z } from 'zod'
import type { Refusal } from '../../ui/refusal.ts'
import { Empty, Refused, Skeleton } from '../../ui/screen.tsx'
import { Timeline } from '../../ui/timeline.tsx'
import type { Readers, TimelineEntry } from './contract.ts'
import { instantOf } from './instants.ts'

type Waiting = { loading: boolean; refusal: Refusal | undefined }

export function FileTimeline({
  entries,
  loading,
  refusal,
}: Waiting & { entries: readonly z.infer<typeof TimelineEntry>[] }) {
  if (refusal) return <Refused refusal={refusal} />
  if (loading) return <Skeleton />
  return (
    <Timeline
      empty="还没有记录。"
      entries={entries.map((entry, n) => ({
        id: `${entry.at}${n}`,
        at: instantOf(entry.at),
        what: entry.title,
        ...(entry.account && { who: entry.account }),
        ...(entry.detail !== null && { detail: entry.detail }),
      }))}
    />
  )
}

const ACTS: Record<string, string> = { 'elder.read': '打开档案', 'elder.reveal': '查看完整号码' }

/** Who opened the file or looked at a number, with the purpose that was given. */
export function FileReaders({ readers, loading, refusal }: Waiting & z.infer<typeof Readers>) {
  if (refusal) return <Refused refusal={refusal} />
  if (loading) return <Skeleton />
  if (readers.length === 0) return <Empty words="您可以看到的范围内，还没有人看过这份档案。" />
  return (
    <Timeline
      empty=""
      entries={readers.map((reader, n) => ({
        id: `${reader.at}${n}`,
        at: instantOf(reader.at),
        who: reader.account,
        what: ACTS[reader.action] ?? reader.action,
        ...(reader.purpose !== null && { detail: `用途：${reader.purpose}` }),
      }))}
    />
  )
}
