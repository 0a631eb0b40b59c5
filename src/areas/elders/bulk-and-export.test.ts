import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startBackground } from '../../app/background.ts'
import { day } from '../../platform/clock/day.ts'
import { asSystem } from '../../platform/db/index.ts'
import type { Signal } from '../../platform/events/signals.ts'
import type { Rehearsal } from './bulk-contract.ts'
import type { ElderPage, ElderRecord } from './contract.ts'
import type { ExportView } from './export-contract.ts'
import { exportJobs, exportSweeps } from './export-job.ts'
import { elders } from './index.ts'
import { account, syntheticId, testTown } from './testing.ts'

const TODAY = day('2026-11-21')
const VILLAGE = '500113103216'
const NEXT = '500113103001'

const accounts = [
  account('jieshi', 'townshipClerk', { townships: ['500113103'] }),
  account('nanquan', 'townshipClerk', { townships: ['500113111'] }),
  account('banan', 'districtOfficer', { districts: ['500113'] }),
  account('wanzhou', 'districtOfficer', { districts: ['500101'] }),
]

describe('many persons at once, lists that leave the house, pairs that find themselves', () => {
  let town: Awaited<ReturnType<typeof testTown>>
  let background: Awaited<ReturnType<typeof startBackground>>
  let serial = 1
  beforeAll(async () => {
    // One person a file, so that a list of a few persons is split as a list of millions would be.
    const area = {
      ...elders,
      jobs: (platform: typeof town.platform) => [...exportJobs(platform, 2), ...duplicatesOnly(platform)],
    }
    town = await testTown([area], accounts, TODAY)
    background = await startBackground(town.platform, [area])
  })
  afterAll(async () => {
    await background.stop()
    await town.drop()
  })
  const duplicatesOnly = (platform: typeof town.platform) =>
    (elders.jobs?.(platform) ?? []).filter((each) => each.kind !== 'elders.export')

  const open = async (over: Record<string, unknown> = {}) => {
    serial += 2
    const idNumber = syntheticId('1944-03-12', serial)
    const given = {
      name: '王秀英',
      idKind: 'residentId',
      idNumber,
      village: VILLAGE,
      residentSince: '2020-01-01',
      ...over,
    }
    const { body, status } = await town.ask<{ id: string }>('jieshi', 'POST', '/elders', given)
    expect(status).toBe(201)
    return { id: body.id, idNumber }
  }
  const fact = (id: string, kind: string, value: string[], validFrom: string) =>
    town.ask('jieshi', 'POST', `/elders/${id}/facts`, { kind, value, validFrom })
  const rehearse = (given: object, as = 'jieshi') =>
    town.ask<Rehearsal & { code: string }>(as, 'POST', '/elders/bulk/facts/rehearse', given)
  const act = (given: object, as = 'jieshi') =>
    town.ask<Rehearsal & { code: string }>(as, 'POST', '/elders/bulk/facts', given)

  it('a rehearsal shows who changes from what, who is skipped and why, and writes nothing', async () => {
    const [fresh, low, same, dead] = await Promise.all([open(), open(), open(), open()])
    await fact(low.id, 'hardship', ['lowIncome'], '2024-01-01')
    await fact(same.id, 'hardship', ['subsistence'], '2024-01-01')
    await fact(dead.id, 'death', ['2026-01-05'], '2026-01-05')
    const given = {
      selection: { kind: 'rows', ids: [fresh.id, low.id, same.id, dead.id] },
      kind: 'hardship',
      value: ['subsistence'],
      validFrom: '2026-11-01',
      source: 'departmentList',
    }
    const { body } = await rehearse(given)
    expect(body).toMatchObject({ change: 2, skip: 2 })
    expect(Object.fromEntries(body.rows.map((row) => [row.id, row.skipped ?? row.before]))).toEqual({
      [fresh.id]: '未采集',
      [low.id]: '低收入',
      [same.id]: '档案里已经是这样',
      [dead.id]: '已离世，不再登记',
    })
    expect((await town.ask<ElderRecord>('jieshi', 'GET', `/elders/${low.id}`)).body.hardship).toEqual(['lowIncome'])

    await fact(fresh.id, 'hardship', ['subsistence'], '2026-11-01')
    expect((await act({ ...given, seen: 2 })).body.code).toBe('BULK_MOVED')
    expect((await town.ask<ElderRecord>('jieshi', 'GET', `/elders/${low.id}`)).body.hardship).toEqual(['lowIncome'])
    expect((await act({ ...given, seen: 1 })).body).toMatchObject({ change: 1, skip: 3 })
    const file = (await town.ask<ElderRecord>('jieshi', 'GET', `/elders/${low.id}`)).body
    expect(file.hardship).toEqual(['subsistence'])
    expect(file.facts.filter((each) => each.kind === 'hardship')).toHaveLength(2)
  })

  it('everybody who meets conditions is moved to a village from a day on, and nobody outside the scope', async () => {
    const one = await open({ name: '搬迁甲' })
    const two = await open({ name: '搬迁乙' })
    const given = {
      selection: { kind: 'all', filter: { q: '搬迁' } },
      kind: 'residence',
      value: [NEXT],
      validFrom: '2026-11-10',
    }
    expect((await rehearse(given, 'nanquan')).body).toMatchObject({ change: 0, skip: 0 })
    expect((await rehearse(given)).body).toMatchObject({ change: 2, skip: 0 })
    await act({ ...given, seen: 2 })
    for (const { id } of [one, two])
      expect((await town.ask<ElderRecord>('jieshi', 'GET', `/elders/${id}`)).body.village).toBe(NEXT)
    expect((await rehearse({ ...given, kind: 'death', value: ['2026-11-10'] })).status).toBe(422)
    expect((await rehearse({ ...given, value: ['500101001001'] })).body).toMatchObject({ change: 0, skip: 2 })
  })

  it('a list with numbers in full waits for somebody else, is written in parts and fetched by whoever asked', async () => {
    const people = await Promise.all([1, 2, 3].map(() => open({ name: '导出人' })))
    const ask = (over: object = {}, as = 'jieshi') =>
      town.ask<{ way: string; id: string; code: string }>(as, 'POST', '/elders/exports', {
        filter: { idKind: 'residentId', hardship: 'unknown', ageFrom: '60' },
        format: 'csv',
        numbers: 'full',
        purposeKind: 'comparison',
        purpose: '与医保比对',
        ...over,
      })
    expect((await ask({ numbers: 'masked' })).body).toEqual({ way: 'direct', id: null })
    expect((await ask({ purposeKind: 'visit' })).status).toBe(422)
    expect((await ask({ filter: { q: '导出人' } })).body.code).toBe('EXPORT_SEARCHED')
    const { id } = (await ask()).body
    const decide = (as: string, step: string) =>
      town.ask<{ code: string }>(as, 'POST', `/elders/exports/${id}/${step}`, {})
    expect((await decide('jieshi', 'release')).status).toBe(403)
    expect((await decide('wanzhou', 'release')).status).toBe(404)
    expect((await town.file('jieshi', `/elders/exports/${id}/files/1`)).status).toBe(409)
    expect((await decide('banan', 'release')).status).toBe(200)
    expect((await decide('banan', 'refuse')).body.code).toBe('EXPORT_STATE')
    const mine = async () =>
      (await town.ask<{ exports: ExportView[] }>('jieshi', 'GET', '/elders/exports')).body.exports.find(
        (each) => each.id === id,
      )
    await expect.poll(async () => (await mine())?.state, { timeout: 15_000 }).toBe('done')
    const view = await mine()
    const parts = view?.files.length ?? 0
    expect(view?.files.every((file) => file.people <= 2)).toBe(true)
    let text = ''
    for (let part = 1; part <= parts; part++)
      text += (await town.file('jieshi', `/elders/exports/${id}/files/${part}`)).text
    for (const { idNumber } of people) expect(text).toContain(idNumber)
    expect((await town.file('banan', `/elders/exports/${id}/files/1`)).status).toBe(403)
    const { rows } = await asSystem(town.db, async (tx) => {
      await sql`update elders.export set expires_at = now() - interval '1 hour' where id = ${id}`.execute(tx)
      return sql<{
        action: string
      }>`select action from audit.entry where object_id = ${id} order by at, action`.execute(tx)
    })
    expect(new Set(rows.map((row) => row.action))).toEqual(
      new Set(['elder.askExport', 'elder.releaseExport', 'elder.export', 'elder.downloadExport']),
    )
    expect((await mine())?.state).toBe('over')
    expect((await town.file('jieshi', `/elders/exports/${id}/files/1`)).status).toBe(404)
    const kept = () =>
      asSystem(town.db, async (tx) => {
        const { rows } = await sql<{ n: number }>`
          select count(*)::int as n from platform.file where object = 'export' and object_id = ${id} and removed_at is null`.execute(
          tx,
        )
        return rows[0]?.n
      })
    expect(await kept()).toBe(parts)
    for (const sweep of exportSweeps(town.platform)) await sweep()
    expect(await kept()).toBe(0)
  })

  it('a new file and an ordinary edit tell open pages of the place to read again', async () => {
    const heard: Signal[] = []
    const deaf = town.platform.signals.hear((signal) => void heard.push(signal))
    const about = (id: string) => heard.filter((each) => each.kind === 'elder' && each.id === id)
    const { id } = await open({ name: '听信人' })
    await expect.poll(() => about(id), { timeout: 10_000 }).toHaveLength(1)
    expect(about(id)[0]).toMatchObject({ district: '500113', townships: ['500113103'], villages: [VILLAGE] })
    await town.ask('jieshi', 'PATCH', `/elders/${id}`, { version: 1, address: '一号' })
    await expect.poll(() => about(id), { timeout: 10_000 }).toHaveLength(2)
    deaf()
  })

  it('persons picked by hand are exported alone', async () => {
    const { id } = await open({ name: '独选人' })
    const { text, status } = await town.file(
      'jieshi',
      `/elders/export?format=csv&purpose=${encodeURIComponent('核对')}&ids=${id}`,
    )
    expect(status).toBe(200)
    expect(text.split('\r\n').filter((line) => line !== '')).toHaveLength(2)
  })

  it('a new file that looks like another is on the work list without anybody searching', async () => {
    await open({ name: '田秋月', birthDate: undefined })
    const twin = await town.ask<{ id: string }>('jieshi', 'POST', '/elders', {
      name: '田秋月',
      idKind: 'none',
      birthDate: '1944-03-12',
      village: VILLAGE,
    })
    const pairs = async () =>
      (
        await town.ask<{ pairs: { low: { id: string }; high: { id: string } }[] }>(
          'jieshi',
          'GET',
          '/elders/duplicates',
        )
      ).body.pairs
    await expect
      .poll(async () => (await pairs()).some((pair) => [pair.low.id, pair.high.id].includes(twin.body.id)), {
        timeout: 15_000,
      })
      .toBe(true)
  })

  it('a phone that several share finds all of them, and a rare character is found and comes back as it is', async () => {
    const one = await open({ name: '合用甲', phone: '13512340000' })
    const two = await open({ name: '合用乙' })
    await town.ask('jieshi', 'POST', `/elders/${two.id}/contacts`, {
      role: 'guardian',
      name: '合用甲',
      phone: '135-1234-0000',
    })
    const found = await town.ask<ElderPage>('jieshi', 'GET', '/elders?q=13512340000')
    expect(found.body.rows.map((row) => row.id).sort()).toEqual([one.id, two.id].sort())
    const rare = await open({ name: '𬎆𫖯·张' })
    const page = await town.ask<ElderPage>('jieshi', 'GET', `/elders?q=${encodeURIComponent('𬎆')}`)
    expect(page.body.rows).toMatchObject([{ id: rare.id, name: '𬎆𫖯·张' }])
  })
})
