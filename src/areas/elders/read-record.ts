import { sql } from 'kysely'
import { maskIdNumber, maskPhone } from '../../platform/crypto/index.ts'
import type { Tx } from '../../platform/db/index.ts'
import { Refused } from '../../platform/http/index.ts'
import { categoriesHeld } from './categories.ts'
import type { ElderRecord } from './contract.ts'
import { findPerson } from './find-person.ts'
import { type StoredRow, type Surroundings, toElderRow } from './list-elders.ts'
import { type Moment, personFacts } from './person-facts.ts'
import { refusals } from './refusals.ts'
import { type FactRow, readFacts } from './set-facts.ts'
import { type ContactRole, valueInWords } from './words.ts'

type StoredContact = {
  id: string
  role: ContactRole
  name: string
  relation: string | null
  phoneId: string | null
  cipher: Buffer | null
  relatedElder: string | null
  recordedAt: string
  sourceKind: string
}
type StoredPhone = { id: string; cipher: Buffer; kind: string; holder: string | null; relation: string | null }
type StoredFormer = { idBlind: Buffer; idCipher: Buffer; reason: string; replacedAt: string }
type StoredMerge = { id: string; splitUntil: string | null }

/** One person's file, as of a day and as known at a time: identity, people around, facts with their periods and sources. */
export async function readRecord(tx: Tx, around: Surroundings, id: string, moment: Moment): Promise<ElderRecord> {
  const { platform, tree, principal } = around
  const person = await findPerson(tx, principal.scope, id)
  if (person === undefined) throw new Refused(refusals.notFound())
  const { district } = person
  const of = sql`e.district = ${district} and e.id = ${id}::uuid`
  // A merged file is still readable: the row is built from the person when the source leaves it out.
  const source = personFacts(moment, { shape: 'each', within: of })
  const [rows, facts, contacts, phones, former, merges] = await Promise.all([
    sql<StoredRow>`
      select pf.*, k.id_kind, k.id_cipher, k.synthetic, ${categoriesHeld(moment.asOf)} as categories
        from ${source} pf join elders.elder k on k.district = pf.district and k.id = pf.elder_id`.execute(tx),
    readFacts(tx, district, id, { knownAt: moment.knownAt }),
    sql<StoredContact>`
      select c.id::text, c.role, c.name, c.relation, c.phone_id::text as "phoneId", p.cipher, c.related_elder::text as "relatedElder",
             c.recorded_at::text as "recordedAt", c.source_kind as "sourceKind"
        from elders.contact c left join elders.phone p on p.district = c.district and p.id = c.phone_id and p.ended_at is null
       where c.district = ${district} and c.elder_id = ${id}::uuid and c.ended_at is null
       order by c.role, c.recorded_at, c.id`.execute(tx),
    sql<StoredPhone>`
      select id::text, cipher, kind, holder_name as holder, relation from elders.phone
       where district = ${district} and elder_id = ${id}::uuid and ended_at is null order by recorded_at, id`.execute(
      tx,
    ),
    sql<StoredFormer>`
      select id_blind as "idBlind", id_cipher as "idCipher", reason, replaced_at::text as "replacedAt" from elders.former_identity
       where district = ${district} and elder_id = ${id}::uuid order by replaced_at`.execute(tx),
    sql<StoredMerge>`
      select id::text, split_until::text as "splitUntil" from elders.merge
       where district = ${district} and (kept = ${id}::uuid or gone = ${id}::uuid) and state = 'confirmed'
       order by decided_at desc limit 1`.execute(tx),
  ])
  const stored = rows.rows[0]
  if (stored === undefined && person.mergedInto === null) throw new Refused(refusals.notYetKnown())
  const row = stored ?? emptyRow(person)
  const place = row.household_division
  return {
    ...toElderRow(row, around, moment.asOf),
    version: person.version,
    address: person.address,
    lng: person.lng,
    lat: person.lat,
    household: place,
    householdPlace: place === null ? null : place === 'outside' ? '本市以外' : tree.path(place, moment.asOf),
    phones: phones.rows.map(({ cipher, ...phone }) => ({ ...phone, masked: maskPhone(platform.keyring.open(cipher)) })),
    contacts: contacts.rows.map(({ cipher, ...contact }) => ({
      ...contact,
      phoneMasked: cipher === null ? null : maskPhone(platform.keyring.open(cipher)),
    })),
    formerIds: former.rows.map(({ idBlind, idCipher, ...each }) => ({
      ...each,
      which: idBlind.toString('hex'),
      masked: maskIdNumber(platform.keyring.open(idCipher)),
    })),
    facts: facts.map((fact) => toFactView(fact, around)),
    mergedInto: person.mergedInto,
    merge: merges.rows[0]?.id ?? null,
    splitUntil: merges.rows[0]?.splitUntil ?? null,
    asOf: moment.asOf,
    knownAt: moment.knownAt ?? null,
    createdAt: person.createdAt,
    updatedAt: person.updatedAt,
  }
}

/** A fact with its value in words: divisions by their path on the day when the fact began. */
export function toFactView(fact: FactRow, { tree }: Surroundings) {
  const [first] = fact.value
  const isPlace = (fact.kind === 'residence' || fact.kind === 'household') && first !== undefined && first !== 'outside'
  return { ...fact, words: isPlace ? tree.path(first, fact.validFrom) : valueInWords(fact.kind, fact.value) }
}

type PersonLike = NonNullable<Awaited<ReturnType<typeof findPerson>>>

const emptyRow = (person: PersonLike): StoredRow => ({
  district: person.district,
  elder_id: person.id,
  name: person.name,
  sex: person.sex,
  birth_date: person.birthDate,
  hardship: null,
  living_arrangement: null,
  care_dependency: null,
  care_dependency_since: null,
  disability_category: null,
  disability_grade: null,
  special_one_child_family: null,
  dementia: null,
  died_on: null,
  residence: person.village ?? person.township,
  residence_township: person.township,
  residence_village: person.village,
  household_division: person.householdDivision,
  categories: [],
  id_kind: person.idKind,
  id_cipher: person.idCipher,
  synthetic: person.synthetic,
})
