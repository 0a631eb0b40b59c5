import type { List } from './list.ts'
import type { EntryRow } from './rows.ts'
import { showValue } from './show-value.ts'
import type { Names } from './write-sheets.ts'

const publicFields = (list: List) => list.fields.filter((field) => field.public)

/** The head of the open data: names that programs read; the dictionary says what they mean. */
export const openHead = (list: List): string[] => [
  ...['id', 'name', 'district', 'township'],
  ...(list.of.includes('facility') ? ['facility'] : []),
  ...publicFields(list).map((field) => field.name),
  ...['since', 'example'],
]

/** What the public sees of an entry. Who recorded it and on what ground stays inside. */
export const openRow = (list: List, row: EntryRow, names: Names): (string | number | null)[] => [
  row.entry,
  row.name,
  names.division(row.district),
  row.township === null ? null : names.division(row.township),
  ...(list.of.includes('facility') ? [row.facility === null ? null : names.facility(row.facility)] : []),
  ...publicFields(list).map((field) => showValue(field, row.values[field.name])),
  row.from,
  row.example ? '示例' : null,
]

export const dictionaryHead = ['column', 'label', 'type', 'unit', 'values', 'clause', 'says']

/** What each column of the open data means. */
export const dictionaryRows = (
  list: List,
  sayClause: (clause: List['clauses'][number]) => string,
): (string | null)[][] => {
  const whole = list.clauses[0] === undefined ? null : sayClause(list.clauses[0])
  return [
    ['id', '编号', 'text', null, null, null, '同一条始终不变'],
    ['name', list.nameLabel, 'text', null, null, whole, list.about],
    ['district', '区县', 'text', null, null, null, null],
    ['township', '乡镇（街道）', 'text', null, null, null, null],
    ...(list.of.includes('facility') ? [['facility', '关联设施', 'text', null, null, null, '设施台账里的名称']] : []),
    ...publicFields(list).map((field) => [
      field.name,
      field.label,
      field.type === 'fen' ? 'number' : field.type,
      field.type === 'fen' ? '元' : (field.unit ?? null),
      field.choices === undefined ? null : Object.values(field.choices).join('、'),
      field.clause === undefined ? null : sayClause(field.clause),
      field.says ?? null,
    ]),
    ['since', '自何日起', 'day', null, null, null, '所列内容自这一天起有效'],
    ['example', '示例标记', 'text', null, null, null, '演示数据标明示例'],
  ]
}
