import { sql } from 'kysely'
import type { Tx } from '../db/index.ts'
import { newId } from '../db/index.ts'

/** An effect to come after the commit. `payload` holds keys, never personal data: handlers read the rows themselves. */
export type OutboxEvent = { readonly kind: string; readonly district?: string; readonly payload: object }

/** Writes events in the transaction of the change: they are handled after its commit, at least once. */
export async function publish(tx: Tx, events: OutboxEvent | readonly OutboxEvent[]): Promise<void> {
  const rows = [events]
    .flat()
    .map(({ kind, district, payload }) => ({ district: district ?? '', id: newId(), kind, payload }))
  if (rows.length === 0) return
  await sql`
    insert into platform.outbox (district, id, kind, payload)
    select district, id, kind, payload
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(district text, id uuid, kind text, payload jsonb)`.execute(
    tx,
  )
}
