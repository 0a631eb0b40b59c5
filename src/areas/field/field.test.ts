import { createHash, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DeviceKey, DownloadOut } from './contract.ts'
import { PIECE_BYTES } from './protocol/pieces.ts'
import type { FieldRecord, Outcome } from './protocol/record.ts'
import { effectsOf, type FieldTown, fieldTown, livingIn, VILLAGE } from './testing/field-town.ts'

const NOW = new Date('2026-11-20T01:00:00Z')
let now = NOW
let town: FieldTown

beforeAll(async () => {
  town = await fieldTown(() => now)
})
afterAll(() => town.close())

const cookies = new Map<string, string>()
async function signIn(username: string): Promise<string> {
  const cookie = cookies.get(username) ?? (await town.signIn(username))
  cookies.set(username, cookie)
  return cookie
}

type Device = { id: string; key: string; seq: number }

async function register(username = 'demo-village'): Promise<Device & { told: DeviceKey }> {
  const id = randomUUID()
  const reply = await town.call('POST', '/api/field/devices', {
    as: await signIn(username),
    body: { id, name: '红米手机' },
  })
  expect(reply.status, reply.text).toBe(200)
  const told = reply.body as DeviceKey
  return { id, key: `Device ${told.district}.${id}.${told.key}`, seq: 0, told }
}

function recordOf(device: Device, given: Partial<FieldRecord> = {}): FieldRecord {
  device.seq++
  return {
    id: randomUUID(),
    device: device.id,
    seq: device.seq,
    kind: 'visit',
    subject: 'house-1',
    base: null,
    madeAt: now.getTime(),
    content: { seen: true },
    ...given,
  }
}

async function upload(device: Device, records: FieldRecord[], sentAt = now.getTime()) {
  const reply = await town.call('POST', '/api/field/upload', {
    headers: { authorization: device.key },
    body: { device: device.id, sentAt, records, waiting: 0 },
  })
  return { status: reply.status, ...(reply.body as { outcomes: Outcome[]; wipe: string; code?: string }) }
}

const effectsFor = async (...ids: string[]) => (await effectsOf(town)).filter((each) => ids.includes(each.id))

describe('a record of a device', () => {
  it('takes effect once however often it is sent, and is answered the same each time', async () => {
    const device = await register()
    const record = recordOf(device, { subject: 'once' })
    const first = await upload(device, [record, record])
    expect(first.outcomes).toEqual([
      { id: record.id, outcome: 'accepted', detail: { noted: true } },
      { id: record.id, outcome: 'accepted', detail: { noted: true } },
    ])
    const [one, two] = await Promise.all([upload(device, [record]), upload(device, [record])])
    expect([one.outcomes, two.outcomes]).toEqual([[first.outcomes[0]], [first.outcomes[0]]])
    expect(await effectsFor(record.id)).toHaveLength(1)
    const changed = await upload(device, [{ ...record, content: { seen: false } }])
    expect(changed.outcomes).toMatchObject([{ outcome: 'refused', code: 'FIELD_RECORD_CHANGED' }])
    expect(await effectsFor(record.id)).toHaveLength(1)
  })

  it('that is refused leaves nothing behind and does not stop those that build on it', async () => {
    const device = await register()
    const bad = recordOf(device, { subject: 'bad', content: { bad: true } })
    const after = recordOf(device, { subject: 'bad', base: bad.id })
    const early = recordOf(device, { subject: 'bad', base: randomUUID() })
    const { outcomes } = await upload(device, [early, bad, after])
    expect(outcomes).toMatchObject([
      { outcome: 'early' },
      { outcome: 'refused', message: '血压应在 60 到 260 之间，请核对。' },
      { outcome: 'accepted' },
    ])
    expect(await effectsFor(bad.id, after.id, early.id)).toMatchObject([{ id: after.id }])
  })

  it('of a second device on one visit stands aside until a person decides, and each choice does what it says', async () => {
    const [mine, theirs] = [await register(), await register()]
    for (const [choice, effects] of [
      ['both', 2],
      ['theirs', 1],
      ['mine', 2],
    ] as const) {
      const subject = `shared-${choice}`
      const first = recordOf(theirs, { subject, content: { words: '上午去过' } })
      const second = recordOf(mine, { subject, content: { words: '下午去过' } })
      await upload(theirs, [first])
      const { outcomes } = await upload(mine, [second])
      expect(outcomes).toMatchObject([
        { outcome: 'conflict', other: { id: first.id, by: '您自己（另一台手机）', content: { words: '上午去过' } } },
      ])
      expect(await effectsFor(first.id, second.id)).toHaveLength(1)
      const decision = recordOf(mine, {
        kind: 'decision',
        subject: `decision:${second.id}`,
        content: { about: second.id, choice },
      })
      expect((await upload(mine, [decision, decision])).outcomes).toMatchObject([
        { outcome: 'accepted' },
        { outcome: 'accepted' },
      ])
      const done = await effectsFor(first.id, second.id)
      expect(done).toHaveLength(effects)
      if (choice === 'mine') expect(done[1]).toEqual({ id: second.id, replaces: first.id })
    }
  })

  it('whose effect fails unforeseen is asked for again and holds up no other', async () => {
    const device = await register()
    const [broken, fine] = [recordOf(device, { subject: 'a' }), recordOf(device, { subject: 'b' })]
    town.held.failOn = (record) => record.id === broken.id
    expect((await upload(device, [broken, fine])).outcomes).toMatchObject([
      { outcome: 'early' },
      { outcome: 'accepted' },
    ])
    delete town.held.failOn
    expect((await upload(device, [broken])).outcomes).toMatchObject([{ outcome: 'accepted' }])
    expect(await effectsFor(broken.id, fine.id)).toHaveLength(2)
  })

  it('measures the clock of its device and keeps a wrong time', async () => {
    const device = await register()
    const record = recordOf(device, { subject: 'clock', madeAt: now.getTime() + 86_400_000 })
    expect((await upload(device, [record], now.getTime() + 86_400_000)).outcomes).toMatchObject([
      { outcome: 'accepted' },
    ])
    const list = await town.call('GET', '/api/field/devices', { as: await signIn('demo-township') })
    const row = (list.body as { rows: { id: string; skewMs: number }[] }).rows.find((each) => each.id === device.id)
    expect(row?.skewMs).toBe(86_400_000)
  })
})

