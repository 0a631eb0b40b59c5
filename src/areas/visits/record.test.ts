import { createHash, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { processes } from '../../app/processes.ts'
import { type TestApplication, testApplication } from '../../app/testing.ts'
import { fireDeadlines } from '../../engines/process/index.ts'
import { asSystem } from '../../platform/db/index.ts'
import { addPerson, DISTRICT, JIESHI } from '../benefits/testing/town.ts'
import type { FieldAnswer, Recorded, VisitRecord } from './contract.ts'
import { planMonth } from './plan-month.ts'
import { addPost, place, planOf, signSettings, visitSettings } from './testing/village.ts'

const VILLAGE = `${JIESHI}001`
const HOME = { lng: 106.7, lat: 29.4 }
const NOW = new Date('2026-11-10T02:00:00Z')
const DEVICE = randomUUID()
const NOTHING = '2026-11-10T09:30:00+08:00'
const WELL = { 'V.1': 0, 'V.2': 0, 'V.3': 0, 'V.4': 0, 'V.5': 0, 'V.6': 0, 'V.7': 1, 'V.8': 0 }

const now = NOW
let app: TestApplication
let helper = ''
const elders: string[] = []

const visit = (elderId: string, with_: Partial<VisitRecord> = {}): VisitRecord => ({
  id: randomUUID(),
  district: DISTRICT,
  elderId,
  planId: null,
  corrects: null,
  way: 'home',
  outcome: 'seen',
  notSeenReason: null,
  startedAt: '2026-11-10T09:00:00+08:00',
  endedAt: '2026-11-10T09:20:00+08:00',
  device: { id: DEVICE, clockOffset: 0, savedAt: NOTHING },
  place: { ...HOME, accuracy: 10, at: NOTHING },
  noPlaceBecause: null,
  instrument: { id: 'welfare-visit', version: '1' },
  answers: WELL,
  unchanged: [],
  dangerSigns: [],
  condition: '',
  needs: [],
  nextSteps: '',
  nextVisitOn: null,
  attachments: [],
  door: [],
  proposals: [],
  confirmations: [],
  ...with_,
})
const upload = async (record: VisitRecord, as = helper) => {
  const reply = await app.call('POST', '/api/visits/field/records', { as, body: record })
  return { status: reply.status, body: reply.body as Recorded & { code?: string } }
}
const at = (hour: string) => ({ startedAt: `2026-11-10T${hour}:00+08:00`, endedAt: `2026-11-10T${hour}:20+08:00` })
const query = async <T>(text: ReturnType<typeof sql<T>>): Promise<T[]> =>
  (await asSystem(app.platform.db, (tx) => text.execute(tx))).rows

beforeAll(async () => {
  app = await testApplication({ now: () => now })
  const { db, keyring } = app.platform
  for (let n = 0; n < 8; n++) {
    const id = await addPerson(db, {
      name: `独居${n}`,
      township: JIESHI,
      born: '1955-05-05',
      facts: { livingArrangement: ['alone'], hardship: [] },
    })
    await place(db, id, HOME.lng, HOME.lat)
    elders.push(id)
  }
  await addPost(db, 'demo-village', VILLAGE)
  await signSettings(db)
  await asSystem(db, async (tx) => {
    await sql`
      insert into visits.duty (district, id, township, name, cipher, from_at, until_at, recorded_by)
      values (${DISTRICT}, ${randomUUID()}, ${JIESHI}, '值班员', ${keyring.seal('02366668888')}, '2026-11-01', '2026-12-01', 'test')`.execute(
      tx,
    )
    await planMonth(tx, {
      district: DISTRICT,
      month: '2026-11-01' as never,
      today: '2026-11-10' as never,
      rules: visitSettings(),
      account: 'test',
    })
  })
  helper = await app.signIn('demo-village')
}, 60_000)
afterAll(() => app.close())

describe('a visit from a device', () => {
  it('has everything downloaded that a month without a network needs, and an unchanged month is not sent again', async () => {
    const first = (await app.call('GET', '/api/visits/field/month', { as: helper })).body as FieldAnswer
    if (first.state !== 'new') throw new Error('nothing was sent')
    const { month } = first
    expect(month).toMatchObject({
      month: '2026-11',
      helper: { account: 'demo-village' },
      villages: [{ key: VILLAGE, point: HOME }],
    })
    expect(month.visits.filter((each) => each.elderId === elders[0])).not.toHaveLength(0)
    expect(month.people).toHaveLength(8)
    expect(month.people[0]).toMatchObject({
      because: ['独居'],
      door: { version: 0, keyHolder: null },
      last: null,
      promised: [],
    })
    expect(month.duty).toMatchObject([{ township: JIESHI, name: '值班员', phone: '02366668888' }])
    expect(month.questions.sections[0]?.items).toHaveLength(8)
    const again = await app.call('GET', `/api/visits/field/month?known=${month.revision}`, { as: helper })
    expect(again.body).toMatchObject({ state: 'same', revision: month.revision })
  })

  it('is kept once however often it arrives; the same id with other content is refused', async () => {
    const record = visit(elders[0] as string)
    const [one, two] = await Promise.all([upload(record), upload(record)])
    expect([one.body.state, two.body.state].sort()).toEqual(['again', 'recorded'])
    expect(await upload({ ...record, condition: '改过' })).toMatchObject({
      status: 409,
      body: { code: 'VISIT_DIFFERS' },
    })
    const [row] = await query(
      sql<{ n: number }>`select count(*)::int as n from visits.record where id = ${record.id}::uuid`,
    )
    expect(row?.n).toBe(1)
    expect(
      (await planOf(app.platform.db, '2026-11-01')).find((each) => each.elder === elders[0] && each.state === 'done'),
    ).toBeDefined()
  })

  it('is kept from two devices side by side, neither merged nor lost', async () => {
    const other = visit(elders[0] as string, {
      ...at('15:00'),
      device: { id: randomUUID(), clockOffset: 0, savedAt: NOTHING },
      condition: '另一台',
    })
    expect((await upload(other)).body).toMatchObject({
      state: 'recorded',
      conflicts: [{ kind: 'sameDay', theirs: 'seen', by: '演示·养老助理' }],
    })
  })

  it('a phone call is no visit at the door, and a visit without place or file has no evidence', async () => {
    const elder = elders[1] as string
    await upload(visit(elder, { way: 'phone' }))
    const open = () =>
      planOf(app.platform.db, '2026-11-01').then((rows) =>
        rows.filter((row) => row.elder === elder && row.state === 'done'),
      )
    expect(await open()).toHaveLength(0)
    const photo = Buffer.from('a photo of a door')
    const file = {
      id: randomUUID(),
      kind: 'photo' as const,
      sha256: createHash('sha256').update(photo).digest('hex'),
      bytes: photo.length,
      takenAt: NOTHING,
    }
    const record = visit(elder, { place: null, noPlaceBecause: 'off', attachments: [file] })
    expect((await upload(record)).body).toMatchObject({ state: 'recorded', wanted: [file.id] })
    const evidence = async () =>
      (
        await query(sql<{ evidence: boolean }>`select evidence from visits.plan where record_id = ${record.id}::uuid`)
      )[0]?.evidence
    expect(await evidence()).toBe(false)
    const path = `/api/visits/field/records/${DISTRICT}/${record.id}/files/${file.id}`
    const send = (content: Buffer) =>
      app.fetch(
        new Request(`http://127.0.0.1:8100${path}`, {
          method: 'PUT',
          body: new Uint8Array(content),
          headers: { cookie: helper, origin: 'http://127.0.0.1:8100', 'content-type': 'application/octet-stream' },
        }),
      )
    expect((await send(Buffer.from('another photo'))).status).toBe(409)
    expect(await (await send(photo)).json()).toMatchObject({ state: 'stored', wanted: [] })
    expect(await (await send(photo)).json()).toMatchObject({ state: 'again' })
    expect(await evidence()).toBe(true)
  })

  it('not seen twice opens one case at once, with the duty person, a phone and a deadline', async () => {
    const elder = elders[2] as string
    const missed = { outcome: 'notSeen', notSeenReason: 'noAnswer', answers: {}, instrument: null } as const
    // A telephone a year ahead says that she was seen: that keeps nobody from looking.
    const ahead = { startedAt: '2027-11-10T09:00:00+08:00', endedAt: '2027-11-10T09:20:00+08:00' }
    expect((await upload(visit(elder, { way: 'phone', ...ahead }))).status).toBe(200)
    expect((await upload(visit(elder, { ...missed, ...at('09:00') }))).body.opened).toBeNull()
    const second = await upload(visit(elder, { ...missed, ...at('14:00') }))
    expect(second.body.opened).toMatchObject({
      dutyName: '值班员',
      dutyPhone: '02366668888',
      dueAt: '2026-11-10T06:00:00.000Z',
    })
    const third = await upload(visit(elder, { ...missed, ...at('17:00') }))
    expect(third.body.opened?.number).toBe(second.body.opened?.number)
    const [row] = await query(
      sql<{
        state: string
        attempts: number
      }>`select state, attempts from visits.plan where elder_id = ${elder}::uuid and attempts > 0`,
    )
    expect(row).toEqual({ state: 'notSeen', attempts: 3 })
  })

  it('a danger sign, ticked or answered, opens a case; death is told to the clerk and changes nothing by itself', async () => {
    expect((await upload(visit(elders[3] as string, { dangerSigns: ['fell'] }))).body.opened?.number).toMatch(/^HC/)
    expect((await upload(visit(elders[4] as string, { answers: { 'V.2': 2 } }))).body.opened?.number).toMatch(/^HC/)
    await upload(visit(elders[5] as string, { outcome: 'died', answers: {}, instrument: null }))
    const told = await query(sql<object>`select about, state from visits.proposal where elder_id = ${elders[5]}::uuid`)
    expect(told).toEqual([{ about: '去世', state: 'open' }])
  })

  it('a need becomes a referral that comes back when nobody takes it, and ends with the elder’s word', async () => {
    const elder = elders[6] as string
    const need = { id: randomUUID(), kind: 'meal' as const, words: '想吃热饭' }
    const record = visit(elder, { needs: [need] })
    await upload(record)
    const referral = async () =>
      (
        await query(
          sql<object>`select state, owner, came_back as back, confirmed_by as by from visits.referral where id = ${need.id}::uuid`,
        )
      )[0]
    const clerk = await app.signIn('demo-township')
    const [found] = await query(
      sql<{
        id: string
        due: string
      }>`select case_id::text as id, due_on::text as due from visits.referral where id = ${need.id}::uuid`,
    )
    expect(found?.due).toBe('2026-11-13')
    await fireDeadlines(app.platform.db, processes, new Date('2026-11-14T02:00:00Z'))
    expect(await referral()).toMatchObject({ state: 'returned', back: 1 })
    const actAs = (as: string, body: object) =>
      app.call('POST', `/api/cases/${DISTRICT}/${found?.id}/acts`, {
        as,
        body,
        headers: { 'idempotency-key': randomUUID() },
      })
    const revision = async () =>
      (await query(sql<{ n: number }>`select revision as n from process.case where id = ${found?.id}::uuid`))[0]?.n
    expect((await actAs(clerk, { move: 'take', revision: await revision() })).status).toBe(200)
    expect((await actAs(clerk, { move: 'finish', reason: '已联系食堂送餐', revision: await revision() })).status).toBe(
      200,
    )
    // Whoever finished it cannot say for the elder that it helped; the next visit can.
    expect((await actAs(clerk, { move: 'confirm', revision: await revision() })).status).not.toBe(200)
    const next = visit(elder, {
      ...at('16:00'),
      confirmations: [{ referral: need.id, met: true, by: 'elder', words: '' }],
    })
    expect((await upload(next)).body.remarks).toEqual([])
    expect(await referral()).toEqual({ state: 'confirmed', owner: 'demo-township', back: 1, by: 'elder' })
  })

  it('what the office wrote at the door meanwhile is kept beside what the device says', async () => {
    const elder = elders[7] as string
    const key = (was: string | null, becomes: string) =>
      visit(elder, { ...at('10:00'), outcome: 'seen', door: [{ field: 'keyHolder', was, becomes }] })
    expect((await upload(key(null, '隔壁老李'))).body.conflicts.filter((each) => each.kind === 'door')).toEqual([])
    const second = await upload({ ...key(null, '村支书'), ...at('11:00') })
    expect(second.body.conflicts.filter((each) => each.kind === 'door')).toMatchObject([
      { field: 'keyHolder', yours: '村支书', theirs: '隔壁老李' },
    ])
    expect(
      await query(sql<object>`select key_holder, version from visits.door where elder_id = ${elder}::uuid`),
    ).toEqual([{ key_holder: '隔壁老李', version: 2 }])
  })

  it('an elder elsewhere is not found, and nothing is kept', async () => {
    const far = await addPerson(app.platform.db, { township: '500113004' })
    expect(await upload(visit(far))).toMatchObject({ status: 404, body: { code: 'VISIT_ELDER_UNKNOWN' } })
  })
})
