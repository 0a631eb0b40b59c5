import { record } from '../../platform/audit/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { commonRefusals, ok, type Refusal, type Result, refuse } from '../../platform/http/index.ts'
import type { ActOrder, Actor, ActorAt, CaseRef, Moved, NextCase } from './case.ts'
import { insertActs, type LoadedCase, loadCases, saveMoves } from './case-rows.ts'
import { decideMove } from './decide-move.ts'
import { announceCases } from './open-case.ts'
import { refusals } from './refusals.ts'
import type { Processes } from './registry.ts'

/** Cases of one call; more would hold their rows too long. */
export const MOST_AT_ONCE = 500

export type ActSurroundings = {
  readonly processes: Processes
  /** The actor as they stand to a case: roles differ from place to place, relations from person to person. */
  readonly actorAt: ActorAt
  readonly today: Day
  readonly requestId?: string
}

export type ManyActed = {
  readonly moved: readonly Moved[]
  readonly refused: readonly (CaseRef & { readonly number: string; readonly refusal: Refusal })[]
}

/**
 * Makes one move in one case: decided by its own version of the declaration, written with its timeline, deadlines, effect and audit in the
 * caller's transaction. Of two officers who act at the same moment the second waits, and is then told what the first has done.
 * @param revision what the officer saw; another revision is refused with what has happened since
 */
export async function act(
  tx: Tx,
  ref: CaseRef,
  order: ActOrder,
  around: ActSurroundings,
  revision?: number,
): Promise<Result<Moved>> {
  const [loaded] = await loadCases(tx, [ref], true)
  if (loaded === undefined) return refuse(refusals.unknown())
  if (revision !== undefined && loaded.row.revision !== revision) return refuse(refusals.changed(loaded.lastSays))
  const made = await moveLoaded(tx, [loaded], order, around)
  const moved = made.moved[0]
  return moved !== undefined ? ok(moved) : refuse(made.refused[0]?.refusal ?? refusals.unknown())
}

/**
 * Makes the same move in up to 500 cases with one reason: each is decided by itself and stands by itself in the audit; those that cannot be
 * moved are told with their reason, and the others go on. The number of statements does not grow with the number of cases.
 */
export async function actOnMany(
  tx: Tx,
  refs: readonly CaseRef[],
  order: ActOrder,
  around: ActSurroundings,
): Promise<Result<ManyActed>> {
  if (refs.length > MOST_AT_ONCE) return refuse(refusals.tooMany(MOST_AT_ONCE))
  const loaded = await loadCases(tx, refs, true)
  const allowed: LoadedCase[] = []
  const refused: ManyActed['refused'][number][] = []
  for (const each of loaded) {
    const declaration = await around.processes.versionOf(tx, each.row.kind, each.row.version)
    const move = declaration?.moves[order.move]
    if (move !== undefined && move.bulk !== true)
      refused.push({ ...refOf(each), refusal: refusals.notInBulk(move.title) })
    else allowed.push(each)
  }
  const found = new Set(loaded.map((each) => `${each.row.district} ${each.row.id}`))
  for (const ref of refs)
    if (!found.has(`${ref.district} ${ref.id}`))
      refused.push({ ...ref, number: '', refusal: commonRefusals.notFound() })
  const made = await moveLoaded(tx, allowed, order, around)
  return ok({ moved: made.moved, refused: [...refused, ...made.refused] })
}

const refOf = ({ row }: LoadedCase) => ({ district: row.district, id: row.id, number: row.number })

async function objectionsOf(
  tx: Tx,
  processes: Processes,
  loaded: readonly LoadedCase[],
  order: ActOrder,
  today: Day,
): Promise<ReadonlyMap<string, Refusal>> {
  const objections = new Map<string, Refusal>()
  for (const [kind, ofKind] of Map.groupBy(loaded, (each) => each.row.kind)) {
    const found = await processes.find(kind)?.guard?.(
      tx,
      ofKind.map((each) => each.row),
      order,
      today,
    )
    for (const [id, refusal] of found ?? []) objections.set(id, refusal)
  }
  return objections
}

/** Decides and writes moves of cases that are locked already. */
export async function moveLoaded(
  tx: Tx,
  loaded: readonly LoadedCase[],
  order: ActOrder,
  { processes, actorAt, today, requestId }: ActSurroundings,
): Promise<ManyActed> {
  const refused: ManyActed['refused'][number][] = []
  const decided: { loaded: LoadedCase; actor: Actor; next: NextCase }[] = []
  const objections = await objectionsOf(tx, processes, loaded, order, today)
  for (const each of loaded) {
    const { row } = each
    const declaration = await processes.versionOf(tx, row.kind, row.version)
    const actor = actorAt(row)
    const next =
      declaration === undefined
        ? refuse(refusals.versionGone())
        : decideMove(declaration, each.now, order, actor, today)
    // What the declaration forbids is told first: it needs no look at the facts to be understood.
    const objection = next.ok ? objections.get(row.id) : next.refusal
    if (next.ok && objection === undefined) decided.push({ loaded: each, actor, next: next.value })
    else if (objection !== undefined) refused.push({ ...refOf(each), refusal: objection })
  }
  const reason = order.reason?.trim() || null
  await saveMoves(
    tx,
    decided.map(({ loaded: { row }, next }) => ({ row, next })),
  )
  await insertActs(
    tx,
    decided.map(({ loaded: { row, lastSeq }, actor, next }) => ({
      row,
      seq: lastSeq + 1,
      move: next.move,
      from: next.from,
      to: next.to,
      account: actor.account,
      party: next.party,
      onBehalfOf: actor.onBehalfOf ?? null,
      says: next.says,
      reason,
      shown: next.shown,
      detail: { ...order.detail, ...(order.missing ? { missing: order.missing.map((item) => item.name) } : {}) },
      onDay: today,
    })),
  )
  await record(
    tx,
    decided.map(({ loaded: { row }, actor, next }) => ({
      district: row.district,
      account: actor.account,
      action: `process.${next.move}`,
      object: 'process.case',
      objectId: row.id,
      before: { state: next.from },
      after: {
        number: row.number,
        state: next.to,
        outcome: next.outcome,
        party: next.party,
        reason,
        ...(actor.onBehalfOf === undefined ? {} : { onBehalfOf: actor.onBehalfOf }),
      },
      ...(requestId === undefined ? {} : { requestId }),
    })),
  )
  const moved = decided.map(({ loaded: { row }, actor, next }) => ({
    ...row,
    move: next.move,
    from: next.from,
    to: next.to,
    outcome: next.outcome,
    effect: next.effect ?? '',
    account: actor.account,
    reason,
    onDay: today,
    detail: order.detail ?? {},
  }))
  for (const [kind, ofKind] of Map.groupBy(
    moved.filter((each) => each.effect !== ''),
    (each) => each.kind,
  ))
    await processes.find(kind)?.onEffect?.(tx, ofKind)
  await announceCases(
    tx,
    decided.map(({ loaded: { row } }) => row),
  )
  return { moved, refused }
}
