/** When a clause was last held against its published text. The catalogue brings a first day; later checks come in as an argument. */
import type { Clause } from '../engines/rulebook/index.ts'
import type { Day } from '../platform/clock/day.ts'
import { findDocument } from './catalogue.ts'

/** A check of one clause that two persons recorded. */
export type Verification = { readonly doc: string; readonly section: string; readonly on: Day }
export type Verifications = readonly Verification[]

/** The latest day that is known for a clause; null where nobody has checked it. */
export function lastVerifiedOn(clause: Clause, verifications: Verifications = []): Day | null {
  const own = findDocument(clause.doc)?.lastVerified ?? null
  return verifications
    .filter((each) => each.doc === clause.doc && each.section === clause.section)
    .reduce<Day | null>((latest, { on }) => (latest === null || on > latest ? on : latest), own)
}
