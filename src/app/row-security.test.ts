import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../platform/db/testing.ts'

/** Functions that may look past row security, each with what it answers (trap 3: narrow ones only). */
const DEFINERS = [
  'elders.find_identity_district',
  // Names of accounts that may sign at a place; for the system role alone.
  'payments.holders_of',
]

const OURS = `n.nspname not like 'pg\\_%' and n.nspname not in ('information_schema', 'public', 'pgboss')`

/** What the database itself promises, whatever the service does; a table that an area adds later is held to it as well. */
describe('the shape of row security', () => {
  let town: TestDatabase
  beforeAll(async () => {
    town = await testDatabase()
  })
  afterAll(() => town.drop())

  const names = async (statement: string) =>
    (await sql.raw<{ name: string }>(statement).execute(town.db)).rows.map((row) => row.name)

  it('every table of districts that a request reaches is held by it, for its owner too', async () => {
    expect(
      await names(`
        select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where c.relkind in ('r', 'p') and ${OURS} and not (c.relrowsecurity and c.relforcerowsecurity)
           and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'district' and not a.attisdropped)
           and has_table_privilege('yiyang_request', c.oid, 'select, insert, update, delete')`),
    ).toEqual([])
  })

  it('no view reads with the power of its owner', async () => {
    const views = await names(`
      select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind = 'v' and ${OURS} and not coalesce('security_invoker=true' = any(c.reloptions), false)`)
    const copies = await names(`
      select c.oid::regclass::text as name from pg_class c where c.relkind = 'm' and has_table_privilege('yiyang_request', c.oid, 'select')`)
    expect({ views, copies }).toEqual({ views: [], copies: [] })
  })

  it('only the functions named here look past it, with a fixed search path', async () => {
    expect(
      await names(`
        select p.oid::regproc::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
         where p.prosecdef and ${OURS} order by 1`),
    ).toEqual(DEFINERS)
    expect(
      await names(`
        select p.oid::regproc::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
         where p.prosecdef and ${OURS} and not coalesce(p.proconfig::text like '%search_path=%', false)`),
    ).toEqual([])
  })

  it('a table that moves with a person to another district can be written there and removed here', async () => {
    expect(
      await names(`
        select table_name as name from elders.hanging
         where on_transfer = 'move'
           and not (has_table_privilege('yiyang_system', table_name, 'insert') and has_table_privilege('yiyang_system', table_name, 'delete')) order by 1`),
    ).toEqual([])
  })

  it('a request owns nothing, creates nothing, and reaches neither accounts nor the seals of the audit', async () => {
    expect(
      await names(`
        select n.nspname as name from pg_namespace n
         where ${OURS} and has_schema_privilege('yiyang_request', n.oid, 'create')`),
    ).toEqual([])
    expect(
      await names(`
        select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where c.relkind in ('r', 'p') and (n.nspname = 'identity' or c.oid in ('audit.seal'::regclass, 'audit.sealer'::regclass,
               'platform.key_check'::regclass))
           and has_table_privilege('yiyang_request', c.oid, 'select, insert, update, delete')`),
    ).toEqual([])
    expect(
      await names(
        `select rolname as name from pg_roles where rolname like 'yiyang\\_%' and (rolsuper or rolbypassrls)`,
      ),
    ).toEqual([])
  })

  it('no role but the owner changes or removes an entry of the audit', async () => {
    for (const role of ['yiyang_request', 'yiyang_system', 'yiyang_identity'])
      expect(
        await names(`
          select 'audit.' || t as name from unnest(array['entry', 'seal']) t
           where has_table_privilege('${role}', 'audit.' || t, 'update, delete, truncate')`),
      ).toEqual([])
  })
})
