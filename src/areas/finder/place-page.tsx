import { ExampleMark } from '../../ui/example-mark.tsx'
import { useEndpoint } from '../../ui/load.ts'
import { Facts } from '../../ui/record-page.tsx'
import { Screen } from '../../ui/screen.tsx'
import { useAddress } from '../../ui/url-state.ts'
import { BookTour } from './book-tour.tsx'
import { readPlace } from './calls.ts'
import { CellText } from './cell-text.tsx'
import type { Detail } from './contract.ts'
import { keyOf } from './picked.ts'
import { ROW_IDS, ROWS } from './words.ts'

/** P07 机构详情: everything public about one place, each fact with whose word it is and of which day, and 预约参观. */
export function PlacePage() {
  const { district = '', id = '' } = useAddress()
  const { data, loading, refusal, reload } = useEndpoint(readPlace, { params: { district, id } })
  return (
    <Screen
      title={data?.place.name ?? '机构详情'}
      loading={loading}
      refusal={refusal}
      onRetry={reload}
      note={data?.place.example && <ExampleMark what="演示机构，不是真实的机构" />}
    >
      {data && (
        <div className="y-stack y-after-title">
          <div className="y-row">
            <a className="y-button" href={`/find?pick=${keyOf(data.place)}`}>
              加入对比
            </a>
            {data.waiting !== null && (
              <a className="y-button" href={`/find/${district}/${id}/queue`}>
                轮候公示（{data.waiting} 位）
              </a>
            )}
            {data.place.phone && (
              <a className="y-button" href={`tel:${data.place.phone.replaceAll(/[^0-9+]/g, '')}`}>
                打电话 {data.place.phone}
              </a>
            )}
          </div>
          <Facts
            of={[
              ...ROW_IDS.map((row) => ({ label: ROWS[row], value: <CellText of={data.cells[row]} /> })),
              ...data.more.map(({ label, cell }) => ({ label, value: <CellText of={cell} /> })),
            ]}
          />
          <Told title="检查" of={data.inspections} none="没有公布的检查。" />
          <Told title="行政处罚" of={data.penalties} none="没有公布的处罚。" />
          <BookTour place={data.place} />
        </div>
      )}
    </Screen>
  )
}

function Told({ title, of, none }: { title: string; of: Detail['inspections']; none: string }) {
  return (
    <section className="y-stack" aria-label={title}>
      <h2>{title}</h2>
      {of.length === 0 ? (
        <p className="y-quiet">{none}</p>
      ) : (
        <ul className="y-found">
          {of.map((each) => (
            <li key={each.on + each.says}>
              {each.on} {each.says}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
