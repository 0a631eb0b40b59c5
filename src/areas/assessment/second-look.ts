import { sql } from 'kysely'
import type { Tx } from '../../platform/db/index.ts'
import type { Sheet } from './contract.ts'
import { readSheet } from './read-sheet.ts'

/** The newest sheet of an order. */
export async function sheetOfOrder(tx: Tx, key: { district: string; id: string }): Promise<Sheet | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id::text from assessment.assessment
     where district = ${key.district} and work_order_id = ${key.id}::uuid order by recorded_at desc limit 1`.execute(tx)
  return rows[0] === undefined ? undefined : readSheet(tx, { district: key.district, id: rows[0].id })
}

/** The dispute for which an order was made, while it is open. */
export async function openDisputeOf(tx: Tx, key: { district: string; id: string }): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id::text from assessment.dispute
     where district = ${key.district} and work_order_id = ${key.id}::uuid and state = 'open'`.execute(tx)
  return rows[0]?.id
}

/** Where the person of a sheet lives; undefined where the transaction sees none. */
export async function placeOfSheet(
  tx: Tx,
  key: { district: string; id: string },
): Promise<{ district: string; township: string; village: string | null } | undefined> {
  const { rows } = await sql<{ district: string; township: string; village: string | null }>`
    select district, township, village from assessment.assessment where district = ${key.district} and id = ${key.id}::uuid`.execute(
    tx,
  )
  return rows[0]
}
