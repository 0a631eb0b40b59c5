import type { RouteProblem, Routes } from './problem.ts'

/**
 * The best single route, found by trying every order that is not worse than the best so far: for up to some ten stops. Least weight left out first, then
 * least cost.
 */
export function solveExactly(problem: RouteProblem): Routes {
  const { size, time, cost, stay, opens, closes, load, capacity, weight } = problem
  const n = size + 1
  const used = new Uint8Array(n)
  const order: number[] = []
  let best: { order: number[]; left: number; cost: number } | undefined
  const whole = weight.reduce((sum, each) => sum + each, 0)

  const better = (left: number, sum: number) =>
    best === undefined || left < best.left || (left === best.left && sum < best.cost - 1e-9)
  const visit = (at: number, clock: number, sum: number, carried: number, taken: number): void => {
    const home = sum + (at === 0 ? 0 : (cost[at * n] ?? 0))
    if (clock + (at === 0 ? 0 : (time[at * n] ?? 0)) <= (closes[0] ?? 0) && better(whole - taken, home))
      best = { order: [...order], left: whole - taken, cost: home }
    for (let stop = 1; stop < n; stop++) {
      if (used[stop] === 1) continue
      const start = Math.max(clock + (time[at * n + stop] ?? 0), opens[stop] ?? 0)
      if (start > (closes[stop] ?? 0) || carried + (load[stop] ?? 0) > capacity) continue
      used[stop] = 1
      order.push(stop)
      visit(
        stop,
        start + (stay[stop] ?? 0),
        sum + (cost[at * n + stop] ?? 0),
        carried + (load[stop] ?? 0),
        taken + (weight[stop] ?? 0),
      )
      order.pop()
      used[stop] = 0
    }
  }
  visit(0, opens[0] ?? 0, 0, 0, weight[0] ?? 0)
  const found = best ?? { order: [], left: 0, cost: 0 }
  const leftOut = Array.from({ length: size }, (_, at) => at + 1).filter((stop) => !found.order.includes(stop))
  return { routes: found.order.length === 0 ? [] : [found.order], leftOut, cost: found.cost }
}
