import { surfaceMetres } from '../../engines/routing/index.ts'
import type { Point } from './contract.ts'

/** What a supervisor asks about a record. Facts are plain figures, shown as they are; nothing here says that somebody did wrong. */
export type Doubt =
  | {
      readonly kind: 'distance'
      readonly facts: { readonly metres: number; readonly accuracy: number; readonly limit: number }
    }
  | { readonly kind: 'shortStay'; readonly facts: { readonly minutes: number; readonly limit: number } }
  | {
      readonly kind: 'impossibleTravel'
      readonly facts: {
        readonly metres: number
        readonly minutes: number
        readonly kmh: number | null
        readonly limit: number
        readonly other: string
      }
    }
  | { readonly kind: 'reusedPhoto'; readonly facts: { readonly photos: number; readonly others: readonly string[] } }
  | { readonly kind: 'equalAnswers'; readonly facts: { readonly homes: number; readonly limit: number } }
  | { readonly kind: 'clock'; readonly facts: { readonly minutes: number } }

/** Limits that a district has set; undefined asks nothing. */
export type DoubtLimits = {
  readonly metres: number | undefined
  readonly minutes: number | undefined
  readonly kmh: number | undefined
  readonly equal: number | undefined
}

export type Located = Point & { readonly accuracy: number }
/** The visit before or after one of the same helper. */
export type Neighbour = {
  readonly record: string
  readonly place: Located
  readonly startedAt: number
  readonly endedAt: number
}

export type ToDoubt = {
  readonly atTheDoor: boolean
  readonly seen: boolean
  readonly place: Located | null
  readonly home: Point | null
  /** Milliseconds. */
  readonly startedAt: number
  readonly endedAt: number
  readonly receivedAt: number
  readonly clockOffset: number | null
  readonly neighbours: readonly Neighbour[]
  /** Records of other visits that carry a photo of this one. */
  readonly reused: { readonly photos: number; readonly others: readonly string[] }
  /** How many homes in a row, this one included, the helper answered all the same. */
  readonly equalHomes: number
}

/** A device clock that is off by more is told (J5.1). */
export const CLOCK_MINUTES = 10
/** Below this two places are one: the receivers of phones wander. */
const SAME_PLACE_METRES = 150

/** Everything about a record that a supervisor should ask the helper about. The uncertainty of a place always counts for the helper. */
export function doubtsAbout(visit: ToDoubt, limits: DoubtLimits): Doubt[] {
  const doubts: Doubt[] = []
  const { place, home } = visit
  if (visit.atTheDoor && place !== null && home !== null && limits.metres !== undefined) {
    const metres = Math.round(surfaceMetres(place, home))
    if (metres - place.accuracy > limits.metres)
      doubts.push({ kind: 'distance', facts: { metres, accuracy: Math.round(place.accuracy), limit: limits.metres } })
  }
  const minutes = (visit.endedAt - visit.startedAt) / 60_000
  if (visit.atTheDoor && visit.seen && limits.minutes !== undefined && minutes < limits.minutes)
    doubts.push({ kind: 'shortStay', facts: { minutes: round1(minutes), limit: limits.minutes } })
  const travel =
    visit.atTheDoor && place !== null && limits.kmh !== undefined ? tooFast(visit, place, limits.kmh) : undefined
  if (travel !== undefined) doubts.push(travel)
  if (visit.reused.others.length > 0) doubts.push({ kind: 'reusedPhoto', facts: visit.reused })
  if (limits.equal !== undefined && visit.equalHomes >= limits.equal)
    doubts.push({ kind: 'equalAnswers', facts: { homes: visit.equalHomes, limit: limits.equal } })
  const off = clockError(visit)
  if (Math.abs(off) > CLOCK_MINUTES) doubts.push({ kind: 'clock', facts: { minutes: Math.round(off) } })
  return doubts
}

/** Minutes by which the device ran ahead: as measured at its last contact, or at least what lies in the future. */
function clockError({ clockOffset, startedAt, endedAt, receivedAt }: ToDoubt): number {
  const ahead = (Math.max(startedAt, endedAt) - receivedAt) / 60_000
  return clockOffset === null ? Math.max(0, ahead) : clockOffset / 60_000
}

function tooFast(visit: ToDoubt, place: Located, limit: number): Doubt | undefined {
  for (const other of visit.neighbours) {
    const metres = Math.max(0, surfaceMetres(place, other.place) - place.accuracy - other.place.accuracy)
    if (metres <= SAME_PLACE_METRES) continue
    const gap = other.startedAt <= visit.startedAt ? visit.startedAt - other.endedAt : other.startedAt - visit.endedAt
    const hours = gap / 3_600_000
    const kmh = hours <= 0 ? null : round1(metres / 1000 / hours)
    if (kmh === null || kmh > limit)
      return {
        kind: 'impossibleTravel',
        facts: { metres: Math.round(metres), minutes: round1(gap / 60_000), kmh, limit, other: other.record },
      }
  }
  return undefined
}

const round1 = (value: number): number => Math.round(value * 10) / 10
