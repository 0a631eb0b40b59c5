import { record } from '../../platform/audit/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { announce } from './events.ts'
import { lockElder, shareDistricts } from './locks.ts'
import { type FactSet, type FactSource, setFacts } from './set-facts.ts'
import type { FactKind } from './words.ts'

/** A fact about one person with who says so. `validTo` is exclusive; null = open; left out = until the next period on file. */
export type FactToKeep = {
  readonly district: string
  readonly elderId: string
  readonly account: string
  readonly kind: FactKind
  readonly value: readonly string[]
  readonly validFrom: Day
  readonly validTo?: Day | null | undefined
  readonly source: FactSource
}

/**
 * Keeps one fact with everything that belongs to it: the locks of a writer of the register, the supersession, the event and the entry in the
 * audit. For areas whose work ends in a fact; the caller has decided that it may. A fact that holds already writes nothing.
 */
export async function keepFact(tx: Tx, fact: FactToKeep): Promise<FactSet> {
  const { district, elderId, account, kind, value, validFrom } = fact
  await shareDistricts(tx, [district])
  await lockElder(tx, district, elderId)
  const [set] = await setFacts(tx, district, account, [
    { elderId, kind, value, validFrom, validTo: fact.validTo, source: fact.source },
  ])
  if (set === undefined) throw new Error('a fact was neither written nor found')
  if (set.unchanged) return set
  await announce(tx, district, { kind: 'elder.factSet', elderId, factKind: kind, validFrom, validTo: set.validTo })
  await record(tx, {
    district,
    account,
    action: 'elder.setFact',
    object: 'elder',
    objectId: elderId,
    before: set.replaced,
    after: { kind, value, validFrom, validTo: set.validTo, source: fact.source.kind },
  })
  return set
}
