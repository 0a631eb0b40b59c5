import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CaseTown, caseTown } from '../../app/testing-cases.ts'
import { day } from '../../platform/clock/day.ts'
import { asSystem, newId } from '../../platform/db/index.ts'
import { registerFacility } from '../facilities/index.ts'
import type { Compared, Detail, Found, PublicQueue, TourTold } from './contract.ts'
import { ROW_IDS } from './words.ts'

const NOW = '2026-11-20T10:00:00+08:00'
const TODAY = day('2026-11-20')
let town: CaseTown
const ids: Record<string, string> = {}

beforeAll(async () => {
  town = await caseTown(NOW)
  for (const [name, kind, longitude, nursing] of [
    ['近处敬老院', 'townshipHome', 106.55, 1],
    ['远处护理院', 'careHome', 106.6, 3],
    ['小区养老点', 'estatePoint', 106.551, 0],
  ] as const) {
    const { id } = await asSystem(town.platform.db, (tx) =>
      registerFacility(tx, 'test', TODAY, {
        district: '500113',
        township: '500113103',
        village: null,
        kind,
        name,
        point: { longitude, latitude: 29.4 },
        from: day('2026-01-01'),
        attributes: { ownership: kind === 'townshipHome' ? 'public' : 'private', phone: '023-00000000' },
        beds: Array.from({ length: nursing }, (_, at) => ({ label: `护${at + 1}`, kind: 'nursing' })),
        source: '测试',
        example: true,
      }),
    )
    ids[name] = id
  }
  await report('近处敬老院', '2026-11-20T01:00:00Z')
  await report('远处护理院', '2026-11-17T01:00:00Z')
})
afterAll(() => town.close())

const report = (name: string, at: string) =>
  asSystem(town.platform.db, (tx) =>
    sql`
      insert into residency.daily_report (district, facility_id, on_day, version, township, beds, nursing_beds, residents, on_leave, in_hospital,
        counted, care_staff, night_staff, reasons, problems, submitted_by, submitted_at)
      values ('500113', ${ids[name]}::uuid, ${at.slice(0, 10)}::date, 1, '500113103', 3, 3, 0, 0, 0, 0, 2, 1, '{}', '{}', 'test', ${at})`.execute(
      tx,
    ),
  )
const ref = (name: string) => ({ district: '500113', id: ids[name] ?? '' })
const find = async (query = '') => (await town.get(`/api/finder/places?district=500113&${query}`)).body as Found
const names = (found: Found) => found.rows.map((each) => each.name)
const publish = (as: string, name: string, kind: string, says: string) =>
  town.post('/api/finder/disclosures', as, {
    facility: ref(name),
    kind,
    says,
    on: '2026-11-01',
  })

describe('P06 找机构', () => {
  it('lists by name, or the nearest first with stated minutes, and shows no number of free beds that is old', async () => {
    expect(names(await find()).toSorted()).toEqual(['小区养老点', '近处敬老院', '远处护理院'].toSorted())
    const near = await find('near=106.55,29.4&by=walk')
    expect(names(near)).toEqual(['近处敬老院', '小区养老点', '远处护理院'])
    expect(near.order).toBe('由近到远')
    expect(near.estimate).toContain('不是导航路线')
    expect(near.rows.map((each) => [each.minutes !== null, each.fresh])).toEqual([
      [true, true],
      [true, false],
      [true, false],
    ])
    expect(names(await find('near=106.55,29.4&minutes=15'))).toEqual(['近处敬老院', '小区养老点'])
  })

  it('understands a budget as people write it, and where nothing fits leaves one condition out and says which', async () => {
    for (const [item, label, fen] of [
      ['bed', '双人间', 120_000],
      ['bed', '单人间', 200_000],
      ['care', '三级护理', 100_000],
      ['meals', '一日三餐', 60_000],
    ] as const)
      await asSystem(town.platform.db, (tx) =>
        sql`
          insert into custody.price (district, id, facility_id, township, item, label, unit, amount_fen, valid_from, mode, document, noticed_on, example, recorded_by)
          values ('500113', ${newId()}, ${ids.近处敬老院}::uuid, '500113103', ${item}, ${label}, 'month', ${fen}, '2026-11-01', 'guided', '示例', '2026-10-01', true,
            'test')`.execute(tx),
      )
    expect(names(await find(`budget=${encodeURIComponent('三千')}`))).toEqual(['近处敬老院'])
    const tight = await find(`budget=${encodeURIComponent('两千')}&free=nursing`)
    expect([tight.loosened, names(tight).length]).toEqual(['每月不超过 2000 元', 2])
    expect((await town.get('/api/finder/places?budget=%E4%BE%BF%E5%AE%9C')).status).toBe(422)
  })
})

