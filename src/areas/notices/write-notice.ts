import { record } from '../../platform/audit/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import type { Writing } from './contract.ts'
import { CITY, problemWith } from './decide.ts'
import { insertNotice, lockNotice, type NoticeRow, signNotice, takeBack } from './queries.ts'
import { refusals } from './refusals.ts'

type By = { readonly account: string; readonly today: Day; readonly requestId?: string }

/** Writes a notice. One for the whole city waits for the second person; any other is shown from its first day. */
export async function writeNotice(
  tx: Tx,
  by: By & { mayWrite: boolean },
  writing: Writing,
): Promise<Result<{ id: string }>> {
  const problem = problemWith(writing, by.mayWrite, by.today)
  if (problem !== undefined) return refuse(problem)
  const id = newId()
  const { from, until, roles, audience } = writing
  await insertNotice(tx, by.account, {
    ...writing,
    id,
    from: from as Day,
    until: until as Day,
    roles: audience === 'public' ? [] : roles,
    needsSecond: writing.division === CITY,
  })
  await note(tx, by, 'notice.write', id, writing.division, writing)
  return ok({ id })
}

/** The second signature under a notice for the whole city. */
export async function approveNotice(tx: Tx, by: By, id: string): Promise<Result<NoticeRow>> {
  const notice = await lockNotice(tx, id)
  if (notice === undefined) return refuse(refusals.notFound())
  if (notice.withdrawn || !notice.needsSecond || notice.approvedBy !== null) return refuse(refusals.decided())
  if (notice.writtenBy === by.account) return refuse(refusals.samePerson())
  await signNotice(tx, id, by.account)
  await note(tx, by, 'notice.approve', id, notice.division)
  return ok({ ...notice, approvedBy: by.account })
}

/** Takes a notice off every page; it stays readable for those who write. */
export async function withdrawNotice(tx: Tx, by: By, id: string): Promise<Result<NoticeRow>> {
  const notice = await lockNotice(tx, id)
  if (notice === undefined) return refuse(refusals.notFound())
  if (notice.withdrawn) return refuse(refusals.decided())
  await takeBack(tx, id, by.account)
  await note(tx, by, 'notice.withdraw', id, notice.division)
  return ok({ ...notice, withdrawn: true })
}

async function note(tx: Tx, by: By, action: string, id: string, division: string, after?: unknown): Promise<void> {
  await record(tx, {
    ...(division === CITY ? {} : { district: division.slice(0, 6) }),
    account: by.account,
    action,
    object: 'notice',
    objectId: id,
    ...(after === undefined ? {} : { after }),
    ...(by.requestId === undefined ? {} : { requestId: by.requestId }),
  })
}
