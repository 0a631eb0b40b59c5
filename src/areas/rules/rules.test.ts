import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { collectReads } from '../../platform/audit/index.ts'
import { day } from '../../platform/clock/day.ts'
import { asSystem, inScope, newId } from '../../platform/db/index.ts'
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts'
import { type Platform, serverApp } from '../../platform/http/index.ts'
import type { Principal, Role } from '../../platform/identity/index.ts'
import { evaluate, findRule, ruleContext } from '../../policy/index.ts'
import { noteCasesOpened } from './cases-opened.ts'
import { rules, setDemonstrationValues } from './index.ts'
import { readSetting, readSettings } from './queries.ts'
import { placesOf } from './scope.ts'

const TODAY = day('2026-11-15')
const ALLOWANCE = 'old-age-allowance-80-89'
let town: TestDatabase
let http: ReturnType<typeof serverApp>

const principal = (account: string, district = '500113', role: Role = 'districtOfficer'): Principal => ({
  account,
  name: account,
  grants: [{ role, division: district, validFrom: day('2020-01-01') }],
  scope: { account, districts: [district], townships: [], villages: [] },
})
/** An officer of the city: the grant is the city's, the scope lists its districts. */
function cityOfficer(account: string): Principal {
  const { scope, ...rest } = principal(account, '500000', 'cityOfficer')
  return { ...rest, scope: { ...scope, districts: ['500113', '500103'] } }
}
const people: Record<string, Principal> = {
  zhang: principal('zhang'),
  li: principal('li'),
  elsewhere: principal('elsewhere', '500103'),
  clerk: principal('clerk', '500113', 'townshipClerk'),
  wang: cityOfficer('wang'),
  zhao: cityOfficer('zhao'),
}

beforeAll(async () => {
  town = await testDatabase()
  const silent = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} }
  const platform = {
    db: town.db,
    databaseUrl: town.url,
    today: () => TODAY,
    now: () => new Date('2026-11-15T04:00:00Z'),
    log: silent,
    reads: collectReads(town.db, silent as never),
    identify: async (request: Request) => people[request.headers.get('x-test-account') ?? ''],
  } as unknown as Platform
  http = serverApp(platform, [rules])
})
afterAll(() => town.drop())

