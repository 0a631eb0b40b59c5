import type { Tx } from '../../platform/db/index.ts'
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

/** Adds an event in the transaction of the change that it tells of. */
export function announce(tx: Tx, district: string, { kind, ...payload }: ElderEvent): Promise<void> {
  return publish(tx, { kind, district, payload })
}
