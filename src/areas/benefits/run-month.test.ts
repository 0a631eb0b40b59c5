import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts'
import { runMonth } from './run-month.ts'
import {
  addPerson,
  batchOf,
  dies,
  emptyTown,
  JIESHI,
  know,
  linesOf,
  month,
  rowsOf,
  run,
  settingsOf,
} from './testing/town.ts'

let town: TestDatabase
beforeAll(async () => {
  town = await testDatabase()
})
beforeEach(() => emptyTown(town.db))
afterAll(() => town.drop())

type Change = {
  elder_id: string
  scheme: string
  kind: string
  reason: string
  late: boolean
  before_fen: number | null
  after_fen: number | null
}
type Difference = {
  elder_id: string
  scheme: string
  month: string
  settled_fen: number
  due_fen: number
  difference_fen: number
}
const changes = async (runId: string) =>
  (await rowsOf<Change>(town.db, 'change', runId)).map((c) => [
    c.elder_id,
    c.scheme,
    c.kind,
    c.reason,
    c.late,
    c.before_fen,
    c.after_fen,
  ])
const differences = async (runId: string) =>
  (await rowsOf<Difference>(town.db, 'difference', runId))
    .map((d) => [d.elder_id, d.month, d.settled_fen, d.due_fen, d.difference_fen])
    .sort()