describe('P07 机构详情和 P08 对比', () => {
  it('shows 22 facts in one order, each with whose word it is and of which day; what nobody said is 未公布', async () => {
    await publish(town.officer, '近处敬老院', 'inspection', '未发现问题')
    await publish(town.officer, '近处敬老院', 'rating', '三级（2025 年评定）')
    const at = [ref('远处护理院'), ref('近处敬老院')].map(({ district, id }) => `${district}.${id}`).join(',')
    const { places } = (await town.get(`/api/finder/compare?ids=${at}`)).body as Compared
    expect(places.map((each) => each.place.name)).toEqual(['远处护理院', '近处敬老院'])
    expect(ROW_IDS).toHaveLength(22)
    for (const { cells } of places) expect(Object.keys(cells)).toEqual(ROW_IDS)
    const [far, near] = places.map((each) => each.cells)
    expect(near?.basket).toMatchObject({ text: expect.stringContaining('2800.00 元'), on: '2026-11-01' })
    expect(near?.free).toMatchObject({ text: expect.stringContaining('1 张'), on: '2026-11-20 09:00' })
    expect(far?.free.text).toContain('未更新')
    expect([far?.rating.text, near?.rating]).toEqual([
      null,
      { text: '三级（2025 年评定）', source: 'government', on: '2026-11-01' },
    ])
    const five = Array.from({ length: 5 }, () => `500113.${newId()}`).join(',')
    expect((await town.get(`/api/finder/compare?ids=${five}`)).status).toBe(422)
  })

  it('is published by whom it concerns: a clerk of another township, a village and the public publish nothing', async () => {
    expect((await publish(town.village, '近处敬老院', 'refund', '退费规则')).status).toBe(403)
    expect((await publish(town.clerk, '近处敬老院', 'rating', '五级')).status).toBe(403)
    expect((await publish(town.clerk, '近处敬老院', 'refund', '按天退')).status).toBe(200)
    const { body } = await town.get(`/api/finder/places/500113/${ids.近处敬老院}`)
    expect((body as Detail).cells.refund).toMatchObject({ text: '按天退', source: 'operator' })
    expect((await town.get(`/api/finder/places/500113/${newId()}`)).status).toBe(404)
  })

  it('can be read without script', async () => {
    const list = await town.get('/find')
    expect(list.text).toContain(`href="/find/500113/${ids.近处敬老院}"`)
    const page = await town.get(`/find/500113/${ids.近处敬老院}`)
    expect(page.text).toContain('<h1>近处敬老院</h1>')
    expect(page.text).toContain('三级（2025 年评定）（政府核验 2026-11-01）')
    expect((await town.get(`/compare?ids=500113.${ids.近处敬老院}`)).text).toContain('签约医院和路程')
  })
})

