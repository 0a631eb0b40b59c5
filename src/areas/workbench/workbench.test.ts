import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEMONSTRATION_ACCOUNTS } from '../../app/demonstration-accounts.ts'
import { type TestApplication, testApplication } from '../../app/testing.ts'
import { Workbench } from './contract.ts'

describe('W01 工作台', () => {
  let app: TestApplication
  beforeAll(async () => {
    app = await testApplication()
  })
  afterAll(() => app.close())

  it('asks for an account', async () => {
    expect((await app.call('GET', '/api/workbench')).status).toBe(401)
  })

  it('answers every role in the form of its contract', async () => {
    for (const { username } of DEMONSTRATION_ACCOUNTS) {
      const { status, body } = await app.call('GET', '/api/workbench', { as: await app.signIn(username) })
      expect({ username, status, read: Workbench.safeParse(body).success }).toEqual({
        username,
        status: 200,
        read: true,
      })
    }
  })

  it('shows the piles of the register to those who work with persons, and to nobody else', async () => {
    const pilesOf = async (username: string) => {
      const { body } = await app.call('GET', '/api/workbench', { as: await app.signIn(username) })
      return Workbench.parse(body).piles.map((pile) => pile.label)
    }
    expect(await pilesOf('demo-township')).toContain('80 岁以上独居')
    for (const username of ['demo-administrator', 'demo-auditor', 'demo-planner'])
      expect(await pilesOf(username)).toEqual([])
  })

  it('puts a grant that waits before the administrator who may be the second person, not before its maker', async () => {
    const maker = await app.signIn('demo-administrator')
    const second = await app.signIn('demo-administrator2')
    const key = { 'idempotency-key': crypto.randomUUID() }
    const grant = { role: 'districtFinance', division: '500113', reason: '轮岗' }
    const made = await app.call('POST', '/api/accounts', {
      as: maker,
      body: { username: 'new-finance', name: '新财政' },
      headers: key,
    })
    expect(made.status).toBe(200)
    const given = await app.call('POST', '/api/accounts/new-finance/grants', { as: maker, body: grant, headers: key })
    expect(given.status).toBe(200)
    const dueOf = async (as: string) =>
      Workbench.parse((await app.call('GET', '/api/workbench', { as })).body).due.map((item) => item.title)
    expect(await dueOf(second)).toEqual(['复核授权：新财政，区县财政'])
    expect(await dueOf(maker)).toEqual([])
  })
})
