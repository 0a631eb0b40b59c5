import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from './new-id.ts'
import { type TestDatabase, testDatabase } from './testing.ts'
import { asSystem, inScope, type Scope } from './transaction.ts'

const scope = (over: Partial<Scope>): Scope => ({ account: 'a', districts: [], townships: [], villages: [], ...over })

describe('row security of the register', () => {
  let town: TestDatabase
  beforeAll(async () => {
    town = await testDatabase()
    await asSystem(town.db, async (tx) => {
      for (const [township, village] of [
        ['500113103', '500113103001'],
        ['500113103', '500113103002'],
        ['500113111', '500113111001'],
        ['500101001', '500101001001'],
      ]) {
        await sql`insert into elders.elder (district, id, name, id_kind, township, village)
          values (${township!.slice(0, 6)}, ${newId()}, '甲', 'none', ${township!}, ${village!})`.execute(tx)
      }
    })
  })
  afterAll(() => town.drop())

  const count = async (who: Scope) =>
    (await inScope(town.db, who, (tx) => sql<{ n: number }>`select count(*)::int as n from elders.elder`.execute(tx)))
      .rows[0]?.n

  it('a district, a township, a village and nobody see what is theirs', async () => {
    expect(await count(scope({ districts: ['500113'] }))).toBe(3)
    expect(await count(scope({ townships: ['500113103'] }))).toBe(2)
    expect(await count(scope({ villages: ['500113103002', '500101001001'] }))).toBe(2)
    expect(await count(scope({}))).toBe(0)
  })

  it('a row outside the scope cannot be written', async () => {
    const write = inScope(town.db, scope({ townships: ['500113103'] }), (tx) =>
      sql`insert into elders.elder (district, id, name, id_kind, township) values ('500113', ${newId()}, '乙', 'none', '500113111')`.execute(
        tx,
      ),
    )
    await expect(write).rejects.toThrow(/row-level security/)
  })

  it('a scope does not outlive its transaction, whatever happens in it', async () => {
    await expect(
      inScope(town.db, scope({ districts: ['500113'] }), async () => {
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    const { rows } = await sql<{ districts: string; role: string }>`
      select coalesce(current_setting('yiyang.districts', true), '') as districts, current_user as role`.execute(
      town.db,
    )
    expect(rows[0]?.districts).toBe('')
    expect(rows[0]?.role).not.toBe('yiyang_request')
  })

  it('the audit can be added to and not changed', async () => {
    const { record } = await import('../audit/index.ts')
    await inScope(town.db, scope({ districts: ['500113'] }), (tx) =>
      record(tx, { account: 'a', action: 'test', object: 'elder', district: '500113' }),
    )
    await expect(asSystem(town.db, (tx) => sql`update audit.entry set action = 'other'`.execute(tx))).rejects.toThrow()
    await expect(sql`delete from audit.entry`.execute(town.db)).rejects.toThrow(/append-only/)
  })
})

describe('statements of one transaction', () => {
  let town: TestDatabase
  beforeAll(async () => {
    town = await testDatabase()
  })
  afterAll(() => town.drop())
  const all = scope({ districts: ['500113'] })

  it('run in the order of their start, also when they are started together', async () => {
    const seen = await inScope(town.db, all, async (tx) => {
      const id = newId()
      const [, found] = await Promise.all([
        sql`insert into elders.elder (district, id, name, id_kind, township) values ('500113', ${id}, '丙', 'none', '500113103')`.execute(
          tx,
        ),
        sql<{ n: number }>`select count(*)::int as n from elders.elder where id = ${id}`.execute(tx),
      ])
      return found.rows[0]?.n
    })
    expect(seen).toBe(1)
  })

  it('one that fails takes those sent after it with it, and tells the first error', async () => {
    const id = newId()
    const work = inScope(town.db, all, async (tx) => {
      await Promise.all([
        sql`select 1/0`.execute(tx),
        sql`insert into elders.elder (district, id, name, id_kind, township) values ('500113', ${id}, '丁', 'none', '500113103')`.execute(
          tx,
        ),
      ])
    })
    await expect(work).rejects.toThrow(/division by zero/)
    const { rows } = await asSystem(town.db, (tx) => sql`select 1 from elders.elder where id = ${id}`.execute(tx))
    expect(rows).toEqual([])
  })

  it('a scope that cannot be set lets nothing run under another one', async () => {
    const odd = { ...all, districts: ['500113'], account: '\u0000' }
    const work = inScope(town.db, odd, (tx) => sql`select count(*) from elders.elder`.execute(tx))
    await expect(work).rejects.toThrow()
    expect(await inScope(town.db, all, async () => 'usable')).toBe('usable')
  })
})
