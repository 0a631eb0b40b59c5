import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asIdentity, asSystem, inScope } from '../platform/db/index.ts'
import {
  DEMONSTRATION_ACCOUNTS,
  DEMONSTRATION_PASSWORD,
  ensureDemonstrationAccounts,
} from './demonstration-accounts.ts'
import { type TestApplication, testApplication } from './testing.ts'

const SIGN_IN = '/api/auth/sign-in/username'

describe('signing in', () => {
  let app: TestApplication
  beforeAll(async () => {
    app = await testApplication({ env: { YIYANG_LOCKOUT_ATTEMPTS: '3' } })
  })
  afterAll(() => app.close())

  it('every demonstration account signs in and is told its role and place', async () => {
    for (const { username, role } of DEMONSTRATION_ACCOUNTS) {
      const cookie = await app.signIn(username)
      const { status, body } = await app.call('GET', '/api/session', { as: cookie })
      expect(status).toBe(200)
      expect(body).toMatchObject({ account: { username, roles: [{ role }], secondFactor: 'off' } })
    }
    const { body } = await app.call('GET', '/api/session', { as: await app.signIn('demo-township') })
    expect(body).toMatchObject({
      account: { roles: [{ label: '乡镇（街道）经办', divisionPath: ['巴南区', '界石镇'] }] },
    })
  })

  it('the demonstration accounts are made once', async () => {
    await ensureDemonstrationAccounts(app.platform)
    const { rows } = await asIdentity(app.platform.db, (tx) =>
      sql<{ n: number }>`select count(*)::int as n from "grant"`.execute(tx),
    )
    expect(rows[0]?.n).toBe(DEMONSTRATION_ACCOUNTS.length)
  })

  it('a grant becomes the scope of its place on the day', async () => {
    const scopeOf = async (username: string) => {
      const request = new Request('http://127.0.0.1/', { headers: { cookie: await app.signIn(username) } })
      return (await app.platform.identify(request))?.scope
    }
    expect(await scopeOf('demo-district')).toMatchObject({ districts: ['500113'], townships: [], villages: [] })
    expect(await scopeOf('demo-township')).toMatchObject({ districts: [], townships: ['500113103'] })
    expect(await scopeOf('demo-village')).toMatchObject({ villages: ['500113103001'] })
    expect((await scopeOf('demo-city'))?.districts).toHaveLength(38)
    for (const username of ['demo-administrator', 'demo-auditor', 'demo-planner', 'demo-operator'])
      expect(await scopeOf(username)).toMatchObject({ districts: [], townships: [], villages: [] })
  })

  it('nobody is told 401, in Chinese, and nothing of who exists', async () => {
    expect((await app.call('GET', '/api/session')).status).toBe(401)
    const wrong = await app.call('POST', SIGN_IN, { body: { username: 'demo-city', password: 'wrong-password' } })
    const unknown = await app.call('POST', SIGN_IN, { body: { username: 'nobody-here', password: 'wrong-password' } })
    expect(wrong.status).toBe(401)
    expect(wrong.body).toMatchObject({ title: expect.stringContaining('用户名或密码不对') })
    expect({ ...(wrong.body as object), instance: '' }).toEqual({ ...(unknown.body as object), instance: '' })
  })

  it('a session cookie is kept from scripts and other sites, and a forged one is nobody', async () => {
    const reply = await app.call('POST', SIGN_IN, {
      body: { username: 'demo-planner', password: DEMONSTRATION_PASSWORD },
    })
    const cookie = reply.headers.getSetCookie().find((each) => each.startsWith('yiyang.session_token='))
    expect(cookie).toMatch(/HttpOnly/i)
    expect(cookie).toMatch(/SameSite=Lax/i)
    expect(cookie).not.toMatch(/Secure/i)
    const forged = `${cookie?.split(';')[0]?.slice(0, -6)}AAAAAA`
    expect((await app.call('GET', '/api/session', { as: forged })).status).toBe(401)
  })

  it('locks a name after three wrong passwords, known or not, also against the right one, and says until when', async () => {
    for (const username of ['demo-village', 'stranger']) {
      const tries = await Promise.all(
        [1, 2, 3, 4, 5, 6].map((n) =>
          app.call('POST', SIGN_IN, { body: { username, password: `wrong-password-${n}` } }),
        ),
      )
      expect(tries.filter((reply) => reply.status === 401)).toHaveLength(3)
      const locked = await app.call('POST', SIGN_IN, { body: { username, password: DEMONSTRATION_PASSWORD } })
      expect(locked.status).toBe(423)
      expect(locked.body).toMatchObject({
        code: 'ACCOUNT_LOCKED',
        title: expect.stringMatching(/请在 \d\d:\d\d 之后再试/),
      })
    }
    await asIdentity(app.platform.db, (tx) =>
      sql`update sign_in_attempt set locked_until = clock_timestamp() - interval '1 second'`.execute(tx),
    )
    expect(await app.signIn('demo-village')).toContain('session_token')
  })

  it('signing out ends the session at once', async () => {
    const cookie = await app.signIn('demo-dispatch')
    expect((await app.call('GET', '/api/session', { as: cookie })).status).toBe(200)
    expect((await app.call('POST', '/api/auth/sign-out', { as: cookie, body: {} })).status).toBe(200)
    expect((await app.call('GET', '/api/session', { as: cookie })).status).toBe(401)
  })

  it('a request in use asks the database for its session at most once a minute', async () => {
    const cookie = await app.signIn('demo-department')
    const request = () => new Request('http://127.0.0.1/', { headers: { cookie } })
    const first = await app.platform.identify(request())
    expect(await app.platform.identify(request())).toBe(first)
  })

  it('offers no other call of the library', async () => {
    for (const path of [
      'sign-up/email',
      'sign-in/email',
      'update-user',
      'is-username-available',
      'list-sessions',
      'yiyang/open-session',
    ])
      expect((await app.call('POST', `/api/auth/${path}`, { body: {} })).status).toBe(404)
  })

  it('refuses a change that another site sends in our name', async () => {
    const as = await app.signIn('demo-finance')
    const reply = await app.call('POST', '/api/auth/sign-out', {
      as,
      body: {},
      headers: { 'sec-fetch-site': 'cross-site' },
    })
    expect(reply.status).toBe(403)
    expect((await app.call('GET', '/api/session', { as })).status).toBe(200)
  })

  it('leaves its trace in the audit without a password', async () => {
    await app.call('POST', SIGN_IN, { body: { username: 'demo-operator', password: 'secret-and-wrong' } })
    const { rows } = await asSystem(app.platform.db, (tx) =>
      sql<{ action: string; text: string }>`select action, e::text as text from audit.entry e`.execute(tx),
    )
    const actions = new Set(rows.map((row) => row.action))
    for (const action of [
      'account.create',
      'account.grant',
      'account.signIn',
      'account.signInFailed',
      'account.signOut',
    ])
      expect(actions).toContain(action)
    for (const { text } of rows) expect(text).not.toMatch(/secret-and-wrong|wrong-password|yiyang-demo/)
  })

  it('keeps nothing of what was typed where no account has that name: it may be an ID number or a password', async () => {
    for (const username of ['50000019500101001x', 'My Secret In The Wrong Field'])
      await app.call('POST', SIGN_IN, { body: { username, password: 'wrong-password' } })
    const { rows: audit } = await asSystem(app.platform.db, (tx) =>
      sql<{ text: string }>`select e::text as text from audit.entry e where account ^@ '?'`.execute(tx),
    )
    const { rows: attempts } = await asIdentity(app.platform.db, (tx) =>
      sql<{ text: string }>`select a::text as text from sign_in_attempt a`.execute(tx),
    )
    expect(audit.length).toBeGreaterThan(1)
    for (const { text } of [...audit, ...attempts]) expect(text.toLowerCase()).not.toMatch(/50000019500101|secret in/)
  })

  it('accounts are out of reach of requests and jobs', async () => {
    const look = sql`select * from identity."user"`
    const scope = { account: 'a', districts: ['500113'], townships: [], villages: [] }
    await expect(inScope(app.platform.db, scope, (tx) => look.execute(tx))).rejects.toThrow(/permission denied/)
    await expect(asSystem(app.platform.db, (tx) => look.execute(tx))).rejects.toThrow(/permission denied/)
  })
})