describe('a month of entitlements', () => {
  it('grants by age band, and says who cannot be decided and why', async () => {
    const eighty = await addPerson(town.db, { born: '1946-11-30' })
    const ninety = await addPerson(town.db, { born: '1936-11-01' })
    await addPerson(town.db, { born: '1946-12-01' })
    const unborn = await addPerson(town.db, { born: null })
    const { run: made, outcome } = await run(town.db, '2026-11')
    expect(outcome).toBe('sealed')
    const allowance = (await linesOf(town.db, made.id)).filter((each) => each.scheme === 'old-age-allowance')
    expect(allowance).toEqual([
      { elder: eighty, scheme: 'old-age-allowance', outcome: 'granted', fen: 6000, ceiling: null, reason: 'met' },
      { elder: ninety, scheme: 'old-age-allowance', outcome: 'granted', fen: 20000, ceiling: null, reason: 'met' },
      {
        elder: unborn,
        scheme: 'old-age-allowance',
        outcome: 'undetermined',
        fen: null,
        ceiling: null,
        reason: 'unknown:birthDate',
      },
    ])
  })

  it('a second run on the same facts stores nothing', async () => {
    await addPerson(town.db)
    const first = await run(town.db, '2026-11')
    const again = await run(town.db, '2026-11')
    expect(again.outcome).toBe('unchanged')
    expect(again.run).toEqual(first.run)
    expect(await linesOf(town.db, first.run.id)).toHaveLength(3)
  })

  it('new facts give another version and leave the first as it is', async () => {
    await addPerson(town.db)
    const first = await run(town.db, '2026-11')
    await addPerson(town.db, { born: '1930-01-01' })
    const second = await run(town.db, '2026-11')
    expect([second.outcome, second.run.version]).toEqual(['sealed', 2])
    expect(second.run.digest).not.toBe(first.run.digest)
    expect((await linesOf(town.db, first.run.id)).filter((each) => each.outcome === 'granted')).toHaveLength(1)
  })

  it('a month is closed when a later one has been run', async () => {
    await addPerson(town.db)
    const october = await run(town.db, '2026-10')
    await run(town.db, '2026-11')
    await addPerson(town.db)
    expect(await run(town.db, '2026-10')).toMatchObject({ outcome: 'closed', run: { id: october.run.id } })
  })

  it.each([
    [true, '2026-11-01', 'granted'],
    [true, '2026-10-31', undefined],
    [false, '2026-11-30', undefined],
    [false, '2026-12-01', 'granted'],
  ])('death month paid: %s; died %s: November is %s', async (paid, on, outcome) => {
    const id = await addPerson(town.db)
    await dies(town.db, id, on)
    const { run: made } = await run(town.db, '2026-11', settingsOf({ 'old-age-allowance-death-month': paid }))
    const line = (await linesOf(town.db, made.id)).find((each) => each.scheme === 'old-age-allowance')
    expect(line?.outcome).toBe(outcome)
  })

  it.each([
    ['sameMonth', '1946-11-30', 6000],
    ['nextMonth', '1946-11-30', undefined],
    ['nextMonth', '1946-10-31', 6000],
    ['sameMonth', '1946-12-01', undefined],
  ])('paid from the %s of the birthday, born %s: November is %s fen', async (from, born, fen) => {
    await addPerson(town.db, { born })
    const { run: made } = await run(town.db, '2026-11', settingsOf({ 'old-age-allowance-birthday-month': from }))
    expect((await linesOf(town.db, made.id)).find((each) => each.scheme === 'old-age-allowance')?.fen).toBe(fen)
  })

  it('an unset amount blocks its scheme by name, and the others go on', async () => {
    await addPerson(town.db, { facts: { hardship: ['extreme'], careDependency: ['severe'] } })
    const { run: made } = await run(town.db, '2026-11', settingsOf({ 'extreme-hardship-care-full': undefined }))
    const schemes = await rowsOf<{ scheme: string; state: string; blocked_by: string[] }>(
      town.db,
      'run_scheme',
      made.id,
    )
    expect(schemes.filter((each) => each.state === 'blocked').map((each) => [each.scheme, each.blocked_by])).toEqual([
      ['extreme-hardship-care-subsidy', ['extreme-hardship-care-full']],
    ])
    expect((await linesOf(town.db, made.id)).map((each) => each.scheme)).toEqual([
      'care-subsidy',
      'disability-voucher',
      'old-age-allowance',
    ])
  })

  it('where nothing is set no run is made, and every open parameter is named', async () => {
    await addPerson(town.db)
    const made = await runMonth(town.db, {
      batch: batchOf('500113', month('2026-11')),
      month: month('2026-11'),
      settings: [],
      account: 'a',
    })
    expect(made).toMatchObject({ ok: false, refusal: { code: 'parametersUnset' } })
    expect(made.ok ? [] : made.refusal.fields?.map((each) => each.path)).toContain('parameter:old-age-allowance-80-89')
    const { rows } = await sql`select 1 from benefits.run`.execute(town.db)
    expect(rows).toEqual([])
  })

  it('of two that may not be held together the higher stands; an unset rule holds both back by name', async () => {
    const id = await addPerson(town.db, {
      born: '1950-01-01',
      facts: { hardship: ['extreme'], careDependency: ['severe'] },
    })
    const higher = await run(town.db, '2026-11')
    expect(
      (await linesOf(town.db, higher.run.id)).map((each) => [
        each.elder,
        each.scheme,
        each.outcome,
        each.fen,
        each.reason,
      ]),
    ).toEqual([
      [id, 'care-subsidy', 'excluded', null, 'excluded:extreme-hardship-care-subsidy'],
      [id, 'disability-voucher', 'granted', null, 'met'],
      [id, 'extreme-hardship-care-subsidy', 'granted', 30000, 'met'],
    ])
    const pair = 'overlap-care-subsidy-extreme-hardship-care-subsidy'
    const unset = await run(town.db, '2026-11', settingsOf({ [pair]: undefined }))
    expect(
      (await linesOf(town.db, unset.run.id)).filter((each) => each.outcome === 'blocked').map((each) => each.reason),
    ).toEqual([`parameter:${pair}`, `parameter:${pair}`])
  })

  it('a voucher shows its ceiling and enters no sum of money', async () => {
    await addPerson(town.db, { born: '1960-01-01', facts: { careDependency: ['total'], hardship: [] } })
    const { run: made } = await run(town.db, '2026-11')
    expect((await linesOf(town.db, made.id)).map((each) => [each.scheme, each.fen, each.ceiling])).toEqual([
      ['disability-voucher', null, 80000],
    ])
    const totals = await rowsOf<{ amount_fen: number; granted: number }>(town.db, 'run_township', made.id)
    expect(totals.reduce((sum, each) => sum + each.amount_fen, 0)).toBe(0)
    expect(totals.reduce((sum, each) => sum + each.granted, 0)).toBe(1)
  })

  it('a sealed run cannot be changed by anybody', async () => {
    await addPerson(town.db)
    const { run: made } = await run(town.db, '2026-11')
    await expect(sql`update benefits.entitlement set amount_fen = 1`.execute(town.db)).rejects.toThrow(/never changed/)
    await expect(sql`delete from benefits.run where id = ${made.id}::uuid`.execute(town.db)).rejects.toThrow(
      /never changed/,
    )
  })
})

