import type { Offer } from '../applications/contract.ts'
import type { Draft, Person } from './contract.ts'

/** What every task of P04 works with. Files stay in this page until the case is there to keep them. */
export type ApplyParts = {
  readonly person: Person
  readonly offers: readonly Offer[]
  readonly may: readonly Offer[]
  readonly chosen: readonly Offer[]
  readonly draft: Draft
  readonly save: (draft: Draft) => Promise<void>
  readonly files: Readonly<Record<string, File>>
  readonly setFiles: (files: Readonly<Record<string, File>>) => void
  readonly onBack: () => void
}

/** What several benefits ask for, once: the same fact is never asked or shown twice. */
export const missingOf = (chosen: readonly Offer[]) =>
  chosen
    .flatMap((each) => each.missing)
    .filter((each, at, all) => all.findIndex((other) => other.name === each.name) === at)

export const knownOf = (chosen: readonly Offer[]) =>
  chosen
    .flatMap((each) => each.known)
    .filter((each, at, all) => all.findIndex((other) => other.name === each.name) === at)
