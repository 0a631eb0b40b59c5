/**
 * How good and how fast the routes are: the 56 standard problems of 100 customers beside the best known solutions, and a helper's day of 40 stops.
 * `node bench/routes.ts [ROUNDS] [NAMES]` (default 60,000 rounds a problem, all problems; NAMES is a prefix such as R1).
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { improve } from '../src/engines/routing/improve.ts'
import { type RouteProblem, scheduleOf } from '../src/engines/routing/problem.ts'

const ROUNDS = Number(process.argv[2] ?? 60_000)
const NAMES = process.argv[3] ?? ''

type Known = { name: string; vehicles: number; distance: number; problem: RouteProblem }

function readSolomon(): Known[] {
  const lines = readFileSync(join(import.meta.dirname, 'solomon.txt'), 'utf8')
    .trim()
    .split('\n')
  return lines.flatMap((head, at): Known[] => {
    if (at % 2 === 1) return []
    const [name = '', capacity, vehicles, distance] = head.split(' ')
    const rows = (lines[at + 1] ?? '').split(';').map((row) => row.split(',').map(Number))
    return name.startsWith(NAMES)
      ? [{ name, vehicles: Number(vehicles), distance: Number(distance), problem: problemOf(rows, Number(capacity)) }]
      : []
  })
}

function problemOf(rows: readonly number[][], capacity: number): RouteProblem {
  const n = rows.length
  const cost = new Float64Array(n * n)
  for (let a = 0; a < n; a++)
    for (let b = 0; b < n; b++)
      cost[a * n + b] = Math.hypot((rows[a]?.[0] ?? 0) - (rows[b]?.[0] ?? 0), (rows[a]?.[1] ?? 0) - (rows[b]?.[1] ?? 0))
  const column = (index: number) => Float64Array.from(rows, (row) => row[index] ?? 0)
  return {
    size: n - 1,
    time: cost,
    cost,
    load: column(2),
    opens: column(3),
    closes: column(4),
    stay: column(5),
    capacity,
    weight: new Float64Array(n).fill(1e7),
    routes: n - 1,
  }
}

let [vehicles, known, fewer, sameGap, same] = [0, 0, 0, 0, 0]
const times: number[] = []
for (const { name, problem, ...best } of readSolomon()) {
  const began = performance.now()
  const found = improve(problem, { rounds: ROUNDS, fleetShare: 0.3 })
  const took = performance.now() - began
  times.push(took)
  if (found.leftOut.length > 0 || found.routes.some((route) => scheduleOf(problem, route) === undefined))
    throw new Error(`${name}: routes that break a window or leave somebody out`)
  const gap = (found.cost / best.distance - 1) * 100
  vehicles += found.routes.length
  known += best.vehicles
  if (found.routes.length === best.vehicles) {
    same++
    sameGap += gap
  } else fewer += found.routes.length - best.vehicles
  console.log(
    `${name.padEnd(6)} ${String(found.routes.length).padStart(2)} (${best.vehicles})  ${found.cost.toFixed(2).padStart(8)} (${best.distance.toFixed(2)})  ${gap.toFixed(2).padStart(6)} %  ${(took / 1000).toFixed(1)} s`,
  )
}

const forty = day(40)
const dayTimes = Array.from({ length: 9 }, () => {
  const began = performance.now()
  improve(forty, { rounds: 20_000 })
  return performance.now() - began
}).sort((a, b) => a - b)

console.log(
  JSON.stringify({
    bench: 'routes',
    rounds: ROUNDS,
    problems: times.length,
    vehicles,
    bestKnownVehicles: known,
    withBestKnownVehicles: same,
    vehiclesAbove: fewer,
    meanGapPercentWhereSameVehicles: Number((sameGap / Math.max(1, same)).toFixed(3)),
    meanSeconds: Number((times.reduce((sum, each) => sum + each, 0) / Math.max(1, times.length) / 1000).toFixed(2)),
    fortyStopsMedianMs: Math.round(dayTimes[4] ?? 0),
    fortyStopsWorstMs: Math.round(dayTimes[8] ?? 0),
  }),
)

/** A day of scattered stops, some with hours, all on foot in a valley of six kilometres. */
function day(size: number): RouteProblem {
  let state = 7
  const random = () => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
  const rows = Array.from({ length: size + 1 }, (_, at) => {
    const opens = at > 0 && random() < 0.3 ? Math.floor(random() * 8000) : 0
    return [random() * 6000, random() * 6000, 0, opens, opens > 0 ? opens + 20_000 : 60_000, at === 0 ? 0 : 600]
  })
  return { ...problemOf(rows, 1), routes: 1 }
}
