import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Day, day } from '../../platform/clock/day.ts'
import { asSystem, inScope, newId, type Tx } from '../../platform/db/index.ts'
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts'
import { registerFacility } from '../facilities/index.ts'
import { findHome, type Home } from '../residency/index.ts'
import { actInCare } from './act.ts'
import type { Act } from './contract.ts'
import { familyState, proposeReassessment } from './incident-rules.ts'
import { readCareDay } from './read-day.ts'

const BANAN = '500113'
const TODAY = day('2026-11-20') // a Friday
const NOW = new Date('2026-11-20T02:00:00Z')

let town: TestDatabase
let home: Home
let stay: string
beforeAll(async () => {
  town = await testDatabase()
  home = await someHome()
  stay = await someStay(home)
})
afterAll(() => town.drop())

const system = <T>(work: (tx: Tx) => Promise<T>) => asSystem(town.db, work)

async function someHome(): Promise<Home> {
  const { id } = await system((tx) =>
    registerFacility(tx, 'test', TODAY, {
      district: BANAN,
      township: `${BANAN}103`,
      village: null,
      kind: 'careHome',
      name: `某院${newId().slice(-4)}`,
      from: day('2026-01-01'),
      attributes: {},
      beds: [],
      source: '测试',
      example: false,
    }),
  )
  const found = await system((tx) => findHome(tx, BANAN, id, TODAY))
  if (found === undefined) throw new Error('no home')
  return found
}

async function someStay(of: Home): Promise<string> {
  const [elder, id] = [newId(), newId()]
  await system(async (tx) => {
    await sql`insert into elders.elder (district, id, name, sex, birth_date, id_kind, township, village)
              values (${BANAN}, ${elder}, '周某某', 'male', '1940-01-01', 'none', ${of.township}, ${`${of.township}001`})`.execute(
      tx,
    )
    await sql`insert into elders.fact (district, elder_id, id, kind, value, valid_from, source_kind, recorded_by)
              values (${BANAN}, ${elder}, ${newId()}, 'careDependency', '{moderate}', '2026-01-01', 'test', 'test')`.execute(
      tx,
    )
    await sql`insert into residency.stay (district, id, number, facility_id, elder_id, holder, township, home_township, kind, from_day, supported, queue_group, example, recorded_by)
              values (${BANAN}, ${id}, ${id.slice(-10)}, ${of.id}, ${elder}, ${elder}, ${of.township}, ${of.township}, 'long', '2026-01-01', false, 4, false, 'test')`.execute(
      tx,
    )
  })
  return id
}

const act = async (of: Act, account = 'carer', at: { today?: Day; now?: Date; home?: Home } = {}) => {
  const done = await system((tx) =>
    actInCare(tx, at.home ?? home, { account, today: at.today ?? TODAY, now: at.now ?? NOW }, of),
  )
  return done.ok ? { code: 'ok', id: done.value.id ?? '' } : { code: done.refusal.code, id: '' }
}
const read = (familyHours: number | null = 24, now = NOW) =>
  system((tx) => readCareDay(tx, home, { on: TODAY, now, familyHours }))

describe('the plan', () => {
  it('carries the ability level of the day, gives today’s tasks, and a new plan ends it', async () => {
    const tasks = [
      { label: '协助洗漱', shift: 'early', weekdays: [1, 2, 3, 4, 5, 6, 7], minutes: 15 },
      { label: '周末助浴', shift: 'late', weekdays: [6, 7] },
    ] as const
    const plan = {
      act: 'plan',
      stay,
      goals: '保持自理',
      tasks: tasks.map((each) => ({ ...each, weekdays: [...each.weekdays] })),
    } as const
    expect((await act(plan)).code).toBe('ok')
    const today = await read()
    expect(today.people[0]).toMatchObject({
      careLevel: 'moderate',
      outdated: false,
      plan: { careLevel: 'moderate', tasks: 2 },
    })
    expect(today.tasks.map((task) => task.label)).toEqual(['协助洗漱'])
    const task = today.tasks[0]?.id ?? ''
    expect((await act({ act: 'task', task, outcome: 'done' })).code).toBe('ok')
    expect((await act({ act: 'task', task, outcome: 'refused', note: '不愿意' })).code).toBe('CARE_RECORDED_BEFORE')
    expect((await act({ ...plan, goals: '加强看护' })).code).toBe('ok')
    expect((await read()).people[0]?.plan?.goals).toBe('加强看护')
  })
})

