import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestApplication, testApplication } from '../../app/testing.ts'
import { type Day, day } from '../../platform/clock/day.ts'
import { asSystem, inScope } from '../../platform/db/index.ts'
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts'
import type { Result } from '../../platform/http/index.ts'
import { loadDivisions, readTree, setDivisionCode, setDivisionName } from './index.ts'

const CHANGE = day('2025-11-06')

let city: TestDatabase
beforeAll(async () => {
  city = await testDatabase(2)
})
afterAll(() => city.drop())

const ask = async <T>(statement: string): Promise<T[]> =>
  (await asSystem(city.db, (tx) => sql.raw<T>(statement).execute(tx))).rows
const setCode = (key: string, code: string, from: string) =>
  asSystem(city.db, (tx) => setDivisionCode(tx, { key, code, from: from as Day }))
const refusalOf = async (result: Promise<Result<unknown>>) => {
  const answer = await result
  return answer.ok ? undefined : answer.refusal.code
}

describe('the divisions in the database', () => {
  const counts = (on: string) =>
    ask(`select level, count(*) as n from divisions.division
      where valid_from <= '${on}' and (valid_to is null or valid_to > '${on}') group by level order by level`)

  it('are the published ones before and after the change of 2025', async () => {
    const others = [
      { level: 'township', n: 1031 },
      { level: 'village', n: 11_270 },
    ]
    expect(await counts('2023-06-30')).toEqual([{ level: 'city', n: 1 }, { level: 'district', n: 38 }, ...others])
    expect(await counts('2025-11-06')).toEqual([{ level: 'city', n: 1 }, { level: 'district', n: 37 }, ...others])
  })

  it('are loaded once: a second run changes nothing', async () => {
    expect(await loadDivisions(city.db)).toBe(0)
  })

  it('carry one parent and one code a day, also in plain SQL', async () => {
    const doubled = await ask(`select a.key from divisions.parentage a join divisions.parentage b
      on a.key = b.key and a.valid_from < b.valid_from and coalesce(a.valid_to, 'infinity') > b.valid_from
      union all select a.key from divisions.code a join divisions.code b
      on a.key = b.key and a.valid_from < b.valid_from and coalesce(a.valid_to, 'infinity') > b.valid_from`)
    expect(doubled).toEqual([])
  })

  it('hold pinyin and initials for prefix search', async () => {
    expect(await ask(`select pinyin, initials from divisions.division where key = '500113'`)).toEqual([
      { pinyin: 'bananqu', initials: 'bnq' },
    ])
  })

  it('are readable for a request of any scope and changeable by none', async () => {
    const scope = { account: 'a', districts: [], townships: [], villages: [] }
    const read = await inScope(city.db, scope, (tx) => sql`select 1 from divisions.zone_member`.execute(tx))
    expect(read.rows).toHaveLength(31)
    const write = inScope(city.db, scope, (tx) => sql`update divisions.division set name = ''`.execute(tx))
    await expect(write).rejects.toThrow(/permission denied/)
  })
})

describe('setting an official code', () => {
  it('refuses a wrong form, a code in use, an unknown division and a day before it began', async () => {
    expect(await refusalOf(setCode('liangjiang', '50015', '2026-01-01'))).toBe('codeForm')
    expect(await refusalOf(setCode('liangjiang', '500000', '2026-01-01'))).toBe('codeForm')
    expect(await refusalOf(setCode('liangjiang', '510157', '2026-01-01'))).toBe('codeForm')
    expect(await refusalOf(setCode('liangjiang', '500113', '2026-01-01'))).toBe('codeInUse')
    expect(await refusalOf(setCode('nowhere', '500157', '2026-01-01'))).toBe('divisionUnknown')
    expect(await refusalOf(setCode('liangjiang', '500157', '2025-11-05'))).toBe('divisionNotInForce')
    expect((await readTree(city.db)).codeOf('liangjiang', CHANGE)).toBeNull()
  })

  it('takes one row, from the day on, and survives loading the divisions again', async () => {
    expect(await setCode('liangjiang', '500157', '2025-11-06')).toMatchObject({ ok: true, value: { name: '两江新区' } })
    await loadDivisions(city.db)
    const tree = await readTree(city.db)
    expect(tree.codeOf('liangjiang', CHANGE)).toBe('500157')
    expect(tree.resolveCode('500157', day('2026-11-01'))?.key).toBe('liangjiang')
    expect(tree.resolveCode('500157', day('2025-11-05'))).toBeUndefined()
    expect(await ask(`select count(*) as n from divisions.code where key = 'liangjiang'`)).toEqual([{ n: 1 }])
  })

  it('keeps the old code for the old days when a division gets another one', async () => {
    await setCode('500113', '500163', '2026-07-01')
    const tree = await readTree(city.db)
    expect(tree.resolveCode('500113', day('2026-06-30'))?.name).toBe('巴南区')
    expect(tree.resolveCode('500113', day('2026-07-01'))).toBeUndefined()
    expect(tree.resolveCode('500163', day('2026-07-01'))?.key).toBe('500113')
    expect(await refusalOf(setCode('500113', '500164', '2026-06-01'))).toBe('laterCode')
  })
})

