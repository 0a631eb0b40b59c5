/**
 * Stops to be visited from one place and back. Node 0 is the place of departure, nodes 1…n are the stops; `time` and `cost` hold (n+1)² figures, row by
 * row, from a node to a node, and need not be the same in both directions. Times are seconds (or any one unit) since midnight.
 */
export type RouteProblem = {
  readonly size: number
  readonly time: Float64Array
  /** What is to be small; often the same array as `time`. */
  readonly cost: Float64Array
  /** Time on site, by node; 0 at the start. */
  readonly stay: Float64Array
  /** When somebody may begin at a node, both ends included; for node 0 when one may leave, and must be back. */
  readonly opens: Float64Array
  readonly closes: Float64Array
  /** What a stop takes of a route's capacity; all 0 where nothing is carried. */
  readonly load: Float64Array
  readonly capacity: number
  /** How much it matters that a stop is not left out; above any possible saving of cost. */
  readonly weight: Float64Array
  readonly routes: number
}

export type Routes = {
  /** Stops in the order of each route; routes without stops are left out. */
  readonly routes: readonly (readonly number[])[]
  /** Stops that no route can take. */
  readonly leftOut: readonly number[]
  /** Without the weight of what is left out. */
  readonly cost: number
}

/** The cost of a route from node 0 and back. */
export function costOf({ size, cost }: RouteProblem, route: readonly number[]): number {
  const n = size + 1
  let at = 0
  let sum = 0
  for (const stop of route) {
    sum += cost[at * n + stop] ?? 0
    at = stop
  }
  return route.length === 0 ? 0 : sum + (cost[at * n] ?? 0)
}

/** When each stop of a route is begun, and when one is back; undefined where a window, the capacity or the end is missed. */
export function scheduleOf(
  problem: RouteProblem,
  route: readonly number[],
): { starts: number[]; back: number } | undefined {
  const { size, time, stay, opens, closes, load, capacity } = problem
  const n = size + 1
  const starts: number[] = []
  let at = 0
  let clock = opens[0] ?? 0
  let carried = 0
  for (const stop of route) {
    clock = Math.max(clock + (time[at * n + stop] ?? 0), opens[stop] ?? 0)
    carried += load[stop] ?? 0
    if (clock > (closes[stop] ?? 0) || carried > capacity) return undefined
    starts.push(clock)
    clock += stay[stop] ?? 0
    at = stop
  }
  const back = route.length === 0 ? clock : clock + (time[at * n] ?? 0)
  return back > (closes[0] ?? 0) ? undefined : { starts, back }
}