const call = async (who: string | undefined, method: string, path: string, body?: unknown, key = newId()) => {
  const headers: Record<string, string> = { 'content-type': 'application/json', 'idempotency-key': key }
  if (who) headers['x-test-account'] = who
  const response = await http.request(`/api/rules${path}`, {
    method,
    headers,
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  return {
    status: response.status,
    body: (await response.json()) as never as { id: string; code: string; state: string; title: string } & Record<
      string,
      never
    >,
  }
}
const draft = (value: unknown, from = '2026-01-01', more: object = {}) => ({
  division: '500113',
  parameter: ALLOWANCE,
  value,
  from,
  document: '巴南民发〔2026〕示例',
  ...more,
})
const propose = async (value: unknown, from?: string, more?: object) =>
  (await call('zhang', 'POST', '/settings', draft(value, from, more))).body.id
/** Opens the twenty cases of a draft and signs it; what opening them is, the trial's own test shows. */
const sign = async (who: string, id: string) => {
  await inScope(town.db, placesOf(people[who]!), async (tx) => {
    const held = await readSetting(tx, id)
    if (held) await noteCasesOpened(tx, who, id, { changes: [held], from: held.from })
  })
  return call(who, 'POST', `/settings/${id}/approve`)
}
const allowance = async (on: string, knownAt?: Date) => {
  const settings = await asSystem(town.db, (tx) => readSettings(tx, knownAt ? { knownAt } : {}))
  const answer = evaluate(
    findRule('old-age-allowance')!,
    { birthDate: '1940-05-05', householdDivision: '500113' },
    ruleContext({ on: day(on), division: '500113', settings }),
  )
  return answer.missing.includes(`parameter:${ALLOWANCE}`) ? 'blocked' : answer.amountFen
}

describe('W25 设定待定的数值', () => {
  it('一个人提出，另一个人签发；提出人不能自己签', async () => {
    const id = await propose(100)
    expect(await allowance('2026-11-15')).toBe('blocked')
    expect(await call('zhang', 'POST', `/settings/${id}/approve`)).toMatchObject({
      status: 403,
      body: { code: 'SETTING_SAME_PERSON' },
    })
    expect(await call('li', 'POST', `/settings/${id}/approve`)).toMatchObject({
      status: 409,
      body: { code: 'SETTING_CASES_UNSEEN' },
    })
    expect(await sign('li', id)).toMatchObject({
      status: 200,
      body: { state: 'inForce' },
    })
    expect(await allowance('2026-11-15')).toBe(10_000)
    expect(await sign('li', id)).toMatchObject({
      status: 409,
      body: { code: 'SETTING_ALREADY_DECIDED' },
    })
  })

  it('数据库也守着：同一人签两次写不进去，签过的改不了、删不掉', async () => {
    const id = await propose(1, '2030-01-01')
    const self = inScope(town.db, people.zhang!.scope, (tx) =>
      sql`update policy.setting set approved_by = 'zhang', approved_at = now() where id = ${id}::uuid`.execute(tx),
    )
    await expect(self).rejects.toThrow(/second_person/)
    await expect(sql`update policy.setting set value = '999' where id = ${id}::uuid`.execute(town.db)).rejects.toThrow(
      /append-only/,
    )
    await expect(sql`delete from policy.setting where id = ${id}::uuid`.execute(town.db)).rejects.toThrow(/append-only/)
  })

  it('从某日起用新数，以前的月份仍是旧数；同一天更正则留下历史', async () => {
    const later = await propose(120, '2026-07-01')
    await sign('li', later)
    expect([await allowance('2025-12-31'), await allowance('2026-06-30'), await allowance('2026-07-01')]).toEqual([
      'blocked',
      10_000,
      12_000,
    ])

    const before = new Date((await sql<{ now: Date }>`select clock_timestamp() as now`.execute(town.db)).rows[0]!.now)
    const corrected = await propose(130, '2026-07-01')
    await sign('li', corrected)
    expect(await allowance('2026-07-01')).toBe(13_000)
    expect(await allowance('2026-07-01', before)).toBe(12_000)
    const { body } = await call('li', 'GET', `/settings?division=500113&parameter=${ALLOWANCE}`)
    const states = (body as never as { id: string; state: string }[]).filter(
      (each) => each.id === later || each.id === corrected,
    )
    expect(states.map((each) => each.state)).toEqual(['inForce', 'superseded'])
  })

  it('草稿可以撤回，撤回后不能再签', async () => {
    const id = await propose(1, '2031-01-01')
    expect(await call('li', 'POST', `/settings/${id}/withdraw`)).toMatchObject({
      status: 200,
      body: { state: 'withdrawn' },
    })
    expect(await sign('li', id)).toMatchObject({ status: 409 })
  })

  it.each([
    ['文件已定的数不能改', { parameter: 'bn-operating-subsidy', value: 60 }, 422, 'PARAMETER_FIXED'],
    ['没有的参数', { parameter: 'nothing' }, 404, 'PARAMETER_UNKNOWN'],
    ['金额多于两位小数', { value: 1.005 }, 422, 'SETTING_VALUE_INVALID'],
    ['金额写成文字', { value: '一百' }, 422, 'SETTING_VALUE_INVALID'],
    ['早于规定施行', { from: '2020-01-01' }, 422, 'SETTING_BEFORE_PARAMETER'],
    ['截止早于起始', { until: '2025-01-01' }, 422, 'SETTING_PERIOD_INVALID'],
    ['日期不存在', { from: '2026-02-30' }, 422, 'INVALID'],
    ['选项之外', { parameter: 'old-age-allowance-place', value: 'anywhere' }, 422, 'SETTING_VALUE_INVALID'],
  ])('拒绝并说明：%s', async (_, over, status, code) => {
    expect(await call('zhang', 'POST', '/settings', { ...draft(100), ...over })).toMatchObject({
      status,
      body: { code },
    })
  })

  it('外区县、无此岗位、未登录的都不能动；同一编号提交两次只有一份草稿', async () => {
    expect((await call('elsewhere', 'POST', '/settings', draft(1))).status).toBe(403)
    expect((await call('clerk', 'POST', '/settings', draft(1))).status).toBe(403)
    expect((await call(undefined, 'POST', '/settings', draft(1))).status).toBe(401)
    const id = await propose(5, '2032-01-01')
    expect(await call('elsewhere', 'POST', `/settings/${id}/approve`)).toMatchObject({ status: 404 })
    const key = newId()
    const [one, two] = [
      await call('zhang', 'POST', '/settings', draft(6, '2033-01-01'), key),
      await call('zhang', 'POST', '/settings', draft(6, '2033-01-01'), key),
    ]
    expect(two.body.id).toBe(one.body.id)
  })

  it('列出本区县待定的数值：有没有设定、依据哪条、哪些规则在等', async () => {
    const { body } = await call('zhang', 'GET', '/parameters?division=500113')
    const list = body as never as { id: string; value: unknown; basis: string; usedBy: string[]; suggested: unknown }[]
    expect(list.find((each) => each.id === ALLOWANCE)).toMatchObject({
      value: 130,
      basis: 'setting',
      usedBy: ['高龄津贴'],
    })
    expect(list.find((each) => each.id === 'care-subsidy-amount')).toMatchObject({
      value: null,
      basis: 'unset',
      suggested: 200,
    })
    expect(list.find((each) => each.id === 'institution-drill-regular')).toMatchObject({ basis: 'unset' })
  })

  it('每次提出和签发都留痕', async () => {
    const { rows } = await sql<{ action: string; account: string }>`
      select action, account from audit.entry where object = 'setting' and district = '500113' order by tx, id limit 2`.execute(
      town.db,
    )
    expect(rows).toEqual([
      { action: 'setting.propose', account: 'zhang' },
      { action: 'setting.approve', account: 'li' },
    ])
  })

  it('规则的说明和已签发的数值不用登录就能看', async () => {
    const explained = await call(undefined, 'GET', '/old-age-allowance/explanation?division=500113')
    expect(explained.body.title).toBe('高龄津贴')
    expect(JSON.stringify(explained.body)).toContain('130 元/人·月')
    const open = await call(undefined, 'GET', '/settings/public?division=500113001')
    expect(open.body).toContainEqual(expect.objectContaining({ parameter: ALLOWANCE, value: 130, signedBy: [] }))
  })
})

describe('演示数值', () => {
  it('经两人签发，标明示例，再运行一次不变', async () => {
    const fresh = await testDatabase()
    const asked = { division: '500113', from: day('2025-01-01'), maker: 'demo-maker', checker: 'demo-checker' }
    const set = () => asSystem(fresh.db, (tx) => setDemonstrationValues(tx, asked))
    expect([(await set()) > 20, await set()]).toEqual([true, 0])
    const settings = await asSystem(fresh.db, (tx) => readSettings(tx))
    const answer = evaluate(
      findRule('old-age-allowance')!,
      { birthDate: '1940-05-05', householdDivision: '500113' },
      ruleContext({ on: TODAY, division: '500113', settings }),
    )
    expect(answer).toMatchObject({ outcome: 'granted', example: true, amountFen: 10_000 })
    expect(answer.says).toContain('示例')
    await fresh.drop()
  })
})

describe('W25 全市和全国的设定，就近优先', () => {
  const ALLOWANCE_90 = 'old-age-allowance-90-99'
  const inCity = { division: '500000', parameter: ALLOWANCE_90 }

  it('全市的设定由市级两人签发；没有自己设定的区县沿用，区县自己设了就按自己的', async () => {
    expect((await call('zhang', 'POST', '/settings', draft(150, '2026-01-01', inCity))).status).toBe(403)
    const made = await call('wang', 'POST', '/settings', draft(150, '2026-01-01', inCity))
    expect(made.status).toBe(200)
    expect((await sign('li', made.body.id)).status).toBe(404)
    expect((await sign('zhao', made.body.id)).status).toBe(200)
    const row = async () => {
      const listed = (await call('zhang', 'GET', '/parameters?division=500113&on=2026-11-15')).body as never as {
        id: string
        value: number
        setIn: string
      }[]
      return listed.find((each) => each.id === ALLOWANCE_90)
    }
    expect(await row()).toMatchObject({ value: 150, basis: 'setting', setIn: '500000' })
    const own = await propose(180, '2026-03-01', { parameter: ALLOWANCE_90 })
    await sign('li', own)
    expect(await row()).toMatchObject({ value: 180, setIn: '500113' })
  })
})

describe('条款核对', () => {
  const CLAUSE = {
    doc: 'cn-voucher-2025-49',
    section: '对象',
    on: '2026-11-10',
    source: '民政部网站原文，2026 年 11 月 10 日查阅',
  }

  it('一人核对，另一人确认，之后处处显示新的日期，审计里留下记录', async () => {
    const before = (await call(undefined, 'GET', '/disability-voucher/explanation?division=500113&on=2026-11-15'))
      .body as never as { lines: string[] }
    expect(before.lines.join()).not.toContain('2026-11-10')
    const made = await call('zhang', 'POST', '/verifications', CLAUSE)
    expect(made.status).toBe(200)
    expect((await call('li', 'POST', '/verifications', CLAUSE)).body.code).toBe('VERIFICATION_WAITS')
    expect((await call(undefined, 'GET', '/verifications/public')).body).toEqual([])
    expect((await call('zhang', 'POST', `/verifications/${made.body.id}/confirm`)).body.code).toBe(
      'VERIFICATION_SAME_PERSON',
    )
    expect((await call('wang', 'POST', `/verifications/${made.body.id}/confirm`)).body).toMatchObject({
      state: 'confirmed',
    })
    expect((await call(undefined, 'GET', '/verifications/public')).body).toEqual([
      { doc: CLAUSE.doc, section: CLAUSE.section, on: CLAUSE.on },
    ])
    const after = (await call(undefined, 'GET', '/disability-voucher/explanation?division=500113&on=2026-11-15'))
      .body as never as { lines: string[] }
    expect(after.lines.join()).toContain('2026-11-10')
    const { rows } = await sql<{
      action: string
      account: string
    }>`select action, account from audit.entry where object = 'clause' order by id`.execute(town.db)
    expect(rows).toEqual([
      { action: 'verification.propose', account: 'zhang' },
      { action: 'verification.confirm', account: 'wang' },
    ])
  })

  it('没有的条款、还没有到的日期、印发以前的日期都不收；确认过的改不了', async () => {
    const code = async (more: object) =>
      (await call('zhang', 'POST', '/verifications', { ...CLAUSE, ...more })).body.code
    expect(await code({ section: '没有' })).toBe('CLAUSE_UNKNOWN')
    expect(await code({ on: '2026-12-01' })).toBe('VERIFICATION_DAY_AHEAD')
    expect(await code({ on: '2001-01-01' })).toBe('VERIFICATION_BEFORE_ISSUE')
    await expect(sql`update policy.verification set verified_on = '2026-11-11'`.execute(town.db)).rejects.toThrow(
      /append-only/,
    )
  })
})
