import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { recogniseCluster, sealBatch, verifyAudit } from '../platform/audit/index.ts'
import { asIdentity, asSystem } from '../platform/db/index.ts'
import { totpNow } from '../platform/identity/testing/totp.ts'
import { cookiesOf, type TestApplication, testApplication } from './testing.ts'

type Page = {
  accounts: { username: string; grants: { id: string; state: string; mayApprove: boolean }[] }[]
  next: string | null
}
type Entries = {
  entries: { id: string; account: string; action: string; objectId: string; seal: number | null }[]
  next: string | null
}

describe('W30 accounts, grants and audit', () => {
  let app: TestApplication
  let first: string
  let second: string
  let auditor: string
  beforeAll(async () => {
    app = await testApplication()
    first = await app.signIn('demo-administrator')
    second = await app.signIn('demo-administrator2')
    auditor = await app.signIn('demo-auditor')
  })
  afterAll(() => app.close())

  const make = async (username: string): Promise<string> => {
    const { status, body } = await app.call('POST', '/api/accounts', { as: first, body: { username, name: '测试岗' } })
    expect(status).toBe(200)
    return (body as { password: string }).password
  }
  /** Somebody's first day: in with the one-time password, and a password of one's own. */
  const enter = async (username: string): Promise<string> => {
    const given = await make(username)
    const cookie = await app.signIn(username, given)
    const body = { currentPassword: given, newPassword: `${username}-own-password` }
    const changed = await app.call('POST', '/api/auth/change-password', { as: cookie, body })
    expect(changed.status).toBe(200)
    return cookiesOf(changed)
  }
  const grant = (username: string, body: object, as = first) =>
    app.call('POST', `/api/accounts/${username}/grants`, { as, body: { reason: '新到岗', ...body } })
  const rolesOf = async (cookie: string) =>
    ((await app.call('GET', '/api/session', { as: cookie })).body as { account: { roles: { role: string }[] } }).account
      .roles

  it('an account begins without a role; a grant counts at once, and its end too', async () => {
    const cookie = await enter('clerk-one')
    expect(await rolesOf(cookie)).toEqual([])
    const given = await grant('clerk-one', { role: 'townshipClerk', division: '500113103' })
    expect(given.body).toMatchObject({ state: 'inForce', divisionPath: ['巴南区', '界石镇'] })
    expect(await rolesOf(cookie)).toMatchObject([{ role: 'townshipClerk' }])
    const { id } = given.body as { id: string }
    const taken = await app.call('POST', `/api/accounts/grants/${id}/revoke`, { as: second, body: { reason: '调离' } })
    expect(taken.body).toMatchObject({ state: 'revoked' })
    expect(await rolesOf(cookie)).toEqual([])
  })

  it('with a one-time password nothing is open but setting one’s own', async () => {
    const given = await make('newcomer')
    await grant('newcomer', { role: 'townshipClerk', division: '500113103' })
    const cookie = await app.signIn('newcomer', given)
    const session = await app.call('GET', '/api/session', { as: cookie })
    expect(session.body).toMatchObject({ account: { roles: [], passwordExpiresAt: expect.any(String) } })
    expect((await app.call('GET', '/api/elders', { as: cookie })).status).toBe(403)
    const body = { currentPassword: given, newPassword: 'a-password-of-my-own' }
    const own = cookiesOf(await app.call('POST', '/api/auth/change-password', { as: cookie, body }))
    expect(await rolesOf(own)).toMatchObject([{ role: 'townshipClerk' }])
    expect((await app.call('GET', '/api/elders', { as: own })).status).toBe(200)
  })

  it('a role that pays counts only after a second administrator has signed', async () => {
    const cookie = await enter('payer')
    const { body } = await grant('payer', { role: 'districtFinance', division: '500113' })
    const { id, state } = body as { id: string; state: string }
    expect(state).toBe('waiting')
    expect(await rolesOf(cookie)).toEqual([])
    const own = await app.call('POST', `/api/accounts/grants/${id}/approve`, { as: first, body: {} })
    expect([own.status, own.body]).toMatchObject([403, { code: 'SAME_PERSON' }])
    const waiting = (await app.call('GET', '/api/accounts?waiting=true', { as: second })).body as Page
    expect(waiting.accounts).toMatchObject([{ username: 'payer', grants: [{ state: 'waiting', mayApprove: true }] }])
    const signed = await app.call('POST', `/api/accounts/grants/${id}/approve`, { as: second, body: {} })
    expect(signed.body).toMatchObject({ state: 'inForce', approvedBy: 'demo-administrator2' })
    expect(await rolesOf(cookie)).toMatchObject([{ role: 'districtFinance' }])
    expect((await grant('payer', { role: 'districtOfficer', division: '500113' })).body).toMatchObject({
      code: 'ROLES_APART',
    })
  })

  it('a grant for a period holds on its days and not after', async () => {
    await make('summer-help')
    const later = await grant('summer-help', {
      role: 'villageWorker',
      division: '500113103001',
      validFrom: '2099-01-01',
    })
    expect(later.body).toMatchObject({ state: 'notYet' })
    await make('short-help')
    const { body } = await grant('short-help', {
      role: 'townshipClerk',
      division: '500113103',
      validUntil: '2099-01-01',
    })
    await asIdentity(app.platform.db, (tx) =>
      sql`update "grant" set valid_from = '2020-01-01', valid_until = '2020-02-01'
           where id = ${(body as { id: string }).id}::uuid`.execute(tx),
    )
    expect((await app.platform.identity.standingOf('short-help'))?.grants).toEqual([])
  })

  it('nobody administers what lies outside, or oneself', async () => {
    expect((await grant('clerk-one', { role: 'townshipClerk', division: '500101001' })).body).toMatchObject({
      code: 'OUTSIDE_REACH',
    })
    expect((await grant('demo-city', { role: 'planner', division: '500113' })).status).toBe(404)
    expect((await grant('demo-administrator', { role: 'planner', division: '500113' })).body).toMatchObject({
      code: 'OWN_ACCOUNT',
    })
    const list = (await app.call('GET', '/api/accounts?limit=200', { as: first })).body as Page
    const names = list.accounts.map((each) => each.username)
    expect(names).toContain('demo-township')
    expect(names).not.toContain('demo-city')
    for (const path of ['disable', 'enable', 'reset-password'])
      expect(
        (await app.call('POST', `/api/accounts/demo-city/${path}`, { as: first, body: { reason: '试试' } })).status,
      ).toBe(404)
    const clerk = await app.signIn('demo-township')
    for (const path of ['/api/accounts', '/api/accounts/audit'])
      expect((await app.call('GET', path, { as: clerk })).status).toBe(403)
    expect((await app.call('GET', '/api/accounts/audit', { as: first })).status).toBe(403)
    expect((await app.call('GET', '/api/accounts', { as: auditor })).status).toBe(403)
  })

  it('pages the accounts by name', async () => {
    const seen: string[] = []
    let next: string | null = ''
    while (next !== null) {
      const { body }: { body: unknown } = await app.call('GET', `/api/accounts?limit=4&cursor=${next}`, { as: first })
      const page = body as Page
      seen.push(...page.accounts.map((each) => each.username))
      next = page.next
    }
    const all = (await app.call('GET', '/api/accounts?limit=200', { as: first })).body as Page
    expect(seen).toEqual(all.accounts.map((each) => each.username))
  })

  it('a stopped account is nobody at once, and a new one-time password ends its sessions', async () => {
    const cookie = await app.signIn('stopped-one', await make('stopped-one'))
    expect((await app.call('GET', '/api/session', { as: cookie })).status).toBe(200)
    await app.call('POST', '/api/accounts/stopped-one/disable', { as: first, body: { reason: '离职' } })
    expect((await app.call('GET', '/api/session', { as: cookie })).status).toBe(401)
    await app.call('POST', '/api/accounts/stopped-one/enable', { as: first, body: { reason: '返岗' } })
    // What was open when it was stopped does not wake up with it.
    expect((await app.call('GET', '/api/session', { as: cookie })).status).toBe(401)
    const { body } = await app.call('POST', '/api/accounts/stopped-one/reset-password', { as: first })
    expect((await app.call('GET', '/api/session', { as: cookie })).status).toBe(401)
    const { password } = body as { password: string }
    expect(await app.signIn('stopped-one', password)).toContain('session')
    await asIdentity(app.platform.db, (tx) =>
      sql`update standing set password_expires_at = '2020-01-01' where account = 'stopped-one'`.execute(tx),
    )
    const late = await app.call('POST', '/api/auth/sign-in/username', { body: { username: 'stopped-one', password } })
    expect([late.status, late.body]).toMatchObject([403, { code: 'PASSWORD_EXPIRED' }])
  })

  it('a password changed by its owner stays, and the old one is gone', async () => {
    const before = await make('careful-one')
    const cookie = await app.signIn('careful-one', before)
    const short = await app.call('POST', '/api/auth/change-password', {
      as: cookie,
      body: { currentPassword: before, newPassword: 'short' },
    })
    expect([short.status, short.body]).toMatchObject([422, { code: 'PASSWORD_TOO_SHORT' }])
    const changed = await app.call('POST', '/api/auth/change-password', {
      as: cookie,
      body: { currentPassword: before, newPassword: 'a-longer-password', revokeOtherSessions: true },
    })
    expect(changed.status).toBe(200)
    expect((await app.platform.identity.standingOf('careful-one'))?.passwordExpiresAt).toBeNull()
    await expect(app.signIn('careful-one', before)).rejects.toThrow('401')
    expect(await app.signIn('careful-one', 'a-longer-password')).toContain('session')
  })

  it('a new password ends every other session, asked for or not; a session that no longer counts sets none', async () => {
    const before = await make('two-places')
    const [here, there] = [await app.signIn('two-places', before), await app.signIn('two-places', before)]
    const change = (as: string, currentPassword: string, newPassword: string) =>
      app.call('POST', '/api/auth/change-password', {
        as,
        body: { currentPassword, newPassword, revokeOtherSessions: false },
      })
    expect((await change(here, before, 'a-longer-password')).status).toBe(200)
    expect((await app.call('GET', '/api/session', { as: there })).status).toBe(401)
    const open = await app.signIn('two-places', 'a-longer-password')
    const age = (how: ReturnType<typeof sql>) => asIdentity(app.platform.db, (tx) => how.execute(tx))
    // Its one-time code ended while it was open.
    await age(sql`update standing set password_expires_at = '2020-01-01' where account = 'two-places'`)
    expect((await change(open, 'a-longer-password', 'another-password')).status).toBe(401)
    await age(sql`update standing set password_expires_at = null where account = 'two-places'`)
    // In use without a pause, and older than a session may be.
    await age(sql`update session set "createdAt" = clock_timestamp() - interval '30 days'`)
    expect((await change(open, 'a-longer-password', 'another-password')).status).toBe(401)
    expect(
      (await app.call('POST', '/api/auth/two-factor/enable', { as: open, body: { password: 'a-longer-password' } }))
        .status,
    ).toBe(401)
  })

  it('an account without a grant is nobody to the areas', async () => {
    const cookie = await app.signIn('without-grant', await make('without-grant'))
    for (const path of ['/api/jobs', '/api/workbench', '/api/papers?object=elder&objectId=x'])
      expect([path, (await app.call('GET', path, { as: cookie })).status]).toEqual([path, 403])
  })

  it('the audit is searched by person, object, kind and day, page by page, within the auditor’s districts', async () => {
    await asSystem(app.platform.db, (tx) =>
      sql`insert into audit.entry (district, id, account, action, object, object_id)
          select d, gen_random_uuid(), 'demo-township', 'elder.read', 'elder', 'person-1'
            from unnest(array['500113', '500113', '500113', '500101']) d`.execute(tx),
    )
    await recogniseCluster(app.platform.db)
    const { db, keyring } = app.platform
    for (let round = 0; round < 600; round++) {
      // Another database of the test cluster may hold the oldest transaction for a while.
      if ((await verifyAudit(db, keyring.auditKey)).unsealed.count === 0) break
      if (!(await sealBatch(db, keyring.auditKey))?.sealed) await new Promise((wait) => setTimeout(wait, 50))
    }
    const search = async (query: string) =>
      (await app.call('GET', `/api/accounts/audit?${query}`, { as: auditor })).body as Entries
    const reads = await search('account=demo-township&reads=true&objectId=person-1')
    expect(reads.entries).toHaveLength(3)
    expect(reads.entries.every((entry) => entry.seal !== null)).toBe(true)
    expect((await search('object=account&objectId=payer&action=account.approveGrant')).entries).toHaveLength(1)
    expect((await search('objectId=demo-city')).entries).toEqual([])
    expect((await search('until=2020-01-01')).entries).toEqual([])
    const seen: string[] = []
    let next: string | null = null
    do {
      const page: Entries = await search(`limit=7${next === null ? '' : `&cursor=${encodeURIComponent(next)}`}`)
      seen.push(...page.entries.map((entry) => entry.id))
      next = page.next
    } while (next !== null)
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.length).toBeGreaterThan(20)
    expect((await app.call('GET', '/api/accounts/audit?cursor=nonsense', { as: auditor })).status).toBe(422)
  })

  it('a second factor, once set up, is asked for at each sign-in', async () => {
    const password = await make('with-factor')
    const cookie = await app.signIn('with-factor', password)
    const begun = await app.call('POST', '/api/auth/two-factor/enable', { as: cookie, body: { password } })
    const { qr } = begun.body as { qr: { size: number; path: string } }
    expect(qr.path).toMatch(/^(M\d+ \d+h1v1h-1z)+$/)
    expect(qr.size).toBeGreaterThan(29)
    const secret = new URL((begun.body as { totpURI: string }).totpURI).searchParams.get('secret') ?? ''
    expect(
      (await app.call('POST', '/api/auth/two-factor/verify-totp', { as: cookie, body: { code: '000000' } })).status,
    ).toBe(401)
    const on = await app.call('POST', '/api/auth/two-factor/verify-totp', {
      as: cookie,
      body: { code: totpNow(secret) },
    })
    expect(on.status).toBe(200)
    const half = await app.call('POST', '/api/auth/sign-in/username', { body: { username: 'with-factor', password } })
    expect(half.body).toMatchObject({ twoFactorRedirect: true })
    expect((await app.call('GET', '/api/session', { as: cookiesOf(half) })).status).toBe(401)
    const whole = await app.call('POST', '/api/auth/two-factor/verify-totp', {
      as: cookiesOf(half),
      body: { code: totpNow(secret) },
    })
    const session = await app.call('GET', '/api/session', { as: cookiesOf(whole) })
    expect(session.body).toMatchObject({ account: { username: 'with-factor', secondFactor: 'on' } })
  })
})

describe('where the second factor is required', () => {
  it('roles of power are withheld until it is set up', async () => {
    const app = await testApplication({ env: { YIYANG_SECOND_FACTOR: 'required' } })
    const administrator = await app.signIn('demo-administrator')
    expect((await app.call('GET', '/api/session', { as: administrator })).body).toMatchObject({
      account: { roles: [], secondFactor: 'required' },
    })
    expect((await app.call('GET', '/api/accounts', { as: administrator })).status).toBe(403)
    const clerk = await app.call('GET', '/api/session', { as: await app.signIn('demo-township') })
    expect(clerk.body).toMatchObject({ account: { roles: [{ role: 'townshipClerk' }], secondFactor: 'off' } })
    await app.close()
  })
})
