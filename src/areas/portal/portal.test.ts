import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cookiesOf } from '../../app/testing.ts'
import { type CaseTown, caseTown, type Who } from '../../app/testing-cases.ts'
import { day } from '../../platform/clock/day.ts'
import { maskName } from '../../platform/crypto/index.ts'
import { asIdentity, asSystem, newId } from '../../platform/db/index.ts'
import type { Platform } from '../../platform/http/index.ts'
import type { Principal } from '../../platform/identity/index.ts'
import { setFacts } from '../elders/index.ts'
import type { AccessOnce, CaseProgress, DraftPaper, Family, Guide, NewAccess, OnlineReceipt } from './contract.ts'
import { giveAccess } from './give-access.ts'
import { sendCode } from './phone-sign-in.ts'

const OWN = 'a sentence of my own'
let town: CaseTown
let elder: CaseTown['elder']
let clerk = ''
let officer = ''

/** The gateway of this installation: keeps what it is asked to send. */
const sent: { phone: string; text: string }[] = []
const gateway = createServer((request, reply) => {
  void text(request).then((said) => {
    sent.push(JSON.parse(said) as (typeof sent)[number])
    reply.writeHead(204).end()
  })
})

beforeAll(async () => {
  await new Promise<void>((up) => gateway.listen(0, '127.0.0.1', up))
  const { port } = gateway.address() as AddressInfo
  town = await caseTown('2026-03-02T10:00:00+08:00', { SMS_GATEWAY_URL: `http://127.0.0.1:${port}/` })
  ;({ elder, clerk, officer } = town)
})
afterAll(async () => {
  await town.close()
  gateway.close()
})

const post = (path: string, as: string | undefined, body: unknown) => town.post(`/api/portal${path}`, as, body)
const get = (path: string, as: string) => town.get(`/api/portal${path}`, as)

async function give(who: Who, over: object = {}): Promise<AccessOnce> {
  const reply = await post('/access', clerk, {
    elder: who,
    as: 'family',
    name: '乙某',
    relation: 'child',
    until: '2026-09-01',
    checked: 'present',
    ...over,
  })
  expect(reply.text && reply.status).toBe(200)
  return reply.body as AccessOnce
}
/** Signs in with the one-time code, as the sheet from the counter says, and sets a password of one's own. */
async function enter({ account, password }: AccessOnce): Promise<string> {
  const first = await town.signIn(account, password ?? '')
  expect((await get('/family', first)).status).toBe(403)
  const changed = await town.call('POST', '/api/auth/change-password', {
    as: first,
    body: { currentPassword: password, newPassword: OWN, revokeOtherSessions: true },
  })
  expect(changed.status).toBe(200)
  return town.signIn(account, OWN)
}

