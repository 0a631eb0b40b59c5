import { addDays, type Day } from '../../platform/clock/day.ts'
import type { Home } from './home.ts'

export type Candidate = {
  readonly id: string
  readonly supported: boolean
  readonly care: string | null
  readonly dementia: boolean
  /** The register already says that they live in a home. */
  readonly told: boolean
  readonly household: string | null
  readonly township: string
  readonly village: string | null
}
export type Bed = { readonly home: string; readonly bed: string; readonly kind: string; readonly since: Day }
export type Seat = {
  readonly person: Candidate
  readonly bed: Bed
  readonly from: Day
  readonly until: Day | null
  readonly nth: number
}

/** Of a home's beds so many are taken: the rest is free, so that there is something to offer. */
const FULL = 0.8
/** For persons whom the government supports. */
const SUPPORTED = new Set(['intensiveCareCentre', 'townshipHome', 'publicHome'])

/** Gives people beds that suit, the operator's own homes first; a pure walk over lists in a fixed order. */
export function seatPeople(
  people: readonly Candidate[],
  count: number,
  homes: readonly Home[],
  beds: readonly Bed[],
  today: Day,
): Seat[] {
  const open = new Map(homes.map((home) => [home.id, takeable(beds.filter((bed) => bed.home === home.id))]))
  const seats: Seat[] = []
  const perHome = new Map<string, number>()
  for (const person of people) {
    if (seats.length >= count) break
    const home = homes.find(
      ({ id, kind }) => SUPPORTED.has(kind) === person.supported && (open.get(id)?.length ?? 0) > 0,
    )
    const list = home && open.get(home.id)
    if (home === undefined || list === undefined) continue
    const wants = person.dementia
      ? 'dementia'
      : person.care === 'none' || person.care === 'mild'
        ? 'ordinary'
        : 'nursing'
    const at = Math.max(
      0,
      list.findIndex((bed) => bed.kind === wants),
    )
    const [bed] = list.splice(at, 1)
    if (bed === undefined) continue
    const nth = perHome.get(home.id) ?? 0
    perHome.set(home.id, nth + 1)
    seats.push({ person, bed, nth, ...daysOf(nth, seats.length, bed.since, today) })
  }
  return seats
}

/** Beds are taken from all parts of the house, so that free ones lie between them. */
const takeable = (beds: readonly Bed[]): Bed[] => beds.filter((_, n) => (n * 7) % 10 < FULL * 10)

/** The first of each home came today, the second yesterday, one in 25 left today or in the last days, the others long ago. */
function daysOf(nth: number, n: number, since: Day, today: Day): { from: Day; until: Day | null } {
  const days = nth === 0 ? 0 : nth === 1 ? 1 : 40 + ((n * 131) % 1400)
  const wished = addDays(today, -days)
  const from = wished > since ? wished : since
  const until = nth % 25 === 12 ? addDays(today, -(Math.floor(nth / 25) * 9)) : null
  return { from, until: until !== null && until > from ? until : null }
}
