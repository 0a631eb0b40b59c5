import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keyringOf, newKeyFile } from '../crypto/index.ts'
import { asSystem, inScope } from '../db/index.ts'
import { type TestDatabase, testDatabase } from '../db/testing.ts'
import { diskStore } from './disk-store.ts'
import { FileMissing, type FileStore, FileTooLarge, openFile, removeFile, saveFile, sweepFiles } from './index.ts'
import { s3Store } from './s3-store.ts'
import { type S3Server, startS3Server } from './testing/s3-server.ts'

const SECRETS = { accessKeyId: 'id', secretAccessKey: 'secret/key', region: 'cq-1', bucket: 'yiyang-files' }
const bytes = (text: string | Buffer) => Readable.from([Buffer.from(text)])
const clerk = { account: 'clerk', districts: [], townships: ['500113103'], villages: [] }
const neighbour = { account: 'neighbour', districts: [], townships: ['500113111'], villages: [] }

describe.each(['disk', 's3'])('files on %s', (kind) => {
  let town: TestDatabase
  let folder: string
  let server: S3Server | undefined
  let store: FileStore
  const keyring = keyringOf(newKeyFile('aes-256-gcm'))
  beforeAll(async () => {
    town = await testDatabase()
    folder = mkdtempSync(join(tmpdir(), 'yiyang files 文件 '))
    server = kind === 's3' ? await startS3Server(SECRETS) : undefined
    store = server === undefined ? diskStore(folder) : s3Store({ ...SECRETS, endpoint: server.endpoint })
  })
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true })
    await server?.close()
    await town.drop()
  })

  const save = (content: string | Buffer, over: { most?: number; name?: string } = {}) =>
    inScope(town.db, clerk, (tx) =>
      saveFile(
        tx,
        { store, keyring },
        {
          district: '500113',
          township: '500113103',
          object: 'import',
          name: '台账.xlsx',
          account: 'clerk',
          content: bytes(content),
          ...over,
        },
      ),
    )
  const read = (id: string, who = clerk) =>
    inScope(town.db, who, async (tx) => {
      const found = await openFile(tx, { store, keyring }, id)
      return found === undefined ? undefined : { ...found.file, content: await buffer(found.content) }
    })
  const stored = async () => {
    const digests: string[] = []
    for await (const { digest } of store.list()) digests.push(digest)
    return digests
  }

  it('comes back byte for byte, with size, digest and the type that its bytes show', async () => {
    for (const content of [Buffer.from('PK\x03\x04ledger'), Buffer.alloc(0), randomBytes(300_000)]) {
      const file = await save(content)
      const back = await read(file.id)
      expect(back?.content.equals(content)).toBe(true)
      expect(back).toMatchObject({ size: content.length, sha256: createHash('sha256').update(content).digest('hex') })
    }
    expect((await save('PK\x03\x04x')).mediaType).toContain('spreadsheetml')
    expect((await save('姓名,身份证号', { name: '../../etc/a.csv' })).name).toBe('.._.._etc_a.csv')
  })

  it('is seen by whoever sees its place, and by nobody else', async () => {
    const { id } = await save('secret')
    expect(await read(id, neighbour)).toBeUndefined()
    expect(await read(id, { ...neighbour, districts: ['500113'] } as never)).toBeDefined()
  })

  it('what lies in the store is not readable without the key, and a changed bit is noticed', async () => {
    const { id } = await save('500000195001010018')
    const { rows } = await asSystem(town.db, (tx) =>
      sql<{ at: string }>`select encode(stored_as, 'hex') as at from platform.file where id = ${id}`.execute(tx),
    )
    const digest = rows[0]!.at
    const raw = await buffer(await store.open(digest))
    expect(raw.includes('500000195001010018')).toBe(false)
    expect(createHash('sha256').update(raw).digest('hex')).toBe(digest)
    raw[20] = raw[20]! ^ 1
    if (server === undefined) writeFileSync(join(folder, digest.slice(0, 2), digest), raw)
    else server.objects.set(`files/${digest}`, { body: raw, at: new Date() })
    await expect(read(id)).rejects.toThrow()
  })

  it('a file that is too large leaves nothing behind', async () => {
    const before = await stored()
    await expect(save(randomBytes(2000), { most: 1999 })).rejects.toThrow(FileTooLarge)
    expect(await stored()).toEqual(before)
    if (server === undefined) expect(readdirSync(folder).filter((name) => name.startsWith('.making'))).toEqual([])
  })

  it('sweeping takes removed files and bytes without a row, a day later, and nothing else', async () => {
    const kept = await save('kept')
    const removed = await save('removed')
    await store.put(bytes('the transaction never committed'))
    expect(await inScope(town.db, clerk, (tx) => removeFile(tx, removed.id))).toBe(true)
    expect(await read(removed.id)).toBeUndefined()
    expect(await sweepFiles(town.db, store, new Date())).toBe(0)
    expect(await sweepFiles(town.db, store, new Date(Date.now() + 25 * 3_600_000))).toBe(2)
    expect((await read(kept.id))?.content.toString()).toBe('kept')
  })

  it('bytes that are gone are named', async () => {
    await expect(store.open('0'.repeat(64))).rejects.toThrow(FileMissing)
  })

  if (kind === 's3') {
    it('waits out a busy store, and is refused with a wrong secret', async () => {
      server!.failNext(2)
      const file = await save('after two refusals')
      expect((await read(file.id))?.content.toString()).toBe('after two refusals')
      const wrong = s3Store({ ...SECRETS, endpoint: server!.endpoint, secretAccessKey: 'other' })
      await expect(wrong.put(bytes('x'))).rejects.toThrow(/403/)
    })
  }

  if (kind === 'disk') {
    it('equal bytes are one file on disk', async () => {
      const first = await store.put(bytes('same'))
      expect(await store.put(bytes('same'))).toBe(first)
      expect(readFileSync(join(folder, first.slice(0, 2), first), 'utf8')).toBe('same')
    })
  }
})
