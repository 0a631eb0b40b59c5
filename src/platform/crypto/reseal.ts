import { sql } from 'kysely'
import { asSystem, type Db, setLocal, type Tx } from '../db/index.ts'
import type { Keyring } from './keyring.ts'

/** A column of sealed values, found by its name: `…cipher` of type bytea. */
export type SealedColumn = { table: string; column: string }

/** How many pages of a table one transaction takes: some ten thousand rows. */
export const PAGES = 400

/**
 * Every column of sealed values that the system role may change, whichever area it belongs to. The name is the agreement:
 * `id_cipher` holds an identity number, `cipher` a phone number, another `…cipher` what has no index; `…blind` is an index.
 */
export async function sealedColumns(db: Db, ending: 'cipher' | 'blind' = 'cipher'): Promise<SealedColumn[]> {
  const { rows } = await asSystem(db, (tx) =>
    sql<SealedColumn>`
      select format('%I.%I', n.nspname, c.relname) as table, quote_ident(a.attname) as column
        from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
       where c.relkind in ('r', 'p') and a.atttypid = 'bytea'::regtype and a.attnum > 0 and not a.attisdropped
         and a.attname like ${`%${ending}`} and has_table_privilege(c.oid, 'UPDATE') and not c.relispartition
       order by 1, 2`.execute(tx),
  )
  return rows
}

/** How many values of a column each key version holds. */
export async function versionsOf(
  db: Db,
  { table, column }: SealedColumn,
): Promise<{ version: number; values: number }[]> {
  const { rows } = await asSystem(db, (tx) =>
    sql<{ version: number; values: number }>`
      select get_byte(${sql.raw(column)}, 1) * 256 + get_byte(${sql.raw(column)}, 2) as version, count(*)::int as values
        from ${sql.raw(table)} where ${sql.raw(column)} is not null group by 1 order by 1`.execute(tx),
  )
  return rows
}

/**
 * Seals every older value of a column with the newest key, in short transactions beside a running server. A value that changes
 * meanwhile is left to its writer. Interrupted at any point it can be run again. Returns how many values it sealed.
 */
export async function resealColumn(db: Db, keyring: Keyring, target: SealedColumn): Promise<number> {
  let sealed = 0
  for (let page = 0; ; page += PAGES) {
    const done = await asSystem(db, (tx) => resealPages(tx, keyring, target, page))
    sealed += done.sealed
    if (page + PAGES >= done.pages) return sealed
  }
}

async function resealPages(
  tx: Tx,
  keyring: Keyring,
  target: SealedColumn,
  page: number,
): Promise<{ sealed: number; pages: number }> {
  await declareRotation(tx)
  const { rows, pages } = await readPages(tx, target, page, keyring.version)
  if (rows.length > 0) {
    const sealed = rows.map((row) => keyring.seal(keyring.open(row.value)).toString('hex'))
    await sql`
      update ${sql.raw(target.table)} t set ${sql.raw(target.column)} = decode(r.value, 'hex')
        from unnest(${rows.map((row) => row.place)}::text[], ${sealed}::text[]) as r(place, value)
       where t.ctid = r.place::tid`.execute(tx)
  }
  return { sealed: rows.length, pages }
}

/** The sealed values in some pages of a table, locked where only those below a version are wanted. */
export async function readPages(
  tx: Tx,
  { table, column }: SealedColumn,
  page: number,
  below?: number,
): Promise<{ rows: { place: string; value: Buffer }[]; pages: number }> {
  const name = sql.raw(column)
  const older =
    below === undefined
      ? sql``
      : sql`and get_byte(${name}, 1) * 256 + get_byte(${name}, 2) < ${below} for no key update`
  const { rows } = await sql<{ place: string; value: Buffer }>`
    select ctid::text as place, ${name} as value from ${sql.raw(table)}
     where ctid >= ${`(${page},0)`}::tid and ctid < ${`(${page + PAGES},0)`}::tid and ${name} is not null ${older}`.execute(
    tx,
  )
  const size = await sql<{ pages: number }>`
    select (pg_relation_size(${table}::regclass) / current_setting('block_size')::int)::int as pages`.execute(tx)
  return { rows, pages: size.rows[0]?.pages ?? 0 }
}

/** Tells the triggers that keep the past of persons that nothing about them changes in this transaction. */
export const declareRotation = (tx: Tx) => setLocal(tx, 'yiyang.rotating', 'on')
