import { useEndpoint } from '../../ui/load.ts'
import { Screen } from '../../ui/screen.tsx'
import { listLists } from './contract.ts'

/** 专项台账: every plain list with how much of it one sees. */
export function Lists() {
  const { data, loading, refusal, reload } = useEndpoint(listLists)
  return (
    <Screen title="专项台账" loading={loading} refusal={refusal} onRetry={reload}>
      <div className="y-columns">
        {data?.map((list) => (
          <section key={list.id} className="y-card y-stack-tight" aria-label={list.title}>
            <h2>
              <a href={`/w/lists/${list.id}`}>{list.title}</a>
            </h2>
            <p>{list.about}</p>
            <p className="y-meta">
              {list.entries === 0 ? '还没有登记' : `${list.capped ? '1000+' : list.entries} ${list.unit}`}
              {list.isPublic && ' · 部分内容公开'}
            </p>
          </section>
        ))}
      </div>
    </Screen>
  )
}