describe('medicines', () => {
  it('nothing is given before a second person has compared it with the prescription, and each dose needs another pair of eyes', async () => {
    const made = await act({
      act: 'medicine',
      stay,
      name: '氨氯地平片',
      dose: '5 mg',
      times: ['08:00'],
      prescription: '签约医院处方',
    })
    const dose = { act: 'dose', medicine: made.id, at: '08:00', outcome: 'given' } as const
    expect((await act(dose)).code).toBe('CARE_MEDICINE_UNCHECKED')
    expect((await act({ act: 'checkMedicine', medicine: made.id })).code).toBe('CARE_SAME_PERSON')
    expect((await act({ act: 'checkMedicine', medicine: made.id }, 'nurse')).code).toBe('ok')
    expect((await act({ ...dose, at: '20:00' })).code).toBe('CARE_NOT_DUE')
    expect((await act(dose)).code).toBe('ok')
    expect((await act(dose, 'nurse')).code).toBe('CARE_RECORDED_BEFORE')
    expect((await act({ act: 'checkDose', medicine: made.id, at: '08:00' })).code).toBe('CARE_SAME_PERSON')
    expect((await act({ act: 'checkDose', medicine: made.id, at: '08:00' }, 'nurse')).code).toBe('ok')
    expect((await read()).doses).toMatchObject([
      { name: '氨氯地平片', outcome: 'given', givenBy: 'carer', checkedBy: 'nurse' },
    ])
  })

  it('the database itself refuses one person for both', async () => {
    await expect(system((tx) => sql`update care.dose set checked_by = given_by`.execute(tx))).rejects.toThrow(
      /check constraint/,
    )
  })
})

describe('incidents', () => {
  const fall = (happenedAt: string) =>
    ({
      act: 'incident',
      stay,
      kind: 'fall',
      happenedAt,
      place: '卫生间',
      what: '起身时滑倒',
      harm: 'light',
      doneAtOnce: '查看并冰敷',
    }) as const

  it('close only when the family is told, the cause and the lesson are written; nothing of them is taken away', async () => {
    expect((await act(fall('2026-11-21T10:00:00+08:00'))).code).toBe('CARE_IN_FUTURE')
    const { id } = await act(fall('2026-11-18T10:00:00+08:00'))
    const step = (kind: 'familyTold' | 'directorTold' | 'cause' | 'learning' | 'closed') =>
      act({ act: 'step', incident: id, kind, note: '已记录' })
    expect((await step('closed')).code).toBe('CARE_NOT_YET_CLOSABLE')
    expect((await read()).incidents[0]?.family).toBe('overdue')
    expect((await read(null)).incidents[0]?.family).toBe('open')
    for (const kind of ['familyTold', 'directorTold', 'cause', 'learning', 'closed'] as const)
      expect((await step(kind)).code).toBe('ok')
    expect((await read()).incidents[0]).toMatchObject({ family: 'late', closed: true, missing: [] })
    expect((await step('cause')).code).toBe('CARE_INCIDENT_CLOSED')
    await expect(system((tx) => sql`delete from care.incident`.execute(tx))).rejects.toThrow()
  })

  it('two events within 30 days propose a re-assessment', async () => {
    expect((await read()).people[0]?.reassess).toBe(false)
    await act(fall('2026-11-19T10:00:00+08:00'))
    expect((await read()).people[0]?.reassess).toBe(true)
  })

  it('however events lie in time, a proposal is made exactly where two counted ones lie in the last 30 days', () => {
    const kind = fc.constantFrom('fall', 'choking', 'wandering', 'burns', 'activity')
    fc.assert(
      fc.property(
        fc.array(fc.record({ hours: fc.integer({ min: 0, max: 1_500 }), kind }), { maxLength: 6 }),
        (events) => {
          const incidents = events.map((each) => ({
            stay: 's',
            kind: each.kind,
            happenedAt: new Date(NOW.getTime() - each.hours * 3_600_000),
          }))
          const counted = events.filter((each) => each.hours < 720 && !['burns', 'activity'].includes(each.kind)).length
          expect(proposeReassessment(incidents as never, NOW)).toEqual(counted >= 2 ? ['s'] : [])
        },
      ),
    )
  })

  it('the family was told in time up to the last minute of the hours', () => {
    const at = new Date('2026-11-01T00:00:00Z')
    const told = (iso: string) => familyState(at, [{ kind: 'familyTold', at: new Date(iso) }], 24, NOW)
    expect([told('2026-11-02T00:00:00Z'), told('2026-11-02T00:01:00Z')]).toEqual(['told', 'late'])
  })
})

