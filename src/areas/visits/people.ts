import { sql } from 'kysely'
import type { Scope, Tx } from '../../platform/db/index.ts'

/** An elder as a record needs to know them. */
export type ElderHere = {
  readonly district: string
  readonly id: string
  readonly township: string
  readonly village: string | null
  readonly lng: number | null
  readonly lat: number | null
}

/** The elder under an id that the caller's scope may see; a merged file leads to the one that was kept. */
export async function findElder(tx: Tx, district: string, id: string): Promise<ElderHere | undefined> {
  const { rows } = await sql<ElderHere & { mergedInto: string | null }>`
    select district, id::text as id, township, village, lng, lat, merged_into::text as "mergedInto"
      from elders.elder where district = ${district} and id = ${id}::uuid`.execute(tx)
  const [found] = rows
  if (found === undefined) return undefined
  return found.mergedInto === null ? found : findElder(tx, district, found.mergedInto)
}

/** Whether the account was to visit the elder this month or the last: then a visit is taken though the elder has moved meanwhile. */
export async function wasToVisit(tx: Tx, district: string, id: string, account: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from visits.plan
     where district = ${district} and elder_id = ${id}::uuid and (account = ${account} or moved_from = ${account})
       and month >= (select max(month) from visits.plan where district = ${district} and elder_id = ${id}::uuid) - interval '1 month'
     limit 1`.execute(tx)
  return rows.length > 0
}

/** The districts that a scope reaches into: the first six characters of a key. Every question begins with them, so that an index answers it. */
export const districtsOf = ({ districts, townships, villages }: Scope): string[] => [
  ...new Set([...districts, ...townships, ...villages].map((key) => key.slice(0, 6))),
]
