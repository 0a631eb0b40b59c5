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
  /** Whether the row leaves with a person who moves to another district; what belongs to a facility stays with it. */
  onTransfer: 'move' | 'stay'
  residence: ResidenceColumns | null
}
export type ResidenceColumns = { township: string; village: string }

export async function readHanging(tx: Tx): Promise<Hanging[]> {
  const { rows } = await sql<Hanging>`
    select h.table_name as table, h.elder_column as "elderColumn", h.key_columns as "keyColumns", h.on_merge as "onMerge", h.on_transfer as "onTransfer",
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
  const { rows } = await sql<Record<string, string>>`
    update ${tableOf(each)} t set ${sql.ref(each.elderColumn)} = ${to}::uuid${await placeOf(tx, each, district, to)}
     where t.district = ${district} and ${elder('t')} = ${from}::uuid
       and not exists (select 1 from ${tableOf(each)} k where k.district = ${district} and ${elder('k')} = ${to}::uuid
             and (${columnList(each.keyColumns, 'k')}) = (${columnList(each.keyColumns, 't')}))
    returning ${sql.join(each.keyColumns.map((column) => sql`${sql.ref(`t.${column}`)}::text as ${sql.ref(column)}`))}`.execute(
    tx,
  )
  return rows.map((row) => each.keyColumns.map((column) => row[column]))
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
    update ${tableOf(each)} t set ${sql.ref(each.elderColumn)} = ${to}::uuid${await placeOf(tx, each, district, to)}
     where t.district = ${district} and ${sql.ref(`t.${each.elderColumn}`)} = ${from}::uuid
       and (${sql.join(each.keyColumns.map((column) => sql`${sql.ref(`t.${column}`)}::text`))})
           in (${sql.join(keys.map((key) => sql`(${sql.join((key as string[]).map((part) => sql`${part}::text`))})`))})`.execute(
    tx,
  )
}

/** Rows that change hands take the place of the person whose they become. */
async function placeOf(tx: Tx, { residence }: Hanging, district: string, to: string): Promise<RawBuilder<unknown>> {
  if (residence === null) return sql``
  const { rows } = await sql<{ township: string; village: string | null }>`
    select township, village from elders.elder where district = ${district} and id = ${to}::uuid`.execute(tx)
  const place = rows[0]
  if (place === undefined) throw new Error('rows are given to a person who is not there')
  return sql`, ${sql.ref(residence.township)} = ${place.township}, ${sql.ref(residence.village)} = ${place.village}`
}

/**
 * Writes rows of a table again with other values in some columns. The rows pass through here as text: a row that goes to another shard
 * cannot be brought there by a query under row security. For the rows of one file, not for lists.
 */
export async function copyRows(
  tx: Tx,
  table: string,
  where: RawBuilder<unknown>,
  others: ReadonlyMap<string, string | null>,
): Promise<void> {
  const columns = await columnsOf(tx, table)
  const { rows } = await sql<Record<string, string | null>>`
    select ${sql.join(columns.map(({ name }) => sql`${sql.ref(`t.${name}`)}::text as ${sql.ref(name)}`))}
      from ${sql.table(table)} t where ${where}`.execute(tx)
  if (rows.length === 0) return
  const values = rows.map(
    (row) =>
      sql`(${sql.join(
        columns.map(
          ({ name, type }) => sql`${others.has(name) ? others.get(name) : row[name]}::text::${sql.raw(type)}`,
        ),
      )})`,
  )
  await sql`insert into ${sql.table(table)} (${sql.join(columns.map(({ name }) => sql.ref(name)))})
    values ${sql.join(values)}`.execute(tx)
}

/** Every column of a table that can be written, in order, with its type. */
async function columnsOf(tx: Tx, table: string): Promise<{ name: string; type: string }[]> {
  const { rows } = await sql<{ name: string; type: string }>`
    select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
     where attrelid = ${table}::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`.execute(
    tx,
  )
  return rows
}
