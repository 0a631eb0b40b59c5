import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeBankFile } from '../areas/custody/write-bank-file.ts'
import { registerFacility } from '../areas/facilities/index.ts'
import { addDays } from '../platform/clock/day.ts'
import { asSystem } from '../platform/db/index.ts'
import { DEMONSTRATION_BANK, DEMONSTRATION_OPERATOR } from './demonstration-accounts.ts'
import { type TestApplication, testApplication } from './testing.ts'

const DISTRICT = '500113'

/** W13, O05 and the bank's page over HTTP: who may see and do what. */
describe('custody over HTTP', () => {
  let app: TestApplication
  let own: string
  let other: string
  const signed = new Map<string, string>()
  const call = async (as: string, method: string, path: string, body?: unknown) => {
    const headers = { 'idempotency-key': crypto.randomUUID() }
    const read = await app.call(method, `/api/custody${path}`, { as: signed.get(as) ?? '', body, headers })
    return { status: read.status, body: read.body as Record<string, unknown> & { rows: { facility: string }[] } }
  }
  const home = (operator: string, name: string) =>
    asSystem(app.platform.db, (tx) =>
      registerFacility(tx, 'test', app.platform.today(), {
        district: DISTRICT,
        township: `${DISTRICT}103`,
        village: null,
        kind: 'careHome',
        name,
        from: addDays(app.platform.today(), -90),
        attributes: { operator, ownership: 'private', profitKind: 'forProfit' },
        beds: [],
        source: '测试',
        example: false,
      }),
    )
  beforeAll(async () => {
    app = await testApplication()
    own = (await home(DEMONSTRATION_OPERATOR, '自己的院')).id
    other = (await home('91500000000000000X', '别人的院')).id
    for (const account of ['demo-district', 'demo-operator', 'demo-bank', 'demo-village'])
      signed.set(account, await app.signIn(account))
    const opened = addDays(app.platform.today(), -5)
    for (const [facility, bankCode] of [
      [own, DEMONSTRATION_BANK],
      [other, '91500000000000000X'],
    ])
      expect(
        await call('demo-district', 'POST', `/${DISTRICT}/${facility}/account`, {
          bank: '某银行支行',
          bankCode,
          number: '6222000011112222',
          agreement: '存管协议',
          openedOn: opened,
        }),
      ).toMatchObject({ status: 200 })
  })
  afterAll(() => app.close())

  const at = (path: string, init: RequestInit) => app.fetch(new Request(`http://127.0.0.1:8100${path}`, init))

  it('the district sees every home, an operator its own, a village worker none', async () => {
    const all = await call('demo-district', 'GET', `/${DISTRICT}`)
    expect(all.body.rows.map((row) => row.facility).sort()).toEqual([own, other].sort())
    const mine = await call('demo-operator', 'GET', '/own')
    expect(mine).toMatchObject({ status: 200, body: { rows: [{ facility: own }] } })
    expect((await call('demo-operator', 'GET', `/${DISTRICT}/${other}`)).status).toBe(404)
    expect((await call('demo-village', 'GET', `/${DISTRICT}`)).status).toBe(403)
  })

  it('only the account’s own bank decides a request, and the asker never does', async () => {
    const ask = { kind: 'ownService', amountFen: 1_000, purpose: '更换床垫', evidence: '采购合同' }
    const asked = await call('demo-operator', 'POST', `/${DISTRICT}/${own}/withdrawals`, ask)
    expect(asked.status).toBe(200)
    expect((await call('demo-operator', 'POST', `/${DISTRICT}/${other}/withdrawals`, ask)).status).toBe(403)
    const waiting = await call('demo-bank', 'GET', '/requests')
    expect(waiting.body.rows).toHaveLength(1)
    expect(JSON.stringify(waiting.body)).not.toContain('elder')
    const decision = `/${DISTRICT}/${own}/withdrawals/${String(asked.body.id)}/decision`
    expect((await call('demo-district', 'POST', decision, { approve: true })).status).toBe(403)
    expect((await call('demo-bank', 'POST', decision, { approve: true })).status).toBe(200)
    expect((await call('demo-bank', 'POST', decision, { approve: true })).status).toBe(409)
  })

  it('a day of the bank is booked once, and what it shows can be taken along as a workbook', async () => {
    const bytes = writeBankFile({
      last4: '2222',
      on: addDays(app.platform.today(), -1),
      openingFen: 0,
      lines: [{ direction: 'in', kind: 'topUp', fen: 5_000, serial: 'h1' }],
    })
    const load = () =>
      at(`/api/custody/${DISTRICT}/${own}/bank-days`, {
        method: 'POST',
        headers: { cookie: signed.get('demo-district') ?? '', 'idempotency-key': crypto.randomUUID() },
        body: Buffer.from(bytes),
      })
    expect(await (await load()).json()).toMatchObject({ already: false, lines: 1, waiting: 0 })
    expect(await (await load()).json()).toMatchObject({ already: true })
    const read = await call('demo-district', 'GET', `/${DISTRICT}/${own}`)
    expect(read.body.home).toMatchObject({ balanceFen: 5_000 })
    const pack = await at(`/api/custody/${DISTRICT}/${own}/evidence`, {
      headers: { cookie: signed.get('demo-district') ?? '' },
    })
    expect(
      Buffer.from(await pack.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK')
  })
})