describe('家人的门', () => {
  it('opens the affairs of one elder until a day, and nothing else of the office', async () => {
    const mother = await elder()
    const stranger = await elder()
    const daughter = await enter(await give(mother))
    const seen = (await get('/family', daughter)).body as Family
    expect(seen.persons.map((each) => [each.id, each.as, each.until])).toEqual([[mother.id, 'family', '2026-09-01']])
    const path = (who: Who) => `/family/persons/${who.district}/${who.id}/intake`
    expect((await get(path(mother), daughter)).status).toBe(200)
    expect(await get(path(stranger), daughter)).toMatchObject({ status: 404, body: { code: 'PORTAL_NOT_YOURS' } })
    for (const closed of [
      '/api/elders',
      '/api/workbench',
      '/api/jobs',
      '/api/cases',
      `/api/applications/persons/${mother.district}/${mother.id}`,
    ])
      expect([closed, (await town.call('GET', closed, { as: daughter })).status]).toEqual([closed, 403])
    expect((await town.call('GET', '/api/session', { as: daughter })).status).toBe(200)
    town.clock = new Date('2026-09-01T10:00:00+08:00')
    expect((await get(path(mother), daughter)).status).toBe(404)
    town.clock = new Date('2026-03-02T10:00:00+08:00')
  })

  it('is given only where the file is in the own area, and never longer than three years', async () => {
    const mother = await elder()
    const village = await town.signIn('demo-village')
    const away = { district: '500113', id: newId() }
    const order = {
      elder: away,
      as: 'family',
      name: '乙某',
      relation: 'child',
      until: '2026-09-01',
      checked: 'present',
    }
    expect((await post('/access', village, order)).status).toBe(404)
    expect((await post('/access', clerk, { ...order, elder: mother, until: '2036-01-01' })).body).toMatchObject({
      code: 'PORTAL_PERIOD_LONG',
    })
    expect((await post('/access', await town.signIn('demo-finance'), { ...order, elder: mother })).status).toBe(403)
  })

  it('the elder ends a delegation early, and the family member is out at once', async () => {
    const mother = await elder()
    const daughter = await enter(await give(mother))
    const sons = await give(mother, { name: '丙某' })
    const son = await enter(sons)
    expect(((await get('/family', son)).body as Family).persons[0]?.delegations.map((each) => each.name)).toEqual([
      '丙某',
    ])
    const herself = await enter(await give(mother, { as: 'elder', name: '甲乙丙' }))
    const [card] = ((await get('/family', herself)).body as Family).persons
    const delegation = card?.delegations.find((each) => each.name === '乙某')
    const end = `/family/persons/${mother.district}/${mother.id}/delegations/${delegation?.id}/end`
    expect((await post(end, herself, {})).status).toBe(200)
    expect(((await get('/family', daughter)).body as Family).persons).toEqual([])
    // Renewed before its day: the later of the two is the son's own as well.
    const { account } = sons
    await give(mother, { name: '丙某', account, until: '2027-01-01' })
    const his = ((await get('/family', son)).body as Family).persons[0]?.delegations ?? []
    expect(his).toHaveLength(2)
    const later = his.find((each) => each.until === '2027-01-01')
    const path = `/family/persons/${mother.district}/${mother.id}/delegations`
    expect((await post(`${path}/${later?.id}/end`, son, {})).status).toBe(200)
    expect(
      (await town.call('GET', `/api/benefits/persons/${mother.district}/${mother.id}/months`, { as: clerk })).status,
    ).toBe(200)
    await town.platform.reads.flush()
    const readers = ((await get('/family', herself)).body as Family).persons[0]?.readers ?? []
    // Her own readings are not among them, those of the son are.
    expect(new Set(readers.map((each) => each.what))).toEqual(new Set(['查看待遇', '家人查看']))
    expect(readers.every((each) => each.who !== '老人本人')).toBe(true)
    expect(readers.every((each) => !/demo|jt\d|lr\d/.test(each.who))).toBe(true)
  })

  it('the elder decides what the family sees, at the counter or by themself, and nobody else does', async () => {
    const mother = await elder()
    const daughter = await enter(await give(mother))
    const herself = await enter(await give(mother, { as: 'elder', name: '甲乙丙' }))
    const order = { elder: mother, schemes: ['old-age-allowance'], agreed: true }
    expect((await post('/family/applications', daughter, order)).status).toBe(200)
    const card = async (as: string) => ((await get('/family', as)).body as Family).persons[0]
    expect((await card(daughter))?.cases).toHaveLength(1)
    const at = `/${mother.district}/${mother.id}/parts`
    expect(await post(`/family/persons${at}`, daughter, { parts: ['cases'] })).toMatchObject({
      body: { code: 'PORTAL_ELDER_DECIDES' },
    })
    expect((await post(`/family/persons${at}`, herself, { parts: ['benefits'] })).status).toBe(200)
    expect(await card(daughter)).toMatchObject({ cases: [], readers: [], parts: ['benefits'] })
    // Nothing is kept from the elder.
    expect((await card(herself))?.cases).toHaveLength(1)
    const said = { parts: ['cases', 'visits'], how: 'voice' }
    expect((await post(`/access${at}`, await town.signIn('demo-finance'), said)).status).toBe(403)
    expect((await post(`/access${at}`, clerk, said)).status).toBe(200)
    expect(await card(daughter)).toMatchObject({ parts: ['visits', 'cases'] })
    expect((await get(`/access/${mother.district}/${mother.id}`, clerk)).body).toMatchObject({
      parts: ['visits', 'cases'],
    })
  })

  it('one account serves both parents, and a wrong name gets nowhere', async () => {
    const mother = await elder()
    const father = await elder()
    const given = await give(mother)
    const daughter = await enter(given)
    expect(await give(father, { account: given.account })).toMatchObject({ account: given.account, password: null })
    const persons = ((await get('/family', daughter)).body as Family).persons
    expect(persons.map((each) => each.id).sort()).toEqual([mother.id, father.id].sort())
    const wrong = { elder: father, as: 'family', relation: 'child', until: '2026-09-01', checked: 'present' }
    expect((await post('/access', clerk, { ...wrong, name: '丙某', account: given.account })).status).toBe(422)
    expect((await post('/access', clerk, { ...wrong, name: '乙某', account: 'demo-district' })).status).toBe(422)
  })
})

