import { ExampleMark } from '../../ui/example-mark.tsx'
import { PeekPanel } from '../../ui/peek-panel.tsx'
import { Facts } from '../../ui/record-page.tsx'
import { Empty } from '../../ui/screen.tsx'
import { Status } from '../../ui/status.tsx'
import { useUrlState } from '../../ui/url-state.ts'
import type { Board, BoardBed } from './contract.ts'
import { StayActs } from './stay-acts.tsx'
import { homeInAddress } from './use-home.tsx'
import { AWAY_KINDS, BED_KINDS, BED_WORDS } from './words.ts'

/** Every bed of a home by storey and room, with its state; a press shows whoever has it and what can be done. */
export function BedMap({ of }: { of: Board }) {
  const [search, change] = useUrlState()
  const opened = of.beds.find((bed) => bed.id === search.bed)
  if (of.beds.length === 0) return <Empty words="还没有登记床位。请先在设施台账中登记房间和床位。" />
  const storeys = [...new Set(of.beds.map((bed) => bed.storey))]
  return (
    <div className="y-list">
      <div className="y-list-body y-stack">
        <Counts beds={of.beds} />
        {storeys.map((storey) => (
          <section key={storey ?? 'none'} aria-label={storeyWord(storey)}>
            <h2>{storeyWord(storey)}</h2>
            <ul className="y-beds">
              {of.beds
                .filter((bed) => bed.storey === storey)
                .map((bed) => (
                  <li key={bed.id}>
                    <button
                      type="button"
                      className="y-bed"
                      data-state={bed.state}
                      aria-expanded={bed.id === search.bed}
                      onClick={() => change({ bed: bed.id }, 'replace')}
                    >
                      <span className="y-meta">
                        {bed.room === null ? '' : `${bed.room} `}
                        {bed.label} · {BED_KINDS[bed.kind]}
                      </span>
                      <Status of={bed.state} words={BED_WORDS} />
                      <span>{bed.name ?? '\u00a0'}</span>
                    </button>
                  </li>
                ))}
            </ul>
          </section>
        ))}
      </div>
      {opened && (
        <PeekPanel title={`床位 ${opened.label}`} onClose={() => change({ bed: undefined }, 'replace')}>
          <BedDetail of={of} bed={opened} />
        </PeekPanel>
      )}
    </div>
  )
}

const storeyWord = (storey: number | null): string =>
  storey === null ? '没有登记楼层' : storey < 0 ? `地下 ${-storey} 层` : `${storey} 层`

function Counts({ beds }: { beds: readonly BoardBed[] }) {
  return (
    <p className="y-row">
      {(Object.keys(BED_WORDS) as BoardBed['state'][]).map((state) => (
        <span key={state} className="y-row">
          <Status of={state} words={BED_WORDS} /> {beds.filter((bed) => bed.state === state).length} 张
        </span>
      ))}
    </p>
  )
}

function BedDetail({ of, bed }: { of: Board; bed: BoardBed }) {
  return (
    <div className="y-stack">
      <Facts
        of={[
          { label: '类型', value: BED_KINDS[bed.kind] },
          { label: '状态', value: <Status of={bed.state} words={BED_WORDS} /> },
          ...(bed.zone === null ? [] : [{ label: '照护区', value: bed.zone }]),
          ...(bed.name === null
            ? []
            : [
                {
                  label: '在住老人',
                  value: (
                    <>
                      {bed.name} {of.home.example && <ExampleMark />}
                    </>
                  ),
                },
                { label: '入住', value: bed.since ?? '' },
              ]),
          ...(bed.away === null ? [] : [{ label: AWAY_KINDS[bed.away], value: `${bed.awaySince} 起` }]),
          ...(bed.expectedBack === null ? [] : [{ label: '预计返回', value: bed.expectedBack }]),
        ]}
      />
      {bed.state === 'free' && of.mayAct && (
        <p>
          <a className="y-button" href={`/w/home/beds?home=${homeInAddress(of.home)}&tab=queue&for=${bed.id}`}>
            邀约下一位
          </a>
        </p>
      )}
      {bed.state === 'offered' && (
        <p>
          <a href={`/w/home/beds?home=${homeInAddress(of.home)}&tab=queue`}>看这次邀约</a>
        </p>
      )}
      {bed.stay !== null && of.mayAct && <StayActs of={of} stay={{ id: bed.stay, away: bed.away }} />}
    </div>
  )
}
