import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Tx } from '../db/index.ts'
import { commonRefusals, Refused } from './problem.ts'

export type IdempotentCall = { account: string; route: string; key: string | undefined; body: unknown }

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/**
 * Runs a creating call once for its key. The key is inserted first in the same transaction, so that a repeat waits for the
 * first and then gets its answer; the same key with another body is refused.
 */
export async function once<T>(tx: Tx, call: IdempotentCall, work: () => Promise<T>): Promise<T> {
  if (call.key === undefined || !UUID.test(call.key)) throw new Refused(commonRefusals.keyMissing())
  const digest = createHash('sha256')
    .update(JSON.stringify(call.body ?? null))
    .digest()
  const taken = await sql<{ key: string }>`
    insert into platform.idempotency (account, route, key, body_digest)
    values (${call.account}, ${call.route}, ${call.key}, ${digest})
    on conflict do nothing returning key::text`.execute(tx)
  if (taken.rows.length === 0) {
    const { rows } = await sql<{ body_digest: Buffer; response: T }>`
      select body_digest, response from platform.idempotency
       where account = ${call.account} and route = ${call.route} and key = ${call.key}`.execute(tx)
    const before = rows[0]
    if (before === undefined || !before.body_digest.equals(digest)) throw new Refused(commonRefusals.keyReused())
    return before.response
  }
  const result = await work()
  await sql`
    update platform.idempotency set response = ${JSON.stringify(result ?? null)}::jsonb, status = 200
     where account = ${call.account} and route = ${call.route} and key = ${call.key}`.execute(tx)
  return result
}
