import { pinyin } from 'pinyin-pro'
import type { Day } from '../../platform/clock/day.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { holds } from './division.ts'
import { type Executor, findDivision, hasPeriodAfter, saveName } from './queries.ts'
import { refusals } from './refusals.ts'

export type SetDivisionName = { key: string; name: string; from: Day }

/** Gives a division another official name from a day on, in the caller's transaction. Before that day it keeps the name it had. */
export async function setDivisionName(
  db: Executor,
  { key, name, from }: SetDivisionName,
): Promise<Result<{ key: string; before: string }>> {
  const division = await findDivision(db, key)
  if (!division) return refuse(refusals.notFound(key))
  if (!/^[\p{Script=Han}()（）·0-9]{2,60}$/u.test(name)) return refuse(refusals.nameForm())
  if (!holds(division, from)) return refuse(refusals.notInForce(division.name, from))
  if (await hasPeriodAfter(db, 'divisions.name', key, from)) return refuse(refusals.laterName(division.name))
  await saveName(db, key, name, pinyin(name, { toneType: 'none', type: 'array' }).join(' '), from)
  return ok({ key, before: division.name })
}