describe('a photo', () => {
  it('comes in pieces, in any order and more than once, and is handed over whole and once', async () => {
    const device = await register()
    const record = recordOf(device, { subject: 'photo' })
    const content = Buffer.alloc(PIECE_BYTES * 2 + 500, 7)
    const file = randomUUID()
    const put = async (at: number, as = device.key) => {
      const query = new URLSearchParams({
        record: record.id,
        name: 'a.jpg',
        size: String(content.length),
        sha256: createHash('sha256').update(content).digest('hex'),
      })
      const response = await town.fetch(
        new Request(`http://127.0.0.1:8100/api/field/files/${file}/${at}?${query}`, {
          method: 'PUT',
          headers: { authorization: as },
          body: content.subarray(at * PIECE_BYTES, (at + 1) * PIECE_BYTES),
        }),
      )
      return { status: response.status, body: await response.json() }
    }
    expect((await put(0)).status).toBe(404)
    await upload(device, [record])
    expect((await put(2)).body).toMatchObject({ pieces: 0, done: false })
    expect((await put(0)).body).toMatchObject({ pieces: 1, done: false })
    expect((await put(0)).body).toMatchObject({ pieces: 1, done: false })
    expect((await put(1)).body).toMatchObject({ pieces: 3, done: true })
    expect((await put(1)).body).toMatchObject({ pieces: 3, done: true })
    expect(await effectsFor(file)).toHaveLength(1)
  })
})

describe('a download', () => {
  it('brings what differs, and takes away who is no longer there', async () => {
    const device = await register()
    const ask = async (have: Record<string, string>) =>
      (
        await town.call('POST', '/api/field/download', {
          headers: { authorization: device.key },
          body: { turn: 1, have },
        })
      ).body as DownloadOut
    const id = await livingIn(town, VILLAGE, '示例甲')
    await livingIn(town, '500113103002', '示例乙')
    const first = await ask({})
    const bucket = first.buckets.find((each) => each.items.some((item) => item.id === id))
    expect(bucket?.items[0]).toMatchObject({ kind: 'person', village: VILLAGE })
    expect(first.buckets.every((each) => each.items.every((item) => item.village === VILLAGE))).toBe(true)
    const have = Object.fromEntries(first.buckets.map(({ key, digest }) => [key, digest]))
    expect(await ask(have)).toMatchObject({ buckets: [], gone: [], more: false })
    expect(await ask({ ...have, 'elsewhere/0': 'x' })).toMatchObject({ buckets: [], gone: ['elsewhere/0'] })
    expect((await ask({ ...have, [bucket?.key ?? '']: 'old' })).buckets).toHaveLength(1)
  })
})

