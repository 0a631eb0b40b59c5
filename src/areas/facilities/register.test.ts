import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addDays, day } from '../../platform/clock/day.ts'
import { asSystem, inScope } from '../../platform/db/index.ts'
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts'
import { exampleCreditCode, readCreditCode } from './credit-code.ts'
import {
  bedsOn,
  changeBeds,
  countBedsOn,
  endBeds,
  type FacilityKey,
  facilitiesRunBy,
  lockFacility,
  type NewFacility,
  readFacility,
  registerFacility,
  setAttributes,
} from './index.ts'

const TODAY = day('2026-11-21')
const OPENED = day('2024-03-01')
const nobody = { account: 'x', districts: [], townships: [], villages: [] }

const home: NewFacility = {
  district: '500113',
  township: '500113103',
  village: '500113103001',
  kind: 'careHome',
  name: '示例·江畔颐养院',
  from: OPENED,
  attributes: { operator: exampleCreditCode('500113', 1), ownership: 'private', floorArea: 2400 },
  beds: [
    { label: '101-1', kind: 'ordinary' },
    { label: '101-2', kind: 'ordinary' },
    { label: '102-1', kind: 'nursing' },
  ],
  source: '备案材料',
  example: true,
}

describe('the register of facilities', () => {
  let town: TestDatabase
  let key: FacilityKey
  const system = <T>(work: Parameters<typeof asSystem<T>>[1]) => asSystem(town.db, work)
  const locked = async (tx: Parameters<typeof lockFacility>[0]) => {
    const facility = await lockFacility(tx, key)
    if (facility === undefined) throw new Error('no facility')
    return facility
  }
  beforeAll(async () => {
    town = await testDatabase()
    key = { district: '500113', ...(await system((tx) => registerFacility(tx, 'clerk', TODAY, home))) }
  })
  afterAll(() => town.drop())

  it('answers any past day, and what was known of it before a late correction', async () => {
    const { rows } = await system((tx) => sql<{ at: string }>`select clock_timestamp()::text as at`.execute(tx))
    const before = rows[0]?.at
    await system(async (tx) => {
      const facility = await locked(tx)
      await setAttributes(tx, 'clerk', TODAY, facility, [
        { kind: 'floorArea', value: 2600, validFrom: day('2025-05-01'), source: '实测' },
        { kind: 'name', value: '示例·江畔老年公寓', validFrom: day('2025-01-01'), source: '变更备案' },
      ])
      const [first] = await bedsOn(tx, key, TODAY)
      await changeBeds(tx, 'clerk', facility, [{ bedId: first?.id ?? '', kind: 'nursing' }], {
        from: day('2026-02-01'),
        source: '改造验收',
      })
    })
    const read = (on: string, knownAt?: string) => system((tx) => readFacility(tx, key, day(on), { knownAt }))
    expect(await read('2025-04-30')).toMatchObject({ attributes: { floorArea: { value: 2400 } } })
    expect(await read('2025-05-01')).toMatchObject({ attributes: { floorArea: { value: 2600 } } })
    expect(await read('2025-05-01', before)).toMatchObject({ attributes: { floorArea: { value: 2400 } } })
    expect((await read('2024-06-01'))?.name).toBe('示例·江畔颐养院')
    expect((await read(TODAY))?.name).toBe('示例·江畔老年公寓')
    const counts = (on: string) => system((tx) => countBedsOn(tx, '500113', day(on)))
    expect(await counts('2024-02-29')).toEqual([])
    expect(await counts('2026-01-31')).toMatchObject([{ ordinary: 2, nursing: 1 }])
    expect(await counts('2026-02-01')).toMatchObject([{ ordinary: 1, nursing: 2 }])
  })

  it('ends beds without forgetting them, and sets others aside', async () => {
    await system(async (tx) => {
      const facility = await locked(tx)
      const beds = await bedsOn(tx, key, TODAY)
      const [, second, third] = beds.map((bed) => bed.id)
      await endBeds(tx, facility, [second ?? ''], day('2026-06-01'))
      const set = await changeBeds(
        tx,
        'clerk',
        facility,
        [
          { bedId: third ?? '', inUse: false },
          { bedId: second ?? '', inUse: false },
        ],
        { from: day('2026-07-01'), source: '维修' },
      )
      expect(set).toEqual({ missing: [second] })
    })
    const labels = async (on: string) =>
      (await system((tx) => bedsOn(tx, key, day(on)))).map((bed) => `${bed.label} ${bed.inUse}`)
    expect(await labels('2026-05-31')).toEqual(['101-1 true', '101-2 true', '102-1 true'])
    expect(await labels('2026-07-01')).toEqual(['101-1 true', '102-1 false'])
  })

  it('shows a facility to those whose place or organisation it is, and to nobody else', async () => {
    const other = exampleCreditCode('500113', 2)
    const seen = async (scope: object) =>
      (await inScope(town.db, { ...nobody, ...scope }, (tx) => readFacility(tx, key, TODAY))) !== undefined
    expect(await seen({})).toBe(false)
    expect(await seen({ districts: ['500113'] })).toBe(true)
    expect(await seen({ townships: ['500113103'] })).toBe(true)
    expect(await seen({ townships: ['500113104'] })).toBe(false)
    expect(await seen({ facilities: await facilitiesRunBy(town.db, [exampleCreditCode('500113', 1)], TODAY) })).toBe(
      true,
    )
    expect(await facilitiesRunBy(town.db, [other], TODAY)).toEqual([])
    const handed = addDays(TODAY, 10)
    await system(async (tx) =>
      setAttributes(tx, 'clerk', TODAY, await locked(tx), [
        { kind: 'operator', value: other, validFrom: handed, source: '合同' },
      ]),
    )
    expect(await facilitiesRunBy(town.db, [other], TODAY)).toEqual([])
    expect(await facilitiesRunBy(town.db, [other], handed)).toEqual([key.id])
    const beds = await inScope(town.db, { ...nobody, facilities: [key.id] }, (tx) => bedsOn(tx, key, day('2025-01-01')))
    expect(beds).toHaveLength(3)
  })

  it('changes no period that was written', async () => {
    await expect(system((tx) => sql`update facilities.attribute set value = '1'`.execute(tx))).rejects.toThrow(
      'a period is never changed',
    )
  })
})

describe('credit codes', () => {
  it('are known by their check character', () => {
    // The published example of GB 32100-2015.
    expect(readCreditCode('91350100M000100Y43')).toBe('91350100M000100Y43')
    expect(readCreditCode(' 91350100m000100y43 ')).toBe('91350100M000100Y43')
    expect(readCreditCode('91350100M000100Y34')).toBeUndefined()
    expect(readCreditCode(exampleCreditCode('500113', 7))).toBe(exampleCreditCode('500113', 7))
  })
})