describe('一次性的码', () => {
  it('is set anew at the counter that knows the family, never by the administrator of accounts', async () => {
    const { account } = await give(await elder())
    const administrator = await town.signIn('demo-administrator')
    expect(await town.post(`/api/accounts/${account}/reset-password`, administrator, undefined)).toMatchObject({
      status: 422,
      body: { code: 'CITIZEN_PASSWORD' },
    })
    const grant = { role: 'townshipClerk', division: '500113103', reason: '轮岗' }
    expect(await town.post(`/api/accounts/${account}/grants`, administrator, grant)).toMatchObject({
      status: 422,
      body: { code: 'CITIZEN_ACCOUNT' },
    })
  })

  it('comes with an account that is whole or not there: nothing is left of one whose delegation was not recorded', async () => {
    const mother = await elder()
    const accounts = async () =>
      (await asIdentity(town.platform.db, (tx) => sql`select 1 from "user"`.execute(tx))).rows.length
    const before = await accounts()
    const { identity } = town.platform
    const broken: Platform = {
      ...town.platform,
      identity: {
        ...identity,
        createAccountWithin: async (tx, account) => {
          await identity.createAccountWithin(tx, account)
          throw new Error('killed')
        },
      },
    }
    const by = await town.platform.identify(new Request('http://127.0.0.1/', { headers: { cookie: clerk } }))
    const order = {
      elder: mother,
      as: 'family',
      name: '乙某',
      relation: 'child',
      until: '2026-09-01',
      checked: 'present',
    }
    await expect(giveAccess(broken, by as Principal, order as NewAccess, 'r')).rejects.toThrow('killed')
    expect(await accounts()).toBe(before)
  })

  it('is no password of one’s own, and opens nothing before it was replaced', async () => {
    const mother = await elder()
    const daughter = await enter(await give(mother))
    const order = { elder: mother, schemes: ['old-age-allowance'], agreed: true }
    const [opened] = ((await post('/family/applications', daughter, order)).body as OnlineReceipt).cases
    const { account, password } = await give(mother, { name: '丙某' })
    const first = await town.signIn(account, password ?? '')
    expect(await post('/progress', first, { number: opened!.number })).toMatchObject({ status: 404 })
    const same = { currentPassword: password, newPassword: password, revokeOtherSessions: true }
    expect(await town.call('POST', '/api/auth/change-password', { as: first, body: same })).toMatchObject({
      status: 422,
      body: { code: 'PASSWORD_UNCHANGED' },
    })
    expect((await get('/family', first)).status).toBe(403)
  })

  it('is not renewed at a counter for whoever works here, or will when a second person has signed', async () => {
    const mother = await elder()
    const { account } = await give(mother)
    const at = `/access/${mother.district}/${mother.id}`
    const rows = ((await get(at, clerk)).body as { rows: { id: string; account: string }[] }).rows
    const renew = () => post(`${at}/renew`, clerk, { as: 'family', id: rows[0]!.id })
    expect((await renew()).status).toBe(200)
    const assign = { cases: [{ district: mother.district, id: newId() }], to: account }
    expect(await town.call('POST', '/api/cases/assignments', { as: clerk, body: assign })).toMatchObject({
      body: { code: 'APPLICATION_DEPUTY_UNKNOWN' },
    })
    await asIdentity(town.platform.db, (tx) =>
      sql`
        insert into "grant" (id, account, role, division, valid_from, reason, granted_by, needs_approval)
        values (${newId()}, ${account}, 'districtOfficer', '500113', '2026-01-01', 'waits', 'demo-admin', true)`.execute(
        tx,
      ),
    )
    expect(await renew()).toMatchObject({ status: 422, body: { code: 'PORTAL_ACCOUNT_NOT_THEIRS' } })
  })
})

