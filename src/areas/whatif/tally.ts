import type { Batch, PersonColumns, Scheme } from '../benefits/index.ts'
import { type Trial, worthOf } from './effect.ts'

/** Persons and whole fen a month. Vouchers stand in their own scheme and in no sum. */
export type Turns = {
  persons: number
  gain: number
  lose: number
  gainFen: number
  loseFen: number
  fenBefore: number
  fenAfter: number
}

export type SchemeTurns = {
  scheme: Scheme
  title: string
  form: 'money' | 'voucher'
  stateBefore: string
  stateAfter: string
  grantedBefore: number
  grantedAfter: number
  fenBefore: number
  fenAfter: number
  begins: number
  ends: number
  more: number
  less: number
}

export type Tally = { total: Turns; schemes: SchemeTurns[]; townships: ({ township: string } & Turns)[] }

export const noTurns = (): Turns => ({
  persons: 0,
  gain: 0,
  lose: 0,
  gainFen: 0,
  loseFen: 0,
  fenBefore: 0,
  fenAfter: 0,
})

/** Counts the persons of a batch by township and state, and puts each state's effect into figures. */
export function tallyOf(trial: Trial, persons: PersonColumns, batch: Batch): Tally {
  const { states } = trial
  const counts = new Uint32Array(batch.townships.length * states)
  const stateOf = trial.statesOf(persons)
  for (let row = 0; row < persons.count; row++) counts[persons.townshipOf[row]! * states + stateOf[row]!]!++
  const schemes = trial.before.schemes.map(
    (each, at): SchemeTurns => ({
      scheme: each.scheme,
      title: each.rule.title,
      form: each.form,
      stateBefore: each.state,
      stateAfter: trial.after.schemes[at]?.state ?? each.state,
      grantedBefore: 0,
      grantedAfter: 0,
      fenBefore: 0,
      fenAfter: 0,
      begins: 0,
      ends: 0,
      more: 0,
      less: 0,
    }),
  )
  const townships = batch.townships.map((township) => ({ township, ...noTurns() }))
  for (const [at, township] of townships.entries())
    for (let state = 0; state < states; state++) {
      const people = counts[at * states + state]!
      if (people === 0) continue
      const effect = trial.effectOf(state)
      const difference = effect.fenAfter - effect.fenBefore
      township.persons += people
      township.fenBefore += people * effect.fenBefore
      township.fenAfter += people * effect.fenAfter
      if (effect.turn === 'gain') {
        township.gain += people
        township.gainFen += people * difference
      } else if (effect.turn === 'lose') {
        township.lose += people
        township.loseFen -= people * difference
      }
      for (const [which, scheme] of schemes.entries())
        addTo(scheme, people, worthOf(effect.before[which]), worthOf(effect.after[which]))
    }
  return { total: townships.reduce(addTurns, noTurns()), schemes, townships }
}

function addTo(scheme: SchemeTurns, people: number, before: number, after: number): void {
  if (before > 0) scheme.grantedBefore += people
  if (after > 0) scheme.grantedAfter += people
  scheme.fenBefore += people * before
  scheme.fenAfter += people * after
  if (before === after) return
  if (before === 0) scheme.begins += people
  else if (after === 0) scheme.ends += people
  else if (after > before) scheme.more += people
  else scheme.less += people
}

/** Adds one place's figures to another's. */
export function addTurns<T extends Turns>(into: T, of: Turns): T {
  for (const name of Object.keys(noTurns()) as (keyof Turns)[]) into[name] += of[name]
  return into
}
