import { sql } from 'kysely'
import { newId, type Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import type { Currency } from './books.ts'
import type { Posted } from './enter.ts'
import { type Posting, post } from './post.ts'
import { refusals } from './refusals.ts'

/** Money or time of an account that is kept for one purpose: nobody else can use it until it is captured or released. */
export type NewHold = {
  readonly district: string
  readonly owner: string
  readonly currency: Currency
  readonly key: string
  readonly amount: number
  readonly purpose: string
  readonly by: string
}

export type Hold = {
  readonly key: string
  readonly owner: string
  readonly amount: number
  readonly open: number
  readonly released: boolean
}

/**
 * Places a hold, or refuses where it would pass the floor of the account. The account is locked until the transaction ends; what is
 * then posted from the hold (`holds` of a heading) needs no lock on the account. The same key again gives the hold that is there.
 */
export async function hold(tx: Tx, wanted: NewHold): Promise<Result<Hold>> {
  const { district, owner, currency, key, amount, purpose, by } = wanted
  const account = await sql<{ id: string; floor: number | null }>`
    select id, floor from ledger.account
     where district = ${district} and owner = ${owner} and currency = ${currency} for no key update`.execute(tx)
  const [found] = account.rows
  if (found === undefined) return refuse(refusals.accountUnknown(owner))
  const there = await findHold(tx, { district, key })
  if (there !== undefined)
    return there.owner === owner && there.amount === amount ? ok(there) : refuse(refusals.keyReused(key))
  const { rows } = await sql<{ available: number | null }>`
    select (ledger.balance(district, id) - ledger.held(district, id) - floor)::bigint as available
      from ledger.account where district = ${district} and id = ${found.id}::uuid`.execute(tx)
  const available = rows[0]?.available ?? null
  if (available !== null && amount > available) return refuse(refusals.belowFloor(owner, amount - available, currency))
  await sql`
    insert into ledger.hold (district, id, key, account_id, amount, purpose, placed_by)
    values (${district}, ${newId()}, ${key}, ${found.id}, ${amount}, ${purpose}, ${by})`.execute(tx)
  return ok({ key, owner, amount, open: amount, released: false })
}

/** Moves what a hold keeps: a posting that draws on it. Several captures may use it up; the rest stays held until it is released. */
export const capture = (tx: Tx, key: string, posting: Posting): Promise<Result<Posted>> =>
  post(tx, { ...posting, holds: [{ district: posting.district, key }] })

/** Gives back what is left of a hold. Doing it again changes nothing. */
export async function release(tx: Tx, of: { district: string; key: string; by: string }): Promise<Result<Hold>> {
  const { district, key, by } = of
  await sql`select id from ledger.hold where district = ${district} and key = ${key} for no key update`.execute(tx)
  const there = await findHold(tx, of)
  if (there === undefined) return refuse(refusals.holdUnknown(key))
  if (there.released) return ok(there)
  await sql`
    insert into ledger.hold_event (district, id, hold_id, kind, amount, recorded_by)
    select district, ${newId()}, id, 'release', ${there.open}, ${by} from ledger.hold where district = ${district} and key = ${key}`.execute(
    tx,
  )
  return ok({ ...there, open: 0, released: true })
}

/** A hold as it stands: what was held, what is still open. */
export async function findHold(tx: Tx, of: { district: string; key: string }): Promise<Hold | undefined> {
  const { rows } = await sql<Hold>`
    select h.key, a.owner, h.amount, ledger.open_hold(h.district, h.id) as open,
           exists (select 1 from ledger.hold_event v where v.district = h.district and v.hold_id = h.id and v.kind = 'release') as released
      from ledger.hold h join ledger.account a on a.district = h.district and a.id = h.account_id
     where h.district = ${of.district} and h.key = ${of.key}`.execute(tx)
  return rows[0]
}
