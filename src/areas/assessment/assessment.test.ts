import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asSystem, newId } from '../../platform/db/index.ts'
import { instruments } from '../../policy/index.ts'
import type { Order } from './contract.ts'
import { drawSample, hashOfList } from './draws.ts'
import type { AssessmentRecorded, FieldOrders } from './field-contract.ts'
import { levelOn } from './index.ts'
import { digestOf, keepInstrument, readInstrument } from './keep-instrument.ts'
import type { DrawHead } from './registry-contract.ts'
import { assessmentTown, BANAN, CALM, itemsWith, SEVERE } from './testing/town.ts'

type Town = Awaited<ReturnType<typeof assessmentTown>>
let t: Town
beforeAll(async () => {
  t = await assessmentTown('2026-11-22')
})
afterAll(() => t.town.close())

const readOrder = (as: string, id: string) => t.ask<Order>(as, 'GET', `/orders/${BANAN}/${id}`)

describe('an assessment from the order to the level', () => {
  it('goes from the order over two assessors and the review into a dated fact', async () => {
    const elder = await t.addElder('某甲', '1940-01-01')
    const order = await t.order(elder)
    expect((await t.assign(order, 'ann', 'ben')).body.words).toContain('评估员ann')
    const held = (await t.ask<{ orders: FieldOrders }>('ann', 'GET', '/field/orders')).body.orders
    expect(held.orders.map((each) => [each.id, each.waitsFor, each.person.name])).toEqual([[order, 'record', '某甲']])
    expect(held.instruments[0]?.form.version).toBe('GB/T 42195-2022')
    expect((await t.ask<{ state: string }>('ann', 'GET', `/field/orders?known=${held.revision}`)).body.state).toBe(
      'same',
    )

    const record = t.sheet(order, elder, SEVERE)
    const recorded = await t.ask<AssessmentRecorded>('ann', 'POST', '/field/records', record)
    expect(recorded.body).toMatchObject({
      state: 'recorded',
      total: 43,
      preliminaryLevel: 3,
      finalLevel: 3,
      missing: [],
    })
    expect((await t.ask<AssessmentRecorded>('ann', 'POST', '/field/records', record)).body.state).toBe('again')
    expect((await t.act('officer', order, { act: 'confirm', note: '' })).status).toBe(409)
    const second = { agrees: true, signedAt: '2026-11-22T09:31:00+08:00', items: { ...SEVERE, 'B.1.1': 1 } }
    expect((await t.ask('ann', 'POST', `/field/records/${BANAN}/${record.id}/confirmation`, second)).status).toBe(403)
    expect(
      (await t.ask('ben', 'POST', `/field/records/${BANAN}/${record.id}/confirmation`, second)).body,
    ).toMatchObject({ state: 'confirmed' })

    const review = await readOrder('officer', order)
    expect(review.body.sheet).toMatchObject({ total: 43, finalLevel: '重度失能' })
    expect(review.body.sheet?.sections[0]?.items[0]).toMatchObject({
      points: 0,
      second: 1,
      chosen: '完全依赖他人，或吞咽困难，或管饲',
    })
    expect(review.body.acts).toEqual(['confirm', 'return', 'report'])
    expect(await t.levels(elder)).toEqual([])
    expect((await t.act('officer', order, { act: 'confirm', note: '' })).body.state).toBe('confirm')
    expect(await t.levels(elder)).toEqual([['severe', '2026-11-22', null]])
    const level = await asSystem(t.db, (tx) => levelOn(tx, BANAN, elder, '2026-11-22' as never))
    expect(level).toMatchObject({ level: 'severe', index: 3, origin: 'assessment', validUntil: null, overdue: false })
    const { rows } = await sql<{
      kind: string
    }>`select kind from platform.outbox where kind = 'assessment.levelSettled'`.execute(t.db)
    expect(rows).toHaveLength(1)
  })

  it('refuses what is incomplete with the path of each item, and another content under the same id', async () => {
    const elder = await t.addElder('某乙', '1941-01-01')
    const order = await t.order(elder)
    await t.assign(order, 'ann', 'ben')
    const { 'B.3.4': _, ...missing } = itemsWith()
    const { coma: __, ...unsaid } = CALM
    const incomplete = t.sheet(order, elder, missing, { answers: { items: { ...missing, 'B.3.9': 0 }, ...unsaid } })
    const refused = await t.ask<{ code: string; fields: { path: string }[] }>(
      'ann',
      'POST',
      '/field/records',
      incomplete,
    )
    expect(refused).toMatchObject({ status: 422, body: { code: 'ASSESSMENT_INCOMPLETE' } })
    expect(refused.body.fields.map((each) => each.path)).toEqual(['answers.items.B.3.4'])
    expect((await t.ask('ben', 'POST', '/field/records', t.sheet(order, elder, itemsWith()))).status).toBe(404)
    const record = t.sheet(order, elder, itemsWith())
    expect((await t.ask('ann', 'POST', '/field/records', record)).status).toBe(200)
    const other = { ...record, informant: { name: '另一人', relation: 'self' } }
    expect((await t.ask<{ code: string }>('ann', 'POST', '/field/records', other)).body.code).toBe('ASSESSMENT_DIFFERS')
    const late = t.sheet(order, elder, itemsWith())
    expect((await t.ask<{ code: string }>('ann', 'POST', '/field/records', late)).body.code).toBe('ASSESSMENT_ANSWERED')
  })

  it('keeps evidence with its hash, and confirms nothing while bytes are still to come', async () => {
    const elder = await t.addElder('某丙', '1942-01-01')
    const order = await t.order(elder)
    await t.assign(order, 'ann', 'ben')
    const photo = t.bytes('a photo')
    const attachment = newId()
    const record = t.sheet(order, elder, itemsWith({ 'B.1.3': 3 }), {
      attachments: [
        {
          id: attachment,
          kind: 'photo',
          whose: null,
          item: null,
          sha256: photo.sha256,
          bytes: 7,
          takenAt: '2026-11-22T09:10:00+08:00',
        },
      ],
    })
    const recorded = await t.ask<AssessmentRecorded>('ann', 'POST', '/field/records', record)
    expect(recorded.body.wanted).toEqual([attachment])
    await t.ask('ben', 'POST', `/field/records/${BANAN}/${record.id}/confirmation`, {
      agrees: true,
      signedAt: '2026-11-22T10:00:00+08:00',
    })
    expect((await t.act<{ code: string }>('officer', order, { act: 'confirm', note: '' })).body.code).toBe(
      'ASSESSMENT_EVIDENCE_MISSING',
    )
    const put = (content: string) =>
      t.town.fetch(
        new Request(`http://127.0.0.1:8100/api/assessments/field/records/${BANAN}/${record.id}/files/${attachment}`, {
          method: 'PUT',
          headers: { 'x-account': 'ann', origin: 'http://127.0.0.1:8100', 'content-type': 'application/octet-stream' },
          body: content,
        }),
      )
    expect((await put('another')).status).toBe(409)
    expect(await (await put('a photo')).json()).toMatchObject({ state: 'stored', wanted: [] })
    expect(await (await put('a photo')).json()).toMatchObject({ state: 'again' })
    expect((await t.act('officer', order, { act: 'confirm', note: '' })).status).toBe(200)
    expect(await t.levels(elder)).toEqual([['mild', '2026-11-22', null]])
  })

  it('applies the rule that fired, asks the reviewer about what is odd, and says so on the report', async () => {
    const elder = await t.addElder('某丁', '1943-01-01')
    const order = await t.order(elder)
    await t.assign(order, 'ann', 'ben')
    const record = t.sheet(order, elder, itemsWith({ 'B.2.2': 0 }), {
      answers: { items: itemsWith({ 'B.2.2': 0 }), coma: false, diagnoses: ['F03'], eventsLast30Days: {} },
      finishedAt: '2026-11-22T09:02:00+08:00',
      place: { lng: 106.7, lat: 29.4, accuracy: 20, at: '2026-11-22T09:00:00+08:00' },
    })
    const recorded = await t.ask<AssessmentRecorded>('ann', 'POST', '/field/records', record)
    expect(recorded.body).toMatchObject({
      preliminaryLevel: 1,
      finalLevel: 2,
      adjustments: [{ rule: 'diagnosis', from: 1, to: 2 }],
    })
    expect(recorded.body.questions.join()).toMatch(
      /用时不到 5 分钟.*能独立行走，却不能从床上转移到椅子.*记录位置离登记住址约 \d+ 米/,
    )
    await t.ask('ben', 'POST', `/field/records/${BANAN}/${record.id}/confirmation`, {
      agrees: true,
      signedAt: '2026-11-22T10:00:00+08:00',
    })
    await t.act('officer', order, { act: 'confirm', note: '已电话核实' })
    const report = await t.ask<{ number: string }>('officer', 'POST', `/sheets/${BANAN}/${record.id}/report`)
    expect(report.body.number).toMatch(/^PG-2026-\d{6}-\d$/)
    const again = await t.ask<{ number: string }>('officer', 'POST', `/sheets/${BANAN}/${record.id}/report`)
    expect(again.body.number).toBe(report.body.number)
  })

  it('hides earlier answers until both have answered, and sends a sheet back when the second does not agree', async () => {
    const elder = await t.addElder('某戊', '1944-01-01')
    const first = await t.order(elder)
    await t.assess(first, elder, SEVERE)
    await t.act('officer', first, { act: 'confirm', note: '' })
    const order = await t.order(elder, { reason: 'routine' })
    await t.assign(order, 'cai', 'dan')
    const record = t.sheet(order, elder, itemsWith())
    await t.ask('cai', 'POST', '/field/records', record)
    const hidden = await readOrder('dan', order)
    expect(hidden.body.sheet?.sections[0]?.items[0]?.last).toBeNull()
    await t.ask('dan', 'POST', `/field/records/${BANAN}/${record.id}/confirmation`, {
      agrees: false,
      note: '洗澡一项不同意',
      signedAt: '2026-11-22T10:00:00+08:00',
    })
    const back = await readOrder('officer', order)
    expect([back.body.state, back.body.sheet?.state, back.body.sheet?.sections[0]?.items[0]?.last]).toEqual([
      'assigned',
      'returned',
      0,
    ])
  })

  it('an answer is never changed after it was signed', async () => {
    await expect(
      asSystem(t.db, (tx) => sql`update assessment.assessment set answers = '{}'`.execute(tx)),
    ).rejects.toThrow('a signed assessment is never changed')
  })
})

