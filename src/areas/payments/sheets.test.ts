import { buffer, text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asSystem } from '../../platform/db/index.ts'
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts'
import { openWorkbook } from '../../platform/sheets/index.ts'
import { DISTRICT } from '../benefits/testing/town.ts'
import { readColumns, setColumns, sheetOf } from './sheets.ts'
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
    await asSystem(db, (tx) => setColumns(tx, DISTRICT, ['name', 'account', 'amount', 'nonsense', 'month'], 'finance'))
    const columns = await asSystem(db, (tx) => readColumns(tx, batch))
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
})
