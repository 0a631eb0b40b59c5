import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureDemonstrationFacilities } from '../../app/demonstration-facilities.ts'
import { type TestApplication, testApplication } from '../../app/testing.ts'
import { newId } from '../../platform/db/index.ts'

const NOW = new Date('2026-11-20T02:00:00Z')
type Row = Record<string, unknown> & { id: string }

describe('networks of a district', () => {
  let app: TestApplication
  let officer: string
  const get = async <T = { rows: Row[] }>(path: string, as = officer) =>
    (await app.call('GET', `/api/networks/500113${path}`, { as })).body as T
  const post = async (path: string, body: unknown, as = officer) => {
    const reply = await app.call('POST', `/api/networks/500113${path}`, {
      as,
      body,
      headers: { 'idempotency-key': newId() },
    })
    return { status: reply.status, body: reply.body as Record<string, unknown> }
  }
  beforeAll(async () => {
    app = await testApplication({ now: () => NOW })
    await ensureDemonstrationFacilities(app.platform)
    officer = await app.signIn('demo-district')
  })
  afterAll(() => app.close())

  it('counts each village in one of four states, and a closed point covers nobody', async () => {
    type Villages = {
      counts: Record<string, number>
      rows: (Row & { village: string; state: string; facilityId: string | null })[]
    }
    const before = await get<Villages>('/villages')
    expect(before.rows.length).toBe(Object.values(before.counts).reduce((sum, each) => sum + each, 0))
    expect(before.counts).toMatchObject({ merged: 3, exempt: 3 })
    const own = before.rows.find((row) => row.state === 'own')
    await app.call('POST', `/api/facilities/500113/${own?.facilityId}/acts`, {
      as: officer,
      headers: { 'idempotency-key': newId() },
      body: { act: 'set', from: '2026-11-01', source: '停业报告', attributes: { status: 'closed' } },
    })
    const after = await get<Villages>('/villages')
    const leaned = before.rows.filter((row) => row.state === 'merged' && row.facilityId === own?.facilityId)
    expect(after.counts.missing).toBe((before.counts.missing ?? 0) + 1 + leaned.length)
    const exempt = {
      state: 'exempt',
      village: own?.village,
      reason: 'centreVillage',
      document: '区文件',
      from: '2026-11-20',
    }
    expect((await post('/villages', exempt)).status).toBe(200)
    expect((await get<Villages>('/villages')).counts.exempt).toBe(4)
    const clerk = await app.signIn('demo-township')
    const seen = await get<Villages>('/villages', clerk)
    expect(new Set(seen.rows.map((row) => row.village.slice(0, 9)))).toEqual(new Set(['500113103']))
    expect((await post('/villages', exempt, clerk)).status).toBe(403)
  })

  it('keeps a gate shut behind one that failed, until the area is there', async () => {
    const gate = (step: string, areaM2: number) => ({ act: 'gate', step, areaM2, document: '意见', on: '2026-11-20' })
    const { rows } = await get('/estates')
    const short = rows.find((row) => row.name === '示例·云山里')
    expect(short).toMatchObject({ next: 'acceptance', requiredM2: 480 })
    expect((await post(`/estates/${short?.id}`, gate('handover', 480))).status).toBe(409)
    expect((await post(`/estates/${short?.id}`, gate('acceptance', 479.5))).body).toEqual({
      passed: false,
      shortM2: 0.5,
    })
    expect((await post(`/estates/${short?.id}`, gate('acceptance', 480))).body).toEqual({ passed: true, shortM2: 0 })
    expect((await post(`/estates/${short?.id}`, { act: 'use', use: 'other', on: '2026-11-20' })).status).toBe(409)
    expect((await post(`/estates/${short?.id}`, gate('handover', 480))).status).toBe(200)
  })

  it('shows the quota beside the register, and lets no project pay more than was planned', async () => {
    const read = await get<{ quota: Row[]; rows: Row[] }>('/projects')
    expect(read.quota).toContainEqual({ kind: 'careCentre', quota: 2, inRegister: 2, planned: 0, finished: 0 })
    const open = read.rows.find((row) => row.name === '示例·石龙镇养老服务中心')
    const stage = (paidFen: number, name = 'building') => ({
      stage: name,
      on: '2026-11-20',
      evidence: '监理月报',
      paidFen,
    })
    expect((await post(`/projects/${open?.id}`, stage(0, 'inUse'))).status).toBe(409)
    expect((await post(`/projects/${open?.id}`, stage(150_000_001))).status).toBe(422)
    expect((await post(`/projects/${open?.id}`, stage(150_000_000))).status).toBe(200)
  })

  it('names the reports that are due and have not come, and takes each once', async () => {
    const { rows } = await get<{ rows: (Row & { overdue: string[]; facilityId: string; operator: string })[] }>(
      '/contracts',
    )
    const [first] = rows
    expect(first?.overdue).toHaveLength(1)
    const report = { dueOn: first?.overdue[0], assets: '清单相符', incidents: '没有' }
    expect((await post(`/contracts/${first?.id}`, { ...report, dueOn: '2026-11-19' })).status).toBe(422)
    expect((await post(`/contracts/${first?.id}`, report)).status).toBe(200)
    expect((await post(`/contracts/${first?.id}`, report)).status).toBe(409)
  })

  it('links in no circle', async () => {
    const { rows, alone } = await get<{ rows: (Row & { facilityId: string; parentId: string })[]; alone: Row[] }>(
      '/links',
    )
    expect(alone.length).toBeGreaterThan(0)
    const [one] = rows
    const back = { kind: 'guides', facilityId: one?.parentId, parentId: one?.facilityId, from: '2026-11-20' }
    expect((await post('/links', back)).status).toBe(409)
  })
})
