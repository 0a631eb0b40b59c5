import { lazy, Suspense, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { useEndpoint } from '../../ui/load.ts'
import { Notice } from '../../ui/notice.tsx'
import { Empty, Screen, Skeleton } from '../../ui/screen.tsx'
import { useUrlState } from '../../ui/url-state.ts'
import { findPlaces } from './calls.ts'
import type { Found } from './contract.ts'
import { FindFilters, KEPT } from './find-filters.tsx'
import { readPicked, togglePicked } from './picked.ts'
import { PlaceLine } from './place-line.tsx'

// The map is large and not everybody's: the list alone is the page, the map comes when it is asked for.
const PlaceMap = lazy(() => import('./place-map.tsx').then((m) => ({ default: m.PlaceMap })))

/** P06 找机构: a list with stated order, conditions in the address, up to four picked for comparison, and a map for those who want one. */
export function FindPage() {
  const [search, change] = useUrlState()
  const query = Object.fromEntries(KEPT.flatMap((each) => (search[each] ? [[each, search[each]]] : [])))
  const { data, loading, refusal, reload } = useEndpoint(findPlaces, { query })
  const [map, setMap] = useState(false)
  const picked = readPicked(search.pick)
  const pick = (key: string) => change({ pick: togglePicked(picked, key).join(',') || undefined })
  return (
    <Screen
      title="找机构"
      note={
        data && (
          <span className="y-meta">
            {data.total} 家，{data.order}排列
          </span>
        )
      }
    >
      <div className="y-stack y-after-title">
        <FindFilters search={search} change={change} problem={refusal?.message} />
        <div className="y-row">
          <Button pressed={map} onPress={() => setMap(!map)}>
            {map ? '收起地图' : '看地图'}
          </Button>
          {picked.length > 0 && (
            <a className="y-button" data-kind="primary" href={`/compare?ids=${picked.join(',')}`}>
              比较已选的 {picked.length} 家
            </a>
          )}
        </div>
        {map && (
          <Suspense fallback={<Skeleton words="正在打开地图" />}>
            <PlaceMap places={data?.rows ?? []} near={search.near} onPoint={(near) => change({ near })} />
          </Suspense>
        )}
        {loading && <Skeleton words="正在查找" />}
        {data && <Results of={data} picked={picked} onPick={pick} onRetry={reload} />}
      </div>
    </Screen>
  )
}

type Props = { of: Found; picked: readonly string[]; onPick: (key: string) => void; onRetry: () => void }

function Results({ of, picked, onPick }: Props) {
  return (
    <section className="y-stack" aria-label="查找结果">
      {of.loosened && (
        <Notice tone="warn" live>
          没有完全符合的，下面是不要求“{of.loosened}”的结果。
        </Notice>
      )}
      {of.estimate && <p className="y-meta">{of.estimate}</p>}
      {of.rows.length === 0 && (
        <Empty words="这个区县还没有登记的机构符合条件。可以少填一个条件，或拨打 12345 询问。" />
      )}
      <ul className="y-found">
        {of.rows.map((place) => (
          <PlaceLine key={place.id} of={place} picked={picked} onPick={onPick} />
        ))}
      </ul>
      <p className="y-meta">
        排列只按上面写的次序，没有广告，也不收费。数据到 {of.asOf}，<a href="/data">可以下载</a>。
      </p>
    </section>
  )
}