describe('against the month before', () => {
  it('tells who turned 80, died, left, lost or gained a condition, and what a new amount comes from', async () => {
    const born = await addPerson(town.db, { born: '1946-11-05', facts: { hardship: [] } })
    const dead = await addPerson(town.db, { facts: { hardship: [] } })
    const gone = await addPerson(town.db, { facts: { hardship: [] } })
    const poor = await addPerson(town.db, { facts: { hardship: ['subsistence'] } })
    const ninety = await addPerson(town.db, { born: '1936-11-11', facts: { hardship: [] } })
    await run(town.db, '2026-10')
    await dies(town.db, dead, '2026-10-30')
    await know(town.db, gone, 'residence', ['outside'], '2026-11-02')
    await know(town.db, poor, 'hardship', [], '2026-11-01')
    const fresh = await addPerson(town.db, { facts: { hardship: [] } })
    const { run: made } = await run(town.db, '2026-11')
    const found = new Map((await changes(made.id)).map((each) => [`${each[0]} ${each[1]}`, each.slice(2)]))
    expect(found.get(`${born} old-age-allowance`)).toEqual(['new', 'age', false, null, 6000])
    expect(found.get(`${dead} old-age-allowance`)).toEqual(['stopped', 'died', true, 6000, null])
    expect(found.get(`${gone} old-age-allowance`)).toEqual(['stopped', 'left', false, 6000, null])
    expect(found.get(`${poor} care-subsidy`)).toEqual(['stopped', 'hardship', false, 20000, null])
    expect(found.get(`${ninety} old-age-allowance`)).toEqual(['amountChanged', 'age', false, 6000, 20000])
    expect(found.get(`${fresh} old-age-allowance`)).toEqual(['new', 'joined', true, null, 6000])
    expect(found.size).toBe(6)
  })

  it('another amount set by the district is named as such', async () => {
    const id = await addPerson(town.db, { facts: { hardship: [] } })
    await run(town.db, '2026-10')
    const more = settingsOf().map((each) => ({
      ...each,
      from: '2026-11-01' as typeof each.from,
      value: each.parameter === 'old-age-allowance-80-89' ? 70 : each.value,
    }))
    const { run: made } = await run(town.db, '2026-11', [...settingsOf(), ...more])
    expect(await changes(made.id)).toEqual([
      [id, 'old-age-allowance', 'amountChanged', 'ruleChanged', false, 6000, 7000],
    ])
    expect(await differences(made.id)).toEqual([])
  })

  it('a late fact comes as the difference of each month it touches, once', async () => {
    const id = await addPerson(town.db, { born: '1950-01-01', facts: { hardship: [], careDependency: ['none'] } })
    await run(town.db, '2026-08')
    await run(town.db, '2026-09')
    await know(town.db, id, 'hardship', ['extreme'], '2026-08-10')
    const october = await run(town.db, '2026-10')
    expect(await differences(october.run.id)).toEqual([
      [id, '2026-08-01', 0, 8000, 8000],
      [id, '2026-09-01', 0, 8000, 8000],
    ])
    expect((await changes(october.run.id))[0]).toEqual([
      id,
      'extreme-hardship-care-subsidy',
      'new',
      'hardship',
      true,
      null,
      8000,
    ])
    const november = await run(town.db, '2026-11')
    expect(await differences(november.run.id)).toEqual([])
  })

  it('a death told late takes back the months after it', async () => {
    const id = await addPerson(town.db, { facts: { hardship: [] } })
    await run(town.db, '2026-09')
    await run(town.db, '2026-10')
    await dies(town.db, id, '2026-09-18')
    const { run: made } = await run(town.db, '2026-11')
    expect(await differences(made.id)).toEqual([[id, '2026-10-01', 6000, 0, -6000]])
  })

  it('an amount set later for earlier months is paid for all of them', async () => {
    const id = await addPerson(town.db, { facts: { hardship: [] } })
    await run(town.db, '2026-10', settingsOf({ 'old-age-allowance-80-89': undefined }))
    const { run: made } = await run(town.db, '2026-11')
    expect(await differences(made.id)).toEqual([[id, '2026-10-01', 0, 6000, 6000]])
    expect(await changes(made.id)).toEqual([])
  })

  it('a township is run by itself, and sees only its own', async () => {
    await addPerson(town.db)
    const here = await addPerson(town.db, { township: JIESHI })
    const { run: made } = await run(town.db, '2026-11', settingsOf(), JIESHI)
    expect(made).toMatchObject({ payer: '500113', division: JIESHI })
    expect(new Set((await linesOf(town.db, made.id)).map((each) => each.elder))).toEqual(new Set([here]))
  })
})
