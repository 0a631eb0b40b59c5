import { sql } from 'kysely'
import { openAccounts } from '../../engines/ledger/index.ts'
import { record } from '../../platform/audit/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import { newId, type Tx } from '../../platform/db/index.ts'
import { ok, type Result, refuse } from '../../platform/http/index.ts'
import { lockFacility } from '../facilities/index.ts'
import type { OpenAccount } from './contract.ts'
import { refusals } from './refusals.ts'

/** Names of accounts in the ledger. What the bank holds stands below zero there: it is the world's side of the elders' money. */
export const ledgerOf = {
  bank: (account: string) => `custody:bank:${account}`,
  claim: (agreement: string) => `custody:claim:${agreement}`,
  /** What the home has used of the money in its account and still owes to it: below zero. */
  used: (facility: string) => `custody:used:${facility}`,
  unmatched: (facility: string) => `custody:unmatched:${facility}`,
  interest: (facility: string) => `custody:interest:${facility}`,
}

export type CustodyAccount = {
  readonly district: string
  readonly id: string
  readonly facilityId: string
  readonly township: string
  readonly village: string | null
  readonly bank: string
  readonly bankCode: string
  readonly number: string
  readonly openedOn: Day
  readonly example: boolean
  /** The file of a day below zero that one person has brought, and who. */
  readonly doubtedDigest: string | null
  readonly doubtedBy: string | null
}

/** The account in use of a home, locked against other writers of its money; undefined where it has none. As the system role. */
export async function lockAccount(tx: Tx, district: string, facility: string): Promise<CustodyAccount | undefined> {
  const { rows } = await sql<CustodyAccount>`
    select district, id::text, facility_id::text as "facilityId", township, village, bank, bank_code as "bankCode", number,
           opened_on as "openedOn", example, doubted_digest as "doubtedDigest", doubted_by as "doubtedBy"
      from custody.account where district = ${district} and facility_id = ${facility}::uuid and closed_on is null
       for no key update`.execute(tx)
  return rows[0]
}

/** Registers the one special account of a home at a bank (cn-custody-2025-9). As the system role. */
export async function openCustodyAccount(
  tx: Tx,
  by: string,
  key: { district: string; facility: string },
  of: OpenAccount,
  example = false,
): Promise<Result<{ id: string }>> {
  const { district, facility } = key
  const home = await lockFacility(tx, { district, id: facility })
  if (home === undefined) return refuse(refusals.facilityUnknown())
  if ((await lockAccount(tx, district, facility)) !== undefined) return refuse(refusals.accountExists())
  const id = newId()
  await sql`
    insert into custody.account (district, id, facility_id, township, village, bank, bank_code, number, agreement, opened_on, example, recorded_by)
    values (${district}, ${id}, ${facility}, ${home.township}, ${home.village}, ${of.bank}, ${of.bankCode}, ${of.number}, ${of.agreement},
            ${of.openedOn}, ${example}, ${by})`.execute(tx)
  const free = (owner: string, kind: string) => ({ district, owner, kind, floor: null })
  await openAccounts(
    tx,
    [
      free(ledgerOf.bank(id), 'custodyBank'),
      free(ledgerOf.used(facility), 'custodyUsed'),
      free(ledgerOf.unmatched(facility), 'custodyUnmatched'),
      free(ledgerOf.interest(facility), 'custodyInterest'),
    ],
    { currency: 'fen', by },
  )
  await record(tx, {
    district,
    account: by,
    action: 'custody.account.open',
    object: 'facilities.facility',
    objectId: facility,
    after: { id, bank: of.bank, last4: of.number.slice(-4) },
  })
  return ok({ id })
}
