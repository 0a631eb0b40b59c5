import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkLedger } from '../../engines/ledger/index.ts'
import { asSystem } from '../../platform/db/index.ts'
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts'
import { loadReturn } from './load-return.ts'
import { ReturnUnreadable, readReturn } from './read-return.ts'
import { addPayable, answerOf, emptyPayday, filed, finance, made, reviewedRun } from './testing/payday.ts'

const FILES = process.env.PROVE === '1' ? 5000 : 500
/** How many of them are also loaded against the database, which costs a transaction each. */
const LOADED = process.env.PROVE === '1' ? 600 : 40

let town: TestDatabase
beforeAll(async () => {
  town = await testDatabase()
})
afterAll(() => town.drop())

let seed = 7
const random = (below: number): number => {
  seed = (seed * 48_271) % 2_147_483_647
  return seed % below
}

/** One damage of the many that a file meets: bytes changed, lost, doubled, moved, cut, another encoding, foreign content. */
function damaged(bytes: Buffer): Buffer {
  const at = random(bytes.length)
  const some = 1 + random(40)
  switch (random(9)) {
    case 0:
      return Buffer.concat([bytes.subarray(0, at), Buffer.from([random(256)]), bytes.subarray(at + 1)])
    case 1:
      return bytes.subarray(0, at)
    case 2:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + some)])
    case 3:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at, at + some), bytes.subarray(at)])
    case 4:
      return Buffer.concat([bytes.subarray(at), bytes.subarray(0, at)])
    case 5:
      return Buffer.from(bytes.toString('utf8'), 'utf16le')
    case 6:
      return Buffer.concat([bytes, bytes])
    case 7:
      return Buffer.from(Array.from({ length: some * 9 }, () => random(256)))
    default:
      return Buffer.from(bytes.toString('utf8').replaceAll('|', random(2) === 0 ? ',' : ';'))
  }
}

describe('damaged return files', () => {
  it(`${FILES} of them are read whole or refused in words, never anything else`, async () => {
    const lines = Array.from(
      { length: 12 },
      (_, at) =>
        `D|${at + 1}|${String(1000 + at)}|6000|${at === 3 ? 'E03' : '0000'}|${at === 3 ? '账户已销户' : '成功'}`,
    )
    const whole = Buffer.from(`R|01a00000-0000-7000-8000-000000000001|12\n${lines.join('\n')}\nT|11|1\n`)
    for (let file = 0; file < FILES; file++) {
      const bytes = damaged(file % 3 === 0 ? damaged(whole) : whole)
      try {
        const read = await readReturn(bytes)
        expect(
          read.lines.every(
            (line) =>
              Number.isSafeInteger(line.no) && Number.isSafeInteger(line.fen) && line.paid === (line.cause === null),
          ),
        ).toBe(true)
      } catch (error) {
        if (!(error instanceof ReturnUnreadable)) throw new Error(`file ${file} ended in ${String(error)}`)
        expect(error.why).toMatch(/[\u4e00-\u9fff]/)
      }
    }
  })

  it('loaded, each leaves everything as it was, or says exactly what the whole file says', async () => {
    await emptyPayday(town.db)
    for (let at = 0; at < 8; at++) await addPayable(town.db)
    const batch = await made(town.db, await reviewedRun(town.db, '2026-11'))
    const { text } = await filed(town.db, batch.id)
    const whole = Buffer.from(answerOf(text, { 2: ['E03', '账户已销户'] }))
    let refused = 0
    for (let file = 0; file < LOADED; file++) {
      const bytes = damaged(whole)
      if (bytes.equals(whole)) continue
      const loaded = await loadReturn(town.db, batch.id, { name: '坏.txt', bytes }, finance)
      if (!loaded.ok) {
        refused++
        continue
      }
      // Only words may differ: who was paid and who was not is what the whole file says.
      const { rows } = await sql<{
        no: number
        outcome: string
      }>`select no, outcome from payments.result order by no`.execute(town.db)
      expect(rows.filter((row) => row.outcome === 'failed').map((row) => row.no)).toEqual([2])
    }
    expect(refused).toBeGreaterThan(LOADED * 0.7)
    expect(await loadReturn(town.db, batch.id, { name: '好.txt', bytes: whole }, finance)).toMatchObject({ ok: true })
    expect(await asSystem(town.db, checkLedger)).toMatchObject({ balanced: true })
  })
})
