import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import { inScope, type Tx } from '../../platform/db/index.ts'
import { Refused } from '../../platform/http/index.ts'
import { hasRole } from '../../platform/identity/index.ts'
import type { Reveal } from './contract.ts'
import { findPerson, type Person } from './find-person.ts'
import type { Surroundings } from './list-elders.ts'
import { refusals } from './refusals.ts'

/** How long a screen may show a number in full (UX §4.3). */
export const REVEAL_SECONDS = 60

/**
 * Shows one number in full for a stated purpose. The entry of the audit is in the transaction: a number that was shown without a
 * trace does not exist.
 */
export async function revealNumber(
  around: Surroundings,
  id: string,
  given: Reveal,
): Promise<{ value: string; seconds: number }> {
  const { platform, principal } = around
  if (!hasRole(principal, 'townshipClerk', 'districtOfficer', 'cityOfficer', 'dispatchLead'))
    throw new Refused(refusals.mayNotReveal())
  if (given.purpose.length < 2) throw new Refused(refusals.purposeMissing())
  return inScope(platform.db, principal.scope, async (tx) => {
    const person = await findPerson(tx, principal.scope, id)
    if (person === undefined) throw new Refused(refusals.notFound())
    const sealed = await sealedNumber(tx, person, given)
    if (sealed === undefined) throw new Refused(refusals.nothingToReveal())
    await record(tx, {
      district: person.district,
      account: principal.account,
      action: 'elder.reveal',
      object: 'elder',
      objectId: id,
      purpose: given.purpose,
      after: { what: given.what, ...(given.what === 'phone' && { which: given.which }) },
    })
    return { value: platform.keyring.open(sealed), seconds: REVEAL_SECONDS }
  })
}

async function sealedNumber(tx: Tx, person: Person, { what, which }: Reveal): Promise<Buffer | undefined> {
  if (what === 'idNumber') return person.idCipher ?? undefined
  if (what === 'phone') {
    const { rows } = await sql<{ cipher: Buffer }>`
      select cipher from elders.phone where district = ${person.district} and elder_id = ${person.id}::uuid and id::text = ${which ?? ''}`.execute(
      tx,
    )
    return rows[0]?.cipher
  }
  if (which === undefined || !/^[0-9a-f]+$/.test(which)) return undefined
  const { rows } = await sql<{ id_cipher: Buffer }>`
    select id_cipher from elders.former_identity
     where district = ${person.district} and elder_id = ${person.id}::uuid and id_blind = ${Buffer.from(which, 'hex')}`.execute(
    tx,
  )
  return rows[0]?.id_cipher
}
