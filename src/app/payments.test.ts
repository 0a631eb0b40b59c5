import { generateKeyPairSync } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addPerson, DISTRICT, JIESHI, run, settingsOf, YUDONG } from '../areas/benefits/testing/town.ts'
import { setDemonstrationValues } from '../areas/rules/index.ts'
import type { Day } from '../platform/clock/day.ts'
import { asSystem, inScope } from '../platform/db/index.ts'
import { type TestApplication, testApplication } from './testing.ts'

const CARD = '6217000010000000007'
type Person = {
  accounts: { id: string; state: string; masked: string; mayDecide: boolean; usableFrom: string | null; own: boolean }[]
  proofs: { kind: string; ageDays: number }[]
}

describe('payment over HTTP', () => {
  let app: TestApplication
  let clerk: string
  let officer: string
  let finance: string
  let here: string
  let elsewhere: string
  const call = async <T>(
    method: string,
    path: string,
    as: string | undefined,
    body?: unknown,
  ): Promise<{ status: number; body: T }> => {
    const { status, body: read } = await app.call(method, `/api/payments${path}`, {
      as,
      body,
      headers: { 'idempotency-key': crypto.randomUUID() },
    })
    return { status, body: read as T }
  }
  beforeAll(async () => {
    app = await testApplication({ now: () => new Date('2026-11-22T02:00:00Z') })
    const { db } = app.platform
    await asSystem(db, (tx) =>
      setDemonstrationValues(tx, { division: DISTRICT, from: '2022-02-21' as Day, maker: 'a', checker: 'b' }),
    )
    here = await addPerson(db, { name: '界石人', township: JIESHI, facts: { hardship: [] } })
    elsewhere = await addPerson(db, { name: '鱼洞人', township: YUDONG, facts: { hardship: [] } })
    clerk = await app.signIn('demo-township')
    officer = await app.signIn('demo-district')
    finance = await app.signIn('demo-finance')
  })
  afterAll(() => app.close())

  const file = (elder: string) => `/persons/${DISTRICT}/${elder}`
  const account = (over: object = {}) => ({
    kind: 'socialSecurityCard',
    bank: '示例银行',
    number: CARD,
    holderName: '界石人',
    ...over,
  })

  it('an account is recorded by one and put in use by another, sealed, found by its index, masked on the screen', async () => {
    expect((await call('POST', `${file(here)}/accounts`, finance, account())).status).toBe(403)
    expect((await call('POST', `${file(elsewhere)}/accounts`, clerk, account())).status).toBe(404)
    expect(await call('POST', `${file(here)}/accounts`, clerk, account({ number: '12' }))).toMatchObject({
      status: 422,
      body: { code: 'accountNumber' },
    })
    const added = await call<{ id: string }>('POST', `${file(here)}/accounts`, clerk, account())
    expect(added.status).toBe(200)
    const decide = `${file(here)}/accounts/${added.body.id}`
    expect(await call('POST', decide, clerk, { accept: true })).toMatchObject({
      status: 409,
      body: { code: 'accountSecondPerson' },
    })
    // An office with one clerk borrows its second signature from the district.
    expect((await call('POST', decide, officer, { accept: true })).status).toBe(200)
    const shown = (await call<Person>('GET', file(here), clerk)).body
    expect(shown.accounts).toMatchObject([{ state: 'inUse', masked: '****0007', own: true, usableFrom: '2026-11-22' }])
    const { rows } = await sql<{
      plain: boolean
    }>`select position(convert_to(${CARD}, 'UTF8') in account_cipher) > 0 as plain from payments.account`.execute(
      app.platform.db,
    )
    expect(rows).toEqual([{ plain: false }])
    expect((await call<{ value: string }>('POST', `${decide}/reveal`, clerk, { purpose: '核对卡号' })).body.value).toBe(
      CARD,
    )
    expect((await call('POST', `${decide}/reveal`, clerk, { purpose: '' })).status).toBe(422)
  })

  it('a change rests for the days that the district set; somebody else’s account needs relation and delegation', async () => {
    const other = account({ number: '6217000010000000015', holderName: '女儿' })
    expect(await call('POST', `${file(here)}/accounts`, clerk, other)).toMatchObject({
      status: 422,
      body: { code: 'relationNeeded' },
    })
    const whole = { ...other, relation: '女儿', delegation: '委托书 1 号', delegatedUntil: '2027-11-22' }
    const added = await call<{ id: string }>('POST', `${file(here)}/accounts`, clerk, whole)
    expect(added.status).toBe(200)
    await call('POST', `${file(here)}/accounts/${added.body.id}`, officer, { accept: true })
    const shown = (await call<Person>('GET', file(here), officer)).body
    expect(shown.accounts.map((each) => [each.state, each.usableFrom])).toEqual([
      ['inUse', '2026-11-29'],
      ['ended', '2026-11-22'],
    ])
    expect(
      await call('POST', `${file(elsewhere)}/accounts`, officer, {
        ...account({ number: '6217000010000000015', holderName: '鱼洞人' }),
      }),
    ).toMatchObject({ status: 422, body: { code: 'accountTaken' } })
  })

  it('a village worker records who was seen, never for tomorrow', async () => {
    const worker = await app.signIn('demo-village')
    const proof = { kind: 'visit', seenOn: '2026-11-20', evidence: '巡访记录 12 号' }
    expect((await call('POST', `${file(here)}/proofs`, worker, proof)).status).toBe(200)
    expect(await call('POST', `${file(here)}/proofs`, worker, { ...proof, seenOn: '2026-11-23' })).toMatchObject({
      status: 422,
      body: { code: 'proofAhead' },
    })
    expect((await call('POST', `${file(elsewhere)}/proofs`, worker, proof)).status).toBe(404)
    expect((await call<Person>('GET', file(here), worker)).body.proofs).toMatchObject([{ kind: 'visit', ageDays: 2 }])
  })

  it('a batch is asked for by the district, after the review; a clerk sees the township alone', async () => {
    const made = await run(app.platform.db, '2026-11', settingsOf(), DISTRICT, 'demo-maker')
    expect((await call('POST', '/batches', clerk, { kind: 'monthly', run: made.run.id })).status).toBe(403)
    expect(await call('POST', '/batches', officer, { kind: 'monthly', run: made.run.id })).toMatchObject({
      status: 409,
      body: { code: 'runNotReviewed' },
    })
    const list = await call<{ run: { reviewed: boolean }; mayMake: boolean }>(
      'GET',
      `/batches?division=${DISTRICT}&month=2026-11`,
      officer,
    )
    expect(list.body).toMatchObject({ run: { reviewed: false }, mayMake: true, batches: [] })
    expect((await call('GET', `/batches?division=${DISTRICT}&month=2026-11`, undefined)).status).toBe(401)
    expect((await call('GET', '/pairs', clerk)).status).toBe(200)
  })

  it('how files leave for the bank is put forward by finance and signed by another; the key stays inside, its print is shown', async () => {
    const profile = `/bank-profiles/${DISTRICT}`
    const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'pem' })
    const given = { columns: ['name', 'account', 'amount'], publicKey: key.toString() }
    expect((await call('POST', profile, officer, given)).status).toBe(403)
    expect(await call('POST', profile, finance, { ...given, publicKey: '公钥' })).toMatchObject({
      status: 422,
      body: { code: 'publicKeyUnreadable' },
    })
    const put = await call<{ id: string }>('POST', profile, finance, given)
    expect(put.status).toBe(200)
    expect(await call('POST', profile, finance, given)).toMatchObject({ status: 409, body: { code: 'profileWaits' } })
    const sign = (as: string) => call('POST', `${profile}/${put.body.id}`, as, { accept: true })
    expect(await sign(finance)).toMatchObject({ status: 409, body: { code: 'secondPerson' } })
    expect(await sign(officer)).toMatchObject({ status: 200 })
    const shown = await call<{ print: string; waiting: unknown }>('GET', profile, officer)
    expect(shown.body).toMatchObject({ columns: given.columns, waiting: null })
    expect(shown.body.print).toMatch(/^[0-9a-f]{64}$/)
  })

  it('row security alone keeps the accounts of others hidden', async () => {
    const scope = { account: 'demo-township', districts: [], townships: [YUDONG], villages: [] }
    for (const table of ['account', 'proof_of_life', 'line', 'result', 'correction', 'clawback'])
      expect(
        (await inScope(app.platform.db, scope, (tx) => sql`select 1 from payments.${sql.raw(table)}`.execute(tx))).rows,
      ).toEqual([])
  })

  it('the city orders every district’s run at once', async () => {
    const city = await app.signIn('demo-city')
    const reply = await app.call('POST', '/api/benefits/runs', {
      as: city,
      body: { division: '500000', month: '2026-11' },
      headers: { 'idempotency-key': crypto.randomUUID() },
    })
    expect(reply).toMatchObject({ status: 200, body: { already: false } })
    const refused = await app.call('POST', '/api/benefits/runs', {
      as: officer,
      body: { division: '500000', month: '2026-11' },
      headers: { 'idempotency-key': crypto.randomUUID() },
    })
    expect(refused.status).toBe(403)
  })
})
