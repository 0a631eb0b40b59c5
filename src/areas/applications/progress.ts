import { sql } from 'kysely'
import { type CaseRef, caseFile, type Processes } from '../../engines/process/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { readNumber } from '../../platform/documents/paper-number.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { refusals } from './refusals.ts'
import { sayNoDeadline } from './words.ts'

/** What an applicant sees of their case: where it is, by when, what they have to bring, what was said. Nothing that was noted for the office. */
export type Progress = CaseRef & {
  readonly number: string
  readonly kind: string
  readonly title: string
  readonly state: string
  readonly stateSays: string
  readonly outcome: string | null
  readonly closed: boolean
  readonly openedOn: Day
  readonly dueOn: Day | null
  /** In words, where there is no last day. */
  readonly noDeadline: string | null
  readonly clockTitle: string | null
  readonly missing: readonly { readonly name: string; readonly title: string }[]
  readonly steps: readonly { readonly at: string; readonly says: string; readonly reason: string | null }[]
  /** Moves that an applicant may make now: `supply`, `object`, `withdraw`. */
  readonly may: readonly { readonly name: string; readonly title: string; readonly reason: boolean }[]
  readonly rating: number | null
}

/** Finds a case by its number, whoever asks: for callers that have checked who may see it (as the system role). */
export async function findByNumber(
  tx: Tx,
  typed: string,
): Promise<(CaseRef & { subjectId: string; kind: string }) | undefined> {
  const number = readNumber(typed)
  if (number === undefined) return undefined
  const { rows } = await sql<CaseRef & { subjectId: string; kind: string }>`
    select district, id::text as id, subject_id::text as "subjectId", kind from process.case where number = ${number}`.execute(
    tx,
  )
  return rows[0]
}

export async function readProgress(tx: Tx, processes: Processes, ref: CaseRef, today: Day): Promise<Result<Progress>> {
  const applicant = { account: '', roles: [], relations: [{ as: 'applicant' as const }] }
  const read = await caseFile(tx, processes, ref, () => applicant, today)
  if (!read.ok) return read
  const { case: row, declaration, clock, missing, timeline, moves } = read.value
  const { rows } = await sql<{ score: number }>`
    select score from applications.rating where district = ${ref.district} and case_id = ${ref.id}::uuid`.execute(tx)
  const state = declaration.states[row.state]
  return ok({
    district: row.district,
    id: row.id,
    number: row.number,
    kind: row.kind,
    title: declaration.title,
    state: row.state,
    stateSays: state?.says ?? row.state,
    outcome: row.outcome,
    closed: row.closedAt !== null,
    openedOn: row.openedOn,
    dueOn: row.dueOn,
    noDeadline: row.dueOn === null && clock !== null ? sayNoDeadline(row.dueNote) : null,
    clockTitle: clock?.title ?? null,
    missing,
    steps: timeline.filter((each) => each.shown).map(({ at, says, reason }) => ({ at, says, reason })),
    may: moves
      .filter((each) => each.unavailable === undefined)
      .map(({ name, declaration: move }) => ({ name, title: move.title, reason: move.reason === 'required' })),
    rating: rows[0]?.score ?? null,
  })
}

/** 好差评: once, after the case is over. As the system role, for callers that have checked whose case it is. */
export async function rateCase(
  tx: Tx,
  ref: CaseRef,
  { score, words }: { readonly score: number; readonly words?: string },
): Promise<Result<true>> {
  const { rows } = await sql<{ closed: boolean }>`
    select closed_at is not null or state = 'refused' as closed from process.case
     where district = ${ref.district} and id = ${ref.id}::uuid`.execute(tx)
  if (rows[0] === undefined) return refuse(refusals.caseUnknown())
  if (!rows[0].closed) return refuse(refusals.ratingEarly())
  const added = await sql`
    insert into applications.rating (district, case_id, score, words, subject_id, township, village)
    select district, id, ${score}, ${words ?? null}, subject_id, township, village from process.case
     where district = ${ref.district} and id = ${ref.id}::uuid
    on conflict do nothing returning 1`.execute(tx)
  return added.rows.length === 1 ? ok(true) : refuse(refusals.rated())
}
