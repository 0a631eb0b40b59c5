import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { record } from '../audit/index.ts'
import { keyringOf, newKeyFile } from '../crypto/index.ts'
import { asSystem, connect, newId } from '../db/index.ts'
import { databaseUrl, onCluster, type TestDatabase, testDatabase } from '../db/testing.ts'
import { diskStore } from '../files/disk-store.ts'
import { openFile, saveFile } from '../files/index.ts'
import { openJobQueue } from '../jobs/index.ts'
import { createLog } from '../log/log.ts'
import { backUp, readManifest, refuseHalfRestored, restore, verifyBackup } from './index.ts'

const keyring = keyringOf(newKeyFile('aes-256-gcm'))
const NAME = '甲\t乙\\n\n丙'

describe('backup and restore', () => {
  let town: TestDatabase
  let folder: string
  let backup: string
  let fileId: string
  const made: string[] = []
  beforeAll(async () => {
    town = await testDatabase()
    folder = mkdtempSync(join(tmpdir(), 'yiyang backup 备份 '))
    backup = join(folder, 'first')
    const store = diskStore(join(folder, 'files'))
    const queue = openJobQueue(town.url, createLog('silent'))
    await asSystem(town.db, async (tx) => {
      await sql`insert into elders.elder (district, id, name, id_kind, township) values ('500113', ${newId()}, ${NAME}, 'none', '500113103')`.execute(
        tx,
      )
      await record(tx, { account: 'os:root', action: 'test', object: 'elder' })
      const content = Readable.from([Buffer.from('a ledger')])
      const where = { district: '500113', object: 'import', name: 'a.csv', account: 'clerk' }
      fileId = (await saveFile(tx, { store, keyring }, { ...where, content })).id
      await queue.enqueue(tx, { kind: 'month', data: {}, account: 'clerk', title: '按月核定' })
    })
    await queue.stop()
    await backUp({ url: town.url, store, keyring }, backup)
  })
  afterAll(async () => {
    for (const name of made) await onCluster(inject('clusterUrl'), `drop database if exists ${name} with (force)`)
    rmSync(folder, { recursive: true, force: true })
    await town.drop()
  })

  const emptyDatabase = async (): Promise<string> => {
    const name = `test_restored_${made.length}_${process.pid}`
    made.push(name)
    await onCluster(inject('clusterUrl'), `create database ${name}`)
    return databaseUrl(inject('clusterUrl'), name)
  }
  /** Everything in a database as text, table by table; what a restore adds by itself is left out. */
  const contents = async (url: string): Promise<Record<string, string>> => {
    const { db, close } = connect(url, 1)
    const all: Record<string, string> = {}
    for (const { schema, table } of readManifest(backup).tables) {
      if (schema === 'jobs' && table !== 'job_common') continue
      const { rows } = await sql<{ text: string }>`
        select coalesce(string_agg(t::text, E'\n' order by t::text), '') as text from ${sql.table(`${schema}.${table}`)} t`.execute(
        db,
      )
      all[`${schema}.${table}`] = rows[0]?.text ?? ''
    }
    await close()
    return all
  }

  it('every table comes back as it was, and the files with them', async () => {
    const url = await emptyDatabase()
    const store = diskStore(join(folder, 'restored-files'))
    await restore({ url, store, keyring }, backup)
    const before = await contents(town.url)
    expect(before['elders.elder']).toContain('甲')
    expect(before['jobs.job_common']).not.toBe('')
    expect(await contents(url)).toEqual(before)
    const { db, close } = connect(url, 2)
    const file = await asSystem(db, (tx) => openFile(tx, { store, keyring }, fileId))
    expect((await file?.content.toArray())?.join('')).toBe('a ledger')
    await expect(sql`delete from audit.entry`.execute(db)).rejects.toThrow(/append-only/)
    // The registry of hanging tables alone is open to its owner: migrations write to it.
    const { rows } = await sql<{
      open: number
    }>`select count(*)::int as open from pg_class c join pg_namespace n on n.oid = relnamespace
      where nspname in ('elders', 'platform', 'audit') and relrowsecurity and not relforcerowsecurity and relname <> 'hanging'`.execute(
      db,
    )
    expect(rows[0]?.open).toBe(0)
    await close()
  })

  it('is of one moment: two rows of one transaction are both in it, or neither', async () => {
    const pair = () =>
      asSystem(town.db, async (tx) => {
        await record(tx, { account: 'os:root', action: 'pair', object: 'elder' })
        await sql`insert into platform.outbox (id, kind, payload) values (${newId()}, 'pair', '{}')`.execute(tx)
      })
    let going = true
    const writing = (async () => {
      let written = 0
      for (; going; written++) await pair()
      return written
    })()
    const copy = join(folder, 'beside-writers')
    const manifest = await backUp({ url: town.url, store: diskStore(join(folder, 'files')), keyring }, copy)
    going = false
    expect(await writing).toBeGreaterThan(5)
    const rows = (of: typeof manifest, name: string) =>
      of.tables.find((each) => each.file === `tables/${name}.copy.zst`)!.rows
    const added = (name: string) => rows(manifest, name) - rows(readManifest(backup), name)
    expect(added('audit.entry')).toBe(added('platform.outbox'))
    await asSystem(town.db, (tx) => sql`delete from platform.outbox where kind = 'pair'`.execute(tx))
  })

  it('carries no name and no key in its list', () => {
    const list = readFileSync(join(backup, 'manifest.json'), 'utf8')
    expect(list).not.toContain('甲')
    expect(JSON.parse(list).tables.find((each: { table: string }) => each.table === 'division').rows).toBeGreaterThan(
      12_000,
    )
  })

  it('other keys are refused before anything is touched', async () => {
    const url = await emptyDatabase()
    const other = keyringOf(newKeyFile('aes-256-gcm'))
    const store = diskStore(join(folder, 'unused'))
    await expect(restore({ url, store, keyring: other }, backup)).rejects.toThrow(/keys are not those of the backup/)
    const { db, close } = connect(url, 1)
    const { rows } = await sql`select 1 from pg_namespace where nspname = 'yiyang'`.execute(db)
    expect(rows).toEqual([])
    await close()
  })

  it('a database in use is never restored over, and a folder in use never backed up into', async () => {
    const store = diskStore(join(folder, 'files'))
    await expect(restore({ url: town.url, store, keyring }, backup)).rejects.toThrow(/already/)
    await expect(backUp({ url: town.url, store, keyring }, backup)).rejects.toThrow(/not empty/)
  })

  it('an interrupted restore is begun again and completed', async () => {
    const url = await emptyDatabase()
    const store = diskStore(join(folder, 'again-files'))
    const broken = { ...store, put: () => Promise.reject(new Error('the disk is full')) }
    await expect(restore({ url, store: broken, keyring }, backup)).rejects.toThrow('the disk is full')
    await expect(refuseHalfRestored(url)).rejects.toThrow(/interrupted/)
    await restore({ url, store, keyring }, backup)
    await refuseHalfRestored(url)
    const { 'audit.entry': _, ...rest } = await contents(town.url)
    expect(await contents(url)).toMatchObject(rest)
  })

  describe('verifying', () => {
    const damaged = async (damage: (copy: string) => void): Promise<string[]> => {
      const copy = mkdtempSync(join(folder, 'copy-'))
      rmSync(copy, { recursive: true })
      await backUp({ url: town.url, store: diskStore(join(folder, 'files')), keyring }, copy)
      damage(copy)
      return [...(await verifyBackup(copy)).faults]
    }
    const fileOf = (copy: string) => readManifest(copy).files[0]!.digest

    it('finds nothing in a good one, and names what was changed, cut or taken away', async () => {
      expect(await damaged(() => {})).toEqual([])
      expect(await damaged((copy) => appendFileSync(join(copy, 'tables/elders.elder.copy.zst'), 'x'))).toEqual([
        expect.stringContaining('tables/elders.elder.copy.zst'),
      ])
      expect(await damaged((copy) => truncateSync(join(copy, 'tables/divisions.division.copy.zst'), 500))).toHaveLength(
        1,
      )
      expect(await damaged((copy) => rmSync(join(copy, 'files', fileOf(copy))))).toHaveLength(1)
    })

    it('a changed manifest is no backup any more', async () => {
      const change = (copy: string) => {
        const path = join(copy, 'manifest.json')
        writeFileSync(path, readFileSync(path, 'utf8').replace('"rows": 1', '"rows": 2'))
      }
      await expect(damaged(change)).rejects.toThrow(/does not match its digest/)
      await expect(damaged((copy) => rmSync(join(copy, 'manifest.json')))).rejects.toThrow(/no finished backup/)
    })
  })
})
