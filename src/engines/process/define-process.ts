import { createHash } from 'node:crypto'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import type { Refusal } from '../../platform/http/problem.ts'
import type { ActOrder, Moved } from './case.ts'
import type { CaseRow } from './case-rows.ts'
import { OPENED, type ProcessDeclaration } from './declaration.ts'

export type ProcessHooks = {
  /**
   * What the area has against a move, by the id of the case: asked once for all cases of a call, after the cases are locked and before the
   * declaration decides.
   */
  readonly guard?: (
    tx: Tx,
    cases: readonly CaseRow[],
    order: ActOrder,
    today: Day,
  ) => Promise<ReadonlyMap<string, Refusal>>
  /**
   * What the area does with moves that carry an effect, in the transaction of the move: all cases of one call together, so that the
   * work can be set-based. An error undoes the moves.
   */
  readonly onEffect?: (tx: Tx, moved: readonly Moved[]) => Promise<void>
}

/** A checked declaration with what its area does on its moves. */
export type Process = { readonly declaration: ProcessDeclaration; readonly digest: string } & ProcessHooks

/** The declaration contradicts itself; the sentences say where. */
export class FaultyDeclaration extends Error {
  override name = 'FaultyDeclaration'
}

/**
 * Checks a declaration and digests it.
 * @throws FaultyDeclaration where a move leads nowhere, a state cannot be reached, a clock does not exist, …
 */
export function defineProcess(declaration: ProcessDeclaration, hooks: ProcessHooks = {}): Process {
  const faults = faultsOf(declaration)
  if (faults.length > 0) throw new FaultyDeclaration(`${declaration.kind}: ${faults.join('; ')}`)
  return { declaration, digest: digestOf(declaration), ...hooks }
}

/** Equal for equal declarations, whatever the order of their keys. */
export const digestOf = (declaration: ProcessDeclaration): string =>
  createHash('sha256')
    .update(JSON.stringify(sorted(declaration)))
    .digest('hex')

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  )
}

function faultsOf({ version, letters, start, states, moves, clocks, evidence }: ProcessDeclaration): string[] {
  const faults: string[] = []
  const need = (holds: boolean, fault: string) => {
    if (!holds) faults.push(fault)
  }
  need(Number.isInteger(version) && version >= 1, 'the version is a whole number from 1')
  need(/^[A-Z]{2}$/.test(letters), 'its numbers begin with two capitals')
  need(start in states, `there is no state ${start} to begin in`)
  for (const [name, state] of Object.entries(states)) {
    need(state.clock === undefined || state.clock in clocks, `${name} names no clock`)
    need(state.desk !== null || state.outcome !== undefined, `${name} ends without an outcome`)
    need(reachable(start, moves).has(name), `${name} cannot be reached`)
    const leaves = Object.values(moves).some((move) => move.from.includes(name))
    need(state.desk === null || leaves, `${name} waits for somebody who can do nothing`)
  }
  for (const [name, move] of Object.entries(moves)) {
    need(/^[a-z][A-Za-z]*$/.test(name), `${name} is no name for a move`)
    for (const state of [...move.from, move.to]) need(state in states, `${name} names no state ${state}`)
    need(move.from.length > 0 && move.by.length > 0, `${name} is made from nowhere or by nobody`)
    for (const other of move.not ?? []) need(other in moves || other === OPENED, `${name} names no move ${other}`)
    if (Array.isArray(move.needs))
      for (const each of move.needs) need(each in evidence, `${name} needs what is not declared: ${each}`)
  }
  for (const [name, { makes }] of Object.entries(clocks)) {
    if (makes === undefined) continue
    const move = moves[makes]
    need(move?.by.includes('clock') === true, `${name} makes a move that is not the clock's`)
    for (const [state, { clock }] of Object.entries(states))
      need(clock !== name || move?.from.includes(state) === true, `${name} cannot make its move from ${state}`)
  }
  return faults
}

function reachable(start: string, moves: ProcessDeclaration['moves']): ReadonlySet<string> {
  const seen = new Set([start])
  for (let before = 0; before < seen.size; ) {
    before = seen.size
    for (const { from, to } of Object.values(moves)) if (from.some((each) => seen.has(each))) seen.add(to)
  }
  return seen
}
