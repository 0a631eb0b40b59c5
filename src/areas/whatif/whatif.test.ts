import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { collectReads } from '../../platform/audit/index.ts'
import { type Day, day } from '../../platform/clock/day.ts'
import { asSystem, type Db, newId } from '../../platform/db/index.ts'
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts'
import { type Platform, serverApp } from '../../platform/http/index.ts'
import type { Principal } from '../../platform/identity/index.ts'
import type { Settings } from '../../policy/index.ts'
import { recordClaims } from '../benefits/index.ts'
import {
  addPerson,
  batchOf,
  DISTRICT,
  JIESHI,
  linesOf,
  month,
  run,
  settingsOf,
  YUDONG,
} from '../benefits/testing/town.ts'
import { DivisionTree, loadDivisions, readDataset } from '../divisions/index.ts'
import { rules } from '../rules/index.ts'
import type { Change } from './changes.ts'
import type { Cases, Tried } from './contract.ts'
import { whatif } from './index.ts'
import { tryChanges } from './try-changes.ts'

const AT = month('2026-11')
const FROM = day('2026-11-01')
const tree = new DivisionTree(readDataset())
let town: TestDatabase
let db: Db
let http: ReturnType<typeof serverApp>
/** A person of 80 who is 特困 and 低保: two schemes that exclude one another. */
let both: string

const principal = (account: string, district: string): Principal => ({
  account,
  name: account,
  grants: [{ role: 'districtOfficer', division: district, validFrom: day('2020-01-01') }],
  scope: { account, districts: [district], townships: [], villages: [] },
})
const people: Record<string, Principal> = {
  zhang: principal('zhang', DISTRICT),
  li: principal('li', DISTRICT),
  elsewhere: principal('elsewhere', '500103'),
}

beforeAll(async () => {
  town = await testDatabase()
  db = town.db
  await loadDivisions(db)
  const levels = ['none', 'mild', 'moderate', 'severe', 'total']
  for (let i = 0; i < 40; i++)
    await addPerson(db, {
      name: `某人${i}`,
      born: `${1920 + i}-0${1 + (i % 9)}-15`,
      township: i % 3 === 0 ? JIESHI : YUDONG,
      facts: {
        hardship: i % 4 === 0 ? ['subsistence'] : i % 7 === 0 ? ['extreme'] : [],
        ...(i % 2 === 0 ? { careDependency: [levels[i % 5]!] } : {}),
        ...(i % 11 === 0 ? { death: ['2026-10-03'] } : {}),
      },
    })
  both = await addPerson(db, {
    born: '1944-01-01',
    facts: { hardship: ['extreme', 'subsistence'], careDependency: ['severe'] },
  })
  await addPerson(db, { born: '1946-11-10' })
  await addPerson(db, { born: null, facts: { hardship: ['subsistence'] } })
  const claim = {
    district: DISTRICT,
    elderId: both,
    township: YUDONG,
    village: null,
    scheme: 'old-age-allowance',
  } as const
  await asSystem(db, (tx) => recordClaims(tx, [{ ...claim, from: FROM, how: 'application', caseId: null }], 'a'))
  await asSystem(db, (tx) => saveSettings(tx, settingsOf()))
  const silent = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} }
  http = serverApp(
    {
      db,
      databaseUrl: town.url,
      today: () => day('2026-11-15'),
      now: () => new Date('2026-11-15T04:00:00Z'),
      log: silent,
      reads: collectReads(db, silent as never),
      identify: async (request: Request) => people[request.headers.get('x-test-account') ?? ''],
    } as unknown as Platform,
    [whatif, rules],
  )
})
afterAll(() => town.drop())

/** Signed settings as the table holds them. */
async function saveSettings(tx: Parameters<Parameters<typeof asSystem>[1]>[0], settings: Settings): Promise<void> {
  for (const { parameter, division, value, from } of settings)
    await sql`insert into policy.setting (id, division, parameter, value, valid_from, document, example, proposed_by, approved_by, approved_at)
      values (${newId()}, ${division}, ${parameter}, ${JSON.stringify(value)}::jsonb, ${from}::date, '示例文件', true, 'a', 'b', now())`.execute(
      tx,
    )
}

const tried = async (
  changes: Change[],
  more: { months?: number; from?: Day; division?: string } = {},
): Promise<Tried> => {
  const order = { division: DISTRICT, from: FROM, month: AT, months: 1, changes, ...more }
  const result = await tryChanges((work) => asSystem(db, work), tree, settingsOf(), order)
  if (!result.ok) throw new Error(result.refusal.message)
  return result.value
}