describe('shifts', () => {
  it('hands over what the records say, to somebody else, once', async () => {
    const given = await act({ act: 'handOver', shift: 'early', notes: '三床夜间需多看' })
    expect((await act({ act: 'handOver', shift: 'early', notes: '再来一次' })).code).toBe('CARE_HANDED_OVER')
    expect((await act({ act: 'takeOver', handOver: given.id })).code).toBe('CARE_SAME_PERSON')
    expect((await act({ act: 'takeOver', handOver: given.id }, 'nurse')).code).toBe('ok')
    expect((await read()).handOvers[0]).toMatchObject({
      takenBy: 'nurse',
      figures: { tasks: 1, done: 1, doses: 1, openIncidents: 1 },
    })
  })

  it('a round after midnight belongs to the night before, and a meal without a sample shows it', async () => {
    await act({ act: 'round', seen: 12, findings: [{ stay, note: '未睡' }] }, 'carer', {
      now: new Date('2026-11-19T18:30:00Z'),
    })
    const { rows } = await system((tx) =>
      sql<{ night: string }>`select night_of as night from care.night_round`.execute(tx),
    )
    expect(rows).toEqual([{ night: '2026-11-19' }])
    expect((await act({ act: 'meal', meal: 'lunch', menu: '米饭、青菜' })).code).toBe('ok')
    expect((await act({ act: 'meal', meal: 'lunch', menu: '面条' })).code).toBe('CARE_MEAL_BEFORE')
    expect((await read()).meals).toMatchObject([{ meal: 'lunch', grams: null }])
  })

  it('another home’s people, tasks and medicines are out of reach', async () => {
    const other = await someHome()
    expect(
      (
        await act({ act: 'medicine', stay, name: '药', dose: '1', times: ['08:00'], prescription: '处方' }, 'x', {
          home: other,
        })
      ).code,
    ).toBe('CARE_STAY_UNKNOWN')
    const { rows } = await inScope(
      town.db,
      { account: 'x', districts: [], townships: [], villages: [], facilities: [other.id] },
      (tx) => sql`select 1 from care.plan`.execute(tx),
    )
    expect(rows).toEqual([])
  })
})

describe('somebody who has left', () => {
  it('is asked for nothing more, and what happened to them before can still be reported', async () => {
    const made = await act({
      act: 'medicine',
      stay,
      name: '维生素',
      dose: '1 片',
      times: ['09:00'],
      prescription: '处方',
    })
    expect(
      (
        await act({
          act: 'medicine',
          stay,
          name: '药',
          dose: '1',
          times: ['08:00'],
          prescription: '处方',
          until: TODAY,
        })
      ).code,
    ).toBe('CARE_MEDICINE_ENDED')
    expect((await act({ act: 'checkMedicine', medicine: made.id }, 'nurse')).code).toBe('ok')
    await system((tx) =>
      sql`update residency.stay set until_day = ${TODAY}, ended = 'died', ended_reason = '病故' where id = ${stay}::uuid`.execute(
        tx,
      ),
    )
    expect(await read()).toMatchObject({ people: [], tasks: [], doses: [], unchecked: [] })
    expect((await act({ act: 'dose', medicine: made.id, at: '09:00', outcome: 'given' })).code).toBe(
      'CARE_STAY_UNKNOWN',
    )
    const incident = {
      act: 'incident',
      stay,
      kind: 'fall',
      place: '卫生间',
      what: '夜间跌倒后送医',
      harm: 'death',
      doneAtOnce: '呼叫急救',
    } as const
    expect((await act({ ...incident, happenedAt: '2026-11-20T06:00:00+08:00' })).code).toBe('ok')
    expect((await act({ ...incident, happenedAt: '2025-12-31T06:00:00+08:00' })).code).toBe('CARE_STAY_UNKNOWN')
  })
})
