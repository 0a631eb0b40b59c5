import { expect, it } from 'vitest'
import { asSystem } from '../../platform/db/index.ts'
import { testDatabase } from '../../platform/db/testing.ts'
import { SheetRefused } from '../../platform/sheets/index.ts'
import { PlaceFinder } from './place-finder.ts'
import { listBatches } from './queries.ts'
import { type FuzzSeeds, fuzzCase, judge, workbookOf } from './testing/fuzz.ts'
import { ledgerHead, ledgerRow, samplePeople } from './testing/sample-ledger.ts'
import { bytesOf, foreignWorkbook, stageFile, today, tree } from './testing/staging.ts'

const TOWNSHIP = '500113103'
const FULL = process.env.PROVE === '1'
const CASES = FULL ? 5000 : 500
const people = samplePeople(tree, TOWNSHIP, today, 8, 3)
const rows = [ledgerHead, ...people.map(ledgerRow)]
const places = new PlaceFinder(tree, TOWNSHIP, today)

async function seedFiles(): Promise<FuzzSeeds> {
  return {
    people,
    xlsx: await bytesOf([{ name: '台账', rows }]),
    xls: foreignWorkbook({ 台账: { rows } }, { format: 'biff8' }),
    csv: Buffer.from(rows.map((row) => row.map((cell) => cell ?? '').join(',')).join('\r\n')),
  }
}

it(`${CASES} 份损坏的文件和单元格：要么说清楚为什么读不了，要么逐行指出问题，不崩溃、不卡住`, {
  timeout: 600_000,
}, async () => {
  const seeds = await seedFiles()
  const verdicts = new Map<string, number>()
  let slowest = 0
  for (let number = 0; number < CASES; number++) {
    const { name, bytes } = fuzzCase(number, seeds)
    const from = performance.now()
    const verdict = await judge(bytes, places).catch((error: unknown) => {
      throw new Error(`case ${number} (${name})`, { cause: error })
    })
    slowest = Math.max(slowest, performance.now() - from)
    const key = verdict.kind === 'read' ? 'read' : verdict.code
    verdicts.set(key, (verdicts.get(key) ?? 0) + 1)
  }
  expect(slowest).toBeLessThan(25_000)
  // 生成器真的走到了各种情形。
  expect(verdicts.get('read')).toBeGreaterThan(CASES / 5)
  expect([...verdicts.keys()]).toEqual(
    expect.arrayContaining(['fileDamaged', 'fileInflatesTooMuch', 'cellTooLong', 'headingsNotFound']),
  )
})

it('读到一半才发现损坏的文件，数据库里什么也不留下', { timeout: 120_000 }, async () => {
  const database = await testDatabase()
  try {
    const many = samplePeople(tree, TOWNSHIP, today, 2500, 5).map((one, index) => {
      const cells = ledgerRow(one, index).map((value, column) =>
        value === null
          ? ''
          : `<c r="${String.fromCharCode(65 + column)}${index + 2}" t="inlineStr"><is><t>${value}</t></is></c>`,
      )
      return `<row r="${index + 2}">${cells.join('')}</row>`
    })
    const head = ledgerHead.map(
      (name, column) => `<c r="${String.fromCharCode(65 + column)}1" t="inlineStr"><is><t>${name}</t></is></c>`,
    )
    const sheet = `<worksheet><sheetData><row r="1">${head.join('')}</row>${many.join('')}<row r="1"/></sheetData></worksheet>`
    await expect(stageFile(database.db, workbookOf(sheet), TOWNSHIP)).rejects.toBeInstanceOf(SheetRefused)
    expect(await asSystem(database.db, (tx) => listBatches(tx, {}))).toEqual([])
    const whole = await stageFile(
      database.db,
      workbookOf(sheet.replace('<row r="1"/></sheetData>', '</sheetData>')),
      TOWNSHIP,
    )
    expect(whole.counts).toMatchObject({ rows: 2500, valid: 2500 })
  } finally {
    await database.drop()
  }
})
