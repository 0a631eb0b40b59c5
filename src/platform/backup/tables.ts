import type pg from 'pg'

export type TableShape = { readonly schema: string; readonly table: string; readonly columns: readonly string[] }
export type SequenceState = {
  readonly schema: string
  readonly name: string
  readonly value: string
  readonly called: boolean
}

const OURS = `n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'citus', 'citus_internal', 'columnar', 'columnar_internal')
   and not exists (select 1 from pg_depend d where d.objid = c.oid and d.classid = 'pg_class'::regclass and d.deptype = 'e')`

/** Every table of the database that holds rows, whichever part of the product it belongs to, with the columns that can be loaded. */
export async function listTables(client: pg.Client): Promise<TableShape[]> {
  const { rows } = await client.query<{ schema: string; table: string; columns: string[] }>(
    `select n.nspname as schema, c.relname as table,
            array_agg(a.attname::text order by a.attnum) as columns
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
      where c.relkind = 'r' and c.relpersistence <> 't' and ${OURS}
      group by 1, 2 order by 1, 2`,
  )
  return rows
}

export async function listSequences(client: pg.Client): Promise<SequenceState[]> {
  const { rows } = await client.query<{ schema: string; name: string }>(
    `select n.nspname as schema, c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'S' and ${OURS} order by 1, 2`,
  )
  const states: SequenceState[] = []
  for (const { schema, name } of rows) {
    const { rows: state } = await client.query<{ value: string; called: boolean }>(
      `select last_value::text as value, is_called as called from ${quote(schema, name)}`,
    )
    states.push({ schema, name, value: state[0]?.value ?? '1', called: state[0]?.called ?? false })
  }
  return states
}

/** Tables in an order in which each comes after those that its foreign keys point at. */
export async function inLoadingOrder(client: pg.Client, tables: readonly TableShape[]): Promise<TableShape[]> {
  const { rows } = await client.query<{ from: string; to: string }>(
    `select distinct conrelid::regclass::text as from, confrelid::regclass::text as to from pg_constraint
      where contype = 'f' and conrelid <> confrelid`,
  )
  const names = new Map<string, TableShape>()
  for (const each of tables) {
    const { rows: named } = await client.query<{ name: string }>(`select $1::regclass::text as name`, [
      quote(each.schema, each.table),
    ])
    names.set(named[0]?.name ?? '', each)
  }
  const ordered = new Set<TableShape>()
  const open = new Set<string>()
  const visit = (name: string): void => {
    const shape = names.get(name)
    if (shape === undefined || ordered.has(shape) || open.has(name)) return
    open.add(name)
    for (const key of rows) if (key.from === name) visit(key.to)
    ordered.add(shape)
  }
  for (const name of names.keys()) visit(name)
  return [...ordered]
}

export const quote = (...parts: readonly string[]): string =>
  parts.map((part) => `"${part.replaceAll('"', '""')}"`).join('.')
