import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { coordinatorSchemas, distribute, NotOnCitus, placements, tablesOf } from './distribution.ts'
import { alterPolicy, plainPolicies, withoutScalarSelects } from './plain-policies.ts'
import { type TestDatabase, testDatabase } from './testing.ts'

/** On a Citus cluster the suite's database was spread before it was cloned. */
const spreadHere = process.env.TEST_CITUS_URL !== undefined

describe('distribution', () => {
  let town: TestDatabase
  let client: pg.Client
  let tables: string[]
  beforeAll(async () => {
    town = await testDatabase(2)
    client = new pg.Client({ connectionString: town.url })
    await client.connect()
    tables = (await tablesOf(client)).filter((name) => !coordinatorSchemas.includes(name.split('.')[0] ?? ''))
  })
  afterAll(async () => {
    await client.end()
    await town.drop()
  })

  it('declares every table of the schema', () => {
    expect(tables.filter((name) => placements[name] === undefined)).toEqual([])
  })

  it('every distributed table leads its primary key, its unique keys and its foreign keys with its column', async () => {
    const { rows } = await client.query<{
      table: string
      key: string
      kind: string
      columns: string[]
      to: string | null
    }>(
      `select n.nspname || '.' || t.relname as table, c.relname as key, 'unique' as kind, null as to,
              array(select a.attname::text from unnest(i.indkey::int[]) with ordinality k(n, at)
                      join pg_attribute a on a.attrelid = t.oid and a.attnum = k.n order by k.at) as columns
         from pg_index i join pg_class c on c.oid = i.indexrelid join pg_class t on t.oid = i.indrelid
         join pg_namespace n on n.oid = t.relnamespace where i.indisunique
       union all
       select conrelid::regclass::text, conname, 'foreign', confrelid::regclass::text,
              array(select a.attname::text from unnest(conkey) with ordinality k(n, at)
                      join pg_attribute a on a.attrelid = conrelid and a.attnum = k.n order by k.at)
         from pg_constraint where contype = 'f'`,
    )
    const faults: string[] = []
    for (const name of tables) {
      const placement = placements[name] ?? 'coordinator'
      if (placement === 'reference' || placement === 'coordinator') continue
      const column = placement === 'district' ? 'district' : placement.slice(3)
      const keys = rows.filter((row) => row.table === name)
      if (!keys.some((key) => key.kind === 'unique')) faults.push(`${name} has no primary key`)
      for (const key of keys) {
        if (key.kind === 'unique' && key.columns[0] !== column)
          faults.push(`${name}: ${key.key} does not lead with ${column}`)
        if (key.kind !== 'foreign' || placements[key.to ?? ''] === 'reference') continue
        if (placements[key.to ?? ''] !== placement || !key.columns.includes(column))
          faults.push(`${name}: ${key.key} points at rows that may lie on another node`)
      }
    }
    expect(faults).toEqual([])
  })

  it('a reference table or one of the coordinator never points at a distributed one', async () => {
    const { rows } = await client.query<{ from: string; to: string }>(
      `select conrelid::regclass::text as from, confrelid::regclass::text as to from pg_constraint where contype = 'f'`,
    )
    const fixed = (name: string) => placements[name] === 'reference' || placements[name] === 'coordinator'
    expect(rows.filter(({ from, to }) => fixed(from) && placements[to] !== undefined && !fixed(to))).toEqual([])
  })

  it('every policy of a table that is spread can be made plain: it asks nothing but its own row', async () => {
    const spread = tables.filter((name) => placements[name] !== 'coordinator')
    const { plain, stubborn } = await plainPolicies(client, spread)
    expect(stubborn).toEqual([])
    if (spreadHere) return
    expect(plain.map(({ table }) => table)).toContain('elders.elder')
    await client.query('begin')
    for (const policy of plain) await client.query(alterPolicy(policy))
    expect(await plainPolicies(client, spread)).toEqual({ plain: [], stubborn: [] })
    await client.query('rollback')
  })

  it('reads the text of a policy as PostgreSQL prints it', () => {
    const arm = `(district = ANY (( SELECT string_to_array(current_setting('a b'::text, true), ','::text) AS string_to_array)::text[]))`
    const plain = `(district = ANY ((string_to_array(current_setting('a b'::text, true), ','::text))::text[]))`
    expect(withoutScalarSelects(`(${arm} OR ${arm})`)).toBe(`(${plain} OR ${plain})`)
    expect(withoutScalarSelects(`(name = ( SELECT 'it''s ) FROM'::text AS text))`)).toBe(
      `(name = ('it''s ) FROM'::text))`,
    )
    expect(withoutScalarSelects(`(note = 'SELECT'::text)`)).toBe(`(note = 'SELECT'::text)`)
    expect(withoutScalarSelects(`(EXISTS ( SELECT 1 FROM elders.elder e WHERE (e.id = x)))`)).toBeUndefined()
    expect(withoutScalarSelects(`(a = ( SELECT max(e.b) AS max FROM elders.elder e))`)).toBeUndefined()
  })

  it.skipIf(spreadHere)('says in one sentence where Citus is not there', async () => {
    await expect(distribute(town.url)).rejects.toThrow(NotOnCitus)
    await expect(distribute(town.url)).rejects.toThrow(/^[^.]*Citus[^.]*\.$/)
  })

  it.runIf(spreadHere)('lies on the cluster as declared, and a second time changes nothing', async () => {
    const { rows } = await client.query<{ name: string; type: string; column: string }>(
      `select table_name::text as name, citus_table_type as type, distribution_column as column from citus_tables`,
    )
    const lying = Object.fromEntries(rows.map(({ name, type, column }) => [name, type === 'reference' ? type : column]))
    const declared = Object.entries(placements).filter(([, placement]) => placement !== 'coordinator')
    expect(lying).toEqual(
      Object.fromEntries(declared.map(([name, placement]) => [name, placement.replace(/^by:/, '')])),
    )
    expect(await distribute(town.url)).toMatchObject({ distributed: [], reference: [], policies: 0 })
  })
})
