import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts'
import { admit } from './admit.ts'
import { BY, CONTRACT, house, NO_RISKS, TODAY } from './testing/house.ts'

const KILLS = process.env.PROVE === '1' ? 40 : 3

let town: TestDatabase
beforeAll(async () => {
  town = await testDatabase()
})
afterAll(() => town.drop())

/** Admits in a process of its own and kills it some milliseconds after one of its words. */
function killAfter(word: string, lateMs: number, home: string, offer: string, hold: boolean): Promise<boolean> {
  const script = join(import.meta.dirname, 'testing/killed-admission.ts')
  const child = spawn(process.execPath, [script, town.url, home, offer, TODAY, ...(hold ? ['hold'] : [])], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let told = ''
  child.stdout.on('data', (text: Buffer) => {
    told += text.toString()
    if (told.includes(word)) setTimeout(() => child.kill('SIGKILL'), lateMs)
  })
  return new Promise((ended) => child.on('exit', (_code, signal) => ended(signal === 'SIGKILL')))
}

/** Everything that one admission writes, counted. */
const written = async (elder: string) =>
  (
    await sql<{ counts: string }>`
      select concat_ws(' ', (select count(*) from residency.stay where elder_id = ${elder}::uuid),
                            (select count(*) from residency.occupancy where holder = ${elder}::uuid),
                            (select count(*) from residency.contract where elder_id = ${elder}::uuid),
                            (select count(*) from residency.risk_sheet r join residency.stay s on s.id = r.stay_id where s.elder_id = ${elder}::uuid),
                            (select count(*) from residency.application where elder_id = ${elder}::uuid and state = 'admitted'),
                            (select count(*) from elders.fact where elder_id = ${elder}::uuid and kind = 'livingArrangement' and superseded_at is null),
                            (select count(*) from audit.entry where action = 'residency.admit' and after ->> 'of' in
                               (select id::text from residency.stay where elder_id = ${elder}::uuid))) as counts`.execute(
      town.db,
    )
  ).rows[0]?.counts

describe('入住办理中被中断', () => {
  it('要么全部写入，要么什么也没有；再办一次就是一次完整的入住', async () => {
    const { attempt, home, elder, offered } = house(() => town.db)
    const of = await home({ ordinary: KILLS + 1 })
    let killed = 0
    for (let at = 0; at < KILLS; at++) {
      const person = await elder()
      const offer = await offered(of, person)
      // Every third stays before its commit until the kill has come; the others are met wherever they are.
      const hold = at % 3 === 2
      if (await killAfter(hold ? 'written' : 'begun', hold ? 0 : (at * 13) % 60, of.id, offer, hold)) killed++
      const counts = await written(person)
      if (hold) expect(counts).toBe('0 0 0 0 0 0 0')
      expect(['0 0 0 0 0 0 0', '1 1 1 1 1 1 1']).toContain(counts)
      const again = await attempt((tx) =>
        admit(tx, BY, of, { offer, from: TODAY, risks: NO_RISKS, contract: CONTRACT }),
      )
      if (counts?.startsWith('1')) expect(again).toBe('RESIDENCY_OFFER_MOVED')
      expect(await written(person)).toBe('1 1 1 1 1 1 1')
    }
    expect(killed).toBeGreaterThan(0)
  }, 300_000)
})