describe('another name from a day on', () => {
  const setName = (key: string, name: string, from: string) =>
    asSystem(city.db, (tx) => setDivisionName(tx, { key, name, from: day(from) }))

  it('is shown from that day, the earlier one before it, and both are found', async () => {
    expect(await setName('500113103', '界石街道', '2026-07-01')).toMatchObject({
      ok: true,
      value: { before: '界石镇' },
    })
    const tree = await readTree(city.db)
    const [before, after] = [day('2026-06-30'), day('2026-07-01')]
    expect(tree.path('500113103216', before)).toContain('巴南区 / 界石镇 / ')
    expect(tree.path('500113103216', after)).toContain('巴南区 / 界石街道 / ')
    expect(tree.children('500113', after).map(({ name }) => name)).toContain('界石街道')
    for (const word of ['界石街道', '界石镇', 'jsjd'])
      expect(tree.search(word, { on: after, within: '500113' })[0]).toMatchObject({
        key: '500113103',
        name: '界石街道',
      })
    expect(tree.search('界石镇', { on: before, within: '500113' })).toMatchObject([
      { key: '500113103', name: '界石镇' },
    ])
    expect(tree.villageIndex('500113', after).townships('界石街道')).toEqual(['500113103'])
  })

  it('refuses what is no name, an unknown division, a day before it began, and a day before a later name', async () => {
    expect(await refusalOf(setName('500113103', 'Jieshi', '2026-08-01'))).toBe('nameForm')
    expect(await refusalOf(setName('nowhere', '界石街道', '2026-08-01'))).toBe('divisionUnknown')
    expect(await refusalOf(setName('liangjiang', '两江区', '2025-11-05'))).toBe('divisionNotInForce')
    expect(await refusalOf(setName('500113103', '界石镇', '2026-06-01'))).toBe('laterName')
  })
})

describe('over HTTP, without signing in', () => {
  let app: TestApplication
  beforeAll(async () => {
    app = await testApplication({ now: () => new Date('2026-11-01T02:00:00Z') })
  })
  afterAll(() => app.close())
  const get = async (path: string) => {
    const { status, body } = await app.call('GET', `/api/divisions/${path}`)
    return { status, body: body as Record<string, unknown> }
  }

  it('lists children, searches, and shows one division on a day', async () => {
    expect((await get('children')).body.items).toHaveLength(37)
    expect((await get('children?on=2023-06-30')).body.items).toHaveLength(38)
    expect((await get('children?of=zone-wansheng')).body.items).toHaveLength(10)
    expect((await get('search?q=jsz&within=500113')).body.items).toMatchObject([
      { key: '500113103', path: '巴南区 / 界石镇' },
    ])
    expect((await get('500112007?on=2023-06-30')).body).toMatchObject({ path: '渝北区 / 鸳鸯街道', inForce: true })
    expect((await get('500112')).body).toMatchObject({ name: '渝北区', inForce: false })
    expect((await get('500110004')).body.zones).toEqual([{ key: 'zone-wansheng', name: '万盛经济技术开发区' }])
  })

  it('refuses what it does not understand in Chinese, with the field', async () => {
    expect(await get('search?q=')).toMatchObject({ status: 422, body: { fields: [{ path: 'q' }] } })
    expect(await get('children?on=2026-02-30')).toMatchObject({ status: 422, body: { fields: [{ path: 'on' }] } })
    expect(await get('900000')).toMatchObject({ status: 404, body: { code: 'divisionUnknown' } })
  })
})
