import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkCharacter, elders } from '../areas/elders/index.ts'
import { imports } from '../areas/imports/index.ts'
import { bytesOf } from '../areas/imports/testing/staging.ts'
import { day } from '../platform/clock/day.ts'
import { newId, type Scope } from '../platform/db/index.ts'
import type { Platform } from '../platform/http/index.ts'
import type { Role } from '../platform/identity/index.ts'
import { jobsArea } from '../platform/jobs/index.ts'
import { openWorkbook } from '../platform/sheets/index.ts'
import { startBackground } from './background.ts'
import { type TestApplication, testApplication } from './testing.ts'

const JIESHI = '500113103'
const ledger = readFileSync(new URL('../areas/imports/fixtures/ledger-a.xlsx', import.meta.url))
const used = [imports, elders, jobsArea]
let app: TestApplication
let background: { stop: () => Promise<void> }

const accounts: Record<string, { role: Role; scope: Omit<Scope, 'account'> }> = {
  clerk: { role: 'townshipClerk', scope: { districts: [], townships: [JIESHI], villages: [] } },
  neighbour: { role: 'townshipClerk', scope: { districts: [], townships: ['500113111'], villages: [] } },
  wanzhou: { role: 'townshipClerk', scope: { districts: [], townships: ['500101001'], villages: [] } },
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
  app = await testApplication({ areas: used, now, wrap: (platform) => ({ ...platform, identify }) })
  background = await startBackground(app.platform, used)
})
afterAll(async () => {
  await background.stop()
  await app.close()
})

const send = (path: string, init: RequestInit): Promise<Response> =>
  app.fetch(new Request(`http://127.0.0.1:8100/api${path.startsWith('/batches') ? '/imports' : ''}${path}`, init))