const call = async (who: string, method: string, path: string, body?: unknown, area = 'whatif') => {
  const response = await http.request(`/api/${area}${path}`, {
    method,
    headers: { 'content-type': 'application/json', 'idempotency-key': newId(), 'x-test-account': who },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  return { status: response.status, body: (await response.json()) as never as Record<string, never> }
}
const order = (changes: Change[], more: object = {}) => ({
  division: DISTRICT,
  from: FROM,
  month: '2026-11',
  changes,
  ...more,
})
const RAISE: Change[] = [{ parameter: 'old-age-allowance-80-89', value: 100 }]

describe('试算：改一个数值，谁增谁减、花多少', () => {
  it.each<[string, Change[], Record<string, Settings[number]['value']>]>([
    ['标准提高', RAISE, { 'old-age-allowance-80-89': 100 }],
    [
      '范围收窄',
      [{ parameter: 'care-subsidy-hardship', value: ['extreme'] }],
      { 'care-subsidy-hardship': ['extreme'] },
    ],
    [
      '两项只能享受一项的办法改变',
      [{ parameter: 'overlap-care-subsidy-extreme-hardship-care-subsidy', value: 'stack' }],
      { 'overlap-care-subsidy-extreme-hardship-care-subsidy': 'stack' },
    ],
    [
      '改为申请后发放',
      [{ parameter: 'claim-old-age-allowance', value: 'application' }],
      { 'claim-old-age-allowance': 'application' },
    ],
    [
      '生日从次月起算',
      [{ parameter: 'old-age-allowance-birthday-month', value: 'nextMonth' }],
      { 'old-age-allowance-birthday-month': 'nextMonth' },
    ],
  ])('%s：与按新数值真的跑一遍的差别相同', async (_, changes, replaced) => {
    const sides: Awaited<ReturnType<typeof linesOf>>[] = []
    for (const settings of [settingsOf(), settingsOf(replaced)]) {
      await sql`truncate benefits.run cascade`.execute(db)
      const lines = await linesOf(db, (await run(db, '2026-11', settings)).run.id)
      sides.push(lines.filter((each) => each.outcome === 'granted'))
    }
    const perPerson = (lines: (typeof sides)[number]) => {
      const sums = new Map<string, number>()
      for (const line of lines) sums.set(line.elder, (sums.get(line.elder) ?? 0) + Number(line.fen ?? 0))
      return sums
    }
    const [before, after] = sides.map(perPerson)
    const differences = [...new Set([...before!.keys(), ...after!.keys()])].map(
      (id) => (after!.get(id) ?? 0) - (before!.get(id) ?? 0),
    )
    const { districts, months } = await tried(changes)
    const total = (sums: Map<string, number>) => [...sums.values()].reduce((sum, fen) => sum + fen, 0)
    expect(months[0]).toMatchObject({
      persons: 43,
      gain: differences.filter((each) => each > 0).length,
      lose: differences.filter((each) => each < 0).length,
      fenBefore: total(before!),
      fenAfter: total(after!),
    })
    expect(differences.some((each) => each !== 0)).toBe(true)
    for (const scheme of districts[0]!.months[0]!.schemes)
      expect([scheme.grantedBefore, scheme.grantedAfter], scheme.title).toEqual(
        sides.map((lines) => lines.filter((each) => each.scheme === scheme.scheme).length),
      )
  })

  it('文件写明的数值也可以问“如果”，并逐月看；什么都没有留下', async () => {
    const before = await everything()
    const { changes, months } = await tried([{ parameter: 'old-age-allowance-age-80', value: 75 }], { months: 3 })
    expect(changes[0]).toMatchObject({ label: expect.any(String), before: 80, after: 75, fixed: true })
    expect(months.map((each) => each.month)).toEqual(['2026-11', '2026-12', '2027-01'])
    expect(months[0]!.gain).toBeGreaterThan(0)
    expect(months[2]!.fenBefore).toBeGreaterThanOrEqual(months[0]!.fenBefore)
    expect(await everything()).toEqual(before)
  })

  it('从以后的某日起，以前的月份没有差别', async () => {
    const { months } = await tried(RAISE, { months: 3, from: day('2027-01-01') })
    expect(months.map((each) => each.gain > 0)).toEqual([false, false, true])
  })

  it('人数少于五的乡镇合并显示，少于五的变动不写人数', async () => {
    const { districts } = await tried([
      { parameter: 'overlap-care-subsidy-extreme-hardship-care-subsidy', value: 'stack' },
    ])
    const [place] = districts
    for (const row of place!.townships)
      expect(row.gain === 0 || row.gain >= 5 || row.places.length > 1, row.name).toBe(true)
    const care = place!.months[0]!.schemes.find((each) => each.scheme === 'care-subsidy')!
    expect(care.begins).toBe(null)
    expect(place!.townships.reduce((sum, row) => sum + row.persons, 0)).toBe(43)
  })

  it('逐人打开前后两张依据卡；名单只给管辖的人看', async () => {
    const stack = [{ parameter: 'overlap-care-subsidy-extreme-hardship-care-subsidy', value: 'stack' }]
    const page = await call('zhang', 'POST', '/persons', order(stack, { turn: 'gain' }))
    const held = {
      elder: both,
      fenBefore: 36_000,
      fenAfter: 56_000,
      says: expect.stringContaining('不享受 → 200.00 元'),
    }
    expect(page.body.rows).toEqual(expect.arrayContaining([expect.objectContaining(held)]))
    const cards = await call('zhang', 'POST', '/cards', order(stack, { district: DISTRICT, elder: both }))
    const outcome = (side: 'before' | 'after') =>
      (cards.body[side] as unknown as { scheme: string; outcome: string }[]).find(
        (each) => each.scheme === 'care-subsidy',
      )?.outcome
    expect([outcome('before'), outcome('after')]).toEqual(['excluded', 'granted'])
    for (const path of ['/persons', '/cards', '/tries', '/cases'])
      expect(
        (await call('elsewhere', 'POST', path, order(stack, { turn: 'gain', district: DISTRICT, elder: both }))).status,
      ).toBe(403)
  })

  it('二十例取自真实台账，不带姓名、号码和住址，先看有变化的', async () => {
    const drawn = (await call('zhang', 'POST', '/cases', order(RAISE))).body as unknown as typeof Cases._output
    expect(drawn.cases).toHaveLength(20)
    expect(JSON.stringify(drawn)).not.toMatch(/某人|01[0-9a-f]{6}-|500113/)
    const turns = drawn.cases.map((each) => each.turn)
    expect(turns[0]).toBe('gain')
    expect(turns).toContain('same')
    for (const each of drawn.cases)
      for (const scheme of each.schemes) expect(scheme.before.reason.length).toBeGreaterThan(1)
  })

  it('签发一项数值前要打开它自己的二十例；别的数值、别的日期、没有权限的都不算', async () => {
    const proposal = {
      division: DISTRICT,
      parameter: 'clawback-instalments-most',
      value: 10,
      from: FROM,
      document: '示例文件',
    }
    const made = await call('zhang', 'POST', '/settings', proposal, 'rules')
    expect(made).toMatchObject({ status: 200 })
    const { id } = made.body as unknown as { id: string }
    const signed = async () => (await call('li', 'POST', `/settings/${id}/approve`, undefined, 'rules')).status
    const open = async (who: string, value: number, from = FROM as string) =>
      (
        await call(
          who,
          'POST',
          '/cases',
          order([{ parameter: proposal.parameter, value }], { setting: id, from, month: '2026-12' }),
        )
      ).status
    expect(await open('li', 10, '2026-12-01')).toBe(422)
    expect(await open('li', 11)).toBe(422)
    expect(await open('elsewhere', 10)).toBe(403)
    expect(await open('zhang', 10)).toBe(200)
    expect(await signed()).toBe(409)
    expect(await open('li', 10)).toBe(200)
    expect(await signed()).toBe(200)
  })

  it('方案存在自己名下：别人看不见，也删不掉', async () => {
    const saved = await call('zhang', 'POST', '/drafts', { ...order(RAISE), name: '提高到一百元' })
    expect(saved.status).toBe(200)
    await call('zhang', 'POST', '/drafts', {
      ...order([{ parameter: 'old-age-allowance-80-89', value: 110 }]),
      name: '提高到一百元',
    })
    expect((await call('zhang', 'GET', '/drafts')).body).toMatchObject([
      { name: '提高到一百元', changes: [{ value: 110 }] },
    ])
    expect((await call('li', 'GET', '/drafts')).body).toEqual([])
    const { id } = saved.body as unknown as { id: string }
    expect((await call('li', 'POST', `/drafts/${id}/removal`)).status).toBe(404)
    expect((await call('zhang', 'POST', `/drafts/${id}/removal`)).status).toBe(200)
  })

  it('不能试算的，说明为什么', async () => {
    const refused = async (changes: unknown[], more: object = {}) =>
      (await call('zhang', 'POST', '/tries', order(changes as Change[], more))).body.code
    expect(await refused([])).toBe('TRIAL_EMPTY')
    expect(await refused([{ parameter: 'no-such', value: 1 }])).toBe('PARAMETER_UNKNOWN')
    expect(await refused([{ parameter: 'old-age-allowance-80-89', value: 'a' }])).toBe('TRIAL_VALUE_INVALID')
    expect(await refused([{ parameter: 'old-age-allowance-age-80', value: '八十' }])).toBe('TRIAL_VALUE_INVALID')
    expect(await refused([...RAISE, ...RAISE])).toBe('TRIAL_CHANGED_TWICE')
  })
})

async function everything(): Promise<unknown> {
  const { rows } = await sql`
    select (select count(*) from benefits.run) as runs, (select count(*) from benefits.entitlement) as lines, (select count(*) from policy.setting) as settings,
           (select count(*) from elders.fact) as facts, (select count(*) from audit.entry) as entries, (select count(*) from whatif.draft) as drafts`.execute(
    db,
  )
  return rows[0]
}

describe('城市', () => {
  it('每个区县一行，名称齐全', async () => {
    const { districts, months } = await tried(RAISE, { division: '500000' })
    expect(districts.length).toBeGreaterThan(30)
    expect(districts.find((each) => each.district === batchOf(DISTRICT, AT).payer)).toMatchObject({
      name: expect.stringContaining('巴南'),
    })
    expect(months[0]!.gain).toBe(0)
  })
})
