/** How one gets from a stop to the next, and what the figure rests on: a way somebody went before, a road network, or nothing but the straight line. */
export type Way = 'walk' | 'ride'
export type Spot = { readonly lng: number; readonly lat: number; readonly height?: number | null }
/** Metres above the sea at each point where the device knew it. */
export type PathTrack = {
  readonly id: string
  readonly way: Way
  readonly points: readonly (readonly [lng: number, lat: number, height: number | null, ...rest: number[]])[]
}
/** A loaded network answers seconds between two places, or undefined where it does not reach. */
export type RoadNetwork = (
  from: Spot,
  to: Spot,
  way: Way,
) => { readonly seconds: number; readonly metres: number } | undefined

export type Leg = {
  readonly by: 'track' | 'road' | 'straight'
  readonly seconds: number
  readonly metres: number
  /** Metres up; null where heights are not known, and the slope is then not counted. */
  readonly climb: number | null
  readonly track: string | null
}

const EARTH_METRES = 6_371_008.8
/** A stop this near to a track can be reached from it. */
const NEAR_METRES = 60

/** Metres along the surface (haversine). */
export function surfaceMetres(a: Spot, b: Spot): number {
  const radians = Math.PI / 180
  const dLat = (b.lat - a.lat) * radians
  const dLng = (b.lng - a.lng) * radians
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(a.lat * radians) * Math.cos(b.lat * radians) * Math.sin(dLng / 2) ** 2
  return 2 * EARTH_METRES * Math.asin(Math.min(1, Math.sqrt(h)))
}

/** Walking speed in metres a second on a slope (rise over run): W. Tobler's hiking function (NCGIA Technical Report 93-1, 1993). */
export const walkingSpeed = (slope: number): number => (6 * Math.exp(-3.5 * Math.abs(slope + 0.05))) / 3.6

/** Seconds for a stretch. Without heights the ground counts as level. `rideSpeed` in metres a second. */
function secondsFor(metres: number, rise: number | null, way: Way, rideSpeed: number): number {
  if (metres === 0) return 0
  return metres / (way === 'ride' ? rideSpeed : walkingSpeed(rise === null ? 0 : rise / metres))
}

type Near = { readonly at: number; readonly off: number }

/** Legs between places: each answers by the best that is known. */
export class Legs {
  readonly #tracks: readonly PathTrack[]
  readonly #roads: RoadNetwork | undefined
  readonly #rideSpeed: number

  constructor({
    tracks = [],
    roads,
    rideSpeed = 5.5,
  }: { tracks?: readonly PathTrack[]; roads?: RoadNetwork; rideSpeed?: number } = {}) {
    this.#tracks = tracks
    this.#roads = roads
    this.#rideSpeed = rideSpeed
  }

  /** For every place, by track, where it lies nearest to it; undefined where it is too far away. */
  near(spots: readonly Spot[]): readonly (readonly (Near | undefined)[])[] {
    return this.#tracks.map((track) => spots.map((spot) => nearest(track, spot)))
  }

  between(from: Spot, to: Spot, way: Way, near: readonly (readonly [Near | undefined, Near | undefined])[] = []): Leg {
    let best: Leg | undefined
    for (const [index, [a, b]] of near.entries()) {
      const track = this.#tracks[index]
      if (
        track === undefined ||
        a === undefined ||
        b === undefined ||
        (way === 'walk' && track.way === 'ride' && a.at === b.at)
      )
        continue
      const leg = this.#along(track, a, b, way)
      if (best === undefined || leg.seconds < best.seconds) best = leg
    }
    if (best !== undefined) return best
    const road = this.#roads?.(from, to, way)
    if (road !== undefined) return { by: 'road', ...road, climb: null, track: null }
    const metres = surfaceMetres(from, to)
    const rise = from.height == null || to.height == null ? null : to.height - from.height
    return {
      by: 'straight',
      seconds: secondsFor(metres, rise, way, this.#rideSpeed),
      metres,
      climb: rise === null ? null : Math.max(0, rise),
      track: null,
    }
  }

  #along(track: PathTrack, a: Near, b: Near, way: Way): Leg {
    const step = a.at <= b.at ? 1 : -1
    let metres = a.off + b.off
    let seconds = secondsFor(metres, null, way, this.#rideSpeed)
    let climb: number | null = 0
    for (let at = a.at; at !== b.at; at += step) {
      const [from, to] = [spotOf(track, at), spotOf(track, at + step)]
      const stretch = surfaceMetres(from, to)
      const rise = from.height == null || to.height == null ? null : to.height - from.height
      metres += stretch
      seconds += secondsFor(stretch, rise, way, this.#rideSpeed)
      climb = rise === null || climb === null ? null : climb + Math.max(0, rise)
    }
    return { by: 'track', seconds, metres, climb, track: track.id }
  }
}

const spotOf = (track: PathTrack, at: number): Spot => {
  const point = track.points[at]
  return { lng: point?.[0] ?? 0, lat: point?.[1] ?? 0, height: point?.[2] ?? null }
}

function nearest(track: PathTrack, spot: Spot): Near | undefined {
  let found: Near | undefined
  for (let at = 0; at < track.points.length; at++) {
    const off = surfaceMetres(spot, spotOf(track, at))
    if (off <= NEAR_METRES && (found === undefined || off < found.off)) found = { at, off }
  }
  return found
}