describe('forms', () => {
  it('keep every text under which somebody answered, and score old answers by it', async () => {
    for (const form of instruments) {
      const digest = await asSystem(t.db, (tx) => keepInstrument(tx, form))
      expect(await asSystem(t.db, (tx) => readInstrument(tx, digest))).toEqual(JSON.parse(JSON.stringify(form)))
    }
    const [form] = instruments
    if (form === undefined) throw new Error('no form')
    expect(digestOf({ ...form, title: `${form.title}（修订）` })).not.toBe(digestOf(form))
  })
})

describe('who may assess', () => {
  it('keeps kin, employees of the facility and people without a certificate away, with the reason', async () => {
    const elder = await t.addElder('某己', '1939-01-01')
    await t.addAssessor('kin', 'agency-one', { name: '陈某某' })
    await t.addAssessor('old', 'agency-one', { certifiedUntil: '2025-01-01' })
    await t.addAssessor('employed', 'agency-one', { employerCode: '91500113MA5U000033' })
    await t.addAssessor('told', 'agency-one')
    await t.addAssessor('elsewhere', 'agency-two')
    await t.addAssessor('other', 'agency-two')
    await asSystem(t.db, async (tx) => {
      await sql`insert into elders.contact (district, id, elder_id, role, name, recorded_by, source_kind)
                values (${BANAN}, ${newId()}, ${elder}::uuid, 'supporter', '陈某某', 't', 'clerk')`.execute(tx)
      const place = newId()
      await sql`insert into subsidies.place (district, id, name, kind, credit_code, operator, example, recorded_by)
                values (${BANAN}, ${place}, '某院', 'careHome', '91500113MA5U000033', '某公司', false, 't')`.execute(tx)
      await sql`insert into subsidies.stay (district, id, place_id, elder_id, from_day, source)
                values (${BANAN}, ${newId()}, ${place}::uuid, ${elder}::uuid, '2026-01-01', 't')`.execute(tx)
    })
    await t.ask('officer', 'POST', '/registry/conflicts', {
      district: BANAN,
      assessorId: t.assessors.get('told'),
      elderId: elder,
      kind: 'interest',
      note: '曾是邻居，有纠纷',
    })
    const order = await t.order(elder)
    const { body } = await t.ask<{ rows: { name: string; against: string[] }[] }>(
      'officer',
      'GET',
      `/orders/${BANAN}/${order}/candidates`,
    )
    const against = Object.fromEntries(body.rows.map((row) => [row.name, row.against.join()]))
    expect(against.陈某某).toContain('可能有亲属关系')
    expect(against.评估员old).toContain('证书')
    expect(against.评估员employed).toContain('同一单位')
    expect(against.评估员told).toContain('曾是邻居')
    expect(against.评估员ann).toBe('')
    expect((await t.assign(order, 'ann', 'elsewhere')).status).toBe(422)
    expect((await t.assign(order, 'ann', 'kin')).status).toBe(422)
    await t.act('officer', order, { act: 'give', agencyId: t.agencies.get('agency-one') })
    expect((await readOrder('otherDesk', order)).status).toBe(404)
    expect((await t.act('otherDesk', order, { act: 'assignByLoad' })).status).toBe(404)
    const elsewhere = { firstId: t.assessors.get('elsewhere'), secondId: t.assessors.get('other') }
    expect((await t.act('desk', order, { act: 'assign', ...elsewhere })).status).toBe(404)
    expect((await t.act('desk', order, { act: 'assignByLoad' })).body.state).toBe('assigned')
    expect((await t.act('desk', order, { act: 'cancel', why: '不想去' })).status).toBe(403)
    expect((await readOrder('stranger', order)).status).toBe(404)
    expect((await readOrder('eve', order)).status).toBe(
      (await readOrder('officer', order)).body.second === '评估员eve' ? 200 : 404,
    )
  })
})