describe('a device', () => {
  it('is asked to empty its store, gets nothing more, sends its last records, and is done when it says so', async () => {
    const device = await register()
    const asked = await town.call('POST', `/api/field/devices/500113/${device.id}/wipe`, {
      as: await signIn('demo-township'),
      body: { wipe: 'afterUpload', reason: '离岗交回' },
    })
    expect(asked.status, asked.text).toBe(200)
    const standing = await town.call('GET', `/api/field/standing/500113/${device.id}`)
    expect(standing.body).toEqual({ wipe: 'afterUpload' })
    const record = recordOf(device, { subject: 'last' })
    expect(await upload(device, [record])).toMatchObject({ wipe: 'afterUpload', outcomes: [{ outcome: 'accepted' }] })
    const given = await town.call('POST', '/api/field/download', {
      headers: { authorization: device.key },
      body: { turn: 1, have: {} },
    })
    expect(given.body).toMatchObject({ wipe: 'afterUpload', buckets: [] })
    await town.call('POST', '/api/field/wiped', { headers: { authorization: device.key }, body: {} })
    expect((await upload(device, [record])).status).toBe(401)
  })

  it('that is lost gets no new key before it was emptied, and an order to empty it outlives a new sign-in', async () => {
    const again = async (id: string) =>
      (
        await town.call('POST', '/api/field/devices', {
          as: await signIn('demo-village'),
          body: { id, name: '红米手机' },
        })
      ).status
    for (const [wipe, status] of [
      ['atOnce', 409],
      ['afterUpload', 200],
    ] as const) {
      const device = await register()
      const asked = await town.call('POST', `/api/field/devices/500113/${device.id}/wipe`, {
        as: await signIn('demo-township'),
        body: { wipe, reason: '手机丢失' },
      })
      expect(asked.status, asked.text).toBe(200)
      expect(await again(device.id)).toBe(status)
      expect((await town.call('GET', `/api/field/standing/500113/${device.id}`)).body).toEqual({ wipe })
    }
  })

  it('of a colleague is neither listed nor emptied by whoever looks after no place', async () => {
    const clerks = await register('demo-township')
    const own = await register('demo-village')
    const list = await town.call('GET', '/api/field/devices', { as: await signIn('demo-village') })
    const rows = (list.body as { rows: { id: string; account: string }[] }).rows
    expect(rows.some((row) => row.id === own.id)).toBe(true)
    expect(rows.every((row) => row.account === 'demo-village')).toBe(true)
    for (const [id, status] of [
      [clerks.id, 404],
      [own.id, 200],
    ] as const) {
      const asked = await town.call('POST', `/api/field/devices/500113/${id}/wipe`, {
        as: await signIn('demo-village'),
        body: { wipe: 'afterUpload', reason: '更换手机' },
      })
      expect(asked.status, asked.text).toBe(status)
    }
    expect((await town.call('GET', '/api/field/devices?cursor=1~x', { as: await signIn('demo-village') })).status).toBe(
      422,
    )
  })

  it('is known by its own key, to its own account, and not for ever', async () => {
    const device = await register()
    expect((await upload({ ...device, key: device.key.replace(device.id, '-'.repeat(36)) }, [])).status).toBe(401)
    expect((await upload({ ...device, key: `${device.key.slice(0, -1)}~` }, [])).status).toBe(401)
    const other = await town.call('POST', '/api/field/devices', {
      as: await signIn('demo-township'),
      body: { id: device.id, name: '别人的手机' },
    })
    expect(other.status).toBe(409)
    const recovery = await town.call('POST', `/api/field/devices/${device.id}/recovery`, {
      as: await signIn('demo-township'),
      body: {},
    })
    expect(recovery.status).toBe(404)
    const own = await town.call('POST', `/api/field/devices/${device.id}/recovery`, {
      as: await signIn('demo-village'),
      body: {},
    })
    expect(own.body).toEqual({ recovery: device.told.recovery })
    now = new Date(NOW.getTime() + 15 * 86_400_000)
    const status = (await upload(device, [])).status
    now = NOW
    expect(status).toBe(401)
  })

  it('is not for those who do not work in the field', async () => {
    const reply = await town.call('POST', '/api/field/devices', {
      as: await signIn('demo-district'),
      body: { id: randomUUID(), name: '手机' },
    })
    expect(reply.status).toBe(403)
  })
})
