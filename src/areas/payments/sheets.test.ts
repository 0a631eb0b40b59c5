import { createDecipheriv, generateKeyPairSync, privateDecrypt } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer, text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asSystem } from '../../platform/db/index.ts'
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts'
import { openWorkbook } from '../../platform/sheets/index.ts'
import { DISTRICT } from '../benefits/testing/town.ts'
import { decideBankProfile, proposeBankProfile, readBankProfile } from './bank-profile.ts'
import { encryptFor, readPublicKey } from './encrypt-file.ts'
import { DEFAULT_COLUMNS, type SheetColumn } from './sheet-columns.ts'
import { sheetOf } from './sheets.ts'
import { addPayable, cardOf, emptyPayday, filed, keyring, made, reviewedRun } from './testing/payday.ts'

let town: TestDatabase
beforeAll(async () => {
  town = await testDatabase()
  await emptyPayday(town.db)
  for (let at = 0; at < 5; at++)
    await addPayable(town.db, { card: cardOf(700 + at), name: at === 0 ? '=某人' : '某人' })
})
afterAll(() => town.drop())

describe('payment sheets', () => {
  it('have the columns that the district chose, digits that stay digits, no formulas, and a new sheet before the limit', async () => {
    const { db } = town
    const { batch } = await filed(db, (await made(db, await reviewedRun(db, '2026-11'))).id)
    const given = { columns: ['name', 'account', 'amount', 'month'] as SheetColumn[] }
    const proposed = await asSystem(db, (tx) => proposeBankProfile(tx, DISTRICT, given, { account: 'finance' }))
    if (!proposed.ok) throw new Error(proposed.refusal.code)
    const sign = (account: string) =>
      asSystem(db, (tx) => decideBankProfile(tx, DISTRICT, proposed.value.id, true, { account }))
    expect(await sign('finance')).toMatchObject({ ok: false, refusal: { code: 'secondPerson' } })
    expect((await asSystem(db, (tx) => readBankProfile(tx, DISTRICT))).columns).toEqual(DEFAULT_COLUMNS)
    expect(await sign('finance2')).toMatchObject({ ok: true })
    const { columns } = await asSystem(db, (tx) => readBankProfile(tx, DISTRICT))
    expect(columns).toEqual(['name', 'account', 'amount', 'month'])
    const csv = await asSystem(db, (tx) => text(sheetOf(tx, batch, keyring, columns, 'csv')))
    const rows = csv.replace('\uFEFF', '').trimEnd().split('\r\n')
    expect(rows[0]).toBe('户名,账号,金额（元）,月份')
    expect(
      rows
        .slice(1)
        .map((row) => row.split(',')[1])
        .toSorted(),
    ).toEqual([0, 1, 2, 3, 4].map((at) => cardOf(700 + at)))
    expect(rows.some((row) => row.startsWith("'=某人"))).toBe(true)
    const xlsx = await asSystem(db, (tx) => buffer(sheetOf(tx, batch, keyring, columns, 'xlsx', 2)))
    const book = await openWorkbook(xlsx)
    const read: string[][] = []
    for (const [at] of book.sheets.entries()) {
      const cells: string[] = []
      for await (const row of book.rows(at)) cells.push(row.cells[1]?.text ?? '')
      read.push(cells)
    }
    await book.close()
    expect(read.map((each) => each.length)).toEqual([3, 3, 2])
    expect(read.map((each) => each[0])).toEqual(['账号', '账号', '账号'])
    expect(read.flatMap((each) => each.slice(1)).toSorted()).toEqual([0, 1, 2, 3, 4].map((at) => cardOf(700 + at)))
  })

  it('leave encrypted to the bank’s public key where one is set: only its private key opens them, whole and unchanged', async () => {
    const bank = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const pem = bank.publicKey.export({ type: 'spki', format: 'pem' }).toString()
    const key = readPublicKey(pem)
    expect(key?.print).toMatch(/^[0-9a-f]{64}$/)
    expect(readPublicKey(bank.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())).toBeUndefined()
    expect(readPublicKey('没有')).toBeUndefined()
    const pieces = [...Array(9).keys()].map((at) => Buffer.from('支付名单'.repeat(at)))
    const sealed = await text(encryptFor(key?.pem ?? '', Readable.from(pieces)))
    const [header = '', wrapped = '', iv = '', content = '', tag = ''] = sealed.split('.')
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toMatchObject({
      alg: 'RSA-OAEP-256',
      enc: 'A256GCM',
    })
    const part = (each: string) => Buffer.from(each, 'base64url')
    const secret = privateDecrypt({ key: bank.privateKey, oaepHash: 'sha256' }, part(wrapped))
    const open = createDecipheriv('aes-256-gcm', secret, part(iv))
    open.setAAD(Buffer.from(header))
    open.setAuthTag(part(tag))
    expect(Buffer.concat([open.update(part(content)), open.final()])).toEqual(Buffer.concat(pieces))
  })
})
