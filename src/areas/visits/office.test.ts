import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestApplication, testApplication } from '../../app/testing.ts'
import { asSystem } from '../../platform/db/index.ts'
import { addPerson, DISTRICT, JIESHI } from '../benefits/testing/town.ts'
import type { Board, DutyRoster, RosterLine, RouteTold } from './contract.ts'
import { visitsForFamily } from './family.ts'
import { addPost, place, signSettings } from './testing/village.ts'

const VILLAGE = `${JIESHI}001`
const HOME = { lng: 106.7, lat: 29.4 }
const NOW = new Date('2026-11-10T02:00:00Z')

let app: TestApplication
let clerk = ''
let officer = ''
let helper = ''
const elders: string[] = []

const post = (as: string, path: string, body: object) =>
  app.call('POST', `/api/visits${path}`, { as, body, headers: { 'idempotency-key': randomUUID() } })
const get = async <T>(as: string, path: string) => (await app.call('GET', `/api/visits${path}`, { as })).body as T
const visit = (elderId: string, minute: number, with_: object = {}) => ({
  id: randomUUID(),
  district: DISTRICT,
  elderId,
  planId: null,
  way: 'home',
  outcome: 'seen',
  startedAt: `2026-11-10T09:${String(minute).padStart(2, '0')}:00+08:00`,
  endedAt: `2026-11-10T09:${String(minute).padStart(2, '0')}:30+08:00`,
  device: { id: randomUUID(), clockOffset: 0, savedAt: '2026-11-10T09:30:00+08:00' },
  place: { lng: HOME.lng, lat: HOME.lat, accuracy: 10, at: '2026-11-10T09:30:00+08:00' },
  instrument: { id: 'welfare-visit', version: '1' },
  answers: { 'V.1': 0, 'V.2': 0, 'V.3': 0, 'V.4': 0, 'V.5': 0, 'V.6': 0, 'V.7': 0, 'V.8': 0 },
  ...with_,
})
const upload = (body: object) => app.call('POST', '/api/visits/field/records', { as: helper, body })

beforeAll(async () => {
  app = await testApplication({ now: () => NOW })
  const { db } = app.platform
  for (let n = 0; n < 6; n++) {
    const id = await addPerson(db, {
      name: `独居${n}`,
      township: JIESHI,
      born: '1955-05-05',
      facts: { livingArrangement: ['alone'], hardship: ['subsistence'], careDependency: ['mild'] },
    })
    // The last two live some three kilometres away.
    await place(db, id, HOME.lng + (n >= 4 ? 0.03 : 0), HOME.lat + n * 0.0001)
    elders.push(id)
  }
  await addPost(db, 'demo-village', VILLAGE)
  await addPost(db, 'second-helper', VILLAGE, { name: '第二人' })
  await signSettings(db, { 'visit-high-per-month': 2 })
  ;[clerk, officer, helper] = await Promise.all([
    app.signIn('demo-township'),
    app.signIn('demo-district'),
    app.signIn('demo-village'),
  ])
}, 60_000)
afterAll(() => app.close())

