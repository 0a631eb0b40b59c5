import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Day, day, type Month } from '../../platform/clock/day.ts'
import { asSystem, newId } from '../../platform/db/index.ts'
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts'
import { addPerson, DISTRICT, JIESHI, know, YUDONG } from '../benefits/testing/town.ts'
import { planMonth } from './plan-month.ts'
import { replan } from './replan.ts'
import { addPost, place, planOf, visitSettings } from './testing/village.ts'

const MONTH = '2026-11-01' as Month
const FIRST = day('2026-11-02')
const VILLAGE = `${YUDONG}001`

let database: TestDatabase
const people: string[] = []
let highRisk = ''
let listedByPlanOnly = ''
let inFacility = ''

// Who is visited every few months depends on the person's id, which is new in each run of these specifications: left unset here.
const settingsWith = (replaced: Parameters<typeof visitSettings>[0] = {}) =>
  visitSettings({ 'visit-general-every-months': undefined, ...replaced })
const plan = (settings = settingsWith(), today: Day = FIRST) =>
  asSystem(database.db, (tx) =>
    planMonth(tx, { district: DISTRICT, month: MONTH, today, rules: settings, account: 'test' }),
  )

beforeAll(async () => {
  database = await testDatabase()
  const { db } = database
  for (let n = 0; n < 40; n++) {
    const id = await addPerson(db, {
      name: `空巢${n}`,
      born: '1955-05-05',
      facts: { livingArrangement: ['emptyNest'], hardship: [] },
    })
    await place(db, id, 106.7 + (n % 7) * 0.002, 29.4 + Math.floor(n / 7) * 0.002)
    people.push(id)
  }
  highRisk = await addPerson(db, {
    born: '1940-05-05',
    facts: { livingArrangement: ['alone'], careDependency: ['severe'] },
  })
  // In hardship and of 80 years: on the plan's list, not on the national one.
  listedByPlanOnly = await addPerson(db, {
    born: '1940-05-05',
    facts: {
      hardship: ['subsistence'],
      livingArrangement: ['withFamily'],
      careDependency: ['none'],
      disability: [],
      specialOneChildFamily: [],
    },
  })
  inFacility = await addPerson(db, {
    born: '1940-05-05',
    facts: { livingArrangement: ['alone', 'institution'], careDependency: ['severe'] },
  })
  await addPost(db, 'wang', VILLAGE, { dailyMost: 8 })
  await addPost(db, 'li', VILLAGE, { dailyMost: 4 })
}, 60_000)
afterAll(() => database.drop())

