import { type Day, lastOfMonth, type Month } from '../../platform/clock/day.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import type { DivisionTree } from '../divisions/index.ts'
import { districtOf } from '../divisions/index.ts'
import { refusals } from './refusals.ts'

/**
 * One batch: what a district answers for in a month. `payer` is the district that governs the townships on the day that counts,
 * `division` the payer itself or one of its townships, `districts` the stable keys that its person rows lead with.
 */
export type Batch = {
  readonly payer: string
  readonly division: string
  readonly townships: readonly string[]
  readonly districts: readonly string[]
}

/**
 * The day that counts for a month: its last. Facts, parents of divisions and parameters are read for it, so whoever moves within the
 * month is paid in one place only, and a person registered this month is decided this month. Age and death have months of their own
 * in the rules.
 */
export const dayThatCounts = (month: Month): Day => lastOfMonth(month)

/** The batches that a division stands for in a month: one for a township or a district, one a district for the city. */
export function batchesOf(tree: DivisionTree, division: string, month: Month): Result<Batch[]> {
  const on = dayThatCounts(month)
  const shown = month.slice(0, 7)
  const self = tree.get(division)
  if (self === undefined) {
    const zone = tree.zone(division)
    return refuse(zone === undefined ? refusals.divisionUnknown(division) : refusals.zone(zone.name))
  }
  if (self.level === 'village') return refuse(refusals.divisionTooSmall(self.name))
  if (!tree.isWithin(division, division, on)) return refuse(refusals.divisionNotInForce(self.name, shown))
  if (self.level === 'city') {
    const districts = tree.children(division, on).filter((each) => each.level === 'district')
    return ok(
      districts.map((each) => batchOf(tree, each.key, each.key, on)).filter((each) => each.townships.length > 0),
    )
  }
  const payer = self.level === 'district' ? division : tree.parent(division, on)?.key
  if (payer === undefined) return refuse(refusals.divisionNotInForce(self.name, shown))
  return ok([batchOf(tree, payer, division, on)])
}

function batchOf(tree: DivisionTree, payer: string, division: string, on: Day): Batch {
  const townships = tree.townshipsOf(division, on).toSorted()
  return { payer, division, townships, districts: [...new Set(townships.map(districtOf))].sort() }
}
