import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestApplication, testApplication } from '../../app/testing.ts'
import { newId } from '../../platform/db/index.ts'
import { exampleCreditCode } from './credit-code.ts'
import { emptyForm } from './opening-facts.ts'

const NOW = new Date('2026-11-20T02:00:00Z')
/** The organisation of `demo-operator`. */
const OWN = exampleCreditCode('500113', 1)

const opening = (name: string, over: object = {}) => ({
  kind: 'opening',
  name,
  division: '500113103001',
  operator: { creditCode: OWN, name: '示例·渝南颐养服务有限公司', profitKind: 'forProfit' },
  effectiveOn: '2026-11-20',
  materials: ['application', 'registration', 'commitment'],
  form: {
    address: '示例路 1 号',
    opening: {
      ...emptyForm,
      ownership: 'private',
      tenure: 'owned',
      floorArea: '900',
      beds: '60',
      newBeds: '60',
      nursingBeds: '40',
      meals: 'yes',
      registrationFormRequired: 'no',
      reuse: 'none',
      conversion: 'none',
      clinicKind: 'none',
    },
  },
  ...over,
})

describe('filing a home', () => {
  let app: TestApplication
  let officer: string
  const call = async (as: string | undefined, method: string, path: string, body?: unknown) => {
    const reply = await app.call(method, `/api${path}`, { as, body, headers: { 'idempotency-key': newId() } })
    return { status: reply.status, body: reply.body as Record<string, never> & { rows: Record<string, unknown>[] } }
  }
  const submit = async (as: string, body: object) =>
    (await call(as, 'POST', '/filings', body)).body as unknown as { id: string; number: string }
  const read = async (as: string, id: string) =>
    (await call(as, 'GET', `/filings/500113/${id}`)).body as Record<string, unknown>
  const act = async (as: string, id: string, move: string, more: object = {}) => {
    const { revision } = await read(as, id)
    return call(as, 'POST', `/filings/500113/${id}/acts`, { move, revision, ...more })
  }
  beforeAll(async () => {
    app = await testApplication({ now: () => NOW })
    officer = await app.signIn('demo-district')
  })
  afterAll(() => app.close())

  it('goes from twelve facts to a receipt, a facility with beds and a public record, while departments look', async () => {
    const { id, number } = await submit(officer, opening('江畔颐养院'))
    const submitted = await read(officer, id)
    expect(submitted).toMatchObject({ state: 'submitted', checksOpen: 3 })
    expect((await act(officer, id, 'receipt')).status).toBe(200)
    const filed = await read(officer, id)
    expect(filed).toMatchObject({
      state: 'filed',
      filedOn: '2026-11-20',
      receipt: expect.stringContaining('/api/papers/'),
    })
    const facility = (await call(officer, 'GET', `/facilities/500113/${filed.facilityId}`)).body
    expect(facility).toMatchObject({ name: '江畔颐养院', status: 'operating', beds: { ordinary: 20, nursing: 40 } })
    const record = await call(undefined, 'GET', '/filings/public/500113')
    expect(record.body.rows).toMatchObject([{ number, name: '江畔颐养院' }])

    const department = await app.signIn('demo-department')
    expect((await call(department, 'GET', '/filings')).status).toBe(403)
    const asked = (await call(department, 'GET', '/filings/checks')).body.rows
    expect(asked).toHaveLength(3)
    for (const check of asked)
      await call(department, 'POST', `/filings/checks/500113/${check.id}`, {
        outcome: 'clear',
        words: '现场看过，符合',
      })
    expect(await read(officer, id)).toMatchObject({ state: 'closed', checksOpen: 0 })
    const again = await call(department, 'POST', `/filings/checks/500113/${asked[0]?.id}`, {
      outcome: 'problem',
      words: '再看',
    })
    expect(again.status).toBe(409)
  })

  it('stays open where a department found something', async () => {
    const { id } = await submit(officer, opening('云篆康养中心'))
    await act(officer, id, 'receipt')
    const { checkList } = (await read(officer, id)) as { checkList: { id: string }[] }
    for (const [n, check] of checkList.entries())
      await call(officer, 'POST', `/filings/checks/500113/${check.id}`, {
        outcome: n === 0 ? 'problem' : 'clear',
        words: '核查记录',
      })
    expect(await read(officer, id)).toMatchObject({ state: 'filed', checksOpen: 0 })
  })

  it('asks once for what is missing, and gives the receipt when it came', async () => {
    const { id } = await submit(officer, opening('南泉老年公寓', { materials: ['application'] }))
    expect((await act(officer, id, 'receipt')).status).toBe(422)
    expect((await act(officer, id, 'askForMissing', { missing: ['registration', 'commitment'] })).status).toBe(200)
    expect(await read(officer, id)).toMatchObject({ state: 'correcting' })
    expect((await act(officer, id, 'supply', { supplied: ['registration', 'commitment'] })).status).toBe(200)
    expect((await act(officer, id, 'receipt')).status).toBe(200)
  })

  it('names every field that cannot be', async () => {
    const bad = opening('坏', {
      operator: { creditCode: '91500113MA0000002X', name: '某公司', profitKind: 'forProfit' },
    })
    const form = { ...bad.form, opening: { ...bad.form.opening, floorArea: '约300', newBeds: '70' } }
    const reply = await app.call('POST', '/api/filings', {
      as: officer,
      body: { ...bad, name: '', form },
      headers: { 'idempotency-key': newId() },
    })
    expect(reply.status).toBe(422)
    for (const field of ['name', 'operator.creditCode', 'form.opening.floorArea', 'form.opening.newBeds'])
      expect(reply.text).toContain(field)
  })

  it('lets an operator change and close its own home only, and ends nothing while an elder has no place', async () => {
    const own = (await submit(officer, opening('花溪敬老苑'))).id
    await act(officer, own, 'receipt')
    const facility = { district: '500113', id: (await read(officer, own)).facilityId as string }
    const operator = await app.signIn('demo-operator')
    const end = (placed: number, effectiveOn: string) => ({
      kind: 'closing',
      facility,
      effectiveOn,
      materials: ['application'],
      form: {
        opening: emptyForm,
        plan: {
          residents: 12,
          placed,
          noticeOn: '2026-10-01',
          where: '转入区社会福利院',
          refunds: '全部退清',
          records: '移交民政局',
        },
      },
    })
    const { id } = await submit(operator, end(11, '2026-11-20'))
    expect((await call(operator, 'POST', '/filings', end(12, '2026-11-20'))).status).toBe(409)
    const refused = await act(officer, id, 'receipt')
    expect(JSON.stringify(refused.body)).toContain('还有 1 位老人没有落实去处')
    expect((await act(operator, id, 'receipt')).status).toBe(403)
    expect((await act(operator, id, 'withdraw', { reason: '重新填报' })).status).toBe(200)
    const next = await submit(operator, end(12, '2026-11-20'))
    expect((await act(officer, next.id, 'receipt')).status).toBe(200)
    expect((await call(officer, 'GET', `/facilities/500113/${facility.id}`)).body).toMatchObject({
      status: 'closed',
      beds: { nursing: 0 },
    })
    expect((await call(officer, 'GET', `/facilities/500113/${facility.id}?on=2026-11-19`)).body).toMatchObject({
      beds: {},
    })
  })

  it('files a home from before only when its old questions are settled', async () => {
    const issue = { kind: 'fire', finding: '没有消防验收', decision: '会商后限期整改' }
    const before = opening('木洞江景养老院')
    const legacy = (settled: boolean) => ({
      ...before,
      kind: 'legacy',
      form: { ...before.form, issues: [{ ...issue, settled }] },
    })
    const { id } = await submit(officer, legacy(false))
    expect((await act(officer, id, 'receipt')).status).toBe(409)
    const settled = await submit(officer, legacy(true))
    expect((await act(officer, settled.id, 'receipt')).status).toBe(200)
  })

  it('shows an officer of another place nothing', async () => {
    const township = await app.signIn('demo-township')
    expect((await call(township, 'POST', '/filings', opening('没有权限'))).status).toBe(403)
  })
})
