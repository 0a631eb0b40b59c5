import { sql } from 'kysely'
import type { Tx } from '../db/index.ts'
import { newId } from '../db/index.ts'

/**
 * One entry of the audit: who did what to which object, why, and what changed. `before` and `after` carry no secrets:
 * identifiers are named as changed, never written out.
 */
export type AuditEntry = {
  district?: string
  account: string
  action: string
  object: string
  objectId?: string
  purpose?: string
  before?: unknown
  after?: unknown
  requestId?: string
}

/** Entries that fit into the text of a statement. */
const FEW = 20

const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value))

/** Writes entries in the transaction of the change they tell of: both are there, or neither. */
export async function record(tx: Tx, entries: AuditEntry | readonly AuditEntry[]): Promise<void> {
  const rows = (Array.isArray(entries) ? entries : [entries]).map((entry: AuditEntry) => ({
    district: entry.district ?? '',
    id: newId(),
    account: entry.account,
    action: entry.action,
    object: entry.object,
    object_id: entry.objectId ?? null,
    purpose: entry.purpose ?? null,
    before: entry.before ?? null,
    after: entry.after ?? null,
    request_id: entry.requestId ?? null,
  }))
  if (rows.length === 0) return
  if (rows.length <= FEW) {
    // On Citus a request may bring values to the nodes, while rows of a query would come as COPY, which row security refuses.
    const values = rows.map(
      (r) => sql`(${r.district}, ${r.id}::uuid, ${r.account}, ${r.action}, ${r.object}, ${r.object_id}, ${r.purpose},
        ${json(r.before)}::jsonb, ${json(r.after)}::jsonb, ${r.request_id})`,
    )
    await sql`
      insert into audit.entry (district, id, account, action, object, object_id, purpose, before, after, request_id)
      values ${sql.join(values)}`.execute(tx)
    return
  }
  await sql`
    insert into audit.entry (district, id, account, action, object, object_id, purpose, before, after, request_id)
    select district, id, account, action, object, object_id, purpose, before, after, request_id
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(district text, id uuid, account text, action text,
           object text, object_id text, purpose text, before jsonb, after jsonb, request_id text)`.execute(tx)
}
