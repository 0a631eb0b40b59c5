import { sql } from 'kysely'
import type { Facts } from '../../engines/rulebook/index.ts'
import { type Day, firstOfMonth } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import type { Settings } from '../../policy/index.ts'
import { readVerifications } from '../rules/index.ts'
import { type Basis, basisOf, type Scheme } from './basis.ts'
import { keysIn, readNames, readSources, schemeCard } from './card.ts'
import type { SchemeCard } from './contract.ts'
import { type ElderKey, factsOf, type Line, linesOf, type SchemeExplained } from './explain.ts'
import { factNames, factsIn, factsJson, readKeptFacts } from './facts.ts'
import { dayThatCounts } from './scope.ts'

/** What every scheme would come to for a person in the month of a day, from what the register knows now and as if all were applied for. */
export type DecidedToday = {
  readonly elder: ElderKey & { readonly township: string; readonly village: string | null }
  readonly payer: string
  readonly basis: Basis
  readonly facts: Facts
  readonly lines: readonly {
    readonly scheme: Scheme
    readonly line: Line
    readonly version: string
    readonly explained: SchemeExplained
  }[]
}

/**
 * Decides for many persons at once, in two statements: for the counter, for what an officer is about to grant. Persons who live outside, or
 * are not in the scope, are left out.
 */
export async function decideToday(
  tx: Tx,
  keys: readonly ElderKey[],
  on: Day,
  settings: Settings,
): Promise<ReadonlyMap<string, DecidedToday>> {
  if (keys.length === 0) return new Map()
  const month = firstOfMonth(on)
  const asOf = dayThatCounts(month)
  const districts = [...new Set(keys.map((each) => each.district))]
  const places = await sql<{ township: string; payer: string }>`
    select key as township, parent as payer from divisions.parentage
     where left(key, 6) = any (${districts}::text[]) and char_length(key) = 9
       and valid_from <= ${asOf}::date and (valid_to is null or valid_to > ${asOf}::date)`.execute(tx)
  const payerOf = new Map(places.rows.map((row) => [row.township, row.payer]))
  const bases = new Map([...new Set(payerOf.values())].map((payer) => [payer, () => basisOf(payer, month, settings)]))
  const made = new Map<string, Basis>()
  const basisFor = (payer: string): Basis | undefined => {
    const basis = made.get(payer) ?? bases.get(payer)?.()
    if (basis !== undefined) made.set(payer, basis)
    return basis
  }
  const any = basisFor(payerOf.values().next().value ?? '')
  if (any === undefined) return new Map()
  const names = factNames(any.schemes.map((each) => each.rule))
  const { rows } = await sql<{
    district: string
    id: string
    township: string
    village: string | null
    facts: Record<string, unknown>
  }>`
    select p.district, p.elder_id::text as id, p.township, p.village, ${sql.raw(factsJson(names, 'p'))} as facts
      from (${factsIn({ asOf, knownAt: 'infinity' }, names, {
        districts,
        townships: [...payerOf.keys()],
        only: sql`(e.district, e.id) in (select district, id from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as k(district text, id uuid))`,
      })}) p`.execute(tx)
  return new Map(
    rows.flatMap(({ facts: kept, ...elder }): [string, DecidedToday][] => {
      const payer = payerOf.get(elder.township) ?? ''
      const basis = basisFor(payer)
      if (basis === undefined) return []
      const facts = readKeptFacts(kept)
      const lines = linesOf(basis, facts, 'all').map(({ scheme, answer, line }) => ({
        scheme: scheme.scheme,
        line,
        version: scheme.version,
        explained: {
          scheme: scheme.scheme,
          basis: scheme,
          answer,
          facts: factsOf(scheme.rule, facts),
          recomputed: line,
          stored: line,
          agrees: true,
          sameVersion: true,
        },
      }))
      return [[elder.id, { elder, payer, basis, facts, lines }]]
    }),
  )
}

/** The 依据卡 of each scheme for a person, as it would be decided on a day. */
export async function cardsToday(tx: Tx, decided: DecidedToday, on: Day): Promise<SchemeCard[]> {
  const at = { month: firstOfMonth(on), cutOff: 'infinity' }
  const sources = await readSources(tx, decided.elder, at)
  const verifications = await readVerifications(tx)
  const names = await readNames(
    tx,
    decided.lines.flatMap((each) => keysIn(each.explained)),
  )
  return decided.lines.map((each) => schemeCard(each.explained, at, sources, names, verifications))
}
