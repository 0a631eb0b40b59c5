import { sql } from 'kysely'
import { type Leg, type PathTrack, planDay } from '../../engines/routing/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import type { RouteTold } from './contract.ts'

const NINE = 9 * 3600
const STAY = 20 * 60
/** Special hardship, disability and living alone go first where not everybody can be reached (J5.1). */
const PRESSING = ['severe', 'severelyDisabled', 'hardship', 'alone', 'kinless']

type Stop = {
  id: string
  name: string
  villageName: string
  village: string | null
  lng: number | null
  lat: number | null
  because: string[]
}

/** The order of a helper's visits of one day, on foot from the middle of the village, by the tracks of its villages. */
export async function readRoute(
  tx: Tx,
  asked: { readonly district: string; readonly helper: string; readonly on: Day },
): Promise<RouteTold> {
  const { rows } = await sql<Stop>`
    select p.id::text as id, e.name, coalesce(d.name, '') as "villageName", p.village, e.lng, e.lat, coalesce(l.because, '{}') as because
      from visits.plan p join elders.elder e on e.district = p.district and e.id = p.elder_id
      left join divisions.division d on d.key = p.village
      left join visits.listed l on l.district = p.district and l.month = p.month and l.elder_id = p.elder_id
     where p.district = ${asked.district} and p.month = date_trunc('month', ${asked.on}::date)::date and p.account = ${asked.helper} and p.on_day = ${asked.on}::date
       and p.state in ('planned', 'notSeen')
     order by p.id limit 60`.execute(tx)
  const placed = rows.filter((row) => row.lng !== null && row.lat !== null)
  const tracks = await sql<PathTrack>`
    select id::text as id, way, points from visits.track
     where district = ${asked.district} and village = any (${[...new Set(rows.flatMap((row) => row.village ?? []))]}::text[])
     order by started_at desc limit 40`.execute(tx)
  const mean = (of: 'lng' | 'lat') => placed.reduce((sum, row) => sum + (row[of] ?? 0), 0) / Math.max(1, placed.length)
  const route = planDay({
    on: asked.on,
    start: { lng: mean('lng'), lat: mean('lat') },
    leaveAt: NINE,
    way: 'walk',
    tracks: tracks.rows,
    stops: placed.map((row) => ({
      id: row.id,
      lng: row.lng ?? 0,
      lat: row.lat ?? 0,
      stay: STAY,
      priority: 1 + row.because.filter((code) => PRESSING.includes(code)).length,
    })),
  })
  const byId = new Map(rows.map((row) => [row.id, row]))
  const nameOf = (id: string) => byId.get(id)?.name ?? ''
  return {
    on: asked.on,
    helper: asked.helper,
    stops: route.stops.map((each) => ({
      planId: each.id,
      name: nameOf(each.id),
      villageName: byId.get(each.id)?.villageName ?? '',
      leg: legTold(each.leg),
      begins: clock(each.begins),
      ends: clock(each.ends),
    })),
    home: route.home === null ? null : legTold(route.home),
    back: clock(route.back),
    sunset: route.sunset === null ? null : clock(route.sunset),
    leftOut: route.leftOut.map(nameOf),
    withoutPlace: rows.filter((row) => !placed.includes(row)).map((row) => row.name),
    travelMinutes: Math.round(route.travelSeconds / 60),
    legsBy: { ...route.legsBy },
    exact: route.exact,
  }
}

const legTold = (leg: Leg) => ({
  by: leg.by,
  minutes: Math.round(leg.seconds / 60),
  metres: Math.round(leg.metres),
  climb: leg.climb === null ? null : Math.round(leg.climb),
})

/** Seconds since midnight as HH:MM. */
function clock(seconds: number): string {
  const minutes = Math.round(seconds / 60)
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}
