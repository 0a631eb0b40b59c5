import { sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import type { ActorAt, CaseRef } from './case.ts'
import { type CaseRow, loadCases } from './case-rows.ts'
import { daysLeft } from './clocks.ts'
import { mayMake, missingOf } from './decide-move.ts'
import type { ClockDeclaration, MoveDeclaration, ProcessDeclaration } from './declaration.ts'
import { refusals } from './refusals.ts'
import type { Processes } from './registry.ts'

export type TimelineEntry = {
  readonly seq: number
  readonly move: string
  readonly from: string
  readonly to: string
  readonly account: string
  readonly party: string
  readonly onBehalfOf: string | null
  readonly says: string
  readonly reason: string | null
  readonly shown: boolean
  readonly detail: Readonly<Record<string, unknown>>
  readonly at: string
}

export type EvidenceEntry = {
  readonly name: string
  readonly title: string
  readonly standing: 'given' | 'held' | 'rejected' | 'missing'
  readonly source: string | null
  readonly ref: string | null
  readonly note: string | null
  readonly at: string | null
}

/** A move that the actor may make now, or may not though the state allows it, with why. */
export type PossibleMove = {
  readonly name: string
  readonly declaration: MoveDeclaration
  readonly unavailable?: string
}

/** Everything that a page of a case shows. */
export type CaseFile = {
  readonly case: CaseRow
  readonly declaration: ProcessDeclaration
  readonly clock: { readonly title: string; readonly declaration: ClockDeclaration } | null
  /** Counted like the term; negative when late; null where there is no last day. */
  readonly daysLeft: number | null
  readonly missing: readonly { readonly name: string; readonly title: string }[]
  readonly evidence: readonly EvidenceEntry[]
  readonly timeline: readonly TimelineEntry[]
  readonly moves: readonly PossibleMove[]
}

/** Reads a case with its timeline, evidence and the moves that an actor may make on a day, by the version that the case began with. */
export async function caseFile(
  tx: Tx,
  processes: Processes,
  ref: CaseRef,
  actorAt: ActorAt,
  today: Day,
): Promise<Result<CaseFile>> {
  const [loaded] = await loadCases(tx, [ref])
  if (loaded === undefined) return refuse(refusals.unknown())
  const { row, now } = loaded
  const declaration = await processes.versionOf(tx, row.kind, row.version)
  if (declaration === undefined) return refuse(refusals.versionGone())
  const name = declaration.states[row.state]?.clock
  const clock = name === undefined ? undefined : declaration.clocks[name]
  const actor = actorAt(row)
  const moves = Object.entries(declaration.moves).flatMap(([move, each]): PossibleMove[] => {
    if (!each.from.includes(row.state)) return []
    const may = mayMake(declaration, now, move, actor, today)
    if (may.ok) return [{ name: move, declaration: each }]
    // What belongs to another desk is not shown; what this desk may not do now says why.
    return may.refusal.status === 409 ? [{ name: move, declaration: each, unavailable: may.refusal.message }] : []
  })
  return ok({
    case: row,
    declaration,
    clock: clock === undefined ? null : { title: clock.title, declaration: clock },
    daysLeft: clock === undefined || row.dueOn === null ? null : daysLeft(clock, row.dueOn, today),
    missing: missingOf(now).map((each) => ({ name: each, title: declaration.evidence[each]?.title ?? each })),
    evidence: await readEvidence(tx, ref, declaration, row.required),
    timeline: await readTimeline(tx, ref),
    moves,
  })
}

async function readTimeline(tx: Tx, { district, id }: CaseRef): Promise<TimelineEntry[]> {
  const { rows } = await sql<TimelineEntry>`
    select seq, move, from_state as "from", to_state as "to", account, party, on_behalf_of as "onBehalfOf", says, reason, shown, detail,
           to_json(at)#>>'{}' as at
      from process.act where district = ${district} and case_id = ${id}::uuid order by seq`.execute(tx)
  return rows
}

async function readEvidence(
  tx: Tx,
  { district, id }: CaseRef,
  { evidence }: ProcessDeclaration,
  required: readonly string[],
): Promise<EvidenceEntry[]> {
  const { rows } = await sql<Omit<EvidenceEntry, 'title'>>`
    select distinct on (name) name, standing, source, ref, note, to_json(at)#>>'{}' as at
      from process.evidence where district = ${district} and case_id = ${id}::uuid order by name, at desc, id desc`.execute(
    tx,
  )
  const there = new Map(rows.map((row) => [row.name, row]))
  return [...new Set([...required, ...there.keys()])].map((name) => ({
    title: evidence[name]?.title ?? name,
    ...(there.get(name) ?? { name, standing: 'missing' as const, source: null, ref: null, note: null, at: null }),
  }))
}
