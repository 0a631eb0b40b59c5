import type { DivisionTree } from '../src/areas/divisions/index.ts'
import type { Day } from '../src/platform/clock/day.ts'
import { monthNumber } from './calendar.ts'
import { CELLS, cellsAtCensus, outlook } from './cohorts.ts'
import { census, tongliangShares } from './data.ts'
import { cumulate, Random } from './random.ts'

/** Older people of one township: how many in proportion, and who they are. `ages` are running totals over `CELLS` twice: living, then deceased. */
export type TownshipElders = { key: string; district: string; rural: boolean; weight: number; ages: Float64Array }

/** Fitted to the 28 townships of 铜梁区: 60+ is 18.5 percent in its subdistricts together, 38.5 in towns. */
const BASE_SHARE: Record<string, number> = { subdistrict: 0.185, town: 0.385, township: 0.41, ethnic_township: 0.4 }
/** Growth of residents 2010 to 2020 by kind, before each district is scaled to its census total. Assumption. */
const GROWTH: Record<string, number> = { subdistrict: 1.35, town: 0.8, township: 0.7, ethnic_township: 0.7 }
/** Residents where 2010 is unknown and the district has no township of the kind to compare with. */
const ORDINARY_SIZE: Record<string, number> = {
  subdistrict: 60_000,
  town: 18_000,
  township: 9_000,
  ethnic_township: 9_000,
}
/** Rural elders are older: each year of age makes living in a town or township this much likelier. Fitted to 65+ among 60+ in 铜梁区. */
const RURAL_TILT = 0.012

const logit = (p: number): number => Math.log(p / (1 - p))
const logistic = (x: number): number => 1 / (1 + Math.exp(-x))

const known = new WeakMap<DivisionTree, Map<Day, Map<string, TownshipElders>>>()

/** The older population of all districts on a day, township by township. Worked out once for a tree and day. */
export function olderPopulation(tree: DivisionTree, on: Day): Map<string, TownshipElders> {
  const days = known.get(tree) ?? new Map<Day, Map<string, TownshipElders>>()
  known.set(tree, days)
  const population = days.get(on) ?? workOut(tree, on)
  days.set(on, population)
  return population
}

function workOut(tree: DivisionTree, on: Day): Map<string, TownshipElders> {
  const { living, deceased } = outlook(on)
  const result = new Map<string, TownshipElders>()
  for (const district of census().districts) {
    const counts = cellsAtCensus(district)
    const cells = Float64Array.from({ length: CELLS.length * 2 }, (_, i) => {
      const cell = i % CELLS.length
      return (counts[cell] as number) * ((i < CELLS.length ? living : deceased)[cell] as number)
    })
    const pop60 = sum([...district.male.slice(2), ...district.female.slice(2)])
    const townships = spreadInside(tree, district.code, district.total, pop60)
    const total = sum(cells)
    const ruralShare = sum(townships.filter((t) => t.rural).map((t) => t.share))
    const [urbanAges, ruralAges] = tilt(cells, ruralShare, monthNumber(on))
    for (const { key, rural, share } of townships) {
      const ages = rural ? ruralAges : urbanAges
      result.set(key, { key, district: district.code, rural, weight: total * share, ages })
    }
  }
  return result
}

type Part = { key: string; rural: boolean; share: number; elderShare: number }

/** Shares a district's elders among its townships of 2020: residents × share of elders, held to the district's own 60+. */
export function spreadInside(tree: DivisionTree, district: string, residents: number, pop60: number): Part[] {
  const townships = tree.children(district, '2020-11-01' as Day)
  const known = Map.groupBy(
    townships.filter((t) => t.population2010),
    (t) => t.kind,
  )
  const size = townships.map(({ kind, population2010 }) => {
    const peers = known.get(kind) ?? []
    const usual =
      peers.length > 0 ? sum(peers.map((t) => t.population2010 ?? 0)) / peers.length : (ORDINARY_SIZE[kind] ?? 0)
    return (population2010 ?? usual) * (GROWTH[kind] ?? 1)
  })
  const scale = residents / sum(size)
  const published = tongliangShares()
  const base = townships.map(({ key, kind }) => {
    const noise = (Random.of(`share/${key}`).next() + Random.of(`share2/${key}`).next() - 1) * 0.35
    return logit(published.get(key) ?? BASE_SHARE[kind] ?? 0.3) + (published.has(key) ? 0 : noise)
  })
  const elders = (shift: number) => base.map((b, i) => (size[i] as number) * scale * logistic(b + shift))
  let low = -4
  let high = 4
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2
    if (sum(elders(middle)) < pop60) low = middle
    else high = middle
  }
  const people = elders(low)
  return townships.map(({ key, kind }, i) => ({
    key,
    rural: kind !== 'subdistrict',
    share: (people[i] as number) / sum(people),
    elderShare: (people[i] as number) / ((size[i] as number) * scale),
  }))
}

/** Running totals for urban and rural townships whose mixture is exactly the district's own ages. */
function tilt(cells: Float64Array, ruralShare: number, now: number): [Float64Array, Float64Array] {
  if (ruralShare === 0 || ruralShare === 1) return [cumulate(cells), cumulate(cells)]
  const lean = cells.map((people, i) => {
    const age = (now - (CELLS[i % CELLS.length]?.month ?? now)) / 12
    return people * Math.exp(RURAL_TILT * (age - 72))
  })
  const factor = sum(cells) / sum(lean)
  const urban = cells.map((people, i) => Math.max(0, people - ruralShare * (lean[i] as number) * factor))
  return [cumulate(urban), cumulate(lean)]
}

const sum = (values: ArrayLike<number>): number => {
  let total = 0
  for (let i = 0; i < values.length; i++) total += values[i] as number
  return total
}