describe('用手机号登录', () => {
  const ask = (phone: string) => post('/sign-in/code', undefined, { phone })
  const enterBy = (phone: string, code: string) => post('/sign-in', undefined, { phone, code })
  const codeFor = async (phone: string): Promise<string> => {
    const before = sent.length
    expect((await ask(phone)).status).toBe(200)
    await expect.poll(() => sent.length).toBe(before + 1)
    return /\d{6}/.exec(sent.at(-1)?.text ?? '')?.[0] ?? ''
  }

  it('opens the account of whoever showed the telephone at the counter, once for each code, and ends the sheet of paper', async () => {
    const mother = await elder()
    const { account, password } = await give(mother, { phone: '13900000001' })
    const code = await codeFor('+86 139 0000 0001')
    // At most one a minute, and nothing says so.
    expect((await ask('13900000001')).status).toBe(200)
    const entered = await enterBy('13900000001', code)
    expect(entered.status, entered.text).toBe(200)
    const daughter = cookiesOf(entered)
    expect(((await get('/family', daughter)).body as Family).persons.map((each) => each.id)).toEqual([mother.id])
    expect((await enterBy('13900000001', code)).body).toMatchObject({ code: 'PORTAL_CODE_WRONG' })
    await expect(town.signIn(account, password ?? '')).rejects.toThrow('401')
    expect(sent).toHaveLength(1)
  })

  it('tells nobody which numbers are known, locks a number that is guessed at, and is no way in for staff', async () => {
    const unknown = await ask('13900000009')
    expect([unknown.status, unknown.body]).toEqual([200, { minutes: 10 }])
    const mother = await elder()
    const { account } = await give(mother, { phone: '13900000002' })
    const code = await codeFor('13900000002')
    const answers: number[] = []
    for (let guess = 0; guess < 7; guess++) answers.push((await enterBy('13900000002', `00000${guess}x`)).status)
    expect([answers.at(0), answers.at(-1), (await enterBy('13900000002', code)).status]).toEqual([401, 429, 429])
    expect(await town.platform.identity.openSession('demo-township')).toBeUndefined()
    expect(await town.platform.identity.openSession(account)).toBeDefined()
    const { rows } = await asSystem(town.platform.db, (tx) =>
      sql<{
        text: string
      }>`select p::text as text from portal.phone p union all select c::text from portal.phone_code c`.execute(tx),
    )
    for (const each of rows) expect(each.text).not.toMatch(/1390000000/)
  })

  it('is not given to an account that opens a file which the counter does not see', async () => {
    const mother = await elder()
    const father = await elder()
    const { account } = await give(mother)
    await asSystem(town.platform.db, (tx) =>
      sql`update applications.delegation set township = '500113999', village = null where delegate = ${account}`.execute(
        tx,
      ),
    )
    const more = {
      elder: father,
      as: 'family',
      name: '乙某',
      relation: 'child',
      until: '2026-09-01',
      checked: 'present',
    }
    const phone = '13900000003'
    expect(await post('/access', clerk, { ...more, account, phone })).toMatchObject({
      status: 409,
      body: { code: 'PORTAL_PHONE_ELSEWHERE' },
    })
    expect((await post('/access', clerk, { ...more, account })).status).toBe(200)
  })

  it('without a gateway nothing is sent, and the page says where a code is handed out', async () => {
    await expect(sendCode({ ...town.platform, messages: undefined }, '13900000001')).rejects.toMatchObject({
      refusal: { code: 'PORTAL_NO_GATEWAY', message: expect.stringContaining('窗口') },
    })
  })
})

