import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import { inScope, newId, type Tx } from '../../platform/db/index.ts'
import { once, orRefuse, Refused } from '../../platform/http/index.ts'
import type { RegisterElder } from './contract.ts'
import { announce } from './events.ts'
import { checkIdentity, findIdentity } from './identity.ts'
import type { Surroundings } from './list-elders.ts'
import { shareDistricts } from './locks.ts'
import { nameKeys } from './names.ts'
import { residenceOf, scopeHolds } from './places.ts'
import { refusals } from './refusals.ts'
import { setFacts } from './set-facts.ts'

/** Opens a file for a person who has none: identity, place of residence since a day, household, phone. One call, one file. */
export async function registerElder(
  around: Surroundings,
  given: RegisterElder,
  key: string | undefined,
): Promise<{ id: string; district: string }> {
  const { platform, tree, principal } = around
  const today = platform.today()
  const place = residenceOf(tree, given.village, today)
  if (place === undefined) throw new Refused(refusals.divisionUnknown('village'))
  if (!scopeHolds(principal.scope, place)) throw new Refused(refusals.divisionOutside('village'))
  const household = given.householdDivision ?? null
  if (household !== null && tree.get(household) === undefined)
    throw new Refused(refusals.divisionUnknown('householdDivision'))
  const identity = orRefuse(checkIdentity(given))
  if (identity.birthDate !== null && identity.birthDate > today) throw new Refused(refusals.dayAhead('birthDate'))
  const validFrom = given.residentSince ?? today
  if (identity.birthDate !== null && validFrom < identity.birthDate)
    throw new Refused(refusals.beforeBirth('residentSince'))
  const { district } = place
  const names = nameKeys(given.name)
  const blind = identity.number === null ? null : platform.keyring.blindIndex('id', identity.number)
  const write = async (tx: Tx): Promise<{ id: string; district: string }> => {
    const id = newId()
    const [, known] = await Promise.all([
      shareDistricts(tx, [district]),
      blind === null ? undefined : findIdentity(tx, blind),
    ])
    if (known?.elderId) throw new Refused(refusals.knownHere(known.elderId))
    if (known !== undefined) throw new Refused(refusals.knownElsewhere(tree.path(known.district, today)))
    const elder = sql`
      insert into elders.elder (district, id, name, name_pinyin, name_initials, sex, birth_date, id_kind, id_cipher, id_blind,
          id_last4_blind, household_division, township, village, address, lng, lat, changed_by)
      values (${district}, ${id}, ${names.name}, ${names.pinyin}, ${names.initials}, ${identity.sex}, ${identity.birthDate},
          ${identity.idKind}, ${identity.number === null ? null : platform.keyring.seal(identity.number)}, ${blind},
          ${identity.number === null ? null : platform.keyring.blindIndex('idLast4', identity.number.slice(-4))},
          ${household}, ${place.township}, ${place.village}, ${given.address ?? null}, ${given.lng ?? null}, ${given.lat ?? null},
          ${principal.account})`.execute(tx)
    // Sent together: each statement is on its way before the last has answered, in this order.
    const steps: Promise<unknown>[] = [elder]
    const claimed =
      blind === null
        ? undefined
        : sql`insert into elders.identity (id_blind, district, elder_id, township, village)
            values (${blind}, ${district}, ${id}, ${place.township}, ${place.village})
            on conflict do nothing returning district`.execute(tx)
    if (claimed !== undefined) steps.push(claimed)
    if (given.phone !== undefined) steps.push(insertPhone(tx, around, { district, elderId: id, number: given.phone }))
    const source = { kind: 'clerk' }
    steps.push(
      setFacts(tx, district, principal.account, [
        { elderId: id, kind: 'residence', value: [place.village ?? place.township], validFrom, source },
        ...(household === null
          ? []
          : [{ elderId: id, kind: 'household' as const, value: [household], validFrom, source }]),
      ]),
      announce(tx, district, { kind: 'elder.registered', elderId: id }),
      record(tx, {
        district,
        account: principal.account,
        action: 'elder.register',
        object: 'elder',
        objectId: id,
        after: { township: place.township, village: place.village, idKind: identity.idKind },
      }),
    )
    await Promise.all(steps)
    // Somebody registered the same number in this moment: theirs stands, ours is rolled back.
    if (claimed !== undefined && (await claimed).rows.length === 0)
      throw new Refused(refusals.knownElsewhere(tree.path(district, today)))
    return { id, district }
  }
  return inScope(platform.db, principal.scope, (tx) =>
    once(tx, { account: principal.account, route: 'elders.register', key, body: given }, () => write(tx)),
  )
}

/** Adds a phone, sealed and findable. */
export async function insertPhone(
  tx: Tx,
  { platform }: Surroundings,
  phone: {
    district: string
    elderId: string
    number: string
    kind?: string
    holder?: string
    relation?: string | undefined
  },
): Promise<string> {
  const id = newId()
  await sql`
    insert into elders.phone (district, elder_id, id, kind, cipher, blind, holder_name, relation, source_kind)
    values (${phone.district}, ${phone.elderId}, ${id}, ${phone.kind ?? 'own'}, ${platform.keyring.seal(phone.number)},
      ${platform.keyring.blindIndex('phone', phone.number)}, ${phone.holder ?? null}, ${phone.relation ?? null}, 'clerk')`.execute(
    tx,
  )
  return id
}
