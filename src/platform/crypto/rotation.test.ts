import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asSystem, newId } from '../db/index.ts'
import { type TestDatabase, testDatabase } from '../db/testing.ts'
import {
  beginBlindRotation,
  ensureKeysFit,
  finishBlindRotation,
  type Keyring,
  KeysDoNotFit,
  keyringOf,
  openKeyFile,
  readKeyFile,
  resealColumn,
  rotateBlind,
  sealedColumns,
  versionsOf,
  withNewKey,
  writeKeyFile,
} from './index.ts'

const PEOPLE = 120

describe('rotation of the keys', () => {
  let town: TestDatabase
  let folder: string
  let file: string
  let running: Keyring
  const number = (n: number) => `50000019400101${String(n).padStart(4, '0')}`
  const phone = (n: number) => `138${String(n).padStart(8, '0')}`

  beforeAll(async () => {
    town = await testDatabase()
    folder = mkdtempSync(join(tmpdir(), 'yiyang-keys-'))
    file = join(folder, 'keys.json')
    running = openKeyFile(file)
    await ensureKeysFit(town.db, running)
    await asSystem(town.db, async (tx) => {
      for (let n = 0; n < PEOPLE; n++) {
        const id = newId()
        const blind = running.blindIndex('id', number(n))
        await sql`insert into elders.elder (district, id, name, township, id_cipher, id_blind, id_last4_blind)
          values ('500113', ${id}, '甲', '500113103', ${running.seal(number(n))}, ${blind},
                  ${running.blindIndex('idLast4', number(n).slice(-4))})`.execute(tx)
        await sql`insert into elders.identity (id_blind, district, elder_id, township) values (${blind}, '500113', ${id}, '500113103')`.execute(
          tx,
        )
        await sql`insert into elders.phone (district, elder_id, id, kind, cipher, blind, source_kind)
          values ('500113', ${id}, ${newId()}, 'own', ${running.seal(phone(n))}, ${running.blindIndex('phone', phone(n))}, 'test')`.execute(
          tx,
        )
      }
    })
  })
  afterAll(async () => {
    await town.drop()
    rmSync(folder, { recursive: true, force: true })
  })

  const stored = async () =>
    (
      await asSystem(town.db, (tx) =>
        sql<{ id: Buffer; phone: Buffer }>`
          select e.id_cipher as id, p.cipher as phone from elders.elder e join elders.phone p on p.elder_id = e.id`.execute(
          tx,
        ),
      )
    ).rows

  const found = async (keyring: Keyring, n: number) =>
    (
      await asSystem(town.db, (tx) =>
        sql<{ ok: boolean }>`
          select i.id_blind = e.id_blind and e.id_last4_blind = ${keyring.blindIndex('idLast4', number(n).slice(-4))}
                 and p.blind = ${keyring.blindIndex('phone', phone(n))} as ok
            from elders.identity i join elders.elder e on e.id = i.elder_id join elders.phone p on p.elder_id = e.id
           where i.id_blind = ${keyring.blindIndex('id', number(n))}`.execute(tx),
      )
    ).rows[0]?.ok ?? false

  it('knows every sealed column of the database by its name, and what each holds', async () => {
    const columns = (await sealedColumns(town.db)).map((each) => `${each.table}.${each.column}`)
    for (const expected of ['elders.elder.id_cipher', 'elders.former_identity.id_cipher', 'elders.phone.cipher'])
      expect(columns).toContain(expected)
    // A name outside the agreement would be left behind by a rotation of the indexes.
    for (const each of await sealedColumns(town.db))
      expect(['id_cipher', 'cipher', 'key_cipher', 'account_cipher', 'data_cipher']).toContain(each.column)
    for (const each of await sealedColumns(town.db, 'blind'))
      expect(['id_blind', 'id_last4_blind', 'blind', 'account_blind']).toContain(each.column)
  })

  it('a new key seals everything again; a server that runs reads and follows it', async () => {
    writeKeyFile(file, withNewKey(readKeyFile(file)))
    const newer = openKeyFile(file)
    expect(newer.version).toBe(2)
    let sealed = 0
    for (const column of await sealedColumns(town.db)) sealed += await resealColumn(town.db, newer, column)
    expect(sealed).toBe(2 * PEOPLE)
    for (const column of await sealedColumns(town.db))
      expect((await versionsOf(town.db, column)).every((each) => each.version === 2)).toBe(true)
    expect(new Set((await stored()).map((row) => running.open(row.id))).size).toBe(PEOPLE)
    expect(running.version).toBe(2)
    for (const column of await sealedColumns(town.db)) expect(await resealColumn(town.db, newer, column)).toBe(0)
    const past = await asSystem(town.db, (tx) => sql`select 1 from elders.elder_past`.execute(tx))
    expect(past.rows).toEqual([])
  })

  it('the key of the indexes changes in one step, survives being interrupted, and everything is found again', async () => {
    const before = keyringOf(readKeyFile(file))
    expect(await found(before, 7)).toBe(true)
    const begun = beginBlindRotation(readKeyFile(file))
    writeKeyFile(file, begun)
    expect(await rotateBlind(town.db, begun)).toEqual({ changed: 4 * PEOPLE, orphans: 0 })
    // Killed here: the file still names the old key. A server refuses, and the command goes on where it was.
    await expect(ensureKeysFit(town.db, openKeyFile(file))).rejects.toThrow(KeysDoNotFit)
    const again = beginBlindRotation(readKeyFile(file))
    expect(again).toEqual(begun)
    expect(await rotateBlind(town.db, again)).toEqual({ changed: 0, orphans: 0 })
    writeKeyFile(file, finishBlindRotation(again))
    const after = openKeyFile(file)
    await ensureKeysFit(town.db, after)
    for (let n = 0; n < PEOPLE; n++) expect(await found(after, n)).toBe(true)
    expect(await found(before, 7)).toBe(false)
    expect([after.sessionSecret, after.auditKey]).toEqual([before.sessionSecret, before.auditKey])
  })

  it('other keys than those of the database are refused', async () => {
    const other = openKeyFile(join(folder, 'other.json'))
    await expect(ensureKeysFit(town.db, other)).rejects.toThrow(/do not belong to this database/)
  })
})
