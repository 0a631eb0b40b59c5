import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addPerson, DISTRICT, JIESHI } from '../areas/benefits/testing/town.ts'
import type { DeviceKey, DownloadOut } from '../areas/field/contract.ts'
import { addPost, signSettings } from '../areas/visits/testing/village.ts'
import { asSystem } from '../platform/db/index.ts'
import { type TestApplication, testApplication } from './testing.ts'

const NOW = new Date('2026-11-10T02:00:00Z')
let app: TestApplication
let elder = ''
const plan = randomUUID()
const device = randomUUID()
let authorization = ''

beforeAll(async () => {
  app = await testApplication({ now: () => NOW })
  const { db } = app.platform
  elder = await addPerson(db, { name: '某甲', township: JIESHI, born: '1955-05-05', facts: {} })
  await addPost(db, 'demo-village', `${JIESHI}001`)
  await signSettings(db)
  await asSystem(db, (tx) =>
    sql`
      insert into visits.plan (district, id, month, elder_id, township, village, ordinal, on_day, from_day, until_day, account)
      values (${DISTRICT}, ${plan}, '2026-11-01', ${elder}::uuid, ${JIESHI}, ${`${JIESHI}001`}, 1, '2026-11-10', '2026-11-01', '2026-11-30', 'demo-village')`.execute(
      tx,
    ),
  )
  const reply = await app.call('POST', '/api/field/devices', {
    as: await app.signIn('demo-village'),
    body: { id: device, name: '红米手机' },
  })
  const { district, key } = reply.body as DeviceKey
  authorization = `Device ${district}.${device}.${key}`
}, 60_000)
afterAll(() => app.close())

const download = async (have: Record<string, string>) =>
  (await app.call('POST', '/api/field/download', { headers: { authorization }, body: { turn: 1, have } }))
    .body as DownloadOut

const noted = async (): Promise<number> => {
  const { rows } = await asSystem(app.platform.db, (tx) =>
    sql<{ n: number }>`
      select count(*)::int as n from audit.entry where action = 'visit.download' and object_id = ${elder}`.execute(tx),
  )
  return rows[0]?.n ?? 0
}

it('a card that goes to a device is noted when it goes, and not each time the device asks', async () => {
  const first = await download({})
  expect(first.buckets.flatMap((bucket) => bucket.items).some((item) => item.id === plan)).toBe(true)
  expect(await noted()).toBe(1)
  const have = Object.fromEntries(first.buckets.map(({ key, digest }) => [key, digest]))
  expect((await download(have)).buckets).toEqual([])
  expect(await noted()).toBe(1)
})

it('a planned visit is taken after the elder has moved to another village meanwhile', async () => {
  await asSystem(app.platform.db, (tx) =>
    sql`update elders.elder set village = ${`${JIESHI}002`} where id = ${elder}::uuid`.execute(tx),
  )
  const send = async (planId: string | null) => {
    const at = NOW.toISOString()
    const content = {
      district: DISTRICT,
      elderId: elder,
      planId,
      way: 'home',
      outcome: 'seen',
      startedAt: at,
      endedAt: at,
      device: { id: device, clockOffset: 0, savedAt: at },
      place: null,
      instrument: null,
    }
    const record = { id: randomUUID(), device, kind: 'visit', base: null, madeAt: NOW.getTime(), content }
    const subject = planId ?? `elder:${elder}:2026-11-10`
    const reply = await app.call('POST', '/api/field/upload', {
      headers: { authorization },
      body: { device, sentAt: NOW.getTime(), records: [{ ...record, seq: planId === null ? 1 : 2, subject }] },
    })
    return (reply.body as { outcomes: { outcome: string; code?: string }[] }).outcomes[0]
  }
  expect(await send(null)).toMatchObject({ outcome: 'refused', code: 'FIELD_ELDER_GONE' })
  expect(await send(plan)).toMatchObject({ outcome: 'accepted' })
})
