import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import type { Keyring } from '../../platform/crypto/index.ts'
import { elevated, newId, type Tx } from '../../platform/db/index.ts'
import { announceChange } from '../../platform/events/index.ts'
import { commonRefusals, ok, type Result, refuse } from '../../platform/http/index.ts'
import type { Principal } from '../../platform/identity/index.ts'
import { hasCheckDigit, readAccountNumber, sameName } from './account-number.ts'
import type { Account, NewAccount } from './contract.ts'
import { usableFrom } from './payment-settings.ts'
import { refusals } from './refusals.ts'

export type ElderKey = { readonly district: string; readonly elder: string }
export type Around = {
  readonly keyring: Keyring
  readonly today: Day
  readonly who: Principal
  readonly requestId?: string
}

type Person = { name: string; township: string; village: string | null; merged: boolean }

export async function findPayee(tx: Tx, { district, elder }: ElderKey): Promise<Person | undefined> {
  const { rows } = await sql<Person>`
    select name, township, village, merged_into is not null as merged from elders.elder
     where district = ${district} and id = ${elder}::uuid`.execute(tx)
  return rows[0]
}

/**
 * Records an account. It pays nothing until a second person has put it in use. An account in another name needs the relation and a delegation
 * with an end; one that already receives for another elder is taken for somebody else's.
 */
export async function proposeAccount(
  tx: Tx,
  around: Around,
  key: ElderKey,
  given: NewAccount,
): Promise<Result<{ id: string }>> {
  const { keyring, who, today } = around
  const person = await findPayee(tx, key)
  if (person === undefined || person.merged) return refuse(commonRefusals.notFound())
  const number = readAccountNumber(given.number)
  if (number === undefined) return refuse(refusals.accountNumber())
  const own = sameName(given.holderName, person.name)
  const isDelegated = Boolean(
    given.relation && given.delegation && given.delegatedUntil && given.delegatedUntil > today,
  )
  if (!own && !isDelegated) return refuse(refusals.relationNeeded())
  const blind = keyring.blindIndex('account', number)
  // Whose account it is elsewhere must not show: the answer is yes or no.
  const taken = await elevated(tx, async () => {
    const { rows } = await sql`select 1 from payments.account where account_blind = ${blind} and state = 'inUse'
      and elder_id <> ${key.elder}::uuid limit 1`.execute(tx)
    return rows.length > 0
  })
  if (taken && !isDelegated) return refuse(refusals.accountTaken())
  const id = newId()
  await sql`
    insert into payments.account (district, id, elder_id, township, village, kind, bank, account_cipher, account_blind, last4, check_digit,
        holder_name, relation, delegation, delegated_until, is_change, recorded_by)
    select ${key.district}, ${id}::uuid, ${key.elder}::uuid, ${person.township}, ${person.village}, ${given.kind}, ${given.bank},
           ${keyring.seal(number)}, ${blind}, ${number.slice(-4)}, ${given.kind === 'passbook' || hasCheckDigit(number)},
           ${given.holderName}, ${given.relation || null}, ${given.delegation || null}, ${given.delegatedUntil ?? null}::date,
           exists (select 1 from payments.account a where a.district = ${key.district} and a.elder_id = ${key.elder}::uuid and a.state = 'inUse'),
           ${who.account}`.execute(tx)
  await note(tx, around, key, 'payments.account.propose', { account: id, kind: given.kind, number: 'sealed' })
  return ok({ id })
}

/** The second person puts an account in use, which ends the one of the same kind before it, or turns it down. */
export async function decideAccount(
  tx: Tx,
  around: Around,
  key: ElderKey,
  id: string,
  given: { accept: boolean; reason?: string | undefined },
): Promise<Result<{ done: boolean }>> {
  const { who, today } = around
  // All that count are locked: of two decided at once, the second sees the first in use.
  const { rows } = await sql<{
    id: string
    state: string
    recorded_by: string
    kind: string
    is_change: boolean
    township: string
  }>`
    select id::text, state, recorded_by, kind, is_change, township from payments.account
     where district = ${key.district} and elder_id = ${key.elder}::uuid and state in ('proposed', 'inUse') order by id for update`.execute(
    tx,
  )
  const account = rows.find((each) => each.id === id && each.state === 'proposed')
  if (account === undefined) return refuse(refusals.accountUnknown())
  if (account.recorded_by === who.account) return refuse(refusals.accountSecondPerson())
  // A change is what it is when it takes effect: two accounts recorded side by side are not both the first.
  const isChange = account.is_change || rows.some((each) => each.state === 'inUse')
  const from = given.accept ? await usableFrom(tx, account.township, today, isChange) : ok(today)
  if (!from.ok) return from
  if (given.accept)
    await sql`
      update payments.account set state = 'ended', ended_at = clock_timestamp()
       where district = ${key.district} and elder_id = ${key.elder}::uuid and kind = ${account.kind} and state = 'inUse'`.execute(
      tx,
    )
  await sql`
    update payments.account set state = ${given.accept ? 'inUse' : 'refused'}, decided_by = ${who.account}, decided_at = clock_timestamp(),
           reason = ${given.reason ?? null}, usable_from = ${given.accept ? from.value : null}::date
     where district = ${key.district} and id = ${id}::uuid`.execute(tx)
  await note(tx, around, key, given.accept ? 'payments.account.accept' : 'payments.account.refuse', { account: id })
  return ok({ done: true })
}

/** Every account a person ever had here, those in use first, the card before the others. */
export async function listAccounts(
  tx: Tx,
  { who }: Pick<Around, 'who'>,
  { district, elder }: ElderKey,
): Promise<Account[]> {
  const { rows } = await sql<
    Omit<Account, 'own' | 'masked' | 'preferred' | 'mayDecide'> & { last4: string; elderName: string }
  >`
    select a.id::text, a.kind, a.bank, a.last4, a.check_digit as "checkDigit", a.holder_name as "holderName", e.name as "elderName", a.relation,
           a.delegation, a.delegated_until::text as "delegatedUntil", a.state, a.usable_from::text as "usableFrom",
           a.recorded_by as "recordedBy", to_char(a.recorded_at, 'YYYY-MM-DD') as "recordedAt", a.decided_by as "decidedBy",
           to_char(a.decided_at, 'YYYY-MM-DD') as "decidedAt"
      from payments.account a join elders.elder e on e.district = a.district and e.id = a.elder_id
     where a.district = ${district} and a.elder_id = ${elder}::uuid
     order by a.state = 'inUse' desc, a.kind = 'socialSecurityCard' desc, a.decided_at desc nulls first, a.id desc limit 50`.execute(
    tx,
  )
  const first = rows.find((row) => row.state === 'inUse')
  return rows.map(({ last4, elderName, ...row }) => ({
    ...row,
    own: sameName(row.holderName, elderName),
    masked: `****${last4}`,
    preferred: row === first || row.id === first?.id,
    mayDecide: row.state === 'proposed' && row.recordedBy !== who.account,
  }))
}

const note = async (
  tx: Tx,
  { who, requestId }: Around,
  { district, elder }: ElderKey,
  action: string,
  after: Record<string, unknown>,
): Promise<void> => {
  await record(tx, {
    district,
    account: who.account,
    action,
    object: 'elder',
    objectId: elder,
    after,
    ...(requestId && { requestId }),
  })
  await announceChange(tx, { kind: 'payments', id: elder, version: 1, district })
}
