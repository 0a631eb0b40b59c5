import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../../platform/db/index.ts'

/**
 * A table whose rows hang on a person, as its area declared it in `elders.hanging`. `residence` names the columns that carry the
 * person's present place; null where the table has none.
 */
export type Hanging = {
  table: string
  elderColumn: string
  keyColumns: string[]
  onMerge: 'move' | 'stay'
  residence: ResidenceColumns | null
}
export type ResidenceColumns = { township: string; village: string }

export async function readHanging(tx: Tx): Promise<Hanging[]> {
  const { rows } = await sql<Hanging>`
    select h.table_name as table, h.elder_column as "elderColumn", h.key_columns as "keyColumns", h.on_merge as "onMerge",
           case when (select count(*) from pg_attribute a where a.attrelid = h.table_name::regclass and not a.attisdropped
                        and a.attname in (h.township_column, h.village_column)) = 2
                then jsonb_build_object('township', h.township_column, 'village', h.village_column) end as residence
      from elders.hanging h order by h.table_name`.execute(tx)
  return rows
}

const tableOf = ({ table }: Hanging) => sql.table(table)
const columnList = (columns: string[], alias: string) =>
  sql.join(columns.map((column) => sql.ref(`${alias}.${column}`)))

/** How many rows a merge would move, table by table; only those that the caller may see are counted. */
export async function countMoves(tx: Tx, district: string, gone: string): Promise<{ table: string; rows: number }[]> {
  const moving = (await readHanging(tx)).filter((each) => each.onMerge === 'move')
  const parts = moving.map(
    (each) => sql`select ${each.table}::text as table, (select count(*)::int from ${tableOf(each)} t
      where t.district = ${district} and ${sql.ref(`t.${each.elderColumn}`)} = ${gone}::uuid) as rows`,
  )
  const { rows } = await sql<{ table: string; rows: number }>`${sql.join(parts, sql` union all `)}`.execute(tx)
  return rows.filter((row) => row.rows > 0)
}

/** Gives the rows of one person to another and says which, so that they can be given back. A row whose key the other has stays. */
export async function moveRows(tx: Tx, each: Hanging, district: string, from: string, to: string): Promise<unknown[]> {
  const elder = (alias: string) => sql.ref(`${alias}.${each.elderColumn}`)
  const { rows } = await sql<{ key: unknown }>`
    update ${tableOf(each)} t set ${sql.ref(each.elderColumn)} = ${to}::uuid${placeOf(each, district, to)}
     where t.district = ${district} and ${elder('t')} = ${from}::uuid
       and not exists (select 1 from ${tableOf(each)} k where k.district = ${district} and ${elder('k')} = ${to}::uuid
             and (${columnList(each.keyColumns, 'k')}) = (${columnList(each.keyColumns, 't')}))
    returning jsonb_build_array(${columnList(each.keyColumns, 't')}) as key`.execute(tx)
  return rows.map((row) => row.key)
}

/** Gives named rows back; what has gone elsewhere since stays where it is. */
export async function returnRows(
  tx: Tx,
  each: Hanging,
  district: string,
  keys: unknown[],
  from: string,
  to: string,
): Promise<void> {
  if (keys.length === 0) return
  await sql`
    update ${tableOf(each)} t set ${sql.ref(each.elderColumn)} = ${to}::uuid${placeOf(each, district, to)}
     where t.district = ${district} and ${sql.ref(`t.${each.elderColumn}`)} = ${from}::uuid
       and jsonb_build_array(${columnList(each.keyColumns, 't')}) in (select jsonb_array_elements(${JSON.stringify(keys)}::jsonb))`.execute(
    tx,
  )
}

/** Rows that change hands take the place of the person whose they become. */
function placeOf({ residence }: Hanging, district: string, to: string): RawBuilder<unknown> {
  if (residence === null) return sql``
  const place = (column: 'township' | 'village') =>
    sql`${sql.ref(residence[column])} = (select e.${sql.ref(column)} from elders.elder e where e.district = ${district} and e.id = ${to}::uuid)`
  return sql`, ${place('township')}, ${place('village')}`
}

/** Every column of a table that can be written, in order. */
export async function columnsOf(tx: Tx, table: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select attname as name from pg_attribute
     where attrelid = ${table}::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`.execute(
    tx,
  )
  return rows.map((row) => row.name)
}
