import type { Day } from '../../platform/clock/day.ts'
import { type FieldFault, ok, type Result, refuse } from '../../platform/http/problem.ts'
import type { ActOrder, Actor, CaseNow, NextCase } from './case.ts'
import { moveClocks } from './clocks.ts'
import { type MoveDeclaration, OPENED_TITLE, type Party, type ProcessDeclaration } from './declaration.ts'
import { refusals } from './refusals.ts'

/**
 * What an act comes to: the next state with its deadlines and the sentence for the timeline, or why not. Pure: the same declaration,
 * case, act, actor and day always give the same answer.
 */
export function decideMove(
  declaration: ProcessDeclaration,
  now: CaseNow,
  order: ActOrder,
  actor: Actor,
  today: Day,
): Result<NextCase> {
  const move = declaration.moves[order.move]
  if (move === undefined) return refuse(refusals.noSuchMove())
  const may = mayMake(declaration, now, order.move, actor, today)
  if (!may.ok) return may
  const reason = order.reason?.trim() ?? ''
  if (move.reason === 'required' && reason === '') return refuse(refusals.reasonMissing(move.title))
  const asked = move.asksForMissing ? correction(declaration, now, order) : ok([])
  if (!asked.ok) return asked
  const lacking = missingFor(now, move)
  if (lacking.length > 0) return refuse(refusals.evidenceMissing(faultsOf(declaration, lacking)))

  const state = declaration.states[move.to]
  if (state === undefined) throw new Error(`a move of ${declaration.kind} leads to no state: ${move.to}`)
  const running = moveClocks(declaration, now, now.state, move.to, today)
  const required = [...new Set([...now.required, ...asked.value.map((each) => each.name)])]
  return ok({
    move: order.move,
    from: now.state,
    to: move.to,
    party: may.value,
    desk: state.desk,
    outcome: state.outcome ?? now.outcome,
    closed: state.desk === null,
    ...running,
    says: sayMove(declaration, move, reason, asked.value),
    shown: move.inside !== true,
    required,
    rejected: asked.value.filter((each) => now.good.includes(each.name)),
    effect: move.effect ?? null,
  })
}

/** Whether an actor may make a move now, and as what; evidence and reasons come with the act itself. */
export function mayMake(
  declaration: ProcessDeclaration,
  now: CaseNow,
  name: string,
  actor: Actor,
  today: Day,
): Result<Party> {
  const move = declaration.moves[name]
  if (move === undefined) return refuse(refusals.noSuchMove())
  const stateTitle = declaration.states[now.state]?.title ?? now.state
  if (!move.from.includes(now.state)) return refuse(refusals.notFromHere(move.title, stateTitle))
  const party = partyOf(move, actor, today)
  if (!party.ok) return party
  if (move.once && now.past.some((each) => each.move === name)) return refuse(refusals.once(move.title))
  const own = [actor.account, actor.onBehalfOf].filter((each) => each !== undefined)
  const clash = now.past.find(
    (each) => move.not?.includes(each.move) && (own.includes(each.account) || own.includes(each.onBehalfOf ?? '')),
  )
  if (clash !== undefined)
    return refuse(refusals.samePerson(move.title, declaration.moves[clash.move]?.title ?? OPENED_TITLE))
  return party
}

function partyOf(move: MoveDeclaration, actor: Actor, today: Day): Result<Party> {
  let ended: Day | undefined
  for (const party of move.by) {
    if (party === 'anyone' || (actor.roles as readonly string[]).includes(party)) return ok(party)
    for (const { as, until } of actor.relations ?? []) {
      if (as !== party) continue
      if (until === undefined || today < until) return ok(party)
      ended = until
    }
  }
  return refuse(ended === undefined ? refusals.notYours(move.title) : refusals.delegationOver(ended))
}

/** Required evidence that is not there, or not good. */
export const missingOf = (now: Pick<CaseNow, 'required' | 'good'>): string[] =>
  now.required.filter((each) => !now.good.includes(each))

function missingFor(now: CaseNow, { needs }: MoveDeclaration): string[] {
  if (needs === undefined) return []
  return needs === 'required' ? missingOf(now) : needs.filter((each) => !now.good.includes(each))
}

/** One message with everything: whoever has to come again for a paper that could have been named is sent away twice. */
function correction(
  declaration: ProcessDeclaration,
  now: CaseNow,
  { missing = [] }: ActOrder,
): Result<NonNullable<ActOrder['missing']>> {
  const lacking = missingOf(now)
  const named = missing.map((each) => each.name)
  const strange = named.find((each) => !(each in declaration.evidence))
  if (strange !== undefined) return refuse(refusals.evidenceUnknown(strange))
  if (named.length === 0 && lacking.length === 0) return refuse(refusals.nothingMissing())
  const untold = lacking.filter((each) => !named.includes(each))
  if (untold.length > 0) return refuse(refusals.toldInPart(faultsOf(declaration, untold)))
  return ok(missing)
}

const faultsOf = ({ evidence }: ProcessDeclaration, names: readonly string[]): FieldFault[] =>
  names.map((name) => ({ path: `evidence.${name}`, message: evidence[name]?.title ?? name }))

function sayMove(
  { evidence }: ProcessDeclaration,
  move: MoveDeclaration,
  reason: string,
  missing: NonNullable<ActOrder['missing']>,
): string {
  const items = missing.map(({ name, note }) => `${evidence[name]?.title ?? name}${note ? `（${note}）` : ''}`)
  const told = items.length > 0 ? `：${items.join('、')}` : ''
  return `${move.done}${told}${reason === '' ? '' : `${told === '' ? '：' : '。'}${reason}`}`
}