describe('the plan of a month', () => {
  it('is blocked by name while nobody has said which list drives it, or how often', async () => {
    for (const unset of ['visit-list-driver', 'visit-list-monthly']) {
      const made = await plan(settingsWith({ [unset]: undefined }))
      expect(made).toMatchObject({ ok: false, refusal: { code: 'VISIT_PARAMETER_UNSET' } })
    }
    expect(await planOf(database.db, MONTH)).toEqual([])
  })

  it('computes both lists, and the setting picks which of them brings a visit', async () => {
    const made = await plan()
    expect(made).toMatchObject({
      ok: true,
      value: { listed: 43, added: 40 + 4, unassigned: 0, unset: ['visit-general-every-months'] },
    })
    const rows = await planOf(database.db, MONTH)
    expect(rows.filter((row) => row.elder === highRisk)).toHaveLength(4)
    expect(rows.some((row) => row.elder === listedByPlanOnly)).toBe(false)
    expect(rows.some((row) => row.elder === inFacility)).toBe(false)
    const { rows: listed } = await asSystem(database.db, (tx) =>
      sql<object>`select special_difficulty, visit_priority, because, risk, due from visits.listed where elder_id = ${listedByPlanOnly}::uuid`.execute(
        tx,
      ),
    )
    expect(listed).toEqual([
      {
        special_difficulty: true,
        visit_priority: false,
        because: ['advancedAge', 'hardship'],
        risk: 'general',
        due: 0,
      },
    ])
  })

  it('gives each helper a share by what can be done in a day, spread over working days', async () => {
    const rows = (await planOf(database.db, MONTH)).filter((row) => people.includes(row.elder))
    const of = (account: string) => rows.filter((row) => row.account === account)
    expect(of('wang').length).toBeGreaterThan(of('li').length * 1.6)
    expect(of('wang').length + of('li').length).toBe(40)
    // 21 working days of November 2026: nobody has more than two of these visits on a day.
    const perDay = Map.groupBy(of('wang'), (row) => row.on)
    expect(Math.max(...[...perDay.values()].map((day) => day.length))).toBeLessThanOrEqual(2)
    expect(rows.some((row) => [0, 6].includes(new Date(`${row.on}T00:00:00Z`).getUTCDay()))).toBe(false)
    const weeks = (await planOf(database.db, MONTH)).filter((row) => row.elder === highRisk).map((row) => row.on)
    expect(new Set(weeks).size).toBe(4)
  })

  it('run again on the same facts, changes nothing; what nobody has set is named and plans nothing', async () => {
    const before = await planOf(database.db, MONTH)
    expect(await plan()).toMatchObject({ ok: true, value: { added: 0, cancelled: 0, planned: 44 } })
    expect(await planOf(database.db, MONTH)).toEqual(before)
    const less = await plan(settingsWith({ 'visit-high-per-month': undefined }))
    expect(less).toMatchObject({
      ok: true,
      value: { cancelled: 3, unset: ['visit-high-per-month', 'visit-general-every-months'] },
    })
    expect(await plan()).toMatchObject({ ok: true, value: { added: 3, cancelled: 0, planned: 44 } })
    expect(await planOf(database.db, MONTH)).toHaveLength(44)
  })

  it('is put right when a helper is away: other days if there are any, other hands if not', async () => {
    const { db } = database
    const again = () =>
      asSystem(db, (tx) =>
        replan(tx, { district: DISTRICT, month: MONTH, today: FIRST, account: 'test', elders: [...people, highRisk] }),
      )
    expect(await again()).toEqual({ moved: {}, cancelled: 0 })
    await asSystem(db, (tx) =>
      sql`insert into visits.absence (district, id, township, village, account, valid_from, valid_to, reason, recorded_by)
          values (${DISTRICT}, ${newId()}, ${YUDONG}, ${VILLAGE}, 'wang', '2026-11-09', '2026-11-21', '培训', 'test')`.execute(
        tx,
      ),
    )
    const before = await planOf(db, MONTH)
    const hit = before.filter((row) => row.account === 'wang' && row.on >= '2026-11-09' && row.on < '2026-11-21')
    const { moved } = await again()
    expect(moved).toEqual({ away: hit.length })
    const after = await planOf(db, MONTH)
    expect(after.some((row) => row.account === 'wang' && row.on >= '2026-11-09' && row.on < '2026-11-21')).toBe(false)
    const untouched = (rows: typeof after) => rows.filter((row) => !hit.some((each) => each.elder === row.elder))
    expect(untouched(after)).toEqual(untouched(before))

    await asSystem(db, (tx) =>
      sql`insert into visits.absence (district, id, township, village, account, valid_from, valid_to, reason, recorded_by)
          values (${DISTRICT}, ${newId()}, ${YUDONG}, ${VILLAGE}, 'wang', '2026-11-01', '2026-12-01', '病假', 'test')`.execute(
        tx,
      ),
    )
    await again()
    expect(new Set((await planOf(db, MONTH)).map((row) => row.account))).toEqual(new Set(['li']))
  })

  it('follows an elder to another village, and leaves out whoever died', async () => {
    const { db } = database
    await addPost(db, 'zhao', `${JIESHI}001`)
    const [mover, dead] = [people[0] as string, people[1] as string]
    await asSystem(db, (tx) =>
      sql`update visits.plan set township = ${JIESHI}, village = ${`${JIESHI}001`} where elder_id = ${mover}::uuid`.execute(
        tx,
      ),
    )
    await know(db, dead, 'death', ['2026-11-03'], '2026-11-03')
    const done = await asSystem(db, (tx) =>
      replan(tx, { district: DISTRICT, month: MONTH, today: FIRST, account: 'test', elders: [mover, dead] }),
    )
    expect(done).toEqual({ moved: { moved: 1 }, cancelled: 1 })
    const rows = await planOf(db, MONTH)
    expect(rows.find((row) => row.elder === mover)).toMatchObject({ account: 'zhao', state: 'planned' })
    expect(rows.find((row) => row.elder === dead)).toMatchObject({ state: 'cancelled', cause: 'gone' })
  })
})
