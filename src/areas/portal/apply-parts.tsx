import type { Offer } from '../applications/contract.ts'
import type { Draft, Person } from './contract.ts'

/** What every task of P04 works with. */
export type ApplyParts = {
  readonly person: Person
  readonly offers: readonly Offer[]
  readonly may: readonly Offer[]
  readonly chosen: readonly Offer[]
  readonly draft: Draft
  readonly save: (draft: Draft) => Promise<void>
  readonly onBack: () => void
}

/** The paper that was kept for a fact. */
export const paperOf = ({ papers }: Draft, name: string) => papers.find((each) => each.name === name)

/** What several benefits ask for, once: the same fact is never asked or shown twice. */
export const missingOf = (chosen: readonly Offer[]) =>
  chosen
    .flatMap((each) => each.missing)
    .filter((each, at, all) => all.findIndex((other) => other.name === each.name) === at)

export const knownOf = (chosen: readonly Offer[]) =>
  chosen
    .flatMap((each) => each.known)
    .filter((each, at, all) => all.findIndex((other) => other.name === each.name) === at)
