import { sql } from 'kysely'
import type { Day } from '../../platform/clock/day.ts'
import type { Tx } from '../../platform/db/index.ts'
import { type Result, refuse } from '../../platform/http/index.ts'
import type { Currency } from './books.ts'
import { enter, type Posted, resolved } from './enter.ts'
import { refusals } from './refusals.ts'

export type Reversal = {
  readonly district: string
  /** The key of the posting that was wrong. */
  readonly of: string
  /** In an open month: the month of the posting itself may be closed. */
  readonly day: Day
  readonly reason: string
  readonly by: string
}

/**
 * Takes a posting back by its mirror image, kept under the key `reverse:` + its key; both stay. Doing it again changes nothing. Floors hold as for any
 * posting: what an account has given away since cannot be taken from it. A hold that was captured stays captured. As the system role.
 */
export async function reverse(tx: Tx, { district, of, day, reason, by }: Reversal): Promise<Result<Posted>> {
  const { rows } = await sql<{ id: string; kind: string; currency: Currency; reversal: boolean }>`
    select id, kind, currency, reverses is not null as reversal
      from ledger.posting where district = ${district} and key = ${of}`.execute(tx)
  const [wrong] = rows
  if (wrong === undefined) return refuse(refusals.postingUnknown(of))
  if (wrong.reversal) return refuse(refusals.isReversal(of))
  const key = `reverse:${of}`
  const before = await sql<{ lines: number }>`
    select lines from ledger.posting where district = ${district} and key = ${key}`.execute(tx)
  if (before.rows.length > 0) return { ok: true, value: { posted: 0, lines: 0, already: 1 } }
  const mirrored = sql`
    select e.district, ${key}::text as key, a.owner, -e.amount as amount, e.ref
      from ledger.entry e join ledger.account a on a.district = e.district and a.id = e.account_id
     where e.district = ${district} and e.posting_id = ${wrong.id}::uuid`
  const heading = { currency: wrong.currency, day, kind: wrong.kind, memo: reason, by, reverses: wrong.id }
  return enter(tx, heading, sql`lines as materialized (${resolved(mirrored, wrong.currency)})`, true)
}
