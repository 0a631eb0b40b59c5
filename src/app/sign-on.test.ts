import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asSystem } from '../platform/db/index.ts'
import { startSignOnProvider } from '../platform/identity/testing/sign-on-provider.ts'
import { totpNow } from '../platform/identity/testing/totp.ts'
import { DEMONSTRATION_PASSWORD } from './demonstration-accounts.ts'
import { cookiesOf, type TestApplication, testApplication } from './testing.ts'

describe('sign-on by a government identity provider (OpenID)', () => {
  let app: TestApplication
  let provider: Awaited<ReturnType<typeof startSignOnProvider>>
  let user = 'demo-township'
  beforeAll(async () => {
    provider = await startSignOnProvider('yiyang', () => user)
    app = await testApplication({
      env: {
        OIDC_ISSUER: provider.issuer,
        OIDC_CLIENT_ID: 'yiyang',
        OIDC_CLIENT_SECRET: 'secret',
        OIDC_LABEL: '渝快政',
      },
    })
  })
  afterAll(async () => {
    await app.close()
    await provider.stop()
  })

  /** What a browser does: press the button, be sent to the provider, be sent back. */
  const signOn = async () => {
    const begun = await app.call('POST', '/api/auth/sign-in/social', {
      body: { provider: 'oidc', callbackURL: '/w', errorCallbackURL: '/signin?refused=1' },
    })
    expect(begun.status).toBe(200)
    const { url } = begun.body as { url: string }
    const sent = await fetch(url, { redirect: 'manual' })
    const back = new URL(sent.headers.get('location') ?? '')
    const landed = await app.call('GET', `${back.pathname}${back.search}`, { as: cookiesOf(begun) })
    return { landed, cookie: cookiesOf(landed) }
  }

  it('is offered by its name', async () => {
    expect((await app.call('GET', '/api/auth/methods')).body).toEqual({ password: true, signOn: '渝快政' })
  })

  it('opens the account of that name, again and again', async () => {
    for (let time = 0; time < 2; time++) {
      const { landed, cookie } = await signOn()
      expect([landed.status, landed.headers.get('location')]).toEqual([302, '/w'])
      expect((await app.call('GET', '/api/session', { as: cookie })).body).toMatchObject({
        account: { username: 'demo-township', roles: [{ role: 'townshipClerk' }] },
      })
    }
  })

  it('leaves its trace', async () => {
    const { rows } = await asSystem(app.platform.db, (tx) =>
      sql<{ account: string }>`select account from audit.entry where action = 'account.signOn'`.execute(tx),
    )
    expect(rows.map((row) => row.account)).toEqual(['demo-township', 'demo-township'])
  })

  it('an account whose role demands the second factor shows it after a sign-on, before it may do its work', async () => {
    user = 'demo-finance'
    const signedIn = await app.signIn(user)
    const begun = await app.call('POST', '/api/auth/two-factor/enable', {
      as: signedIn,
      body: { password: DEMONSTRATION_PASSWORD },
    })
    const secret = new URL((begun.body as { totpURI: string }).totpURI).searchParams.get('secret') ?? ''
    const verify = (as: string) =>
      app.call('POST', '/api/auth/two-factor/verify-totp', { as, body: { code: totpNow(secret) } })
    const stateOf = async (as: string) => (await app.call('GET', '/api/session', { as })).body
    // The library opens another session when the factor is set up.
    const enrolled = cookiesOf(await verify(signedIn))
    expect(await stateOf(enrolled)).toMatchObject({
      account: { secondFactor: 'on', roles: [{ role: 'districtFinance' }] },
    })
    const { cookie } = await signOn()
    expect(await stateOf(cookie)).toMatchObject({ account: { secondFactor: 'prove', roles: [] } })
    expect((await app.call('GET', '/api/benefits/batches/500113/2026-11', { as: cookie })).status).toBe(403)
    expect((await verify(cookie)).status).toBe(200)
    expect(await stateOf(cookie)).toMatchObject({
      account: { secondFactor: 'on', roles: [{ role: 'districtFinance' }] },
    })
  })

  it('makes no account for somebody whom nobody here knows', async () => {
    user = 'stranger'
    const { landed, cookie } = await signOn()
    expect(landed.headers.get('location')).toMatch(/^\/signin\?refused=1/)
    expect((await app.call('GET', '/api/session', { as: cookie })).status).toBe(401)
    expect(await app.platform.identity.standingOf('stranger')).toBeUndefined()
  })

  it('refuses an answer that nobody asked for', async () => {
    const forged = await app.call('GET', '/api/auth/callback/oidc?code=abc&state=made-up')
    expect(forged.headers.get('location') ?? '').not.toBe('/w')
    expect((await app.call('GET', '/api/session', { as: cookiesOf(forged) })).status).toBe(401)
  })
})
