import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import type { CaseRef } from './case.ts'
import { insertActs, insertEvidence, type LoadedCase, loadCases, type NewEvidence } from './case-rows.ts'
import type { Party } from './declaration.ts'
import { announceCases } from './open-case.ts'
import { refusals } from './refusals.ts'

/** Who does something that is no move, and as what. */
export type By = {
  readonly account: string
  readonly party: Party
  readonly today: Day
  readonly requestId?: string
}

/** Puts something handed in, or known already, beside a case, and says so on its timeline. Refused once the case is over. */
export async function addEvidence(
  tx: Tx,
  ref: CaseRef,
  evidence: Omit<NewEvidence, 'row' | 'account'>,
  says: string,
  by: By,
): Promise<Result<true>> {
  const [loaded] = await loadCases(tx, [ref], true)
  if (loaded === undefined) return refuse(refusals.unknown())
  if (loaded.row.closedAt !== null) return refuse(refusals.closed())
  await insertEvidence(tx, [{ ...evidence, row: loaded.row, account: by.account }])
  await say(tx, loaded, '+evidence', says, by, {
    shown: true,
    detail: { name: evidence.name, standing: evidence.standing },
  })
  return ok(true)
}

/** A line on the timeline: a call that was made, what was agreed. */
export async function addNote(tx: Tx, ref: CaseRef, words: string, shown: boolean, by: By): Promise<Result<true>> {
  const [loaded] = await loadCases(tx, [ref], true)
  if (loaded === undefined) return refuse(refusals.unknown())
  await say(tx, loaded, '+note', words, by, { shown, detail: {} })
  return ok(true)
}

/**
 * 催办: the case comes first on the list of the desk that has it, until something moves; a line on the timeline says so. Refused once the case is over,
 * and a second time on the same day: the row is the lock, so that of two at the same moment the second sees the first.
 */
export async function urgeCase(tx: Tx, ref: CaseRef, by: By): Promise<Result<true>> {
  const [loaded] = await loadCases(tx, [ref], true)
  if (loaded === undefined) return refuse(refusals.unknown())
  if (loaded.row.closedAt !== null) return refuse(refusals.closed())
  const said = await sql`
    select 1 from process.act where district = ${ref.district} and case_id = ${ref.id}::uuid and move = ${URGE} and on_day = ${by.today}::date
     limit 1`.execute(tx)
  if (said.rows.length > 0) return refuse(refusals.urgedToday())
  await sql`
    update process.case set urged_on = ${by.today}::date where district = ${ref.district} and id = ${ref.id}::uuid`.execute(
    tx,
  )
  await say(tx, loaded, URGE, '申请人催办', by, { shown: true, detail: {} })
  return ok(true)
}

const URGE = '+urge'

/** Gives cases to a colleague, or back to everybody of the desk; the work list shows them there. What they may do is decided by their own grants. */
export async function assignCases(
  tx: Tx,
  refs: readonly CaseRef[],
  to: { readonly account: string; readonly name: string } | null,
  by: By,
): Promise<number> {
  const loaded = (await loadCases(tx, refs, true)).filter(({ row }) => row.closedAt === null)
  if (loaded.length === 0) return 0
  await sql`
    update process.case c set handler = ${to?.account ?? null}
      from jsonb_to_recordset(${JSON.stringify(loaded.map(({ row: { district, id } }) => ({ district, id })))}::jsonb)
        as r(district text, id uuid)
     where c.district = r.district and c.id = r.id`.execute(tx)
  for (const each of loaded)
    await say(tx, each, '+assign', to === null ? '交回岗位，由在岗的同事办理' : `交给${to.name}办理`, by, {
      shown: false,
      detail: { handler: to?.account ?? null },
    })
  return loaded.length
}

/** One line of the timeline that moves nothing, with its trace in the audit. */
export async function say(
  tx: Tx,
  { row, lastSeq }: LoadedCase,
  move: string,
  says: string,
  { account, party, today, requestId }: By,
  { shown, detail }: { shown: boolean; detail: Record<string, unknown> },
): Promise<void> {
  await insertActs(tx, [
    {
      row,
      seq: lastSeq + 1,
      move,
      from: row.state,
      to: row.state,
      account,
      party,
      onBehalfOf: null,
      says,
      reason: null,
      shown,
      detail,
      onDay: today,
    },
  ])
  await record(tx, {
    district: row.district,
    account,
    action: `process.${move.slice(1)}`,
    object: 'process.case',
    objectId: row.id,
    after: { number: row.number, ...detail },
    ...(requestId === undefined ? {} : { requestId }),
  })
  await announceCases(tx, [row])
}
