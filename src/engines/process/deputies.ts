import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { refusals } from './refusals.ts'

/** Somebody is away, and another account of the same desk does their work. `until` is the first day of return. */
export type Deputy = {
  readonly district: string
  readonly id: string
  readonly account: string
  readonly deputy: string
  readonly from: Day
  readonly until: Day
  readonly reason: string
}

/** Arranges a deputy. It moves work, never rights: the deputy acts under their own grants, and stands on the timeline by name. */
export async function appointDeputy(
  tx: Tx,
  order: Omit<Deputy, 'id'>,
  by: { readonly account: string; readonly requestId?: string },
): Promise<Result<string>> {
  if (order.until <= order.from) return refuse(refusals.deputyPeriod())
  if (order.account === order.deputy) return refuse(refusals.deputySelf())
  const id = newId()
  const { district, account, deputy, from, until, reason } = order
  await sql`
    insert into process.deputy (district, id, account, deputy, valid_from, valid_to, reason, made_by)
    values (${district}, ${id}::uuid, ${account}, ${deputy}, ${from}::date, ${until}::date, ${reason}, ${by.account})`.execute(
    tx,
  )
  await record(tx, {
    district,
    account: by.account,
    action: 'process.deputy',
    object: 'account',
    objectId: account,
    after: { deputy, from, until, reason },
    ...(by.requestId === undefined ? {} : { requestId: by.requestId }),
  })
  return ok(id)
}

/** Ends an arrangement before its day; false when there is none that the caller may end. */
export async function endDeputy(
  tx: Tx,
  { district, id }: { readonly district: string; readonly id: string },
  by: { readonly account: string; readonly requestId?: string },
): Promise<boolean> {
  const { rows } = await sql<{ account: string }>`
    update process.deputy set ended_at = clock_timestamp()
     where district = ${district} and id = ${id}::uuid and ended_at is null returning account`.execute(tx)
  const account = rows[0]?.account
  if (account === undefined) return false
  await record(tx, {
    district,
    account: by.account,
    action: 'process.deputyEnds',
    object: 'account',
    objectId: account,
    ...(by.requestId === undefined ? {} : { requestId: by.requestId }),
  })
  return true
}

/** Arrangements that are in force on a day or to come, that the transaction may see. */
export async function listDeputies(tx: Tx, today: Day): Promise<Deputy[]> {
  const { rows } = await sql<Deputy>`
    select district, id::text as id, account, deputy, valid_from::text as "from", valid_to::text as until, reason
      from process.deputy where ended_at is null and valid_to > ${today}::date order by valid_from, id limit 200`.execute(
    tx,
  )
  return rows
}
