import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import { elevated, inScope } from '../../platform/db/index.ts'
import { commonRefusals, orRefuse, Refused } from '../../platform/http/index.ts'
import type { CorrectIdentity } from './contract.ts'
import { announce } from './events.ts'
import { findPerson } from './find-person.ts'
import { checkIdentity, findIdentity } from './identity.ts'
import type { Surroundings } from './list-elders.ts'
import { lockElder, shareDistricts } from './locks.ts'
import { refusals } from './refusals.ts'

/**
 * Gives a person another number: mistyped (the old one is set free for whoever it belongs to), changed by the police, or issued for
 * the first time. The old number stays with the file, so that an old list still finds the person.
 */
export async function correctIdentity(
  around: Surroundings,
  id: string,
  given: CorrectIdentity,
): Promise<{ version: number }> {
  const { platform, tree, principal } = around
  const identity = orRefuse(checkIdentity(given))
  const blind = identity.number === null ? null : platform.keyring.blindIndex('id', identity.number)
  return inScope(platform.db, principal.scope, async (tx) => {
    const seen = await findPerson(tx, principal.scope, id)
    if (seen === undefined) throw new Refused(refusals.notFound())
    if (seen.mergedInto !== null) throw new Refused(refusals.mergedAway(seen.mergedInto))
    const { district } = seen
    await shareDistricts(tx, [district])
    const locked = await lockElder(tx, district, id)
    if (locked?.version !== given.version)
      throw new Refused({
        ...commonRefusals.invalid([]),
        code: 'ELDER_CHANGED',
        status: 409,
        message: '这份档案刚被同事改过，请刷新后再更正证件。',
      })
    if (blind !== null && seen.idBlind?.equals(blind)) return { version: locked.version }
    const known = blind === null ? undefined : await findIdentity(tx, blind)
    if (known !== undefined && known.elderId !== id)
      throw new Refused(
        known.elderId === null
          ? refusals.knownElsewhere(tree.path(known.district, platform.today()))
          : refusals.knownHere(known.elderId),
      )
    if (seen.idBlind !== null && seen.idCipher !== null)
      await sql`insert into elders.former_identity (district, elder_id, id_blind, id_cipher, reason)
        values (${district}, ${id}::uuid, ${seen.idBlind}, ${seen.idCipher}, ${given.reason}) on conflict do nothing`.execute(
        tx,
      )
    const { rows } = await sql<{ version: number }>`
      update elders.elder set id_kind = ${identity.idKind}, id_blind = ${blind},
             id_cipher = ${identity.number === null ? null : platform.keyring.seal(identity.number)},
             id_last4_blind = ${identity.number === null ? null : platform.keyring.blindIndex('idLast4', identity.number.slice(-4))},
             birth_date = ${identity.birthDate ?? seen.birthDate}, sex = ${identity.sex ?? seen.sex}
       where district = ${district} and id = ${id}::uuid returning version`.execute(tx)
    const { idBlind } = seen
    if (given.reason === 'typed' && idBlind !== null)
      await elevated(tx, () =>
        sql`delete from elders.identity where id_blind = ${idBlind} and elder_id = ${id}::uuid`.execute(tx),
      )
    if (blind !== null && known === undefined) {
      const claimed = await sql`insert into elders.identity (id_blind, district, elder_id, township, village)
        values (${blind}, ${district}, ${id}::uuid, ${seen.township}, ${seen.village})
        on conflict do nothing returning district`.execute(tx)
      if (claimed.rows.length === 0) throw new Refused(refusals.knownElsewhere(tree.path(district, platform.today())))
    }
    await announce(tx, district, { kind: 'elder.changed', elderId: id, fields: ['identity'] })
    await record(tx, {
      district,
      account: principal.account,
      action: 'elder.correctIdentity',
      object: 'elder',
      objectId: id,
      before: { idKind: seen.idKind, idNumber: seen.idBlind === null ? 'none' : 'sealed' },
      after: { idKind: identity.idKind, idNumber: blind === null ? 'none' : 'replaced', reason: given.reason },
    })
    return { version: rows[0]?.version ?? locked.version }
  })
}
