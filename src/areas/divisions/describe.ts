import type { Day } from '../../platform/clock/day.ts'
import type { DivisionView } from './contract.ts'
import { type Division, holds } from './division.ts'
import { shortName } from './names.ts'
import type { DivisionTree } from './tree.ts'

export type { DivisionView }

/** A division as lists show it on a day. */
export const viewOf = (tree: DivisionTree, division: Division, on: Day): DivisionView => ({
  key: division.key,
  code: tree.codeOf(division.key, on) ?? null,
  name: division.name,
  shortName: shortName(division.name),
  level: division.level,
  kind: division.kind,
  path: tree.path(division.key, on),
  hasChildren: tree.children(division.key, on).length > 0,
})

/** One division with everything above it and the zones that manage it; undefined for an unknown key. */
export function describe(tree: DivisionTree, key: string, on: Day) {
  const division = tree.named(key, on)
  if (!division) return undefined
  const brief = (each: { key: string; name: string }) => ({ key: each.key, name: each.name })
  const township = division.level === 'village' ? (tree.parent(key, on)?.key ?? key) : key
  return {
    ...viewOf(tree, division, on),
    on: on as string,
    inForce: holds(division, on),
    ancestors: tree.ancestors(key, on).map(brief),
    zones: tree.zonesOf(township, on).map(brief),
  }
}
