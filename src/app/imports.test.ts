import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { imports } from '../areas/imports/index.ts'
import { day } from '../platform/clock/day.ts'
import { newId, type Scope } from '../platform/db/index.ts'
import type { Platform } from '../platform/http/index.ts'
import type { Role } from '../platform/identity/index.ts'
import { openWorkbook } from '../platform/sheets/index.ts'
import { type TestApplication, testApplication } from './testing.ts'

const JIESHI = '500113103'
const ledger = readFileSync(new URL('../areas/imports/fixtures/ledger-a.xlsx', import.meta.url))
let app: TestApplication

const accounts: Record<string, { role: Role; scope: Omit<Scope, 'account'> }> = {
  clerk: { role: 'townshipClerk', scope: { districts: [], townships: [JIESHI], villages: [] } },
  neighbour: { role: 'townshipClerk', scope: { districts: [], townships: ['500113111'], villages: [] } },
  operator: { role: 'operator', scope: { districts: [], townships: [], villages: [] } },
}

beforeAll(async () => {
  const identify: Platform['identify'] = async (request) => {
    const account = request.headers.get('x-test-account') ?? ''
    const known = accounts[account]
    if (!known) return undefined
    const grants = [{ role: known.role, validFrom: day('2026-01-01') }]
    return { account, name: account, grants, scope: { account, ...known.scope } }
  }
  const now = () => new Date('2026-11-22T02:00:00Z')
  app = await testApplication({ areas: [imports], now, wrap: (platform) => ({ ...platform, identify }) })
})
afterAll(() => app.close())

const send = (path: string, init: RequestInit): Promise<Response> =>
  app.fetch(new Request(`http://127.0.0.1:8100/api/imports${path}`, init))

type Body = Record<'id' | 'code' | 'title' | 'restBatch', string> &
  Record<'columns' | 'people' | 'batches', unknown[]> & {
    version: number
    counts: object
    rows: { row: number }[]
    next: number
  }
type Answer = { status: number; body: Body }

async function call(
  account: string,
  method: string,
  path: string,
  body?: unknown,
  key: string = newId(),
): Promise<Answer> {
  const isFile = body instanceof Uint8Array
  const response = await send(path, {
    method,
    headers: {
      'x-test-account': account,
      'idempotency-key': key,
      'content-type': isFile ? 'application/octet-stream' : 'application/json',
    },
    ...(body !== undefined && { body: isFile ? new Uint8Array(body) : JSON.stringify(body) }),
  })
  return { status: response.status, body: (await response.json()) as Answer['body'] }
}
const upload = (account: string, bytes: Uint8Array, into = JIESHI, key?: string) =>
  call(account, 'POST', `/batches?in=${into}&kind=ledger&name=${encodeURIComponent('台账.xlsx')}`, bytes, key)

describe('J4.1 导入中心的接口', () => {
  it('上传、逐页看、修改、比对、提交、下载错误、回退，一路走通', async () => {
    const key = newId()
    const { status, body: batch } = await upload('clerk', ledger, JIESHI, key)
    expect(status).toBe(200)
    expect(batch.counts).toMatchObject({ rows: 120, valid: 109, block: 7, confirm: 4, added: 109 })
    expect(batch.columns[3]).toMatchObject({
      letters: 'D',
      heading: '身份证号码',
      meaning: { kind: 'field', field: 'idNumber' },
    })
    expect(JSON.stringify(batch.columns)).not.toMatch(/\d{17}/)
    // 同一次上传再来一遍，得到同一个批次。
    expect((await upload('clerk', ledger, JIESHI, key)).body.id).toBe(batch.id)

    const page = await call('clerk', 'GET', `/batches/${batch.id}/rows?class=block&limit=3`)
    expect(page.body.rows.map(({ row }: { row: number }) => row)).toEqual([8, 13, 14])
    expect(page.body.next).toBe(14)
    expect(JSON.stringify(page.body)).not.toMatch(/\d{15}/)

    const fixed = await call('clerk', 'PATCH', `/batches/${batch.id}/rows/35`, {
      version: batch.version,
      cells: { 5: '海棠村' },
    })
    expect(fixed.body.counts).toMatchObject({ valid: 110, block: 6 })
    const accepted = await call('clerk', 'POST', `/batches/${batch.id}/fixes`, {
      version: fixed.body.version,
      code: 'sexMismatch',
      same: null,
      accept: true,
    })
    expect(accepted.body).toMatchObject({ repaired: 1, counts: { valid: 111, confirm: 3 } })
    const stale = await call('clerk', 'PATCH', `/batches/${batch.id}/rows/56`, {
      version: 1,
      cells: { 6: '13800138000' },
    })
    expect(stale).toMatchObject({ status: 409, body: { code: 'changedMeanwhile' } })

    const file = await send(`/batches/${batch.id}/errors.xlsx`, {
      headers: { 'x-test-account': 'clerk' },
    })
    const errors = await openWorkbook(new Uint8Array(await file.arrayBuffer()))
    expect(await Array.fromAsync(errors.rows(0))).toHaveLength(10)
    await errors.close()

    const committed = await call('clerk', 'POST', `/batches/${batch.id}/commit`, { version: accepted.body.version })
    expect(committed.body).toMatchObject({ state: 'committed', counts: { added: 111 } })
    const rest = await call('clerk', 'GET', `/batches/${committed.body.restBatch}`)
    expect(rest.body).toMatchObject({ state: 'draft', restOf: batch.id, counts: { rows: 9, valid: 0 } })
    expect((await call('clerk', 'GET', `/batches/${batch.id}/missing`)).body.people).toEqual([])
    const back = await call('clerk', 'POST', `/batches/${batch.id}/rollback`)
    expect(back.body).toMatchObject({ state: 'rolledBack', removed: 111, restored: 0, spared: [] })
    expect((await call('clerk', 'DELETE', `/batches/${rest.body.id}`)).body).toEqual({ discarded: true })
  })

  it('别的镇和没有这项工作的人：看不到，也改不了', async () => {
    const { body: batch } = await upload('clerk', ledger)
    for (const [method, path, body] of [
      ['GET', '', undefined],
      ['GET', '/rows', undefined],
      ['GET', '/missing', undefined],
      ['PATCH', '/rows/8', { version: 1, cells: { 1: 'x' } }],
      ['POST', '/commit', { version: 1 }],
      ['POST', '/rollback', undefined],
      ['DELETE', '', undefined],
    ] as const) {
      const answer = await call('neighbour', method, `/batches/${batch.id}${path}`, body)
      expect([method, path, answer.status, answer.body.code]).toEqual([method, path, 404, 'batchNotFound'])
      expect(JSON.stringify(answer.body)).not.toContain('界石')
    }
    expect((await call('neighbour', 'GET', '/batches')).body.batches).toEqual([])
    expect((await upload('neighbour', ledger)).body.code).toBe('outOfScope')
    expect((await call('operator', 'GET', '/batches')).status).toBe(403)
    expect((await call('nobody', 'GET', '/batches')).status).toBe(401)
  })

  it('读不了的文件、没有的区域、缺少提交编号：说清楚下一步', async () => {
    const bad = await upload('clerk', Buffer.from('%PDF-1.7'))
    expect(bad).toMatchObject({ status: 422, body: { code: 'fileFormatUnsupported' } })
    expect(bad.body.title).toContain('另存为')
    expect((await upload('clerk', ledger, '500999')).body.code).toBe('divisionUnknown')
    expect((await upload('clerk', ledger, JIESHI, 'x')).body.code).toBe('IDEMPOTENCY_KEY_MISSING')
  })
})
