import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import { addDays, type Day } from '../../platform/clock/day.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import type { ConsentHow } from './contract.ts'
import { refusals } from './refusals.ts'

/**
 * Three years: no document names a longest term, so this is a bound of the product against a delegation that outlives what it was given for. Whoever
 * still agrees renews it.
 */
export const LONGEST_DELEGATION_DAYS = 3 * 366

export type ElderRef = { readonly district: string; readonly id: string }

export type NewDelegation = {
  readonly elder: ElderRef
  readonly township: string
  readonly village: string | null
  /** The family member's account; empty for somebody who comes to the counter without one. */
  readonly delegate: string
  readonly name: string
  readonly relation: string
  /** Exclusive: a delegation always ends. */
  readonly until: Day
  readonly agreed: { readonly how: Exclude<ConsentHow, 'delegation'>; readonly ref?: string }
}

/** Records that an elder lets a family member act for them until a day. */
export async function recordDelegation(
  tx: Tx,
  delegation: NewDelegation,
  by: { readonly account: string; readonly today: Day; readonly requestId?: string },
): Promise<Result<string>> {
  if (delegation.until <= by.today) return refuse(refusals.delegationPeriod())
  if (delegation.until > addDays(by.today, LONGEST_DELEGATION_DAYS)) return refuse(refusals.delegationLong())
  const id = newId()
  const { elder, township, village, delegate, name, relation, until, agreed } = delegation
  await sql`
    insert into applications.delegation (district, id, elder_id, township, village, delegate, name, relation, valid_from, valid_to,
      agreed_how, agreed_ref, recorded_by)
    values (${elder.district}, ${id}::uuid, ${elder.id}::uuid, ${township}, ${village}, ${delegate}, ${name}, ${relation},
      ${by.today}::date, ${until}::date, ${agreed.how}, ${agreed.ref ?? null}, ${by.account})`.execute(tx)
  await record(tx, {
    district: elder.district,
    account: by.account,
    action: 'application.delegate',
    object: 'elder',
    objectId: elder.id,
    after: { delegation: id, delegate, name, relation, until, how: agreed.how },
    ...(by.requestId === undefined ? {} : { requestId: by.requestId }),
  })
  return ok(id)
}

export type Delegation = {
  readonly id: string
  readonly delegate: string
  readonly name: string
  readonly relation: string
  readonly from: Day
  readonly until: Day
}

/** The delegations of a person that stand on a day. */
export async function listDelegations(tx: Tx, { district, id }: ElderRef, today: Day): Promise<Delegation[]> {
  const { rows } = await sql<Delegation>`
    select id::text as id, delegate, name, relation, valid_from::text as "from", valid_to::text as until from applications.delegation
     where district = ${district} and elder_id = ${id}::uuid and ended_at is null and valid_to > ${today}::date
     order by valid_to, id`.execute(tx)
  return rows
}

export async function standingDelegation(
  tx: Tx,
  elder: ElderRef,
  id: string | undefined,
  today: Day,
): Promise<boolean> {
  return id !== undefined && (await listDelegations(tx, elder, today)).some((each) => each.id === id)
}

/** What an account may see and do for others today, over all districts. As the system role: the account is the check. */
export async function delegationsTo(tx: Tx, account: string, today: Day): Promise<(Delegation & ElderPlace)[]> {
  const { rows } = await sql<Delegation & ElderPlace>`
    select id::text as id, delegate, name, relation, valid_from::text as "from", valid_to::text as until, district,
           elder_id::text as "elderId", township, village
      from applications.delegation
     where delegate = ${account} and ended_at is null and valid_from <= ${today}::date and valid_to > ${today}::date
     order by recorded_at, id`.execute(tx)
  return rows
}

type ElderPlace = {
  readonly district: string
  readonly elderId: string
  readonly township: string
  readonly village: string | null
}

/** Ends a delegation before its day. False where there is none that stands. */
export async function endDelegation(
  tx: Tx,
  elder: ElderRef,
  id: string,
  by: { readonly account: string; readonly requestId?: string },
): Promise<boolean> {
  const { rows } = await sql<{ delegate: string; name: string }>`
    update applications.delegation set ended_at = clock_timestamp(), ended_by = ${by.account}
     where district = ${elder.district} and elder_id = ${elder.id}::uuid and id = ${id}::uuid and ended_at is null
    returning delegate, name`.execute(tx)
  const ended = rows[0]
  if (ended === undefined) return false
  await record(tx, {
    district: elder.district,
    account: by.account,
    action: 'application.endDelegation',
    object: 'elder',
    objectId: elder.id,
    after: { delegation: id, ...ended },
    ...(by.requestId === undefined ? {} : { requestId: by.requestId }),
  })
  return true
}
