import { solveExactly } from './exact.ts'
import { improve } from './improve.ts'
import { type Leg, Legs, type PathTrack, type RoadNetwork, type Spot, type Way } from './legs.ts'
import { type RouteProblem, type Routes, scheduleOf } from './problem.ts'
import { sunTimes } from './sunset.ts'

export type DayStop = Spot & {
  readonly id: string
  /** Seconds on site. */
  readonly stay: number
  /** Hours at home, seconds since local midnight; both ends included. */
  readonly opens?: number
  readonly closes?: number
  /** Who goes first where not everybody can be reached: a higher number matters more. 1 unless told. */
  readonly priority?: number
}

export type DayOrder = {
  readonly on: string
  readonly start: Spot
  /** Seconds since local midnight. */
  readonly leaveAt: number
  /** The latest time to be back; sunset comes before it in any case. */
  readonly backBy?: number
  readonly stops: readonly DayStop[]
  readonly way: Way
  readonly tracks?: readonly PathTrack[]
  readonly roads?: RoadNetwork
  /** Hours east of Greenwich: 8 in China. */
  readonly zone?: number
}

export type DayRoute = {
  readonly stops: readonly { readonly id: string; readonly leg: Leg; readonly begins: number; readonly ends: number }[]
  readonly home: Leg | null
  /** Seconds since local midnight. */
  readonly back: number
  readonly sunset: number | null
  /** Stops that cannot be reached in their hours, or not before dark. */
  readonly leftOut: readonly string[]
  readonly travelSeconds: number
  /** How many legs rest on what: a straight line is a guess, and is said to be one. */
  readonly legsBy: Readonly<Record<Leg['by'], number>>
  /** Every order was tried: there is no better one. */
  readonly exact: boolean
}

/** Up to here every order is tried. */
const EXACT_UP_TO = 8
/** A second for 40 stops on a slow machine; the gain beyond is below a thousandth (`bench/routes.ts`). */
const ROUNDS = 8000
/** More than any travel of a day. */
const LEFT_OUT = 1e7

/** The order of a day's stops with the least effort, back before dark. Pure: the same order gives the same route, on a server and on a phone. */
export function planDay(order: DayOrder): DayRoute {
  const { stops, way, on, start } = order
  const spots: Spot[] = [start, ...stops]
  const legs = new Legs({ ...(order.tracks && { tracks: order.tracks }), ...(order.roads && { roads: order.roads }) })
  const near = legs.near(spots)
  const leg = (a: number, b: number): Leg =>
    legs.between(
      spots[a] as Spot,
      spots[b] as Spot,
      way,
      near.map((of) => [of[a], of[b]] as const),
    )
  const sun = sunTimes(on, start)
  const midnight = Date.parse(`${on}T00:00:00Z`) - (order.zone ?? 8) * 3_600_000
  const sunset = sun === undefined ? null : Math.floor((sun.set.getTime() - midnight) / 1000)
  const backBy = Math.min(order.backBy ?? 86_400, sunset ?? 86_400)
  const n = spots.length
  const matrix = Array.from({ length: n * n }, (_, at) =>
    Math.floor(at / n) === at % n ? undefined : leg(Math.floor(at / n), at % n),
  )
  const time = Float64Array.from(matrix, (each) => each?.seconds ?? 0)
  const of = (value: (stop: DayStop) => number, first: number) => Float64Array.from([first, ...stops.map(value)])
  const problem: RouteProblem = {
    size: stops.length,
    time,
    cost: time,
    stay: of((stop) => stop.stay, 0),
    opens: of((stop) => stop.opens ?? 0, order.leaveAt),
    closes: of((stop) => stop.closes ?? 86_400, backBy),
    load: new Float64Array(n),
    capacity: 1,
    weight: of((stop) => LEFT_OUT * (stop.priority ?? 1), 0),
    routes: 1,
  }
  const exact = stops.length <= EXACT_UP_TO
  const found: Routes = exact ? solveExactly(problem) : improve(problem, { rounds: ROUNDS })
  return told(order, problem, found.routes[0] ?? [], found.leftOut, (a, b) => matrix[a * n + b] as Leg, {
    sunset,
    exact,
  })
}

function told(
  { stops, leaveAt }: DayOrder,
  problem: RouteProblem,
  route: readonly number[],
  leftOut: readonly number[],
  leg: (a: number, b: number) => Leg,
  rest: { sunset: number | null; exact: boolean },
): DayRoute {
  const schedule = scheduleOf(problem, route)
  const idOf = (stop: number) => (stops[stop - 1] as DayStop).id
  const made = route.map((stop, at) => {
    const begins = schedule?.starts[at] ?? leaveAt
    return { id: idOf(stop), leg: leg(route[at - 1] ?? 0, stop), begins, ends: begins + (problem.stay[stop] ?? 0) }
  })
  const home = route.length === 0 ? null : leg(route.at(-1) as number, 0)
  const all = [...made.map((each) => each.leg), ...(home === null ? [] : [home])]
  return {
    stops: made,
    home,
    back: schedule?.back ?? leaveAt,
    leftOut: leftOut.map(idOf),
    travelSeconds: all.reduce((sum, each) => sum + each.seconds, 0),
    legsBy: {
      track: all.filter((each) => each.by === 'track').length,
      road: all.filter((each) => each.by === 'road').length,
      straight: all.filter((each) => each.by === 'straight').length,
    },
    ...rest,
  }
}
