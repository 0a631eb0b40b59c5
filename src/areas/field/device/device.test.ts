import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { FieldSession } from './session.ts'
import { FieldStore } from './store.ts'
import { makeVault, open, recover, seal, unlock, type Vault } from './vault.ts'

const RECOVERY = btoa('r'.repeat(32))
const NOW = 1_700_000_000_000
const FEW = 1000

beforeEach(async () => (await FieldStore.open()).wipe())
afterEach(() => vi.unstubAllGlobals())

it('what was saved is there again after a kill, and nothing of it lies in the open', async () => {
  const store = await FieldStore.open()
  const { key } = await makeVault('284917', RECOVERY, FEW)
  await FieldSession.begin(store, key, 'device-1', 'transport-key')
  const session = await FieldSession.load(store, key, () => NOW)
  await session.saveDraft('house', { words: '写到一半' })
  await session.save({ kind: 'visit', subject: 'house', content: { words: '摔过一次' } }, [], 'other')
  store.close()
  const again = await FieldSession.load(await FieldStore.open(), key, () => NOW)
  expect(again.snapshot().device).toMatchObject({ id: 'device-1', nextSeq: 2, entries: [{ state: 'waiting' }] })
  expect(await again.readDraft('house')).toEqual({ words: '写到一半' })
  const raw = indexedDB.open('yiyang-field')
  const values = await new Promise<unknown[]>((done) => {
    raw.onsuccess = () => {
      const all = raw.result.transaction('sealed').objectStore('sealed').getAll()
      all.onsuccess = () => done(all.result)
    }
  })
  expect(values.length).toBeGreaterThan(2)
  expect(values.map((each) => Buffer.from((each as { data: ArrayBuffer }).data).toString('utf8')).join()).not.toMatch(
    /摔过|transport-key|写到一半/,
  )
})

it('a sealed value does not open under another place', async () => {
  const { key } = await makeVault('284917', RECOVERY, FEW)
  const sealed = await seal(key, 'entry:1', new TextEncoder().encode('a'))
  await expect(open(key, 'entry:2', sealed)).rejects.toThrow()
})

it('counts each wrong PIN before it is tried, waits longer and longer, and gives way to the password only', async () => {
  let vault: Vault = (await makeVault('284917', RECOVERY, FEW)).vault
  const note = async (next: Vault) => {
    vault = next
  }
  let now = NOW
  for (let wrong = 1; wrong <= 4; wrong++)
    expect(await unlock(vault, '000000', now, note)).toMatchObject({ state: 'wrong', left: 10 - wrong })
  expect(await unlock(vault, '000000', now, note)).toMatchObject({ state: 'wrong', left: 5 })
  expect(await unlock(vault, '284917', now, note)).toEqual({ state: 'held', until: NOW + 60_000 })
  for (let wrong = 6; wrong <= 10; wrong++) {
    now = vault.heldUntil
    await unlock(vault, '000000', now, note)
  }
  expect(await unlock(vault, '284917', vault.heldUntil, note)).toEqual({ state: 'spent' })
  const anew = await recover(vault, RECOVERY, '736251')
  expect(await unlock(anew.vault, '736251', now, note)).toMatchObject({ state: 'open' })
  await expect(recover(vault, btoa('x'.repeat(32)), '736251')).rejects.toThrow()
})

it('a photo that is not taken holds up neither another one nor the download, and one of a corrected record goes with the correction', async () => {
  const store = await FieldStore.open()
  const { key } = await makeVault('284917', RECOVERY, FEW)
  await FieldSession.begin(store, key, 'device-1', 'transport-key')
  const session = await FieldSession.load(store, key, () => NOW)
  const asked: string[] = []
  let refused = ''
  const answers: Record<string, (of: { records?: { id: string }[]; path: string }) => [number, object]> = {
    upload: ({ records = [] }) => [
      200,
      {
        outcomes: records.map(({ id }) =>
          id === refused
            ? { id, outcome: 'refused', code: 'NO', message: '请补齐。' }
            : { id, outcome: 'accepted', detail: null },
        ),
        serverTime: NOW,
        wipe: 'no',
      },
    ],
    files: ({ path }) => [path.includes('photo-b') ? 404 : 200, { file: path.split('/')[1], pieces: 1, done: true }],
    download: () => [
      200,
      {
        turn: asked.length,
        buckets: [],
        gone: [],
        more: false,
        leftOut: 0,
        serverTime: NOW,
        today: '2026-11-22',
        wipe: 'no',
      },
    ],
  }
  vi.stubGlobal('fetch', async (url: string, { body }: { body: string | ArrayBuffer }) => {
    const path = url.replace('/api/field/', '')
    asked.push(path.split('?')[0] ?? '')
    const sent = typeof body === 'string' ? (JSON.parse(body) as { records?: { id: string }[] }) : {}
    const [status, content] = answers[path.split('/')[0] ?? '']?.({ ...sent, path }) ?? [500, {}]
    return new Response(JSON.stringify(content), { status })
  })
  const photo = (id: string) => ({ id, name: `${id}.jpg`, size: 3, sha256: '0'.repeat(64) })
  for (const id of ['photo-a', 'photo-b', 'photo-c', 'photo-d']) await session.keepBytes(id, new ArrayBuffer(3))
  refused = await session.save({ kind: 'visit', subject: 'a', content: {} }, [photo('photo-a')])
  await session.save({ kind: 'visit', subject: 'b', content: {} }, [photo('photo-b'), photo('photo-c')])
  await session.sync()
  expect(asked).toEqual(['upload', 'files/photo-b/0', 'files/photo-c/0', 'download'])
  asked.length = 0
  await session.correct(refused, {}, [photo('photo-d')], 'a')
  await session.sync()
  expect(asked).toEqual(['upload', 'files/photo-b/0', 'files/photo-d/0', 'download'])
  expect(session.snapshot().files.map(({ id, done }) => [id, done])).toEqual([
    ['photo-b', false],
    ['photo-c', true],
    ['photo-d', true],
  ])
})
