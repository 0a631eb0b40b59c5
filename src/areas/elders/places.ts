import type { Day } from '../../platform/clock/day.ts'
import type { Scope } from '../../platform/db/index.ts'
import type { Platform } from '../../platform/http/index.ts'
import { currentTree, type DivisionTree, districtOf } from '../divisions/index.ts'

/** The tree of divisions as this process shares it. */
export const treeOf = (platform: Platform): Promise<DivisionTree> => currentTree(platform.db, platform.now().getTime())

/**
 * The part of the register that a question is about, as conditions that an index can use: districts always, and townships or
 * villages where they narrow it. Row security decides what may be seen; this only keeps the search short.
 */
export type Reach = { districts: string[]; townships?: string[] | undefined; villages?: string[] | undefined }

const unique = (keys: string[]): string[] => [...new Set(keys)].sort()

/** Everything that a scope can see. */
export function reachOfScope({ districts, townships, villages }: Scope): Reach {
  if (districts.length === 0 && villages.length === 0 && townships.length > 0)
    return { districts: unique(townships.map(districtOf)), townships: [...townships] }
  if (districts.length === 0 && townships.length === 0)
    return { districts: unique(villages.map(districtOf)), villages: [...villages] }
  return { districts: unique([...districts, ...townships.map(districtOf), ...villages.map(districtOf)]) }
}

/** A division or zone on a day; undefined where there is none. A whole district of 2023 needs no list of its townships. */
export function reachOfDivision(tree: DivisionTree, key: string, on: Day): Reach | undefined {
  const division = tree.get(key)
  if (division?.level === 'village') return { districts: [districtOf(key)], villages: [key] }
  if (division === undefined && tree.zone(key) === undefined) return undefined
  const townships = tree.townshipsOf(key, on)
  if (townships.length === 0) return undefined
  const whole = tree.scopeOf([key], on)
  if (whole.townships.length === 0) return { districts: whole.districts }
  return { districts: unique(townships.map(districtOf)), townships }
}

/** A village or township key as a residence; undefined for anything else or when it has ended. */
export function residenceOf(
  tree: DivisionTree,
  key: string,
  on: Day,
): { district: string; township: string; village: string | null } | undefined {
  const division = tree.get(key)
  if (division === undefined || !tree.isWithin(key, key, on)) return undefined
  if (division.level === 'township') return { district: districtOf(key), township: key, village: null }
  if (division.level !== 'village') return undefined
  return { district: districtOf(key), township: key.slice(0, 9), village: key }
}

/** True when a residence lies in the scope: what row security will say, asked before so that the refusal is a sentence. */
export const scopeHolds = (
  scope: Scope,
  place: { district: string; township: string; village: string | null },
): boolean =>
  scope.districts.includes(place.district) ||
  scope.townships.includes(place.township) ||
  (place.village !== null && scope.villages.includes(place.village))