type Body = Record<'id' | 'code' | 'title' | 'job' | 'status' | 'failure', string> &
  Record<'columns' | 'people', unknown[]> & {
    batches: { id: string; restOf: string | null }[]
    result: { batch: string; href: string; says: string } | null
    report: {
      grade: string
      rows: number
      clean: number
      fixes: { code: string; rows: number }[]
      before: object | null
    }
    version: number
    counts: object
    rows: { row: number; findings: { same: string | null }[]; changes: object[] }[]
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
const upload = (account: string, bytes: Uint8Array, { into = JIESHI, kind = 'ledger', key = newId() } = {}) =>
  call(account, 'POST', `/batches?in=${into}&kind=${kind}&name=${encodeURIComponent('台账.xlsx')}`, bytes, key)

/** Waits for the job that an answer names; gives the job as its account sees it. */
async function ended(account: string, { status, body }: Answer): Promise<Body> {
  expect([status, body.code]).toEqual([200, undefined])
  const path = `/jobs/${body.job}`
  await expect
    .poll(async () => (await call(account, 'GET', path)).body.status, { timeout: 20_000, interval: 30 })
    .not.toMatch(/waiting|running/)
  return (await call(account, 'GET', path)).body
}
const staged = async (account: string, bytes: Uint8Array, options: { into?: string; kind?: string } = {}) => {
  const { result, failure } = await ended(account, await upload(account, bytes, options))
  if (!result) throw new Error(failure)
  return (await call(account, 'GET', `/batches/${result.batch}`)).body
}
const committed = async (account: string, { id, version }: { id: string; version: number }) =>
  ended(account, await call(account, 'POST', `/batches/${id}/commit`, { version }))
const errorsOf = async (account: string, id: string): Promise<Uint8Array> => {
  const file = await send(`/batches/${id}/errors.xlsx`, { headers: { 'x-test-account': account } })
  return new Uint8Array(await file.arrayBuffer())
}

/** A valid number of the unissued area. */
const NUMBER = `50000019400304001${checkCharacter('50000019400304001')}`
const csv = (lines: string[]): Uint8Array => Buffer.from(lines.join('\r\n'))

/** A workbook after somebody has changed rows in it and saved it again; rows for which `change` says no are deleted. */
async function edited(bytes: Uint8Array, change: (heading: string[], row: string[]) => boolean): Promise<Uint8Array> {
  const workbook = await openWorkbook(bytes)
  const [heading = [], ...rows] = (await Array.fromAsync(workbook.rows(0))).map(({ cells }) =>
    Array.from({ length: cells.length }, (_, at) => cells[at]?.text ?? ''),
  )
  await workbook.close()
  return bytesOf([{ name: '需要修改', rows: [heading, ...rows.filter((row) => change(heading, row))] }])
}

describe('J4.1 导入中心的接口', () => {
  it('上传、逐页看、修改、比对、提交、下载错误、回退，一路走通', async () => {
    const key = newId()
    const first = await upload('clerk', ledger, { key })
    // 同一次上传再来一遍，得到同一项任务。
    expect((await upload('clerk', ledger, { key })).body.job).toBe(first.body.job)
    const job = await ended('clerk', first)
    expect(job).toMatchObject({ status: 'done', result: { href: `/w/imports/${job.result?.batch}` } })
    // 别人看不到这项任务。
    expect((await call('neighbour', 'GET', `/jobs/${first.body.job}`)).status).toBe(404)
    const { body: batch } = await call('clerk', 'GET', `/batches/${job.result?.batch}`)
    expect(batch.counts).toMatchObject({ rows: 120, valid: 109, block: 7, confirm: 4, added: 109 })
    expect(batch.columns[3]).toMatchObject({
      letters: 'D',
      heading: '身份证号码',
      meaning: { kind: 'field', field: 'idNumber' },
    })
    expect(JSON.stringify(batch.columns)).not.toMatch(/\d{17}/)

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

    const errors = await openWorkbook(await errorsOf('clerk', batch.id))
    expect(await Array.fromAsync(errors.rows(0))).toHaveLength(10)
    await errors.close()

    const done = await committed('clerk', { id: batch.id, version: accepted.body.version })
    expect(done.result?.says).toBe('已提交 111 行')
    const { body: after } = await call('clerk', 'GET', `/batches/${batch.id}`)
    expect(after).toMatchObject({ state: 'committed', counts: { added: 111 } })
    const { body: list } = await call('clerk', 'GET', '/batches')
    const rest = list.batches.find((one) => one.restOf === batch.id)!
    expect((await call('clerk', 'GET', `/batches/${rest.id}`)).body).toMatchObject({
      state: 'draft',
      counts: { rows: 9, valid: 0 },
    })
    // 体检报告说的是送来时的样子，不是改过以后的。
    expect((await call('clerk', 'GET', `/batches/${batch.id}/report`)).body.report).toMatchObject({
      grade: 'fair',
      rows: 120,
      clean: 109,
      fixes: [{ code: 'idDamagedBySpreadsheet', rows: 2 }, { rows: 1 }, { rows: 1 }],
      before: null,
    })
    expect((await call('clerk', 'GET', `/batches/${rest.id}/report`)).body.report).toBeNull()
    expect((await call('clerk', 'GET', `/batches/${batch.id}/missing`)).body.people).toEqual([])
    const again = await call('clerk', 'POST', `/batches/${batch.id}/commit`, { version: accepted.body.version })
    expect(again).toMatchObject({ status: 409, body: { code: 'notDraft' } })
    const back = await ended('clerk', await call('clerk', 'POST', `/batches/${batch.id}/rollback`))
    expect(back.result?.says).toBe('已移除 111 份，还原 0 份')
    expect((await call('clerk', 'GET', `/batches/${batch.id}/spared`)).body.people).toEqual([])
    expect((await call('clerk', 'DELETE', `/batches/${rest.id}`)).body).toEqual({ discarded: true })
  })

  it('改好的错误表格再上传，回到原来的批次；同一份再来一次什么都不变；提交后余下的行也找得到', async () => {
    const batch = await staged('clerk', ledger)
    const corrected = await edited(await errorsOf('clerk', batch.id), (heading, row) => {
      if (row.at(-2)?.includes('没有找到')) row[heading.findIndex((text) => text.includes('村'))] = '海棠村'
      return true
    })
    const before = (await call('clerk', 'GET', '/batches')).body.batches.length
    const first = await ended('clerk', await upload('clerk', corrected))
    expect(first.result).toMatchObject({ batch: batch.id, href: `/w/imports/${batch.id}?step=check&updated=1` })
    const { body: updated } = await call('clerk', 'GET', `/batches/${batch.id}`)
    expect(updated).toMatchObject({ version: batch.version + 1, counts: { valid: 110, block: 6 } })
    const second = await ended('clerk', await upload('clerk', corrected))
    expect(second.result?.says).toBe('已更新原批次 0 行')
    expect((await call('clerk', 'GET', `/batches/${batch.id}`)).body.version).toBe(updated.version)
    expect((await call('clerk', 'GET', '/batches')).body.batches).toHaveLength(before)

    // 别的镇把它传到自己名下，改不到这一批，只当作一份普通的表格。
    const foreign = await ended('neighbour', await upload('neighbour', corrected, { into: '500113111' }))
    expect(foreign.result?.batch).not.toBe(batch.id)
    await call('neighbour', 'DELETE', `/batches/${foreign.result?.batch}`)

    // 先下载、后提交、再上传：余下的行已在新的草稿里。
    const phone = await edited(await errorsOf('clerk', batch.id), (heading, row) => {
      const column = heading.findIndex((text) => text.includes('电话'))
      if (row.at(-2)?.includes('电话')) row[column] = '13800138000'
      return true
    })
    await committed('clerk', { id: batch.id, version: updated.version })
    const late = await ended('clerk', await upload('clerk', phone))
    const { body: rest } = await call('clerk', 'GET', `/batches/${late.result?.batch}`)
    expect(rest).toMatchObject({ restOf: batch.id, counts: { rows: 10, valid: 1 } })
    await ended('clerk', await call('clerk', 'POST', `/batches/${batch.id}/rollback`))
  })

  it('同类的行很多时，一处修改作为后台任务办理，每一行都改到', async () => {
    const rows = Array.from({ length: 2100 }, (_, n) => `示例甲${String(n).padStart(4, '0')},没有的村,1940-01-01`)
    const batch = await staged('clerk', Buffer.from(['姓名,村,出生日期', ...rows].join('\n')))
    expect(batch.counts).toMatchObject({ rows: 2100, valid: 0, block: 2100 })
    const [first] = (await call('clerk', 'GET', `/batches/${batch.id}/rows?class=block&limit=1`)).body.rows
    const same = first?.findings[0]?.same
    const fix = { version: batch.version, code: 'divisionUnknown', same, text: '海棠村' }
    const asked = await call('clerk', 'POST', `/batches/${batch.id}/fixes`, fix)
    expect(asked.body).toMatchObject({ repaired: 2100 })
    expect((await ended('clerk', asked)).result?.says).toBe('已修改 2100 行')
    const { body: after } = await call('clerk', 'GET', `/batches/${batch.id}`)
    expect(after.counts).toMatchObject({ valid: 2100, block: 0 })
    expect((await call('clerk', 'DELETE', `/batches/${batch.id}`)).body).toEqual({ discarded: true })
  })

  it('档案在另一个区的老人：从这一行发起转入，只能发起一次', async () => {
    const person = ['姓名,身份证号,所在村（社区）', `转来人,${NUMBER},`]
    const there = await staged('wanzhou', csv(person.map((line) => line.replace(/,$/, ',东方广场社区'))), {
      into: '500101001',
    })
    expect((await committed('wanzhou', there)).status).toBe('done')
    const here = await staged('clerk', csv(person.map((line) => line.replace(/,$/, ',海棠村'))))
    const { rows } = (await call('clerk', 'GET', `/batches/${here.id}/rows?class=confirm`)).body
    expect(rows).toMatchObject([
      { row: 2, findings: [{ code: 'duplicateInRegister', same: 'transfer' }], elderName: null },
    ])
    const ask = () =>
      call('clerk', 'POST', `/batches/${here.id}/rows/2/transfer`, { movedOn: '2026-11-01', reason: '随子女居住' })
    expect((await ask()).status).toBe(200)
    expect((await ask()).body.code).toBe('TRANSFER_OPEN')
    expect((await call('clerk', 'GET', `/batches/${here.id}/rows`)).body.rows[0]).toMatchObject({
      transfer: expect.any(String),
    })
    // 只凭确认不能把别处的档案搬来。
    await call('clerk', 'PATCH', `/batches/${here.id}/rows/2`, {
      version: here.version,
      accept: ['duplicateInRegister'],
    })
    expect((await call('clerk', 'GET', `/batches/${here.id}`)).body.counts).toMatchObject({ valid: 0, confirm: 1 })

    // 对方确认后，这一行不用人再比对一次。
    const { transfer } = (await call('clerk', 'GET', `/batches/${here.id}/rows`)).body.rows[0] as unknown as {
      transfer: string
    }
    expect((await call('wanzhou', 'POST', `/elders/transfers/${transfer}/confirm`, {})).status).toBe(200)
    await expect
      .poll(async () => (await call('clerk', 'GET', `/batches/${here.id}`)).body.counts, { timeout: 15_000 })
      .toMatchObject({ valid: 1, confirm: 0 })
  })

  it('别的镇和没有这项工作的人：看不到，也改不了', async () => {
    const batch = await staged('clerk', ledger)
    for (const [method, path, body] of [
      ['GET', '', undefined],
      ['GET', '/rows', undefined],
      ['GET', '/missing', undefined],
      ['GET', '/spared', undefined],
      ['GET', '/report', undefined],
      ['PUT', '/rows/8/held', { version: 1, held: true }],
      ['POST', '/rows/8/transfer', { movedOn: '2026-11-01', reason: '迁入' }],
      ['PUT', '/columns', { version: 1, columns: [] }],
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
    const bad = await ended('clerk', await upload('clerk', Buffer.from('%PDF-1.7')))
    expect(bad).toMatchObject({ status: 'failed', result: null })
    expect(bad.failure).toContain('另存为')
    expect((await upload('clerk', ledger, { into: '500999' })).body.code).toBe('divisionUnknown')
    expect((await upload('clerk', ledger, { key: 'x' })).body.code).toBe('IDEMPOTENCY_KEY_MISSING')
  })
})
