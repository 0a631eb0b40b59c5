import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Tx } from '../../platform/db/index.ts'
import type { Place } from './kinds.ts'
import type { Standing, Stored } from './protocol/receive.ts'
import type { FieldRecord } from './protocol/record.ts'

/** A record as it is kept, with what the device is told again when it repeats. */
export type Kept = Stored & {
  readonly kind: string
  readonly account: string
  readonly against: string | null
  readonly code: string | null
  readonly message: string | null
  readonly detail: unknown
  readonly seq: number
  readonly contentCipher: Buffer | null
  readonly madeAt: number
  readonly township: string | null
  readonly village: string | null
  readonly elder: string | null
}

/** What tells one content from another under the same id. */
export const digestOf = ({ device, kind, subject, base, madeAt, seq, content }: FieldRecord): Buffer =>
  createHash('sha256')
    .update(JSON.stringify([device, kind, subject, base, madeAt, seq, content]))
    .digest()

const COLUMNS = sql`id::text, device::text, account, seq, kind, subject, base::text, encode(digest, 'hex') as digest, standing,
  against::text, code, message, detail, data_cipher as "contentCipher", (extract(epoch from made_at) * 1000)::float8 as "madeAt",
  township, village, elder_id::text as elder`

/** Two devices on one subject, and a record sent twice at once, come one after the other. Held until the end of the transaction. */
export async function lockSubjects(tx: Tx, subjects: readonly string[]): Promise<void> {
  for (const subject of [...new Set(subjects)].sort())
    await sql`select pg_advisory_xact_lock(hashtextextended(${`field ${subject}`}, 0))`.execute(tx)
}

/** The record and the chain of those on which it builds, newest first; at most 50. */
export async function readChain(tx: Tx, district: string, ids: readonly (string | null)[]): Promise<Map<string, Kept>> {
  const found = new Map<string, Kept>()
  let wanted = ids.filter((id): id is string => id !== null)
  for (let depth = 0; wanted.length > 0 && depth < 50; depth++) {
    const { rows } = await sql<Kept>`
      select ${COLUMNS} from field.record where district = ${district} and id = any (${wanted}::uuid[])`.execute(tx)
    for (const row of rows) found.set(row.id, row)
    wanted = rows.flatMap(({ base, standing }) =>
      base !== null && (standing === 'refused' || standing === 'withdrawn') && !found.has(base) ? [base] : [],
    )
  }
  return found
}

/** The record in force on a subject. */
export async function readHead(tx: Tx, district: string, subject: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select id::text from field.record where district = ${district} and subject = ${subject} and is_head`.execute(tx)
  return rows[0]?.id ?? null
}

/** The records in force on some subjects, for the items that a device downloads. */
export async function readHeads(tx: Tx, district: string, subjects: readonly string[]): Promise<Map<string, string>> {
  if (subjects.length === 0) return new Map()
  const { rows } = await sql<{ subject: string; id: string }>`
    select subject, id::text from field.record
     where district = ${district} and subject = any (${[...subjects]}::text[]) and is_head`.execute(tx)
  return new Map(rows.map(({ subject, id }) => [subject, id]))
}

export type Arrival = {
  readonly record: FieldRecord
  readonly account: string
  readonly place: Place
  readonly standing: Standing
  readonly against?: string
  readonly refusal?: { readonly code: string; readonly message: string }
  readonly detail?: unknown
  readonly content: Buffer
  readonly receivedAt: Date
  readonly skewMs: number
  readonly doubtful: boolean
}

/** Writes down what became of a record. `isHead` follows when it took effect. */
export async function keepRecord(tx: Tx, district: string, each: Arrival): Promise<void> {
  const { record, place } = each
  await sql`
    insert into field.record (district, id, device, account, township, village, elder_id, seq, kind, subject, base, digest, standing, against,
                              code, message, detail, data_cipher, made_at, received_at, skew_ms, doubtful)
    values (${district}, ${record.id}, ${record.device}, ${each.account}, ${place.township}, ${place.village}, ${place.elder}, ${record.seq},
            ${record.kind}, ${record.subject}, ${record.base}, ${digestOf(record)}, ${each.standing}, ${each.against ?? null},
            ${each.refusal?.code ?? null}, ${each.refusal?.message ?? null},
            ${each.detail === undefined ? null : JSON.stringify(each.detail)}::jsonb, ${each.content},
            ${new Date(record.madeAt)}, ${each.receivedAt}, ${each.skewMs}, ${each.doubtful})`.execute(tx)
}

/** Makes a record the one in force on its subject. */
export async function setHead(tx: Tx, district: string, subject: string, id: string): Promise<void> {
  await sql`update field.record set is_head = false where district = ${district} and subject = ${subject} and is_head`.execute(
    tx,
  )
  await sql`update field.record set is_head = true where district = ${district} and id = ${id}`.execute(tx)
}

/** What a person's decision makes of a record. */
export async function setStanding(
  tx: Tx,
  district: string,
  id: string,
  to: { standing: Standing; detail?: unknown; code?: string; message?: string },
): Promise<void> {
  await sql`
    update field.record set standing = ${to.standing}, is_head = is_head and ${to.standing === 'accepted'},
           detail = coalesce(${to.detail === undefined ? null : JSON.stringify(to.detail)}::jsonb, detail),
           code = coalesce(${to.code ?? null}, code), message = coalesce(${to.message ?? null}, message)
     where district = ${district} and id = ${id}`.execute(tx)
}
