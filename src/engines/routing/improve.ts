import type { RouteProblem, Routes } from './problem.ts'
import { Tour } from './tour.ts'

/**
 * Ruin and recreate by removing strings of neighbouring stops and putting them back greedily with blinks, under simulated annealing: "Slack Induction by String
 * Removals" (J. Christiaens, G. Vanden Berghe, Transportation Science 54(2), 2020), written anew from the paper with its parameters.
 */
export type Search = {
  /** Rounds of ruin and recreate; the same rounds and seed give the same routes. */
  readonly rounds: number
  readonly seed?: number
  /** Share of the rounds that first tries to do with fewer routes. */
  readonly fleetShare?: number
  readonly hot?: number
  readonly cold?: number
}

const REMOVED = 10
const LONGEST = 10
const BLINK = 0.01
const SPLIT = 0.5
const SPLIT_DEPTH = 0.01
const MORE = 1e-9

type Plan = { tours: Tour[]; absent: number[] }

/** A small generator of numbers with a seed. */
function numbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Routes for a problem of some hundred stops; how good they are hangs on the rounds. */
export function improve(problem: RouteProblem, search: Search): Routes {
  return new Improver(problem, search).run()
}

class Improver {
  readonly #problem: RouteProblem
  readonly #search: Search
  readonly #random: () => number
  readonly #near: Int32Array[]
  readonly #far: Float64Array
  #most: number