describe('申请、进度、异议', () => {
  it('goes from one form to the district and back to the telephone of the family', async () => {
    const mother = await elder({ facts: { hardship: [], careDependency: ['none'] } })
    const daughter = await enter(await give(mother))
    const draft = { schemes: ['care-subsidy'], unclear: [], agreed: false }
    const kept = `/family/persons/${mother.district}/${mother.id}/draft`
    expect((await town.call('PUT', `/api/portal${kept}`, { as: daughter, body: draft })).status).toBe(200)
    expect((await get(kept, daughter)).body).toMatchObject({ draft })
    const order = { elder: mother, schemes: ['care-subsidy'] }
    expect((await post('/family/applications', daughter, { ...order, agreed: false })).status).toBe(422)
    const receipt = (await post('/family/applications', daughter, { ...order, agreed: true })).body as OnlineReceipt
    const [opened] = receipt.cases
    expect(receipt.code).toMatch(/^[0-9A-Z]{8}$/)
    expect((await get(kept, daughter)).body).toMatchObject({ draft: null })
    const byCode = { number: opened!.number, code: receipt.code }
    const first = (await post('/progress', undefined, byCode)).body as CaseProgress
    expect(first).toMatchObject({
      name: maskName('甲乙丙'),
      outcome: null,
      mayUrge: true,
      handler: '界石镇 · 乡镇（街道）经办',
    })
    expect((await post('/progress/urge', undefined, byCode)).status).toBe(200)
    expect((await post('/progress/urge', daughter, { number: opened!.number })).body).toMatchObject({
      code: 'CASE_URGED_TODAY',
    })
    const pressed = async () =>
      ((await town.get('/api/cases?list=urged', clerk)).body as { rows: { number: string }[] }).rows.map(
        (each) => each.number,
      )
    expect(await pressed()).toEqual([opened!.number])
    const [top] = ((await town.get('/api/workbench', clerk)).body as { due: { detail: string }[] }).due
    expect(top?.detail).toContain(opened!.number)
    expect((await post('/progress/acts', undefined, { ...byCode, move: 'withdraw' })).status).toBe(403)
    const cases = ((await town.call('GET', `/api/cases?q=${opened!.number}`, { as: clerk })).body as { rows: Who[] })
      .rows
    const at = `/api/cases/${cases[0]!.district}/${cases[0]!.id}/acts`
    for (const [move, as, reason] of [
      ['accept', clerk],
      ['verify', clerk],
      ['closeNotice', clerk, '公示期满'],
      ['refuse', officer, '不属于规定的困难类别'],
    ] as const)
      expect([
        move,
        (
          await town.call('POST', at, {
            as,
            body: { move, reason },
            headers: { 'idempotency-key': crypto.randomUUID() },
          })
        ).status,
      ]).toEqual([move, 200])
    expect(await pressed()).toEqual([])
    const refused = (await post('/progress', daughter, { number: opened!.number })).body as CaseProgress
    expect(refused).toMatchObject({ name: '甲乙丙', outcome: 'refused', mayRate: true })
    expect(refused.why?.because).toContain('困难类别')
    expect(refused.why?.clauses.length).toBeGreaterThan(0)
    expect(refused.why?.nearest.length).toBeGreaterThan(0)
    // What may be contested is an amount that was granted: known here, though not from this state.
    expect(await post('/progress/acts', undefined, { ...byCode, move: 'contest', reason: '少了' })).toMatchObject({
      status: 409,
    })
    // Things have changed: nobody has to wait until the time for an objection is over.
    expect((await post('/family/applications', daughter, { ...order, agreed: true })).status).toBe(200)
    const known = { kind: 'hardship' as const, elderId: mother.id, validFrom: day('2020-01-01'), validTo: null }
    await asSystem(town.platform.db, (tx) =>
      setFacts(tx, '500113', 'clerk', [{ ...known, value: ['subsistence'], source: { kind: 'clerk' } }]),
    )
    await asSystem(town.platform.db, (tx) =>
      setFacts(tx, '500113', 'clerk', [
        { ...known, kind: 'careDependency', value: ['severe'], source: { kind: 'clerk' } },
      ]),
    )
    // Today it would be granted: the page gives what was written, never the condition that is met.
    expect((await post('/progress', daughter, { number: opened!.number })).body).toMatchObject({
      why: { because: '不属于规定的困难类别', nearest: [] },
    })
    const objected = await post('/progress/acts', undefined, { ...byCode, move: 'object', reason: '低保刚刚批下来' })
    expect(objected.body).toMatchObject({ says: '异议正在复核', outcome: null })
    const pdf = await post('/progress/paper', undefined, { ...byCode, kind: 'receipt' })
    expect([pdf.status, pdf.headers.get('content-type')]).toEqual([200, 'application/pdf'])
  })

  it('a paper is kept with the draft before there is a case, and stands beside each case that asks for it', async () => {
    const mother = await elder({ facts: { hardship: ['subsistence'] } })
    const daughter = await enter(await give(mother))
    const other = await enter(await give(await elder()))
    const draft = `/api/portal/family/persons/${mother.district}/${mother.id}/draft`
    const papers = `${draft}/papers?name=careDependency`
    expect((await town.send(papers, other, 'not hers')).status).toBe(404)
    expect((await town.send(papers, clerk, 'not a clerk’s')).status).toBe(403)
    const first = (await (await town.send(papers, daughter, 'blurred')).json()) as DraftPaper
    const named = { 'x-file-name': encodeURIComponent('评估 1.jpg') }
    const second = (await (await town.send(papers, daughter, 'sharp', named)).json()) as DraftPaper
    expect(second).toMatchObject({ name: 'careDependency', fileName: '评估 1.jpg' })
    const body = { schemes: ['care-subsidy'], unclear: [], agreed: false, papers: [second] }
    expect((await town.call('PUT', draft, { as: daughter, body })).status).toBe(200)
    // Another telephone goes on with it, the paper too.
    expect((await town.get(draft, daughter)).body).toMatchObject({ draft: { papers: [second] } })
    const order = { elder: mother, schemes: ['care-subsidy'], agreed: true }
    // The first was replaced, and a file of nobody's draft is not attached by naming it.
    const forged = { ...second, file: first.file }
    const strange = await post('/family/applications', daughter, { ...order, papers: [forged] })
    expect((strange.body as OnlineReceipt).cases[0]?.missing.map((each) => each.name)).toEqual(['careDependency'])
    const again = await elder({ facts: { hardship: ['subsistence'] } })
    const son = await enter(await give(again))
    const his = `/api/portal/family/persons/${again.district}/${again.id}/draft/papers?name=careDependency`
    const kept = (await (await town.send(his, son, 'sharp too')).json()) as DraftPaper
    const sent = await post('/family/applications', son, { ...order, elder: again, papers: [kept] })
    const [opened] = (sent.body as OnlineReceipt).cases
    expect(opened?.missing).toEqual([])
    const seen = (await post('/progress', son, { number: opened!.number })).body as CaseProgress
    expect([seen.missing, seen.steps.map((each) => each.says)]).toEqual([
      [],
      expect.arrayContaining(['收到能力评估等级']),
    ])
  })

  it('guessing the code of a paper locks its number', async () => {
    const mother = await elder()
    const daughter = await enter(await give(mother))
    const order = { elder: mother, schemes: ['old-age-allowance'], agreed: true }
    const { paper, code } = (await post('/family/applications', daughter, order)).body as OnlineReceipt
    const check = (tried: string) => town.post('/api/papers/check', undefined, { number: paper, code: tried })
    expect((await check(code ?? '')).status).toBe(200)
    const answers: number[] = []
    for (let guess = 0; guess < 7; guess++) answers.push((await check(`WRONG00${guess}`)).status)
    expect([answers.at(0), answers.at(-1), (await check(code ?? '')).status]).toEqual([404, 429, 429])
  })

  it('a number without its code opens nothing, and guessing locks it', async () => {
    const mother = await elder()
    const daughter = await enter(await give(mother))
    const other = await enter(await give(await elder()))
    const order = { elder: mother, schemes: ['old-age-allowance'], agreed: true }
    const receipt = (await post('/family/applications', daughter, order)).body as OnlineReceipt
    const number = receipt.cases[0]!.number
    expect((await post('/progress', undefined, { number })).status).toBe(404)
    expect((await post('/progress', other, { number })).status).toBe(404)
    expect((await post('/progress', clerk, { number })).status).toBe(404)
    const answers: number[] = []
    for (let guess = 0; guess < 7; guess++)
      answers.push((await post('/progress', undefined, { number, code: `WRONG00${guess}` })).status)
    expect(answers.at(0)).toBe(404)
    expect(answers.at(-1)).toBe(429)
    expect((await post('/progress', undefined, { number, code: receipt.code })).status).toBe(429)
  })
})

