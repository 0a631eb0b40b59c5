import type { EntryRow, List, Names } from '../../engines/register/index.ts'
import type { Principal } from '../../platform/identity/index.ts'
import { sayClause } from '../../policy/index.ts'
import type { EntryView, ListView } from './contract.ts'

/** Whether the caller may write an entry there: with a role of the list in that very place, or for a facility that the caller's organisation runs. */
export const mayWriteAt = (
  who: Principal,
  list: List,
  { district, township, village, facility }: Pick<EntryRow, 'district' | 'township' | 'village' | 'facility'>,
): boolean =>
  who.grants.some(({ role, division }) => {
    if (!list.write.includes(role)) return false
    if (role === 'operator') return facility !== null && (who.scope.facilities ?? []).includes(facility)
    return division !== undefined && [district, township, village].includes(division)
  })

export const listView = (list: List, who: Principal): ListView => ({
  id: list.id,
  title: list.title,
  unit: list.unit,
  about: list.about,
  clauses: list.clauses.map((clause) => sayClause(clause)),
  nameLabel: list.nameLabel,
  place: list.place,
  ofFacility: list.of.includes('facility'),
  ofOrganisation: list.of.includes('organisation'),
  isPublic: list.public ?? false,
  fields: list.fields.map((field) => ({
    name: field.name,
    label: field.label,
    type: field.type,
    unit: field.unit ?? null,
    choices: Object.entries(field.choices ?? {}).map(([value, label]) => ({ value, label })),
    required: field.required ?? false,
    public: field.public ?? false,
    clause: field.clause === undefined ? null : sayClause(field.clause),
  })),
  mayWrite: who.grants.some(({ role }) => list.write.includes(role)),
})

export const entryView = (row: EntryRow, names: Names): EntryView => ({
  district: row.district,
  entry: row.entry,
  version: row.id,
  name: row.name,
  township: row.township,
  village: row.village,
  placeName:
    [row.township, row.village]
      .filter((key): key is string => key !== null)
      .map(names.division)
      .join(' ') || names.division(row.district),
  facility: row.facility,
  facilityName: row.facility === null ? null : names.facility(row.facility),
  organisation: row.organisation,
  values: row.values,
  from: row.from,
  to: row.to,
  recordedAt: row.recordedAt,
  recordedBy: row.recordedBy,
  source: row.source,
  example: row.example,
  superseded: row.supersededAt !== null,
})
