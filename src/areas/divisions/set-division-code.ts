import type { Day } from '../../platform/clock/day.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { type DivisionLevel, holds } from './division.ts'
import { type Executor, findDivision, findHolders, hasPeriodAfter, saveCode } from './queries.ts'
import { refusals } from './refusals.ts'

/** One official code for one division from a day on, once it is published. */
export type SetDivisionCode = { key: string; code: string; from: Day }

const DIGITS: Record<DivisionLevel, number> = { city: 6, district: 6, township: 9, village: 12 }

/** True for digits of the length of the level, inside Chongqing (50…), that are no padding of a higher level. */
export const isCodeOf = (level: DivisionLevel, code: string): boolean =>
  /^50\d+$/.test(code) && code.length === DIGITS[level] && (level === 'city' || !/0{3}$/.test(code))

/** Sets a division's official code from a day on, in the caller's transaction. Keys in records do not change. */
export async function setDivisionCode(
  db: Executor,
  { key, code, from }: SetDivisionCode,
): Promise<Result<{ key: string; name: string }>> {
  const division = await findDivision(db, key)
  if (!division) return refuse(refusals.notFound(key))
  if (!isCodeOf(division.level, code)) return refuse(refusals.codeForm(division.level))
  if (!holds(division, from)) return refuse(refusals.notInForce(division.name, from))
  const other = (await findHolders(db, code, from)).find((holder) => holder !== key)
  if (other) return refuse(refusals.codeInUse(code, (await findDivision(db, other))?.name ?? other))
  if (await hasPeriodAfter(db, 'divisions.code', key, from)) return refuse(refusals.laterCode(division.name))
  await saveCode(db, key, code, from)
  return ok({ key, name: division.name })
}
