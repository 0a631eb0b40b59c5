import type { Day } from '../../platform/clock/day.ts'
import type { Scope } from '../../platform/db/index.ts'
import { ok, type Refusal, type Result, refuse } from '../../platform/http/index.ts'
import type { DivisionTree } from '../divisions/index.ts'
import { importRefusals } from './refusals.ts'

/** The division into which a list may be imported: a district, township or village in force. Codes and keys are both understood. */
export function divisionFor(tree: DivisionTree, text: string, on: Day): Result<string> {
  const division = tree.get(text) ?? tree.resolveCode(text, on)
  if (!division) return refuse(importRefusals.divisionUnknown(text.slice(0, 20)))
  if (division.level === 'city') return refuse(importRefusals.divisionTooLarge())
  if (!tree.isWithin(division.key, division.key, on)) return refuse(importRefusals.divisionEnded(division.name))
  return ok(division.key)
}

/** Whether a scope covers a whole division; the database asks again with row security. */
export function scopeCovers(tree: DivisionTree, scope: Scope, key: string, on: Day): Refusal | undefined {
  const townships = tree.get(key)?.level === 'village' ? [key.slice(0, 9)] : tree.townshipsOf(key, on)
  const covered =
    townships.length > 0 &&
    townships.every((one) => scope.townships.includes(one) || scope.districts.includes(one.slice(0, 6)))
  return covered || scope.villages.includes(key) ? undefined : importRefusals.outOfScope()
}
