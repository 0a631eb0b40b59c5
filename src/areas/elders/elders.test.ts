import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { day } from '../../platform/clock/day.ts'
import { newId } from '../../platform/db/index.ts'
import type { ElderPage, ElderRecord } from './contract.ts'
import { elders } from './index.ts'
import { account, syntheticId, testTown } from './testing.ts'

const TODAY = day('2026-11-21')
const JIESHI = '500113103'
const VILLAGE = '500113103216'
const OTHER = '500113111001'
const ELSEWHERE = '500101001001'

const accounts = [
  account('jieshi', 'townshipClerk', { townships: [JIESHI] }),
  account('nanquan', 'townshipClerk', { townships: ['500113111'] }),
  account('banan', 'districtOfficer', { districts: ['500113'] }),
  account('wanzhou', 'districtOfficer', { districts: ['500101'] }),
  account('helper', 'villageWorker', { villages: [VILLAGE] }),
  account('nobody', 'operator', {}),
]

describe('the register', () => {
  let town: Awaited<ReturnType<typeof testTown>>
  let serial = 0
  beforeAll(async () => {
    town = await testTown([elders], accounts, TODAY)
  })
  afterAll(() => town.drop())

  const register = async (as: string, over: Record<string, unknown> = {}) => {
    serial += 1
    const idNumber = syntheticId('1944-03-12', serial)
    const answer = await town.ask<{ id: string; code: string; title: string; fields: { message: string }[] }>(
      as,
      'POST',
      '/elders',
      { name: '王秀英', idKind: 'residentId', idNumber, village: VILLAGE, ...over },
    )
    return { ...answer, idNumber, id: answer.body.id }
  }
  const list = (as: string, query: string) => town.ask<ElderPage>(as, 'GET', `/elders?${query}`)
  const read = (as: string, id: string, query = '') => town.ask<ElderRecord>(as, 'GET', `/elders/${id}${query}`)
  const fact = (as: string, id: string, body: Record<string, unknown>) =>
    town.ask<{ code: string; unchanged: boolean }>(as, 'POST', `/elders/${id}/facts`, body)

  describe('opening a file', () => {
    it('an ID number gives birth date and sex; the file is found, and the number is masked', async () => {
      const { status, id, idNumber } = await register('jieshi', { name: '单 雄信', phone: '13812345678' })
      expect(status).toBe(201)
      const { body } = await read('jieshi', id)
      expect(body).toMatchObject({
        name: '单雄信',
        birthDate: '1944-03-12',
        age: 82,
        sex: serial % 2 === 1 ? 'male' : 'female',
        version: 1,
      })
      expect(body.idMasked).toBe(`${'*'.repeat(17)}${idNumber.slice(-1)}`)
      expect(body.phones[0]?.masked).toBe('138****5678')
      expect(JSON.stringify(body)).not.toContain(idNumber)
      for (const q of [
        '单雄',
        'shanxiong',
        'sxx',
        idNumber,
        idNumber.toLowerCase(),
        idNumber.slice(-4),
        '138-1234 5678',
      ])
        expect((await list('jieshi', `q=${encodeURIComponent(q)}`)).body.rows.map((row) => row.id)).toContain(id)
    })

    it.each([
      [{ idNumber: '500000194403120018' }, '身份证号第 18 位对不上，请核对后重新填写。'],
      [{ birthDate: '1944-03-13' }, '出生日期与身份证号不一致。按身份证应为 1944-03-12，请核对后采用其中一个。'],
      [{ idKind: 'none' }, '证件类型是“暂无证件”，不用填写号码。'],
      [{ village: OTHER }, '这里不在您的辖区内。请由当地登记，或发起“转入”。'],
      [{ village: '500113103999' }, '没有找到这个村（社区）或乡镇（街道），请重新选择。'],
    ])('%o is refused with a sentence at its field', async (over, message) => {
      const { status, body } = await register('jieshi', over)
      expect([status, body.fields[0]?.message]).toEqual([422, message])
    })

    it('whoever has no number at all can be registered, also twice', async () => {
      for (const name of ['阿依古丽•买买提', '𬭚小红'])
        expect((await town.ask('jieshi', 'POST', '/elders', { name, idKind: 'none', village: VILLAGE })).status).toBe(
          201,
        )
      const found = await list('jieshi', `q=${encodeURIComponent('阿依古丽·')}`)
      expect(found.body.rows).toMatchObject([{ name: '阿依古丽·买买提', idMasked: null, birthDate: null, age: null }])
    })

    it('one number has one file: here it is shown, elsewhere only the district is named', async () => {
      const { idNumber, id } = await register('jieshi')
      const again = await register('jieshi', { idNumber })
      expect(again).toMatchObject({ status: 409, body: { code: 'ELDER_KNOWN', fields: [{ message: id }] } })
      const far = await register('wanzhou', { idNumber, village: ELSEWHERE })
      expect(far).toMatchObject({
        status: 409,
        body: { code: 'ELDER_KNOWN_ELSEWHERE', title: '这位老人已在巴南区的台账中。可以发起“转入”，对方确认后生效。' },
      })
      expect(JSON.stringify(far.body)).not.toContain(id)
      const check = await town.ask('wanzhou', 'POST', '/elders/identity-check', { idNumber })
      expect(check.body).toEqual({ state: 'elsewhere', elderId: null, where: '巴南区' })
    })

    it('two clerks registering the same number at once make one file', async () => {
      const idNumber = syntheticId('1950-01-01', 900)
      const given = { name: '李四', idKind: 'residentId', idNumber, village: VILLAGE }
      const answers = await Promise.all([1, 2, 3].map(() => town.ask('jieshi', 'POST', '/elders', given)))
      expect(answers.map((each) => each.status).sort()).toEqual([201, 409, 409])
    })

    it('the same call sent twice gives the same file; the same key with another body is refused', async () => {
      const key = newId()
      const given = { name: '赵六', idKind: 'none', village: VILLAGE }
      const first = await town.ask<{ id: string }>('jieshi', 'POST', '/elders', given, key)
      expect((await town.ask<{ id: string }>('jieshi', 'POST', '/elders', given, key)).body.id).toBe(first.body.id)
      expect((await town.ask('jieshi', 'POST', '/elders', { ...given, name: '赵七' }, key)).status).toBe(409)
    })

    it('who may not write is told so, and leaves nothing', async () => {
      expect((await register('helper')).status).toBe(403)
      expect((await register('nobody')).status).toBe(403)
      expect((await town.ask('stranger', 'GET', '/elders')).status).toBe(401)
    })
  })

  describe('changing a file', () => {
    it('two people changing different fields both succeed; the same field is handed back with both values', async () => {
      const { id } = await register('jieshi')
      const patch = (body: object) =>
        town.ask<{ version: number; conflicts: unknown; title: string }>('jieshi', 'PATCH', `/elders/${id}`, body)
      expect((await patch({ version: 1, address: '二组 5 号' })).body).toEqual({ version: 2 })
      expect((await patch({ version: 1, name: '王秀瑛' })).body).toEqual({ version: 3 })
      const conflict = await patch({ version: 1, address: '三组 1 号' })
      expect(conflict.status).toBe(409)
      expect(conflict.body).toMatchObject({
        title: '同事刚改过“详细地址”。请选择保留哪一个，再保存一次。',
        version: 3,
        conflicts: [{ field: 'address', yours: '三组 1 号', theirs: '二组 5 号', by: '系统', at: expect.any(String) }],
      })
      expect((await patch({ version: 3, address: '三组 1 号' })).body).toEqual({ version: 4 })
      const wrong = await town.ask<{ fields: unknown[] }>('jieshi', 'PATCH', `/elders/${id}`, {
        version: 4,
        birthDate: '1950-01-01',
      })
      expect(wrong.status).toBe(422)
    })

    it('a corrected number is found under both, and the mistyped one is free for its owner', async () => {
      const { id, idNumber } = await register('jieshi')
      const right = syntheticId('1944-03-12', 777)
      const corrected = await town.ask('jieshi', 'POST', `/elders/${id}/identity`, {
        version: 1,
        idKind: 'residentId',
        idNumber: right,
        reason: 'typed',
      })
      expect(corrected.body).toEqual({ version: 2 })
      for (const q of [right, idNumber])
        expect((await list('jieshi', `q=${q}`)).body.rows.map((row) => row.id)).toEqual([id])
      expect((await read('jieshi', id)).body.formerIds).toMatchObject([
        { reason: 'typed', masked: `500${'*'.repeat(11)}${idNumber.slice(-4)}` },
      ])
      expect((await register('nanquan', { idNumber, village: OTHER })).status).toBe(201)
    })

    it('a number in full needs a role and a purpose, and leaves an entry', async () => {
      const { id, idNumber } = await register('jieshi')
      const reveal = (as: string, purpose: string) =>
        town.ask<{ value: string; fields: unknown }>(as, 'POST', `/elders/${id}/reveal`, { what: 'idNumber', purpose })
      expect((await reveal('helper', '核对')).status).toBe(403)
      expect((await reveal('jieshi', '')).status).toBe(422)
      expect((await reveal('wanzhou', '核对')).status).toBe(404)
      expect((await reveal('jieshi', '核对高龄津贴申请')).body).toEqual({ value: idNumber, seconds: 60 })
      await read('jieshi', id)
      await town.platform.reads.flush()
      const { rows } = await sql<{ action: string; purpose: string | null }>`
        select action, purpose from audit.entry where object_id = ${id} and action in ('elder.reveal', 'elder.read') order by at`.execute(
        town.db,
      )
      expect(rows).toEqual([
        { action: 'elder.reveal', purpose: '核对高龄津贴申请' },
        { action: 'elder.read', purpose: null },
      ])
      const everything = await sql`select before, after from audit.entry`.execute(town.db)
      expect(JSON.stringify(everything.rows)).not.toContain(idNumber)
    })

    it('contacts are added with their phone and ended', async () => {
      const { id } = await register('jieshi')
      const added = await town.ask<{ id: string }>('jieshi', 'POST', `/elders/${id}/contacts`, {
        role: 'guardian',
        name: '王强',
        relation: '儿子',
        phone: '13900001111',
      })
      expect((await read('jieshi', id)).body.contacts).toMatchObject([
        { role: 'guardian', name: '王强', phoneMasked: '139****1111' },
      ])
      expect((await list('jieshi', 'q=13900001111')).body.rows.map((row) => row.id)).toEqual([id])
      expect(
        (await town.ask('jieshi', 'POST', `/elders/${id}/contacts/${added.body.id}/end`, { reason: '号码停用' }))
          .status,
      ).toBe(204)
      expect((await read('jieshi', id)).body.contacts).toEqual([])
      expect((await list('jieshi', 'q=13900001111')).body.rows).toEqual([])
    })
  })

  describe('facts', () => {
    it('the file reads as of any day and as known at any time', async () => {
      const { id } = await register('jieshi', { residentSince: '2020-01-01' })
      await fact('jieshi', id, { kind: 'hardship', value: ['subsistence'], validFrom: '2025-01-01' })
      const before = (
        await sql<{
          at: string
        }>`select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at`.execute(town.db)
      ).rows[0]!.at
      await fact('jieshi', id, { kind: 'hardship', value: ['extreme'], validFrom: '2026-01-01', validTo: null })
      expect((await read('jieshi', id)).body.hardship).toEqual(['extreme'])
      expect((await read('jieshi', id, '?asOf=2025-06-01')).body.hardship).toEqual(['subsistence'])
      expect((await read('jieshi', id, '?asOf=2024-06-01')).body.hardship).toBeNull()
      expect((await read('jieshi', id, `?knownAt=${before}`)).body.hardship).toEqual(['subsistence'])
      expect((await read('jieshi', id, '?knownAt=2020-01-01T00:00:00Z')).status).toBe(404)
      const timeline = await town.ask<{ entries: { title: string }[] }>('jieshi', 'GET', `/elders/${id}/timeline`)
      expect(timeline.body.entries.map((each) => each.title)).toContain('困难身份：特困')
    })

    it.each([
      [
        { kind: 'careDependency', value: ['severe'], validFrom: '2026-01-01' },
        '能力等级来自能力评估，不能手工填写。请注明评估报告，或先预约上门评估。',
      ],
      [{ kind: 'hardship', value: ['poor'], validFrom: '2026-01-01' }, '“poor”不在可选范围内，请重新选择。'],
      [{ kind: 'death', value: ['2026-12-01'], validFrom: '2026-12-01' }, '这一天还没有到，请核对日期。'],
      [{ kind: 'hardship', value: [], validFrom: '1930-01-01' }, '这一天早于出生日期，请核对日期。'],
      [
        { kind: 'hardship', value: [], validFrom: '2026-01-01', validTo: '2026-01-01' },
        '结束日期要晚于开始日期，请重新填写。',
      ],
    ])('%o is refused at its field', async (body, message) => {
      const { id } = await register('jieshi')
      const answer = await town.ask<{ fields: { message: string }[] }>('jieshi', 'POST', `/elders/${id}/facts`, body)
      expect([answer.status, answer.body.fields[0]?.message]).toEqual([422, message])
    })

    it('a move within the district changes the place from its day; a move to another district asks for a transfer', async () => {
      const { id } = await register('banan', { residentSince: '2020-01-01' })
      expect((await fact('banan', id, { kind: 'residence', value: [OTHER], validFrom: '2026-06-01' })).status).toBe(201)
      expect((await read('banan', id)).body.village).toBe(OTHER)
      expect((await read('banan', id, '?asOf=2026-05-31')).body.village).toBe(VILLAGE)
      expect((await read('jieshi', id)).status).toBe(404)
      expect(
        (await fact('banan', id, { kind: 'residence', value: [ELSEWHERE], validFrom: '2026-06-01' })).body.code,
      ).toBe('ELDER_MOVES_AWAY')
    })

    it('who has died or left the city leaves the list from that day on, and is still found when asked for', async () => {
      const gone = await register('jieshi', { name: '钱七', residentSince: '2020-01-01' })
      const left = await register('jieshi', { name: '钱八', residentSince: '2020-01-01' })
      await fact('jieshi', gone.id, { kind: 'death', value: ['2026-10-05'], validFrom: '2026-10-05' })
      await fact('jieshi', left.id, { kind: 'residence', value: ['outside'], validFrom: '2026-10-05' })
      const names = async (query: string) =>
        (await list('jieshi', `q=${encodeURIComponent('钱')}&${query}`)).body.rows.map((row) => row.name)
      expect(await names('')).toEqual([])
      expect(await names('status=deceased')).toEqual(['钱七'])
      expect(await names('status=movedOut')).toEqual(['钱八'])
      expect(await names('asOf=2026-10-04')).toEqual(['钱七', '钱八'])
    })
  })

  describe('lists', () => {
    it('filters tell unknown from none, and pages follow each other without a gap', async () => {
      const ids: string[] = []
      for (let n = 0; n < 7; n++) {
        const { id } = await register('nanquan', { name: `孙${n % 3}`, village: OTHER })
        ids.push(id)
        if (n < 5)
          await fact('nanquan', id, { kind: 'hardship', value: n < 3 ? ['extreme'] : [], validFrom: '2026-01-01' })
        if (n === 0) await fact('nanquan', id, { kind: 'livingArrangement', value: ['alone'], validFrom: '2026-01-01' })
      }
      const q = `division=500113111&q=${encodeURIComponent('孙')}`
      const found = async (query: string) =>
        (await list('nanquan', `${q}&${query}`)).body.rows.map((row) => row.id).sort()
      expect(await found('hardship=extreme')).toEqual(ids.slice(0, 3).sort())
      expect(await found('hardship=none')).toEqual(ids.slice(3, 5).sort())
      expect(await found('hardship=unknown')).toEqual(ids.slice(5).sort())
      expect(await found('hardship=extreme,unknown&ageFrom=80&livingArrangement=alone')).toEqual(ids.slice(0, 1))
      expect(await found('category=special-difficulty')).toEqual(ids.slice(0, 3).sort())
      expect(await found('category=tekun')).toEqual(ids.slice(0, 3).sort())
      for (const sort of ['name', '-name', 'birth', '-birth']) {
        const seen: string[] = []
        let cursor: string | null = ''
        while (cursor !== null) {
          const page: ElderPage = (
            await list('nanquan', `${q}&limit=2&sort=${sort}${cursor === '' ? '' : `&cursor=${cursor}`}`)
          ).body
          seen.push(...page.rows.map((row) => row.id))
          cursor = page.next
        }
        expect([...seen].sort()).toEqual([...ids].sort())
      }
      expect((await town.ask('nanquan', 'GET', `/elders/count?${q}`)).body).toEqual({ count: 7, exact: true })
      expect((await list('nanquan', 'cursor=x')).status).toBe(400)
    })

    it('nobody sees a row outside the scope, whatever is asked', async () => {
      const { id, idNumber } = await register('nanquan', { name: '周密', village: OTHER })
      for (const query of [
        '',
        'division=500113111',
        'division=500113',
        `q=${idNumber}`,
        `q=${idNumber.slice(-4)}`,
        `q=${encodeURIComponent('周密')}`,
        'q=zhoumi',
        'status=all&asOf=2026-11-21',
      ])
        for (const as of ['jieshi', 'wanzhou', 'helper'])
          expect((await list(as, query)).body.rows.map((row) => row.id)).not.toContain(id)
      for (const path of [`/elders/${id}`, `/elders/${id}/timeline`, `/elders/${id}/readers`])
        expect((await town.ask('jieshi', 'GET', path)).status).toBe(404)
      expect((await fact('jieshi', id, { kind: 'hardship', value: [], validFrom: '2026-01-01' })).status).toBe(404)
    })

    it('a list is exported with its conditions, masked, for a purpose, and leaves an entry', async () => {
      const { idNumber } = await register('nanquan', { name: '=卫青', village: OTHER })
      const path = `/elders/export?format=csv&q=${encodeURIComponent('=卫')}`
      expect((await town.ask('nanquan', 'GET', path)).status).toBe(422)
      const { status, text } = await town.file('nanquan', `${path}&purpose=${encodeURIComponent('核对名单')}`)
      expect(status).toBe(200)
      expect(text).toContain("'=卫青")
      expect(text).not.toContain(idNumber)
      expect((await town.file('nanquan', `${path.replace('csv', 'xlsx')}&purpose=xx`)).text.startsWith('PK')).toBe(true)
      const { rows } =
        await sql`select purpose from audit.entry where action = 'elder.export' and purpose = '核对名单'`.execute(
          town.db,
        )
      expect(rows).toHaveLength(1)
    })

    it('a view is saved for oneself, for the area or for all', async () => {
      const save = (as: string, audience: string) =>
        town.ask<{ id: string }>(as, 'POST', '/elders/views', {
          name: `视图${audience}`,
          audience,
          filter: { ageFrom: '80' },
        })
      const own = await save('jieshi', 'personal')
      await save('jieshi', 'area')
      await save('banan', 'official')
      expect((await save('jieshi', 'official')).status).toBe(403)
      const seen = async (as: string) =>
        (await town.ask<{ views: { name: string }[] }>(as, 'GET', '/elders/views')).body.views
          .map((view) => view.name)
          .sort()
      expect(await seen('jieshi')).toEqual(['视图area', '视图official', '视图personal'])
      expect(await seen('nanquan')).toEqual(['视图area', '视图official'])
      expect(await seen('wanzhou')).toEqual(['视图official'])
      expect((await town.ask('nanquan', 'DELETE', `/elders/views/${own.body.id}`)).status).toBe(403)
      expect((await town.ask('jieshi', 'DELETE', `/elders/views/${own.body.id}`)).status).toBe(204)
    })
  })
})
