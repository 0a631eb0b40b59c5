import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { day } from '../../platform/clock/day.ts'
import { asSystem } from '../../platform/db/index.ts'
import type { ElderPage, ElderRecord, MergeView, TransferView } from './contract.ts'
import { residenceCarriers } from './follow-residence.ts'
import { elders } from './index.ts'
import { account, syntheticId, testTown } from './testing.ts'

const TODAY = day('2026-11-21')
const VILLAGE = '500113103216'
const OTHER = '500113111001'
const WANZHOU = '500101001001'

const accounts = [
  account('jieshi', 'townshipClerk', { townships: ['500113103'] }),
  account('colleague', 'townshipClerk', { townships: ['500113103'] }),
  account('nanquan', 'townshipClerk', { townships: ['500113111'] }),
  account('banan', 'districtOfficer', { districts: ['500113'] }),
  account('wanzhou', 'districtOfficer', { districts: ['500101'] }),
]

describe('two files of one person, and one person in another place', () => {
  let town: Awaited<ReturnType<typeof testTown>>
  let serial = 100
  beforeAll(async () => {
    town = await testTown([elders], accounts, TODAY)
  })
  afterAll(() => town.drop())

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
    const { body } = await town.ask<{ id: string }>('jieshi', 'POST', '/elders', given)
    return { id: body.id, idNumber }
  }
  const fact = (id: string, kind: string, value: string[], validFrom: string, source = 'clerk') =>
    town.ask('jieshi', 'POST', `/elders/${id}/facts`, { kind, value, validFrom, source })
  const read = (as: string, id: string, query = '') => town.ask<ElderRecord>(as, 'GET', `/elders/${id}${query}`)

  /** Everything that is currently true of a file, without ids and times of recording. */
  const stateOf = (id: string) =>
    asSystem(town.db, async (tx) => {
      const { rows } = await sql<Record<string, unknown>>`
        select e.name, e.sex, e.birth_date, e.id_kind, encode(e.id_blind, 'hex') as id_blind, e.township, e.village, e.address, e.merged_into,
          (select jsonb_agg(jsonb_build_array(f.kind, f.value, f.valid_from, f.valid_to, f.source_kind, f.recorded_by) order by f.kind, f.valid_from)
             from elders.fact f where f.district = e.district and f.elder_id = e.id and f.superseded_at is null) as facts,
          (select jsonb_agg(p.id order by p.id) from elders.phone p where p.district = e.district and p.elder_id = e.id) as phones,
          (select jsonb_agg(c.id order by c.id) from elders.contact c where c.district = e.district and c.elder_id = e.id) as contacts,
          (select jsonb_agg(encode(i.id_blind, 'hex') order by 1) from elders.identity i where i.elder_id = ${id}::uuid) as identities,
          (select jsonb_agg(encode(i.id_blind, 'hex') order by 1) from elders.former_identity i where i.district = e.district and i.elder_id = e.id) as former
        from elders.elder e where e.id = ${id}::uuid`.execute(tx)
      return rows[0]
    })

  const twoFiles = async () => {
    const kept = await open({ phone: '13811110000' })
    const gone = await open({ name: '王秀瑛', phone: '13822220000', address: '二组 5 号' })
    await fact(kept.id, 'hardship', ['subsistence'], '2024-01-01')
    await fact(gone.id, 'hardship', ['extreme'], '2025-01-01')
    await fact(gone.id, 'disability', ['visual', '2'], '2023-01-01', 'departmentList')
    await town.ask('jieshi', 'POST', `/elders/${gone.id}/contacts`, {
      role: 'guardian',
      name: '王强',
      phone: '13900001111',
    })
    return { kept, gone }
  }
  const propose = (kept: string, gone: string, choices: Record<string, string>) =>
    town.ask<MergeView>('jieshi', 'POST', '/elders/merges', { kept, gone, choices, reason: '同一位老人登记了两次' })
  const step = (as: string, merge: string, what: string) =>
    town.ask<MergeView & { code: string }>(as, 'POST', `/elders/merges/${merge}/${what}`)

  it('pairs are found by sound, birth date, village and phone, listed by score, and never merged by the search', async () => {
    const one = await open({ name: '张桂芳', phone: '13700000001' })
    const same = (
      await town.ask<{ id: string }>('jieshi', 'POST', '/elders', {
        name: '张贵芳',
        idKind: 'none',
        birthDate: '1944-03-12',
        village: VILLAGE,
        phone: '13700000001',
      })
    ).body.id
    const stranger = await open({ name: '李大山' })
    expect((await town.ask<{ added: number }>('jieshi', 'POST', '/elders/duplicates/search', {})).body.added).toBe(1)
    expect((await town.ask<{ added: number }>('jieshi', 'POST', '/elders/duplicates/search', {})).body.added).toBe(0)
    const { pairs } = (
      await town.ask<{ pairs: { low: { id: string }; high: { id: string }; score: number; reasons: string[] }[] }>(
        'jieshi',
        'GET',
        '/elders/duplicates',
      )
    ).body
    expect(pairs).toHaveLength(1)
    expect([pairs[0]?.low.id, pairs[0]?.high.id].sort()).toEqual([one.id, same].sort())
    expect(pairs[0]?.reasons).toEqual([
      '姓名读音相同',
      '出生日期相同',
      '同村（社区）',
      '电话相同',
      '有一份没有证件号码',
    ])
    expect((await town.ask<{ pairs: unknown[] }>('nanquan', 'GET', '/elders/duplicates')).body.pairs).toEqual([])
    const path = `/elders/duplicates/${pairs[0]?.low.id}/${pairs[0]?.high.id}/dismiss`
    expect((await town.ask('jieshi', 'POST', path, { note: '两姐妹' })).status).toBe(204)
    await town.ask('jieshi', 'POST', '/elders/duplicates/search', {})
    expect((await town.ask<{ pairs: unknown[] }>('jieshi', 'GET', '/elders/duplicates')).body.pairs).toEqual([])
    expect((await read('jieshi', stranger.id)).body.mergedInto).toBeNull()
  })

  it('a merge needs two people, takes each field from the chosen file and moves what hangs on the other', async () => {
    const { kept, gone } = await twoFiles()
    const proposal = await propose(kept.id, gone.id, { name: 'gone', address: 'gone', hardship: 'gone' })
    expect(proposal.body.moves).toContainEqual({ table: 'elders.contact', rows: 1 })
    expect((await step('jieshi', proposal.body.id, 'confirm')).status).toBe(403)
    expect((await propose(kept.id, gone.id, {})).status).toBe(409)
    expect((await step('colleague', proposal.body.id, 'confirm')).body).toMatchObject({
      state: 'confirmed',
      decidedBy: 'colleague',
    })
    const { body } = await read('jieshi', kept.id)
    expect(body).toMatchObject({ name: '王秀瑛', address: '二组 5 号', hardship: ['extreme'], disabilityGrade: '2' })
    expect(body.phones).toHaveLength(3)
    expect(body.contacts).toHaveLength(1)
    expect(body.formerIds).toMatchObject([{ reason: 'merge' }])
    const found = await town.ask<ElderPage>('jieshi', 'GET', `/elders?q=${gone.idNumber}`)
    expect(found.body.rows.map((row) => row.id)).toEqual([kept.id])
    expect((await read('jieshi', gone.id)).body.mergedInto).toBe(kept.id)
    expect((await fact(gone.id, 'hardship', [], '2026-01-01')).status).toBe(409)
  })

  it('split back within thirty days, both files are as they were before the merge', async () => {
    const { kept, gone } = await twoFiles()
    const before = [await stateOf(kept.id), await stateOf(gone.id)]
    const choices = { name: 'gone', identity: 'gone', address: 'gone', hardship: 'gone', residence: 'gone' }
    const { body } = await propose(kept.id, gone.id, choices)
    await step('colleague', body.id, 'confirm')
    expect([await stateOf(kept.id), await stateOf(gone.id)]).not.toEqual(before)
    expect((await step('banan', body.id, 'split')).body.state).toBe('splitBack')
    expect([await stateOf(kept.id), await stateOf(gone.id)]).toEqual(before)
    expect((await step('banan', body.id, 'split')).status).toBe(409)
  })

  it('what was changed after the merge stays with the kept file when it is split back', async () => {
    const { kept, gone } = await twoFiles()
    const { body } = await propose(kept.id, gone.id, { hardship: 'gone' })
    await step('colleague', body.id, 'confirm')
    await fact(kept.id, 'hardship', [], '2026-01-01')
    const { version } = (await read('jieshi', kept.id)).body
    await town.ask('jieshi', 'PATCH', `/elders/${kept.id}`, { version, address: '新址' })
    await step('banan', body.id, 'split')
    const file = (await read('jieshi', kept.id)).body
    expect(file).toMatchObject({ hardship: [], address: '新址', disabilityGrade: null })
    expect((await read('jieshi', kept.id, '?asOf=2025-06-01')).body.hardship).toEqual(['extreme'])
    expect((await read('jieshi', gone.id)).body).toMatchObject({ hardship: ['extreme'], mergedInto: null })
  })

  it('after thirty days a merge stays', async () => {
    const { kept, gone } = await twoFiles()
    const { body } = await propose(kept.id, gone.id, {})
    await step('colleague', body.id, 'confirm')
    await asSystem(town.db, (tx) =>
      sql`update elders.merge set split_until = now() - interval '1 day' where id = ${body.id}`.execute(tx),
    )
    expect((await step('banan', body.id, 'split')).body.code).toBe('SPLIT_TOO_LATE')
  })

  it('a person moves to another district: asked by number, confirmed by the other side, history and all', async () => {
    const { id, idNumber } = await open({ name: '冯远', phone: '13766660000' })
    await fact(id, 'hardship', ['extreme'], '2024-01-01')
    const ask = (as: string, village: string, number = idNumber) =>
      town.ask<TransferView & { code: string }>(as, 'POST', '/elders/transfers', {
        idNumber: number,
        village,
        movedOn: '2026-11-01',
        reason: '随子女居住',
      })
    expect((await ask('wanzhou', WANZHOU, syntheticId('1944-01-01', 1))).body.code).toBe('TRANSFER_UNKNOWN')
    const asked = await ask('wanzhou', WANZHOU)
    expect(asked.body).toMatchObject({
      state: 'requested',
      elderId: null,
      elderName: null,
      mayDecide: false,
      from: '巴南区 / 界石镇',
    })
    expect(JSON.stringify(asked.body)).not.toContain(id)
    expect((await ask('wanzhou', WANZHOU)).body.code).toBe('TRANSFER_OPEN')
    const confirm = (as: string) =>
      town.ask<TransferView & { code: string }>(as, 'POST', `/elders/transfers/${asked.body.id}/confirm`, {})
    expect((await confirm('wanzhou')).status).toBe(403)
    expect((await confirm('nanquan')).status).toBe(404)
    const waiting = await town.ask<{ transfers: TransferView[] }>('jieshi', 'GET', '/elders/transfers')
    expect(waiting.body.transfers).toMatchObject([{ elderName: '冯远', mayDecide: true }])
    expect((await confirm('jieshi')).body.state).toBe('confirmed')

    expect((await read('jieshi', id)).status).toBe(404)
    const file = (await read('wanzhou', id)).body
    expect(file).toMatchObject({ district: '500101', village: WANZHOU, hardship: ['extreme'] })
    expect(file.phones).toHaveLength(1)
    expect((await read('wanzhou', id, '?asOf=2026-10-31')).body.village).toBe(VILLAGE)
    expect(
      (await town.ask<ElderPage>('wanzhou', 'GET', `/elders?q=${idNumber}`)).body.rows.map((row) => row.id),
    ).toEqual([id])
    const left = await asSystem(town.db, async (tx) => {
      const counts: unknown[] = []
      for (const table of ['elder', 'fact', 'phone', 'contact', 'identity', 'elder_past', 'former_identity'])
        counts.push(
          await sql`select ${table} as t from ${sql.table(`elders.${table}`)} where district = '500113' and ${sql.ref(table === 'elder' ? 'id' : 'elder_id')} = ${id}::uuid`
            .execute(tx)
            .then((r) => r.rows),
        )
      return counts.flat()
    })
    expect(left).toEqual([])
    expect((await confirm('jieshi')).status).toBe(409)
  })

  it('between townships of a district the file stays in its district and the receiving township gets it', async () => {
    const { id, idNumber } = await open({ name: '沈平' })
    const asked = await town.ask<TransferView>('nanquan', 'POST', '/elders/transfers', {
      idNumber,
      village: OTHER,
      movedOn: '2026-11-01',
      reason: '搬家',
    })
    await town.ask('jieshi', 'POST', `/elders/transfers/${asked.body.id}/confirm`, { note: '已核实' })
    expect((await read('nanquan', id)).body).toMatchObject({ district: '500113', village: OTHER })
    expect((await read('jieshi', id)).status).toBe(404)
  })

  it('what hangs on a person carries the place where the person lives, whichever way somebody came there', async () => {
    const astray: string[] = []
    for (const { table, elder, township, village } of await asSystem(town.db, residenceCarriers)) {
      const { rows } = await asSystem(town.db, (tx) =>
        sql<{ n: number }>`
          select count(*)::int as n from ${sql.table(table)} t join elders.elder e on e.district = t.district and e.id = ${sql.ref(`t.${elder}`)}
           where (${sql.ref(`t.${township}`)}, ${sql.ref(`t.${village}`)}) is distinct from (e.township, e.village)`.execute(
          tx,
        ),
      )
      if (rows[0]?.n !== 0) astray.push(table)
    }
    expect(astray).toEqual([])
  })

  it('every table that points at a person is registered as hanging on it', async () => {
    const { rows } = await sql<{ name: string }>`
      select c.relnamespace::regnamespace || '.' || c.relname as name from pg_constraint k join pg_class c on c.oid = k.conrelid
       where k.contype = 'f' and k.confrelid = 'elders.elder'::regclass and c.relname not in ('merge', 'probable_duplicate')
         and not exists (select 1 from elders.hanging h where h.table_name = c.relnamespace::regnamespace || '.' || c.relname)`.execute(
      town.db,
    )
    expect(rows).toEqual([])
  })
})
