import type { Role } from '../../platform/identity/principal.ts'

export type Clause = { readonly doc: string; readonly section: string }

export type FieldType = 'text' | 'integer' | 'number' | 'fen' | 'day' | 'yesNo' | 'choice'

/** One column of a list. `name` is its name in the API; the table's column is the same in snake case. */
export type Field = {
  readonly name: string
  readonly label: string
  readonly type: FieldType
  /** Written after figures: `张`, `平方米`. */
  readonly unit?: string
  /** For `choice`: each value with its word. */
  readonly choices?: Readonly<Record<string, string>>
  readonly required?: true
  readonly min?: number
  readonly max?: number
  /** Other headings under which ledgers keep it. */
  readonly alsoCalled?: readonly string[]
  /** Whether the public sees it; only in a list that has a public side. */
  readonly public?: true
  readonly clause?: Clause
  /** What the dictionary of the open data says beyond the label. */
  readonly says?: string
}

/** A plain list, declared. */
export type List = {
  readonly id: string
  readonly title: string
  /** Counting word: `处`. */
  readonly unit: string
  readonly about: string
  readonly clauses: readonly Clause[]
  /** What the name of an entry is: `资源名称`. */
  readonly nameLabel: string
  /** How exactly the place of an entry must be known. */
  readonly place: 'district' | 'township'
  /** What an entry speaks of, besides its place. */
  readonly of: readonly ('facility' | 'organisation')[]
  readonly write: readonly Role[]
  readonly fields: readonly Field[]
  /** Whether what is marked so is published as open data. */
  readonly public?: true
}

export type Value = string | number | boolean | null

/** What an entry says on a day. Days are `2026-11-01`, sums whole fen. */
export type Entry = {
  readonly name: string
  readonly township: string | null
  readonly village: string | null
  readonly facility: string | null
  /** Credit code of an organisation. */
  readonly organisation: string | null
  readonly values: Readonly<Record<string, Value>>
}

/** Columns that every list has, so that no field may be called like one. */
export const OWN_COLUMNS = [
  ...['district', 'entry', 'id', 'name', 'township', 'village', 'facility_id', 'organisation'],
  ...['valid_from', 'valid_to', 'recorded_at', 'superseded_at', 'recorded_by', 'source', 'example'],
] as const

export const columnOf = ({ name }: Pick<Field, 'name'>): string =>
  name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

export const tableOf = ({ id }: Pick<List, 'id'>): string => `lists.${id.replaceAll('-', '_')}`

/** What is wrong with a declaration; nothing for a good one. */
export function faultsOf(list: List): string[] {
  const names = list.fields.map(columnOf)
  return [
    ...(/^[a-z][a-z0-9-]{2,40}$/.test(list.id) ? [] : [`${list.id}: an id has small letters and hyphens`]),
    ...names.filter((name) => (OWN_COLUMNS as readonly string[]).includes(name)).map((name) => `${name} is taken`),
    ...names.filter((name, at) => names.indexOf(name) !== at).map((name) => `${name} stands twice`),
    ...list.fields
      .filter((field) => (field.type === 'choice') !== (field.choices !== undefined))
      .map(({ name }) => `${name}: choices`),
    ...(list.public || !list.fields.some((field) => field.public) ? [] : ['fields are public, the list is not']),
    ...(list.clauses.length > 0 ? [] : ['no clause demands it']),
  ]
}