describe('a second look', () => {
  it('keeps the earlier, more severe level until a dispute is decided by another pair, from the day that is chosen', async () => {
    const elder = await t.addElder('某庚', '1938-01-01')
    await t.know(elder, 'careDependency', ['severe'], '2025-01-01')
    const first = await t.order(elder, { reason: 'routine' })
    const sheet = await t.assess(first, elder, itemsWith({ 'B.1.3': 3 }))
    await t.act('officer', first, { act: 'confirm', note: '' })
    expect(await t.levels(elder)).toEqual([
      ['severe', '2025-01-01', '2026-11-22'],
      ['mild', '2026-11-22', null],
    ])
    const dispute = {
      raisedBy: 'family',
      raiserName: '某人之女',
      grounds: '不能自己洗澡和穿衣',
      raisedOn: '2026-11-22',
    }
    const raised = await t.ask<{ id: string; order: string }>(
      'clerk',
      'POST',
      `/sheets/${BANAN}/${sheet}/disputes`,
      dispute,
    )
    expect(raised.status).toBe(200)
    expect(await t.levels(elder)).toEqual([
      ['severe', '2025-01-01', '2026-11-22'],
      ['severe', '2026-11-22', null],
    ])
    expect((await t.assign(raised.body.order, 'ann', 'cai')).status).toBe(422)
    expect((await t.act('officer', raised.body.order, { act: 'decide', chosen: 'first', note: '先裁定' })).status).toBe(
      409,
    )
    t.clock.today = '2026-11-25'
    await t.assess(
      raised.body.order,
      elder,
      itemsWith({ 'B.1.3': 0, 'B.1.4': 0, 'B.1.5': 0, 'B.1.2': 0, 'B.2.1': 0, 'B.2.2': 0, 'B.2.3': 0 }),
      ['cai', 'dan'],
    )
    const compared = await readOrder('officer2', raised.body.order)
    expect([compared.body.sheet?.finalLevel, compared.body.other?.finalLevel]).toEqual(['中度失能', '轻度失能'])
    const decided = await t.act('officer2', raised.body.order, {
      act: 'decide',
      chosen: 'second',
      from: 'first',
      note: '首次评估偏轻',
    })
    expect(decided.status).toBe(200)
    expect(await t.levels(elder)).toEqual([
      ['severe', '2025-01-01', '2026-11-22'],
      ['moderate', '2026-11-22', null],
    ])
    t.clock.today = '2026-11-22'
  })

  it('that is called off lets the disputed result stand again, and a sheet that its second assessor never answers goes back', async () => {
    const elder = await t.addElder('某辛', '1938-02-02')
    await t.know(elder, 'careDependency', ['severe'], '2025-01-01')
    const first = await t.order(elder, { reason: 'routine' })
    const sheet = await t.assess(first, elder, itemsWith({ 'B.1.3': 3 }))
    await t.act('officer', first, { act: 'confirm', note: '' })
    const dispute = { raisedBy: 'family', raiserName: '某人之女', grounds: '不能自己洗澡', raisedOn: '2026-11-22' }
    const raised = await t.ask<{ order: string }>('clerk', 'POST', `/sheets/${BANAN}/${sheet}/disputes`, dispute)
    await t.assign(raised.body.order, 'cai', 'dan')
    await t.ask('cai', 'GET', '/field/orders')
    const answered = t.sheet(raised.body.order, elder, itemsWith())
    expect((await t.ask('cai', 'POST', '/field/records', answered)).status).toBe(200)
    expect((await t.act('officer', raised.body.order, { act: 'cancel', why: '家属撤回' })).status).toBe(409)
    expect((await t.act('officer', raised.body.order, { act: 'return', note: '第二评估员离岗' })).status).toBe(200)
    expect((await t.act('officer', raised.body.order, { act: 'cancel', why: '家属撤回' })).status).toBe(200)
    expect(await t.levels(elder)).toEqual([
      ['severe', '2025-01-01', '2026-11-22'],
      ['mild', '2026-11-22', null],
    ])
    expect((await readOrder('officer', first)).body.sheet?.state).toBe('confirmed')
  })

  it('draws by a seed that anybody can repeat, freezes first, and orders another pair for each', async () => {
    const frozen = await t.ask<{ id: string; hash: string; count: number }>('officer', 'POST', '/draws', {
      district: BANAN,
      from: '2026-11-01',
      to: '2026-12-01',
      size: 2,
    })
    expect(frozen.body.count).toBeGreaterThanOrEqual(4)
    const seed = { seed: '20261122-示例', source: '示例：当日公开开奖号码' }
    const drawn = await t.ask<{ picked: number }>('officer', 'POST', `/draws/${BANAN}/${frozen.body.id}/draw`, seed)
    expect(drawn.body.picked).toBe(2)
    expect((await t.ask('officer', 'POST', `/draws/${BANAN}/${frozen.body.id}/draw`, seed)).status).toBe(409)
    const { rows } = await sql<{
      frozen: string[]
    }>`select frozen::text[] as frozen from assessment.draw where id = ${frozen.body.id}::uuid`.execute(t.db)
    expect(hashOfList(rows[0]?.frozen ?? [])).toBe(frozen.body.hash)
    const listed = (await t.ask<{ rows: DrawHead[] }>('officer', 'GET', `/draws/${BANAN}`)).body.rows[0]
    expect(listed?.picks.map((pick) => pick.assessmentId)).toEqual(
      drawSample((rows[0]?.frozen ?? []).toReversed(), seed.seed, 2),
    )
    expect(listed?.picks.every((pick) => pick.state === 'open')).toBe(true)
  })
})

