import { sql } from 'kysely'
import type { Tx } from '../../platform/db/index.ts'

/** The places of persons in the scope; whoever is not seen is left out. */
export async function placesOf(
  tx: Tx,
  district: string,
  ids: readonly string[],
): Promise<{ id: string; district: string; township: string; village: string | null }[]> {
  const { rows } = await sql<{ id: string; district: string; township: string; village: string | null }>`
    select id::text, district, township, village from elders.elder
     where district = ${district} and id = any (${[...ids]}::uuid[]) order by id`.execute(tx)
  return rows
}
