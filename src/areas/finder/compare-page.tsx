import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { useEndpoint } from '../../ui/load.ts'
import { Empty, Screen } from '../../ui/screen.tsx'
import { useUrlState } from '../../ui/url-state.ts'
import { comparePlaces } from './calls.ts'
import { CellText } from './cell-text.tsx'
import type { Compared } from './contract.ts'
import { keyOf, togglePicked } from './picked.ts'
import { ROW_IDS, ROWS, type RowId } from './words.ts'

/** P08 机构对比: up to four side by side, always the same 22 rows in the same order; 只看不同 hides what is the same. */
export function ComparePage() {
  const [search, change] = useUrlState()
  const ids = search.ids ?? ''
  const { data, loading, refusal, reload } = useEndpoint(comparePlaces, { query: { ids } })
  const [different, setDifferent] = useState(false)
  const places = data?.places ?? []
  const rows = different ? ROW_IDS.filter((row) => differs(places, row)) : ROW_IDS
  const picked = places.map(({ place }) => keyOf(place))
  return (
    <Screen title="机构对比" loading={loading} refusal={refusal} onRetry={reload}>
      <div className="y-stack y-after-title">
        {places.length === 0 ? (
          <Empty words="还没有选机构。到“找机构”里勾选最多 4 家，再回来比较。">
            <a className="y-button" href="/find">
              找机构
            </a>
          </Empty>
        ) : (
          <>
            <div className="y-row">
              <Button pressed={different} onPress={() => setDifferent(!different)}>
                只看不同
              </Button>
              <a className="y-button" href={`/find?pick=${picked.join(',')}`}>
                再加一家
              </a>
            </div>
            <section className="y-scroll" aria-label="对比表，可以左右滑动">
              <table className="y-table">
                <caption className="y-meta">
                  {rows.length} 项，数据到 {data?.asOf}。每格后面是谁说的、哪一天的。
                </caption>
                <thead>
                  <tr>
                    <th scope="col">项目</th>
                    {places.map(({ place }) => (
                      <th key={place.id} scope="col">
                        <a href={`/find/${place.district}/${place.id}`}>{place.name}</a>
                        <Button
                          label={`去掉：${place.name}`}
                          onPress={() => change({ ids: togglePicked(picked, keyOf(place)).join(',') || undefined })}
                        >
                          去掉
                        </Button>
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row) => (
                    <tr key={row}>
                      <th scope="row">{ROWS[row]}</th>
                      {places.map(({ place, cells }) => (
                        <td key={place.id}>
                          <CellText of={cells[row]} />
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </section>
          </>
        )}
      </div>
    </Screen>
  )
}

const differs = (places: Compared['places'], row: RowId): boolean =>
  new Set(places.map(({ cells }) => cells[row].text)).size > 1
