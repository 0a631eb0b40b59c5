import { columnOf, type Field, type List, tableOf } from './list.ts'

const TYPES = {
  text: 'text',
  integer: 'bigint',
  number: 'numeric',
  fen: 'bigint',
  day: 'date',
  yesNo: 'boolean',
  choice: 'text collate "C"',
} as const satisfies Record<Field['type'], string>

/** The type of a field's column as the database names it. */
export const sqlTypeOf = ({ type }: Pick<Field, 'type'>): string => TYPES[type].split(' ')[0]!

const checkOf = (field: Field): string => {
  const column = columnOf(field)
  if (field.choices !== undefined)
    return ` check (${column} in (${Object.keys(field.choices)
      .map((each) => `'${each}'`)
      .join(', ')}))`
  const bounds = [
    ...(field.min === undefined ? [] : [`${column} >= ${field.min}`]),
    ...(field.max === undefined ? [] : [`${column} <= ${field.max}`]),
  ]
  return bounds.length > 0 ? ` check (${bounds.join(' and ')})` : ''
}

/** The statement that makes a field's column. */
export const columnSql = (field: Field): string =>
  `${columnOf(field)} ${TYPES[field.type]}${field.required ? ' not null' : ''}${checkOf(field)}`

/**
 * The text of the migration that makes a list's table. `lists.keep(table)` (0260) gives it its grants, row security and the trigger that lets nothing be
 * changed.
 */
export function tableSql(list: List): string {
  const table = tableOf(list)
  const bare = table.split('.')[1]
  const columns = [
    'district text collate "C" not null',
    'entry uuid not null',
    'id uuid not null',
    'name text not null',
    `township text collate "C"${list.place === 'township' ? ' not null' : ''}`,
    'village text collate "C"',
    'facility_id uuid',
    'organisation text collate "C"',
    ...list.fields.map(columnSql),
    'valid_from date not null',
    'valid_to date check (valid_to > valid_from)',
    'recorded_at timestamptz not null default clock_timestamp()',
    'superseded_at timestamptz',
    'recorded_by text not null',
    'source text not null',
    'example boolean not null',
    'primary key (district, id)',
  ]
  return [
    `-- ${list.title}`,
    `create table ${table} (\n  ${columns.join(',\n  ')}\n);`,
    `create unique index ${bare}_once on ${table} (district, entry, valid_from) where superseded_at is null;`,
    `create index ${bare}_name on ${table} (district, name, entry) where superseded_at is null;`,
    `create index ${bare}_facility on ${table} (district, facility_id) where superseded_at is null and facility_id is not null;`,
    `select lists.keep('${bare}');`,
    '',
  ].join('\n')
}