  constructor(problem: RouteProblem, search: Search) {
    this.#problem = problem
    this.#search = search
    this.#random = numbers(search.seed ?? 1)
    this.#most = problem.routes
    const n = problem.size + 1
    this.#near = Array.from({ length: n }, (_, stop) =>
      Int32Array.from(
        Array.from({ length: problem.size }, (_, at) => at + 1).sort(
          (a, b) => (problem.cost[stop * n + a] as number) - (problem.cost[stop * n + b] as number),
        ),
      ),
    )
    this.#far = Float64Array.from({ length: n }, (_, stop) => problem.cost[stop] as number)
  }

  run(): Routes {
    const { rounds, fleetShare = 0 } = this.#search
    const start: Plan = { tours: [], absent: Array.from({ length: this.#problem.size }, (_, at) => at + 1) }
    this.#recreate(start)
    const fleetRounds = Math.floor(rounds * fleetShare)
    const fitted = fleetRounds > 0 ? this.#fewerRoutes(start, fleetRounds) : start
    const best = this.#anneal(fitted, rounds - fleetRounds)
    return {
      routes: best.tours.map((tour) => [...tour.stops]),
      leftOut: [...best.absent].sort((a, b) => a - b),
      cost: best.tours.reduce((sum, tour) => sum + tour.cost, 0),
    }
  }

  #valueOf(plan: Plan): number {
    let sum = 0
    for (const tour of plan.tours) sum += tour.cost
    for (const stop of plan.absent) sum += this.#problem.weight[stop] as number
    return sum
  }

  #anneal(from: Plan, rounds: number): Plan {
    const { hot = 100, cold = 1 } = this.#search
    let current = from
    let value = this.#valueOf(current)
    let best = current
    let least = value
    const cooling = (cold / hot) ** (1 / Math.max(1, rounds))
    for (let round = 0, heat = hot; round < rounds; round++, heat *= cooling) {
      const next = this.#changed(current)
      const cost = this.#valueOf(next)
      if (cost < value - heat * Math.log(this.#random() + 1e-300)) {
        current = next
        value = cost
        if (cost < least - MORE) {
          best = next
          least = cost
        }
      }
    }
    return best
  }

  /** Takes away a route whenever everybody is served, and looks for places for its stops; how often a stop stayed absent counts. */
  #fewerRoutes(from: Plan, rounds: number): Plan {
    const missed = new Float64Array(this.#problem.size + 1)
    const worry = (stops: readonly number[]) => stops.reduce((sum, stop) => sum + (missed[stop] as number), 0)
    let current = from
    let whole = from
    for (let round = 0; round < rounds; round++) {
      const next = this.#changed(current)
      const [fewer, same] = [next.absent.length < current.absent.length, next.absent.length === current.absent.length]
      if (fewer || worry(next.absent) < worry(current.absent) || (same && this.#valueOf(next) < this.#valueOf(current)))
        current = next
      if (current.absent.length === 0) {
        whole = current
        if (current.tours.length <= 1) break
        const out = current.tours.reduce((least, tour) => (worry(tour.stops) < worry(least.stops) ? tour : least))
        current = { tours: current.tours.filter((tour) => tour !== out), absent: [...out.stops] }
        this.#most = current.tours.length
      }
      for (const stop of next.absent) missed[stop] = (missed[stop] as number) + 1
    }
    this.#most = Math.max(whole.tours.length, 1)
    return whole
  }

  #changed(plan: Plan): Plan {
    const next: Plan = { tours: [...plan.tours], absent: [...plan.absent] }
    this.#ruin(next)
    this.#recreate(next)
    return next
  }

  #ruin(plan: Plan): void {
    const tours = plan.tours
    if (tours.length === 0) return
    const where = new Int32Array(this.#problem.size + 1).fill(-1)
    let served = 0
    for (const [index, tour] of tours.entries())
      for (const stop of tour.stops) {
        where[stop] = index
        served++
      }
    const longest = Math.min(LONGEST, served / tours.length)
    const most = (4 * REMOVED) / (1 + longest) - 1
    const strings = Math.floor(this.#random() * most + 1)
    const ruined = new Set<number>()
    const seed = 1 + Math.floor(this.#random() * this.#problem.size)
    for (const stop of this.#near[seed] as Int32Array) {
      if (ruined.size >= strings) break
      const index = where[stop] as number
      if (index < 0 || ruined.has(index)) continue
      const tour = tours[index] as Tour
      const length = Math.floor(this.#random() * Math.min(longest, tour.stops.length) + 1)
      const gone = this.#string(tour.stops, tour.stops.indexOf(stop), Math.min(length, tour.stops.length))
      for (const each of gone) where[each] = -1
      plan.absent.push(...gone)
      const left = new Set(gone)
      tours[index] = new Tour(
        this.#problem,
        tour.stops.filter((each) => !left.has(each)),
      )
      ruined.add(index)
    }
    plan.tours = tours.filter((tour) => tour.stops.length > 0)
  }

  /** A string of stops around one; sometimes with a part in its middle that stays. */
  #string(stops: readonly number[], at: number, length: number): number[] {
    let kept = 0
    if (length > 1 && length < stops.length && this.#random() < SPLIT) {
      kept = 1
      while (length + kept < stops.length && this.#random() > SPLIT_DEPTH) kept++
    }
    const span = length + kept
    const first = Math.max(0, at - span + 1)
    const last = Math.min(at, stops.length - span)
    const from = first + Math.floor(this.#random() * (last - first + 1))
    if (kept === 0) return stops.slice(from, from + span)
    const gap = from + 1 + Math.floor(this.#random() * Math.max(1, length - 1))
    return [...stops.slice(from, gap), ...stops.slice(gap + kept, from + span)]
  }

  #recreate(plan: Plan): void {
    this.#sort(plan.absent)
    const still: number[] = []
    const fresh = new Set<Tour>()
    for (const stop of plan.absent) {
      const found = this.#bestPlace(plan.tours, stop)
      if (found === undefined) {
        const alone = plan.tours.length < this.#most ? this.#alone(stop) : undefined
        if (alone === undefined) still.push(stop)
        else {
          plan.tours.push(alone)
          fresh.add(alone)
        }
        continue
      }
      const tour = plan.tours[found.tour] as Tour
      // Tours are shared with the plan before: the first change of one makes a copy.
      const own = fresh.has(tour) ? tour : tour.copy()
      own.insert(stop, found.position)
      fresh.add(own)
      plan.tours[found.tour] = own
    }
    plan.absent = still
  }

  #alone(stop: number): Tour | undefined {
    const { size, time, stay, opens, closes, load, capacity } = this.#problem
    const start = Math.max((opens[0] as number) + (time[stop] as number), opens[stop] as number)
    const fits =
      start <= (closes[stop] as number) &&
      start + (stay[stop] as number) + (time[stop * (size + 1)] as number) <= (closes[0] as number) &&
      (load[stop] as number) <= capacity
    return fits ? new Tour(this.#problem, [stop]) : undefined
  }

  #sort(absent: number[]): void {
    const { load, opens, closes, weight } = this.#problem
    const dice = this.#random() * 13
    const keys = new Map<number, number>()
    for (const stop of absent) {
      const key =
        dice < 4
          ? this.#random()
          : dice < 6
            ? -(load[stop] as number)
            : dice < 7
              ? -(this.#far[stop] as number)
              : dice < 8
                ? (this.#far[stop] as number)
                : dice < 10
                  ? (closes[stop] as number) - (opens[stop] as number)
                  : dice < 11
                    ? (opens[stop] as number)
                    : dice < 12
                      ? -(closes[stop] as number)
                      : -(weight[stop] as number)
      keys.set(stop, key)
    }
    absent.sort((a, b) => (keys.get(a) as number) - (keys.get(b) as number))
  }

  #bestPlace(tours: readonly Tour[], stop: number): { tour: number; position: number } | undefined {
    const { size, time, cost, stay, opens, closes, load, capacity } = this.#problem
    const n = size + 1
    let [bestTour, bestPosition, least] = [-1, -1, Number.POSITIVE_INFINITY]
    for (let index = 0; index < tours.length; index++) {
      const tour = tours[index] as Tour
      if (tour.load + (load[stop] as number) > capacity) continue
      const { stops, leave, latest } = tour
      for (let p = 0; p <= stops.length; p++) {
        const before = p === 0 ? 0 : (stops[p - 1] as number)
        const after = p === stops.length ? 0 : (stops[p] as number)
        const start = Math.max((leave[p] as number) + (time[before * n + stop] as number), opens[stop] as number)
        // Later positions only begin later.
        if ((leave[p] as number) > (closes[stop] as number)) break
        if (start > (closes[stop] as number)) continue
        if (start + (stay[stop] as number) + (time[stop * n + after] as number) > (latest[p + 1] as number)) continue
        const added =
          (cost[before * n + stop] as number) +
          (cost[stop * n + after] as number) -
          (cost[before * n + after] as number)
        if (added < least && this.#random() > BLINK) [bestTour, bestPosition, least] = [index, p, added]
      }
    }
    return bestTour < 0 ? undefined : { tour: bestTour, position: bestPosition }
  }
}
