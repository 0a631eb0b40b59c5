import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import { inScope, newId } from '../../platform/db/index.ts'
import { once, Refused } from '../../platform/http/index.ts'
import type { AddContact } from './contract.ts'
import { findPerson } from './find-person.ts'
import type { Surroundings } from './list-elders.ts'
import { tidyName } from './names.ts'
import { refusals } from './refusals.ts'
import { insertPhone } from './register-elder.ts'

/** Adds a household member, guardian, supporter or emergency contact, with a phone where there is one. */
export async function addContact(
  around: Surroundings,
  elderId: string,
  given: AddContact,
  key: string | undefined,
): Promise<{ id: string }> {
  const { platform, principal } = around
  return inScope(platform.db, principal.scope, (tx) =>
    once(tx, { account: principal.account, route: `elders.contacts.${elderId}`, key, body: given }, async () => {
      const person = await findPerson(tx, principal.scope, elderId)
      if (person === undefined) throw new Refused(refusals.notFound())
      if (person.mergedInto !== null) throw new Refused(refusals.mergedAway(person.mergedInto))
      const { district } = person
      const name = tidyName(given.name)
      const phoneId =
        given.phone === undefined
          ? null
          : await insertPhone(tx, around, {
              district,
              elderId,
              number: given.phone,
              kind: given.role === 'householdMember' ? 'emergencyContact' : given.role,
              holder: name,
              relation: given.relation,
            })
      const id = newId()
      await sql`
        insert into elders.contact (district, id, elder_id, role, name, relation, related_elder, phone_id, recorded_by, source_kind)
        values (${district}, ${id}, ${elderId}::uuid, ${given.role}, ${name}, ${given.relation ?? null}, ${given.relatedElder ?? null},
          ${phoneId}, ${principal.account}, 'clerk')`.execute(tx)
      await record(tx, {
        district,
        account: principal.account,
        action: 'elder.addContact',
        object: 'elder',
        objectId: elderId,
        after: { contact: id, role: given.role, phone: phoneId === null ? 'none' : 'sealed' },
      })
      return { id }
    }),
  )
}

/** Ends a contact, and the phone that came with it; both stay in the history. */
export async function endContact(
  around: Surroundings,
  elderId: string,
  contactId: string,
  reason: string,
): Promise<void> {
  const { platform, principal } = around
  await inScope(platform.db, principal.scope, async (tx) => {
    const person = await findPerson(tx, principal.scope, elderId)
    if (person === undefined) throw new Refused(refusals.notFound())
    const { rows } = await sql<{ phone_id: string | null }>`
      update elders.contact set ended_at = statement_timestamp()
       where district = ${person.district} and id = ${contactId}::uuid and elder_id = ${elderId}::uuid and ended_at is null
      returning phone_id::text`.execute(tx)
    const ended = rows[0]
    if (ended === undefined) throw new Refused(refusals.contactGone())
    if (ended.phone_id !== null)
      await sql`update elders.phone set ended_at = statement_timestamp() where district = ${person.district} and id = ${ended.phone_id}::uuid`.execute(
        tx,
      )
    await record(tx, {
      district: person.district,
      account: principal.account,
      action: 'elder.endContact',
      object: 'elder',
      objectId: elderId,
      purpose: reason,
      before: { contact: contactId },
    })
  })
}
