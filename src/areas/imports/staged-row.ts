import type { Keyring } from '../../platform/crypto/index.ts'
import { newId } from '../../platform/db/index.ts'
import { districtOf } from '../divisions/index.ts'
import type { CheckedRow, ElderRecord, Said } from './elder-record.ts'
import type { ListKind } from './list-kinds.ts'
import type { NameBook } from './name-keys.ts'
import { type Fixes, type KeptRow, sealFixes, sealRow } from './sealed-cells.ts'

/** A fact that a row states, with its period where the list gives one. A blank cell states nothing: not known is not "none". */
export type StatedFact = { value: string[]; from?: string; to?: string }

/** One row as it is written to `imports.staged_row`; bytes are hex, since they travel as JSON. */
export type StagedRow = {
  row_no: number
  hidden: boolean
  cells: string
  fixes: string | null
  accepted: string[]
  name: string
  name_pinyin: string
  name_initials: string
  sex: string | null
  birth_date: string | null
  id_kind: string
  id_cipher: string | null
  id_blind: string | null
  id_last4_blind: string | null
  elder_district: string | null
  township: string | null
  village: string | null
  household: string | null
  address: string | null
  phones: { kind: string; cipher: string; blind: string; holder: string | null; relation: string | null }[]
  facts: Record<string, StatedFact>
  hints: unknown[]
  class: 'block' | 'confirm' | 'clean'
  new_id: string
  synthetic: boolean
}

export type StagedFinding = {
  row_no: number
  ordinal: number
  code: string
  class: string
  field: string
  column_no: number | null
  message: string
  same: string | null
  accepted: boolean
}

/** Numbers of synthetic persons carry the area 500000, which was never issued. */
const SYNTHETIC_AREA = '500000'

export type StagingTools = { keyring: Keyring; names: NameBook; kind: ListKind }

/** Makes a checked row ready to be stored: numbers sealed and indexed, facts in one shape. */
export function stagedRow(
  checked: CheckedRow,
  kept: KeptRow,
  tools: StagingTools,
  repairs: { fixes: Fixes; accepted: string[] } = { fixes: {}, accepted: [] },
): { row: StagedRow; findings: StagedFinding[] } {
  const { record } = checked
  const { keyring } = tools
  const keys = record.name === '' ? { pinyin: '', initials: '' } : tools.names.keysOf(record.name)
  const id = record.idNumber
  const findings = checked.findings.map((one, ordinal) => ({
    row_no: checked.row,
    ordinal,
    code: one.code,
    class: one.class,
    field: one.field,
    column_no: one.column,
    message: one.message,
    same: one.group,
    accepted: one.class === 'confirm' && repairs.accepted.includes(one.code),
  }))
  const open = findings.filter((one) => !one.accepted)
  const row: StagedRow = {
    row_no: checked.row,
    hidden: checked.hidden,
    cells: sealRow(keyring, kept).toString('hex'),
    fixes: Object.keys(repairs.fixes).length === 0 ? null : sealFixes(keyring, repairs.fixes).toString('hex'),
    accepted: repairs.accepted,
    // What has no usable name is held back by its finding; the column still bounds what it stores.
    name: [...record.name].slice(0, 100).join(''),
    name_pinyin: keys.pinyin.slice(0, 300),
    name_initials: keys.initials.slice(0, 100),
    sex: record.sex,
    birth_date: record.birthDate,
    id_kind: id === null ? 'none' : (record.idKind ?? 'residentId'),
    id_cipher: id === null ? null : keyring.seal(id).toString('hex'),
    id_blind: id === null ? null : keyring.blindIndex('id', id).toString('hex'),
    id_last4_blind: id === null ? null : keyring.blindIndex('idLast4', id.slice(-4)).toString('hex'),
    elder_district: record.township === null ? null : districtOf(record.township),
    township: record.township,
    village: record.village,
    household: record.household,
    address: record.address,
    phones: phonesOf(record, keyring),
    facts: statedFacts(record, tools.kind),
    hints: checked.hints.map(({ code, message, field, column }) => ({ code, message, field, column })),
    class: open.some((one) => one.class === 'block') ? 'block' : open.length > 0 ? 'confirm' : 'clean',
    new_id: newId(),
    synthetic: id?.startsWith(SYNTHETIC_AREA) ?? false,
  }
  return { row, findings }
}

function phonesOf(record: ElderRecord, keyring: Keyring): StagedRow['phones'] {
  const sealed = (phone: string, kind: string, holder: string | null, relation: string | null) => ({
    kind,
    cipher: keyring.seal(phone).toString('hex'),
    blind: keyring.blindIndex('phone', phone).toString('hex'),
    holder,
    relation,
  })
  const own = record.phones.map((phone) => sealed(phone, 'own', null, null))
  const { contact } = record
  return contact?.phone ? [...own, sealed(contact.phone, 'emergencyContact', contact.name, contact.relation)] : own
}

function statedFacts(record: ElderRecord, kind: ListKind): Record<string, StatedFact> {
  const facts: Record<string, StatedFact> = {}
  const period = { ...(record.since && { from: record.since }), ...(record.until && { to: record.until }) }
  const state = (factKind: string, said: Said<string> | null) => {
    if (said === null || (said.tags.length === 0 && !said.explicit)) return
    facts[factKind] = { value: [...said.tags].sort(), ...period }
  }
  state('hardship', record.hardship)
  state('livingArrangement', record.livingArrangement)
  state('specialOneChildFamily', record.specialOneChildFamily)
  if (record.disability) {
    const { category, grade, none } = record.disability
    facts.disability = { value: none || !category || !grade ? [] : [category, grade], ...period }
  }
  if (record.deathDate) facts.death = { value: [record.deathDate], from: record.deathDate }
  if (kind !== 'ledger') return facts
  const residence = record.village ?? record.township
  if (residence) facts.residence = { value: [residence] }
  if (record.household) facts.household = { value: [record.household] }
  return facts
}
