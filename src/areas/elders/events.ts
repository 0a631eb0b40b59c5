import { sql } from 'kysely'
import { newId, type Tx } from '../../platform/db/index.ts'
import { publish } from '../../platform/outbox/index.ts'

/** What other areas may listen to; the payload names persons by id only. */
export type ElderEvent =
  | { kind: 'elder.registered'; elderId: string }
  | { kind: 'elder.changed'; elderId: string; fields: string[] }
  | { kind: 'elder.factSet'; elderId: string; factKind: string; validFrom: string; validTo: string | null }
  | { kind: 'elder.merged' | 'elder.splitBack'; elderId: string; gone: string; merge: string }
  | { kind: 'elder.transferred'; elderId: string; from: string; to: string }
  | { kind: 'elder.transferRequested'; transfer: string }
  | { kind: 'elder.pairsFound'; added: number }

/** Adds an event in the transaction of the change that it tells of; pages on which the person stands read again. */
export async function announce(tx: Tx, district: string, event: ElderEvent): Promise<void> {
  await announceQuietly(tx, district, event)
  if ('elderId' in event) await signalPeople(tx, district, [event.elderId])
}

/** The event alone, where many are changed and one signal tells of all. */
export function announceQuietly(tx: Tx, district: string, { kind, ...payload }: ElderEvent): Promise<void> {
  return publish(tx, { kind, district, payload })
}

/** One signal about some persons of a district, for whoever has them in scope; it names only the first. */
export async function signalPeople(tx: Tx, district: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await sql`
    insert into platform.outbox (district, id, kind, payload)
    select ${district}, ${newId()}::uuid, 'changed', jsonb_build_object('kind', 'elder', 'id', ${ids[0]}::text, 'version', 1, 'district', ${district}::text,
           'townships', coalesce(jsonb_agg(distinct township), '[]'), 'villages', coalesce(jsonb_agg(distinct village) filter (where village is not null), '[]'))
      from elders.elder where district = ${district} and id = any (${[...ids]}::uuid[])`.execute(tx)
}
