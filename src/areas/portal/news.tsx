import { useEndpoint } from '../../ui/load.ts'
import { Empty, Screen } from '../../ui/screen.tsx'
import { useUrlState } from '../../ui/url-state.ts'
import type { PublicNotice } from '../notices/contract.ts'
import { keptAnswers } from './answers.ts'
import { readPublicNotices } from './portal-calls.ts'

/** Notices of the city, and of the district that was chosen in this tab. */
const usePublicNotices = () => useEndpoint(readPublicNotices, { query: { district: keptAnswers().district } })

/** The newest notices on P01, each with its day; nothing where there is none. */
export function NewestNews({ most }: { most: number }) {
  const { data } = usePublicNotices()
  const newest = data?.notices.slice(0, most) ?? []
  if (newest.length === 0) return null
  return (
    <section className="y-stack" aria-labelledby="news">
      <h2 id="news">通知公告</h2>
      <ul className="y-found">
        {newest.map((notice) => (
          <li key={notice.id}>
            <a href={`/news?open=${notice.id}`}>{notice.title}</a>
            <p className="y-meta">
              {notice.from} · {notice.place}
            </p>
          </li>
        ))}
      </ul>
      {(data?.notices.length ?? 0) > most && <a href="/news">看全部通知</a>}
    </section>
  )
}

/** All notices for the public; `?open=` shows one by itself. */
export function News() {
  const [{ open }] = useUrlState()
  const { data, loading, refusal, reload } = usePublicNotices()
  const one = data?.notices.find((notice) => notice.id === open)
  return (
    <Screen title={one?.title ?? '通知公告'} loading={loading} refusal={refusal} onRetry={reload}>
      <div className="y-stack y-after-title">
        {data?.notices.length === 0 && <Empty words="目前没有通知。" />}
        {open !== undefined && data && !one && <Empty words="这条通知已到期或已撤回，下面是现在的通知。" />}
        {one ? <OneNotice of={one} /> : data?.notices.map((notice) => <OneNotice key={notice.id} of={notice} titled />)}
        {one && <a href="/news">看全部通知</a>}
      </div>
    </Screen>
  )
}

function OneNotice({ of, titled }: { of: PublicNotice; titled?: boolean }) {
  return (
    <article className="y-entitlement">
      {titled && <h2>{of.title}</h2>}
      <p className="y-meta">
        {of.place}发布 · {of.from} 起，到 {of.until}
      </p>
      <p className="y-text">{of.body}</p>
    </article>
  )
}
