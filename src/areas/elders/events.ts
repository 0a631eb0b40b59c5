import { sql } from 'kysely'
import { newId, type Tx } from '../../platform/db/index.ts'

/** What other areas may listen to; the payload names persons by id only. */
export type ElderEvent =
  | { kind: 'elder.registered'; elderId: string }
  | { kind: 'elder.changed'; elderId: string; fields: string[] }
  | { kind: 'elder.factSet'; elderId: string; factKind: string; validFrom: string; validTo: string | null }
  | { kind: 'elder.merged' | 'elder.splitBack'; elderId: string; gone: string; merge: string }
  | { kind: 'elder.transferred'; elderId: string; from: string; to: string }
  | { kind: 'elder.transferRequested'; transfer: string }

/** Adds an event in the transaction of the change that it tells of. */
export async function announce(tx: Tx, district: string, event: ElderEvent): Promise<void> {
  const { kind, ...payload } = event
  await sql`insert into platform.outbox (district, id, kind, payload)
    values (${district}, ${newId()}, ${kind}, ${JSON.stringify(payload)}::jsonb)`.execute(tx)
}