describe('due and covered', () => {
  it('counts everyone of 80 and over by place, and lists who is due with the reason', async () => {
    await t.setting('assessment-validity-months', 12)
    const village = '500113103002'
    const done = await t.addElder('某辛', '1946-11-22', { village })
    const gone = await t.addElder('某壬', '1940-01-01', { village })
    await t.know(gone, 'death', ['2026-01-01'], '2026-01-01')
    const listed = await t.addElder('某癸', '1940-01-01', { village })
    await t.know(listed, 'careDependency', ['mild'], '2024-01-01')
    await t.addElder('不满八十', '1946-11-23', { village })
    const order = await t.order(done)
    await t.assess(order, done, itemsWith())
    await t.act('officer', order, { act: 'confirm', note: '' })
    const rowOf = async () =>
      (await t.ask<{ rows: Record<string, unknown>[] }>('officer', 'GET', `/coverage?area=${village}`)).body.rows[0]
    expect(await rowOf()).toMatchObject({
      key: village,
      elders: 2,
      valid: 1,
      never: 1,
      listed: 1,
      overdue: 0,
      endingSoon: 0,
    })
    t.clock.today = '2027-10-01'
    expect(await rowOf()).toMatchObject({ elders: 3, valid: 1, endingSoon: 1, never: 2 })
    t.clock.today = '2027-11-22'
    expect(await rowOf()).toMatchObject({ valid: 0, overdue: 1 })
    const due = await t.ask<{ rows: { name: string; why: string }[] }>('clerk', 'GET', `/due?area=${village}`)
    expect(due.body.rows.map((row) => [row.name, row.why])).toEqual([
      ['某癸', 'never'],
      ['某辛', 'overdue'],
      ['不满八十', 'never'],
    ])
    t.clock.today = '2026-11-22'
  })

  it('pages by key without losing or repeating anybody, and shows nobody outside the scope', async () => {
    const seen: string[] = []
    let after = ''
    for (;;) {
      const { body } = await t.ask<{ rows: { elderId: string }[]; next: string | null }>(
        'officer',
        'GET',
        `/due?limit=2${after}`,
      )
      seen.push(...body.rows.map((row) => row.elderId))
      if (body.next === null) break
      after = `&after=${body.next}`
    }
    expect(new Set(seen).size).toBe(seen.length)
    const all = await t.ask<{ rows: { elderId: string }[] }>('officer', 'GET', '/due?limit=200')
    expect(seen).toEqual(all.body.rows.map((row) => row.elderId))
    expect((await t.ask<{ rows: unknown[] }>('stranger', 'GET', '/due')).body.rows).toEqual([])
  })
})
