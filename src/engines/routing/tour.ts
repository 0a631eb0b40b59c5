import { costOf, type RouteProblem } from './problem.ts'

/** One route with what an insertion needs to know at once: how early each stop is left, and how late it may be begun. */
export class Tour {
  stops: number[]
  load = 0
  cost = 0
  /** By position, 0 is the start: the earliest time of leaving. */
  leave: Float64Array
  /** By position: the latest time at which it may be begun so that all that follow still fit; the last one is the way home. */
  latest: Float64Array
  readonly #problem: RouteProblem

  constructor(problem: RouteProblem, stops: readonly number[] = []) {
    this.#problem = problem
    this.stops = [...stops]
    this.leave = new Float64Array(8)
    this.latest = new Float64Array(8)
    this.refresh()
  }

  copy(): Tour {
    return new Tour(this.#problem, this.stops)
  }

  refresh(): void {
    const { size, time, stay, opens, closes, load } = this.#problem
    const n = size + 1
    const count = this.stops.length
    if (this.leave.length < count + 2) {
      this.leave = new Float64Array(count * 2 + 4)
      this.latest = new Float64Array(count * 2 + 4)
    }
    this.load = 0
    let at = 0
    let clock = opens[0] as number
    this.leave[0] = clock
    for (let p = 0; p < count; p++) {
      const stop = this.stops[p] as number
      clock = Math.max(clock + (time[at * n + stop] as number), opens[stop] as number) + (stay[stop] as number)
      this.leave[p + 1] = clock
      this.load += load[stop] as number
      at = stop
    }
    let late = closes[0] as number
    this.latest[count + 1] = late
    let next = 0
    for (let p = count; p >= 1; p--) {
      const stop = this.stops[p - 1] as number
      late = Math.min(closes[stop] as number, late - (time[stop * n + next] as number) - (stay[stop] as number))
      this.latest[p] = late
      next = stop
    }
    this.cost = costOf(this.#problem, this.stops)
  }

  insert(stop: number, position: number): void {
    this.stops.splice(position, 0, stop)
    this.refresh()
  }
}