describe('W17', () => {
  it('an officer of the district generates the month, a clerk does not; nobody plans beyond the next month', async () => {
    const order = { district: DISTRICT, month: '2026-11' }
    expect((await post(clerk, '/plan', order)).status).toBe(403)
    expect((await post(officer, '/plan', { ...order, month: '2027-01' })).body).toMatchObject({
      code: 'VISIT_MONTH_TOO_FAR',
    })
    expect((await post(officer, '/plan', { ...order, month: '2026-10' })).body).toMatchObject({
      code: 'VISIT_MONTH_OVER',
    })
    expect((await post(officer, '/plan', order)).body).toMatchObject({ listed: 6, unassigned: 0, unset: [] })
  })

  it('counts as completed only what has evidence, by village and by helper', async () => {
    await asSystem(app.platform.db, (tx) => sql`update visits.plan set account = 'demo-village'`.execute(tx))
    await upload(visit(elders[0] as string, 0))
    await upload(visit(elders[1] as string, 5, { place: null, noPlaceBecause: 'off' }))
    await upload(visit(elders[2] as string, 10, { way: 'phone' }))
    const board = await get<Board>(clerk, '/board?month=2026-11')
    expect(board.total).toMatchObject({ done: 2, withEvidence: 1, calledOnly: 1 })
    expect(board.villages).toHaveLength(1)
    expect(board.helpers).toMatchObject([{ account: 'demo-village', done: 2, withEvidence: 1, dailyMost: 8 }])
    const page = await get<{ rows: { name: string }[] }>(clerk, '/plan?view=done')
    expect(page.rows).toHaveLength(2)
  })

  it('asks a supervisor about odd records, keeps the answer, and lets nobody answer about themselves', async () => {
    // Half a minute at each door, the same answers everywhere, and three kilometres in four minutes.
    for (const [at, elder] of elders.slice(3).entries())
      await upload(
        visit(
          elder,
          20 + at * 4,
          at > 0 ? { place: { lng: HOME.lng + 0.03, lat: HOME.lat, accuracy: 10, at: NOW.toISOString() } } : {},
        ),
      )
    const open = await get<{ rows: { id: string; kind: string; mine: boolean }[]; open: number }>(clerk, '/questions')
    expect(new Set(open.rows.map((row) => row.kind))).toEqual(
      new Set(['shortStay', 'impossibleTravel', 'equalAnswers']),
    )
    const own = await get<{ rows: { id: string; mine: boolean }[] }>(helper, '/questions')
    expect(own.rows.every((row) => row.mine)).toBe(true)
    const [first] = open.rows
    const path = `/questions/${DISTRICT}/${first?.id}`
    expect((await post(helper, `${path}/words`, { words: '老人在门口等我，说完就走了' })).status).toBe(200)
    expect((await post(helper, `${path}/answer`, { answer: 'explained', note: '没有问题' })).status).toBe(403)
    expect((await post(clerk, `${path}/answer`, { answer: 'explained', note: '已电话核实' })).status).toBe(200)
    expect((await post(clerk, `${path}/answer`, { answer: 'toTrain', note: '改主意了' })).status).toBe(409)
    const answered = await get<{ rows: object[] }>(clerk, '/questions?show=answered')
    expect(answered.rows).toMatchObject([
      { said: '老人在门口等我，说完就走了', answer: 'explained', answeredBy: 'demo-township' },
    ])
  })

  it('an absence moves the plan at once, and a hand-over takes visits and pairs along', async () => {
    expect(
      (
        await post(clerk, '/pairs', {
          district: DISTRICT,
          elderId: elders[0],
          mode: 'oneToOne',
          partner: '某党员',
          partnerKind: 'partyMember',
          account: 'demo-village',
          help: ['medicine'],
        })
      ).status,
    ).toBe(200)
    const away = await post(clerk, '/absences', {
      village: VILLAGE,
      account: 'demo-village',
      from: '2026-11-10',
      until: '2026-11-30',
      reason: '住院',
    })
    expect(away.status).toBe(200)
    const left = await get<{ rows: { helper: string }[] }>(clerk, '/plan?view=open')
    expect(left.rows.every((row) => row.helper === '第二人')).toBe(true)
    const done = await post(clerk, '/hand-over', {
      district: DISTRICT,
      from: 'demo-village',
      to: 'second-helper',
      village: VILLAGE,
      note: '离岗交接',
    })
    expect(done.body).toMatchObject({ pairs: 1 })
    const pairs = await get<{ rows: { partner: string; elderId: string }[] }>(clerk, '/pairs?show=paired')
    expect(pairs.rows.some((row) => row.elderId === elders[0] && row.partner === '第二人')).toBe(true)
  })

  it('refuses a page mark that is none, and an act of help under the id of another', async () => {
    for (const path of ['/pairs', '/plan', '/referrals', '/questions'])
      for (const after of ['approval', '2026-13-45_x', `2026-11-10_${elders[0]}x`]) {
        const reply = await app.call('GET', `/api/visits${path}?after=${after}`, { as: clerk })
        expect(reply.status, `${path} ${after}`).toBe(422)
      }
    const [pair] = (await get<{ rows: { id: string }[] }>(clerk, '/pairs?show=paired')).rows
    const act = { id: randomUUID(), kind: 'medicine', minutes: 30, on: '2026-11-10', note: '' }
    const path = `/pairs/${DISTRICT}/${pair?.id}/acts`
    expect((await post(clerk, path, act)).status).toBe(200)
    expect((await post(clerk, path, act)).status).toBe(200)
    expect((await post(clerk, path, { ...act, minutes: 60 })).status).toBe(409)
  })

  it('puts a helper’s day in order and says what the legs rest on', async () => {
    const [some] = (await get<{ rows: { on: string }[] }>(clerk, '/plan?view=open')).rows
    const route = await get<RouteTold>(clerk, `/route?district=${DISTRICT}&helper=second-helper&on=${some?.on}`)
    expect(route.stops.length).toBeGreaterThan(0)
    expect(route).toMatchObject({ exact: true, leftOut: [], legsBy: { track: 0, road: 0 } })
    expect(route.sunset).toMatch(/^1[78]:/)
    expect(
      (
        await app.call('GET', `/api/visits/route?district=${DISTRICT}&helper=second-helper&on=2026-11-11`, {
          as: helper,
        })
      ).status,
    ).toBe(403)
  })

  it('a township without anybody on duty is named, and somebody put on duty answers', async () => {
    expect((await get<DutyRoster>(clerk, '/duty')).uncovered.map((each) => each.township)).toEqual([JIESHI])
    const duty = {
      township: JIESHI,
      name: '值班员',
      phone: '02366660000',
      from: '2026-11-10T00:00:00+08:00',
      until: '2026-11-11T00:00:00+08:00',
    }
    expect((await post(clerk, '/duty', duty)).status).toBe(200)
    expect(await get<DutyRoster>(clerk, '/duty')).toMatchObject({
      uncovered: [],
      rows: [{ masked: expect.not.stringContaining('6666'), now: true }],
    })
  })

  it('the family sees that she was seen and whom to call; what was found only if she agrees', async () => {
    const elder = { district: DISTRICT, id: elders[0] as string }
    await upload(
      visit(elder.id, 50, {
        condition: '血压偏高',
        needs: [{ id: randomUUID(), kind: 'medicine', words: '代购药品' }],
      }),
    )
    const { db, keyring } = app.platform
    const seen = () => asSystem(db, (tx) => visitsForFamily(tx, elder, { keyring, now: NOW, today: '2026-11-10' }))
    expect(await seen()).toMatchObject({
      visits: [{ seen: true, says: '上门见到本人' }, {}],
      concerns: [],
      kept: ['condition', 'needs'],
      call: { phone: '02366660000' },
    })
    expect(
      (
        await post(helper, `/family-choice/${DISTRICT}/${elder.id}`, {
          parts: ['visits', 'condition', 'needs'],
          how: 'voice',
        })
      ).status,
    ).toBe(200)
    await upload(visit(elder.id, 55, { dangerSigns: ['abuse'], condition: '手臂有伤' }))
    expect(JSON.stringify((await seen()).concerns)).not.toMatch(/虐待|手臂有伤/)
    expect((await seen()).concerns.map((each) => each.says)).toEqual(
      expect.arrayContaining(['血压偏高', '代购药品：代购药品']),
    )
    expect((await post(helper, `/family-choice/${DISTRICT}/${elder.id}`, { parts: [], how: 'present' })).status).toBe(
      200,
    )
    expect(await seen()).toMatchObject({ visits: [], concerns: [], next: null })
  })

  it('keeps the roster up: the village verifies, another person confirms; guardianship and mental care stand beside it', async () => {
    const of = { district: DISTRICT, elderId: elders[1] }
    const line = async () =>
      (await get<{ rows: RosterLine[] }>(clerk, '/roster')).rows.find((row) => row.elderId === elders[1])
    expect(await line()).toMatchObject({
      state: null,
      specialDifficulty: true,
      visitPriority: true,
      guardian: null,
      risk: null,
    })
    expect((await post(clerk, '/roster', { ...of, state: 'confirmed' })).body).toMatchObject({
      code: 'ROSTER_NOT_VERIFIED',
    })
    expect((await post(helper, '/roster', { ...of, state: 'confirmed' })).status).toBe(403)
    expect((await post(helper, '/roster', { ...of, state: 'verified', responsible: '养老助理' })).status).toBe(200)
    expect((await post(clerk, '/roster', { ...of, state: 'confirmed', nextOn: '2026-11-09' })).status).toBe(200)
    expect((await post(clerk, '/guardianships', { ...of, kind: 'agreed' })).status).toBe(422)
    expect((await post(clerk, '/guardianships', { ...of, kind: 'none' })).status).toBe(200)
    expect((await post(clerk, '/guardianships', { ...of, kind: 'organisation', guardian: '某养老院' })).status).toBe(
      200,
    )
    expect((await post(helper, '/mental-care', { ...of, kind: 'talk', risk: 'high', byWhom: '社工' })).status).toBe(200)
    expect(await line()).toMatchObject({
      state: 'confirmed',
      overdue: true,
      guardian: 'organisation',
      guardianName: '某养老院',
      risk: 'high',
    })
    expect((await get<{ rows: object[] }>(clerk, '/roster?show=atRisk')).rows).toHaveLength(1)
  })

  it('names villages without a mutual-aid group', async () => {
    const groups = () =>
      get<{ rows: object[]; villagesWithout: string[]; assistantsMissing: string[] }>(clerk, '/groups')
    expect(await groups()).toMatchObject({ rows: [], villagesWithout: [expect.any(String)], assistantsMissing: [] })
    const group = { village: VILLAGE, villagerGroup: '一组', leader: '组长', members: 6, does: ['farmWork'] }
    expect((await post(helper, '/groups', group)).status).toBe(200)
    expect(await groups()).toMatchObject({ rows: [{ villagerGroup: '一组', members: 6 }], villagesWithout: [] })
  })
})