describe('P09 轮候公示', () => {
  it('shows places, numbers, groups and shortened names, and the order in words', async () => {
    const who = await town.elder({ name: '甲乙丙' })
    await asSystem(town.platform.db, (tx) =>
      sql`
        insert into residency.application (district, id, number, facility_id, elder_id, holder, township, home_township, kind, wants, applied_on,
          example, recorded_by)
        values ('500113', ${newId()}, 'LH-2026-000001-0', ${ids.近处敬老院}::uuid, ${who.id}::uuid, ${who.id}::uuid, '500113103', '500113103', 'long',
          'nursing', '2026-11-10', true, 'test')`.execute(tx),
    )
    const { body, text } = await town.get(`/api/finder/places/500113/${ids.近处敬老院}/queue`)
    const queue = body as PublicQueue
    expect(queue.places).toMatchObject([{ place: 1, number: 'LH-2026-000001-0', waitingDays: 10 }])
    expect(queue.order.length).toBeGreaterThan(2)
    expect(text).not.toContain('甲乙丙')
  })
})

describe('预约参观', () => {
  const asked = (over: object = {}) => ({
    facility: ref('近处敬老院'),
    day: '2026-11-25',
    half: 'morning',
    people: 2,
    name: '乙某',
    phone: '13800000000',
    ...over,
  })

  it('is asked for without an account, answered by the home, and found again by number and code', async () => {
    expect((await town.post('/api/finder/tours', undefined, asked({ day: '2026-11-20' }))).status).toBe(422)
    const sent = (await town.post('/api/finder/tours', undefined, asked())).body as TourTold
    const key = { number: sent.number, code: sent.code ?? '' }
    expect(sent).toMatchObject({ state: 'asked', facility: '近处敬老院' })
    const rows = ((await town.get('/api/finder/tours', town.clerk)).body as { rows: { id: string; phone: string }[] })
      .rows
    expect(rows).toMatchObject([{ phone: '13800000000' }])
    expect((await town.get('/api/finder/tours')).status).toBe(401)
    const at = `/api/finder/tours/500113/${rows[0]?.id}/answer`
    expect((await town.post(at, town.village, { agree: true })).status).toBe(403)
    expect((await town.post(at, town.clerk, { agree: false })).status).toBe(422)
    expect((await town.post(at, town.clerk, { agree: true })).status).toBe(200)
    expect((await town.post('/api/finder/tours/find', undefined, key)).body).toMatchObject({ state: 'agreed' })
    expect((await town.post('/api/finder/tours/withdraw', undefined, key)).body).toMatchObject({ state: 'withdrawn' })
    expect((await town.post('/api/finder/tours/withdraw', undefined, key)).status).toBe(409)
    const { rows: kept } = await asSystem(town.platform.db, (tx) =>
      sql<{ text: string }>`select t::text as text from finder.tour t`.execute(tx),
    )
    for (const { text } of kept) expect(text).not.toMatch(/乙某|13800000000/)
  })

  it('of eleven who want the same half day at one moment ten are noted; guessing a code locks the number', async () => {
    const replies = await Promise.all(
      Array.from({ length: 11 }, () => town.post('/api/finder/tours', undefined, asked({ day: '2026-12-01' }))),
    )
    expect(replies.map((each) => each.status).filter((status) => status === 409)).toHaveLength(1)
    const { number } = replies.find((each) => each.status === 200)!.body as TourTold
    const answers: number[] = []
    for (let guess = 0; guess < 7; guess++)
      answers.push((await town.post('/api/finder/tours/find', undefined, { number, code: `WRONG00${guess}` })).status)
    expect([answers.at(0), answers.at(-1)]).toEqual([404, 429])
  })
})

describe('数据开放', () => {
  it('comes as CSV with a dictionary of every column', async () => {
    const csv = await town.get('/api/finder/data/facilities.csv?district=500113')
    const [head, ...rows] = csv.text.trim().split('\r\n')
    expect(csv.headers.get('content-type')).toContain('text/csv')
    expect(rows).toHaveLength(3)
    const dictionary = (await town.get('/api/finder/data/dictionary.csv')).text
    for (const label of (head ?? '').replace('\uFEFF', '').split(',')) expect(dictionary).toContain(label)
    expect((await town.get('/api/finder/data/disclosures.csv')).text.trim().split('\r\n')).toHaveLength(1 + 3 * 22)
    expect((await town.get('/api/finder/data/persons.csv')).status).toBe(404)
  })
})
