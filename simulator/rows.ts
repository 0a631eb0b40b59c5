import type { Keyring } from '../src/platform/crypto/index.ts'
import type { Person } from './person.ts'

/** The tables a person's file lies in, and the columns written, in the order of the rows below. */
export const TABLES = {
  elder: [
    ...[
      'district',
      'id',
      'name',
      'name_pinyin',
      'name_initials',
      'sex',
      'birth_date',
      'id_kind',
      'id_cipher',
      'id_blind',
    ],
    ...['id_last4_blind', 'household_division', 'township', 'village', 'address', 'lng', 'lat', 'synthetic'],
    ...['created_at', 'updated_at'],
  ],
  identity: ['id_blind', 'district', 'elder_id', 'township', 'village'],
  phone: [
    ...['district', 'elder_id', 'id', 'kind', 'cipher', 'blind', 'holder_name', 'relation'],
    ...['source_kind', 'source_ref', 'recorded_at', 'township', 'village'],
  ],
  contact: [
    ...['district', 'id', 'elder_id', 'role', 'name', 'relation', 'phone_id'],
    ...['recorded_at', 'recorded_by', 'source_kind', 'source_ref', 'township', 'village'],
  ],
  fact: [
    ...['district', 'elder_id', 'id', 'kind', 'value', 'valid_from', 'valid_to', 'recorded_at', 'superseded_at'],
    ...['source_kind', 'source_ref', 'recorded_by', 'township', 'village'],
  ],
} as const

export type Table = keyof typeof TABLES
export type Batch = Record<Table, string[]> & { people: number }

/** Who the register names as the writer of synthetic facts. */
export const RECORDED_BY = 'simulator'

const SOURCE = ['import', '村（社区）台账'] as const

export const emptyBatch = (): Batch => ({ elder: [], identity: [], phone: [], contact: [], fact: [], people: 0 })

/** The text form of COPY. Nothing synthetic holds a tab, a line break or a backslash. */
const line = (cells: readonly (string | number | null)[]): string =>
  `${cells.map((cell) => (cell === null ? '\\N' : cell)).join('\t')}\n`
const bytes = (value: Buffer): string => `\\\\x${value.toString('hex')}`

/** Adds one person's rows, ID and phone numbers sealed and indexed as every other writer does it. */
export function addPerson(batch: Batch, person: Person, keyring: Keyring): void {
  const { district, id, idNumber, createdAt } = person
  const place = [person.township, person.village]
  const blind = idNumber === null ? null : bytes(keyring.blindIndex('id', idNumber))
  const last4 = idNumber === null ? null : bytes(keyring.blindIndex('idLast4', idNumber.slice(-4)))
  const cipher = idNumber === null ? null : bytes(keyring.seal(idNumber))
  const idKind = idNumber === null ? 'none' : 'residentId'
  batch.elder.push(
    line([
      ...[district, id, person.name, person.namePinyin, person.nameInitials, person.sex, person.birthDate, idKind],
      ...[cipher, blind, last4, person.householdDivision, person.township, person.village, person.address],
      ...[person.lng, person.lat, 't', createdAt, createdAt],
    ]),
  )
  if (blind !== null) batch.identity.push(line([blind, district, id, ...place]))
  for (const { id: phoneId, kind, number, holder, relation } of person.phones) {
    const secret = [bytes(keyring.seal(number)), bytes(keyring.blindIndex('phone', number))]
    batch.phone.push(line([district, id, phoneId, kind, ...secret, holder, relation, ...SOURCE, createdAt, ...place]))
    if (kind === 'own') continue
    batch.contact.push(
      line([district, phoneId, id, kind, holder, relation, phoneId, createdAt, RECORDED_BY, ...SOURCE, ...place]),
    )
  }
  person.facts.forEach((fact, i) => {
    const factId = `${id.slice(0, 24)}${i.toString(16).padStart(4, '0')}${id.slice(28)}`
    batch.fact.push(
      line([
        ...[
          district,
          id,
          factId,
          fact.kind,
          `{${fact.value.join(',')}}`,
          fact.validFrom,
          fact.validTo,
          fact.recordedAt,
        ],
        ...[fact.supersededAt, fact.sourceKind, fact.sourceRef, RECORDED_BY, ...place],
      ]),
    )
  })
  batch.people++
}