describe('事项指南', () => {
  it('says who can, what is needed and the clause; a term that nobody set stays open', async () => {
    const read = async (division: string) =>
      (await town.call('GET', `/api/portal/guides/old-age-allowance?division=${division}`)).body as Guide
    const here = await read('500113')
    expect(here).toMatchObject({ title: '高龄津贴', applied: 'here' })
    expect(here.papers.every((paper) => paper.free)).toBe(true)
    expect(here.clauses[0]?.says).toMatch(/〔\d{4}〕/)
    expect(here.terms.map((term) => term.days)).not.toContain(undefined)
    expect((await read('500101')).terms.map((term) => term.days)).toEqual([null, null, null, null])
    expect((await town.call('GET', '/api/portal/guides/nothing?division=500113')).status).toBe(404)
  })

  it('can be read without script, for each district, and what is asked for in the address is text and nothing else', async () => {
    const list = await town.call('GET', '/guide')
    expect(list.text).toContain('<a href="/guide/old-age-allowance">')
    const page = await town.call('GET', '/guide/old-age-allowance?division=500101')
    expect(page.headers.get('content-type')).toContain('text/html')
    for (const words of ['<h1>高龄津贴</h1>', '谁能办（万州区）', '免交', '未公布', 'tel:12345'])
      expect(page.text).toContain(words)
    expect((await town.call('GET', '/guide/%3Cscript%3Ex?division=%3Cscript%3Ex')).text).not.toContain('<script>x')
  })
})
