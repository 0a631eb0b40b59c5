import { useEffect, useMemo, useState } from 'react'
import { type DayRoute as Planned, planDay } from '../../engines/routing/index.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Screen } from '../../ui/screen.tsx'
import type { Track } from '../visits/contract.ts'
import { findPlace } from './device/place.ts'
import { generalOf, type House, housesOf, isDone, todayOf } from './month.tsx'
import { RouteSketch } from './route-sketch.tsx'
import { useFieldSession, useSnapshot } from './use-field.tsx'

type Spot = { lng: number; lat: number }

/** So many houses a day are ordered; the rest of the month waits. */
const MOST = 40
const FIRST_HOUR = 8 * 3600
const PRIORITY = { high: 4, key: 3, general: 2, none: 1 } as const

/** F02 路线: the order with the least walking, over ways that somebody went before where there are any, and back before dark. */
export function DayRoute() {
  const session = useFieldSession()
  const snapshot = useSnapshot(session)
  const general = generalOf(snapshot)
  const today = todayOf(general)
  const [here, setHere] = useState<Spot>()
  const [walking, setWalking] = useState(true)
  useEffect(() => {
    void findPlace().then(({ place }) => {
      if (place !== null) setHere({ lng: place.lng, lat: place.lat })
    })
  }, [])
  const open = housesOf(snapshot).filter((house) => !isDone(house))
  const due = open.filter((house) => house.visit.on <= today)
  const wanted = (due.length > 0 ? due : open).slice(0, MOST)
  const placed = wanted.filter((house) => house.card.point !== null)
  const start =
    here ?? general?.villages.find((each) => each.point !== null)?.point ?? placed[0]?.card.point ?? undefined
  const ids = placed.map((house) => house.visit.id).join()
  const tracks = general?.tracks
  // biome-ignore lint/correctness/useExhaustiveDependencies: the houses are named by their ids
  const route = useMemo(
    () => (start === undefined || ids === '' ? undefined : routeFor(placed, start, today, walking, tracks ?? [])),
    [ids, start?.lng, start?.lat, today, walking, tracks],
  )
  const byId = new Map(placed.map((house) => [house.visit.id, house]))
  const ordered = route?.stops.flatMap((stop) => byId.get(stop.id) ?? []) ?? []
  const without = wanted.filter((house) => house.card.point === null)
  const late = route?.leftOut.flatMap((id) => byId.get(id) ?? []) ?? []
  return (
    <Screen title="路线">
      <div className="y-stack">
        {wanted.length === 0 && <Empty words="今天没有要走的户。计划外的巡访请从“新建”开始。" />}
        {wanted.length > 0 && (
          <div className="y-row">
            <Button pressed={walking} onPress={() => setWalking(true)}>
              步行
            </Button>
            <Button pressed={!walking} onPress={() => setWalking(false)}>
              骑车
            </Button>
          </div>
        )}
        {route !== undefined && ordered.length > 0 && (
          <>
            <Summary route={route} walking={walking} />
            <RouteSketch start={start} stops={ordered.map((house) => house.card.point)} tracks={tracks ?? []} />
            <Hazards tracks={tracks ?? []} />
          </>
        )}
        <ol className="y-stack">
          {ordered.map((house, at) => (
            <li key={house.visit.id}>
              <Stop house={house} at={at} stop={route?.stops[at]} walking={walking} next={at === 0} />
            </li>
          ))}
        </ol>
        <Rest title="天黑前走不到，改天去" houses={late} />
        <Rest title="没有记下位置，按住址找" houses={without} />
      </div>
    </Screen>
  )
}

function routeFor(
  houses: readonly House[],
  start: Spot,
  on: string,
  walking: boolean,
  tracks: readonly Track[],
): Planned {
  const seconds = (clock: string) => Number(clock.slice(0, 2)) * 3600 + Number(clock.slice(3, 5)) * 60
  return planDay({
    on,
    start,
    leaveAt: FIRST_HOUR,
    way: walking ? 'walk' : 'ride',
    tracks,
    stops: houses.flatMap(({ visit, card }) =>
      card.point === null
        ? []
        : [
            {
              id: visit.id,
              ...card.point,
              stay: visit.minutes * 60,
              priority: PRIORITY[card.risk],
              ...(visit.window === null
                ? {}
                : { opens: seconds(visit.window.opens), closes: seconds(visit.window.closes) }),
            },
          ],
    ),
  })
}

const minutes = (seconds: number) => Math.max(1, Math.round(seconds / 60))
const clock = (seconds: number) =>
  `${String(Math.floor(seconds / 3600)).padStart(2, '0')}:${String(Math.floor((seconds % 3600) / 60)).padStart(2, '0')}`

function Summary({ route, walking }: { route: Planned; walking: boolean }) {
  const { straight, track } = route.legsBy
  return (
    <p>
      共 {route.stops.length} 户，路上{walking ? '步行' : '骑车'}约 {minutes(route.travelSeconds)} 分钟，8 点出发，约{' '}
      {clock(route.back)} 回到起点
      {route.sunset === null ? '' : `（天黑 ${clock(route.sunset)}）`}。
      {straight > 0 && `有 ${straight} 段没有人走过的记录，按直线估算，山路会更久。`}
      {track > 0 && `有 ${track} 段按走过的路算。`}
    </p>
  )
}

type StopProps = {
  house: House
  at: number
  stop: Planned['stops'][number] | undefined
  walking: boolean
  next: boolean
}

function Stop({ house, at, stop, walking, next }: StopProps) {
  const { card, visit } = house
  return (
    <div className="y-card y-stack-tight">
      <strong>
        {at + 1}. {card.name}
      </strong>
      <p>
        {card.villageName} {card.address ?? '住址未采集'}
      </p>
      {stop && (
        <p>
          {walking ? '步行' : '骑车'} {minutes(stop.leg.seconds)} 分钟（约 {Math.round(stop.leg.metres / 10) * 10} m
          {stop.leg.by === 'straight' ? '，直线估算' : stop.leg.by === 'track' ? '，走过的路' : ''}），约{' '}
          {clock(stop.begins)} 到
        </p>
      )}
      {card.door.path && <p>路：{card.door.path}</p>}
      {card.door.dog && <p>狗：{card.door.dog}</p>}
      <a
        className="y-button"
        data-kind={next ? 'primary' : undefined}
        href={`/f/visit/${card.elderId}?plan=${visit.id}`}
      >
        {next ? '下一户：开始' : '开始'}
      </a>
    </div>
  )
}

/** What others wrote about the ways: fords after rain, broken steps. */
function Hazards({ tracks }: { tracks: readonly Track[] }) {
  const hazards = [...new Set(tracks.flatMap((track) => track.hazards.map((each) => each.words)))]
  if (hazards.length === 0) return null
  return (
    <section className="y-stack-tight" aria-label="路上当心">
      <h2>路上当心</h2>
      {hazards.map((words) => (
        <p key={words}>{words}</p>
      ))}
    </section>
  )
}

function Rest({ title, houses }: { title: string; houses: readonly House[] }) {
  if (houses.length === 0) return null
  return (
    <section className="y-stack" aria-label={title}>
      <h2>
        {title}：{houses.length} 户
      </h2>
      <ul className="y-stack">
        {houses.map(({ card, visit }) => (
          <li key={visit.id}>
            <a className="y-house" href={`/f/visit/${card.elderId}?plan=${visit.id}`}>
              <strong>{card.name}</strong>
              <span className="y-tile-note">
                {card.villageName} {card.address ?? '住址未采集'}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
