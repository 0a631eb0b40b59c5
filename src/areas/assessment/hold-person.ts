import { sql } from 'kysely'
import type { Tx } from '../../platform/db/index.ts'
import { lockElder, shareDistricts } from '../elders/index.ts'

/**
 * Holds the person whom a row of this area is about, before the row itself is locked: whoever moves the person locks in the same order, and a
 * row that is written meanwhile has the person's place. False where there is no such row.
 */
export async function holdPersonOf(
  tx: Tx,
  table: 'work_order' | 'assessment' | 'recognition' | 'dispute',
  key: { district: string; id: string },
): Promise<boolean> {
  const { rows } = await sql<{ elderId: string }>`
    select elder_id::text as "elderId" from ${sql.table(`assessment.${table}`)} where district = ${key.district} and id = ${key.id}::uuid`.execute(
    tx,
  )
  if (rows[0] === undefined) return false
  await shareDistricts(tx, [key.district])
  await lockElder(tx, key.district, rows[0].elderId)
  return true
}
