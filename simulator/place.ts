import { type Division, type DivisionTree, shortName } from '../src/areas/divisions/index.ts'
import type { Day } from '../src/platform/clock/day.ts'
import { cumulate, hash, indexAt, Random } from './random.ts'

type Point = { lng: number; lat: number }
type Village = { key: string; name: string; centre: Point | null }

/** One township as the simulator sees it: its villages with weights, and points on the ground. */
export type Place = {
  key: string
  district: string
  rural: boolean
  villages: readonly Village[]
  pickVillage: (random: Random) => number
}

const KM = 1 / 111

/** Villages of a township (or only one of them), weighted: the seat of a rural township is bigger than its villages. */
export function placeOf(tree: DivisionTree, township: Division, on: Day, only?: string): Place {
  const rural = township.kind !== 'subdistrict'
  const district = township.key.slice(0, 6)
  const divisions = tree.children(township.key, on).filter((v) => only === undefined || v.key === only)
  const centre = pointOf(tree, township, on)
  const spread = rural ? 3.5 : 1.2
  const villages = divisions.map(({ key, name }) => {
    const random = Random.of(`place/${key}`)
    return { key, name: shortName(name), centre: centre && scatter(centre, spread, random) }
  })
  const weights = divisions.map(({ key, kind }) => {
    const noise = 0.6 + Random.of(`weight/${key}`).next() * 0.8
    return noise * (kind === 'community' ? (rural ? 1.6 : 1) : rural ? 1 : 0.5)
  })
  const totals = cumulate(weights)
  return { key: township.key, district, rural, villages, pickVillage: (random) => indexAt(totals, random.next()) }
}

/** The township's own point, else the middle of the points in its district (most without one lie in the built-up core), else none. */
function pointOf(tree: DivisionTree, township: Division, on: Day): Point | null {
  if (township.lng !== null && township.lat !== null) return { lng: township.lng, lat: township.lat }
  const seat = tree.get(township.key.slice(0, 6))
  const streets = tree.children(seat?.key ?? '', on).filter((t) => t.kind === 'subdistrict' && t.lng !== null)
  if (streets.length > 0) {
    const middle = (of: (t: Division) => number | null) =>
      streets.reduce((s, t) => s + (of(t) ?? 0), 0) / streets.length
    return scatter({ lng: middle((t) => t.lng), lat: middle((t) => t.lat) }, 2.5, Random.of(`place/${township.key}`))
  }
  return seat && seat.lng !== null && seat.lat !== null ? { lng: seat.lng, lat: seat.lat } : null
}

/** A point some kilometres around another, five decimals (about a metre). */
export function scatter({ lng, lat }: Point, km: number, random: Random): Point {
  const round = (x: number): number => Math.round(x * 1e5) / 1e5
  return {
    lng: round(lng + (random.next() - 0.5) * 2 * km * KM * 1.15),
    lat: round(lat + (random.next() - 0.5) * 2 * km * KM),
  }
}

export type Home = { address: string; point: Point | null }

/** Where a home stands. The same number in the same village is the same home; one in six has no point yet. */
export function homeOf(place: Place, villageIndex: number, home: number): Home {
  const village = place.villages[villageIndex] as Village
  const random = Random.nth(hash(`home/${village.key}`), home)
  const address = place.rural
    ? `${village.name}${random.between(1, 12)}组${random.between(1, 180)}号`
    : `${village.name}${random.between(1, 160)}号${random.between(1, 6)}单元${random.between(1, 30)}-${random.between(1, 6)}`
  const point =
    village.centre && random.chance(5 / 6) ? scatter(village.centre, place.rural ? 0.8 : 0.25, random) : null
  return { address, point }
}
