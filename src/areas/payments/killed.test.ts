import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { balancesOf, checkLedger } from '../../engines/ledger/index.ts'
import { keyringOf, newKeyFile, writeKeyFile } from '../../platform/crypto/index.ts'
import { asSystem } from '../../platform/db/index.ts'
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts'
import { openFileStore } from '../../platform/files/index.ts'
import { DISTRICT } from '../benefits/testing/town.ts'
import { actOnBatch, releaseBatch } from './act-on-batch.ts'
import { payCycle } from './testing/pay-cycle.ts'
import { actor, addPayable, emptyPayday, fillTown, made, reviewedRun, write } from './testing/payday.ts'

const KILLS = process.env.PROVE === '1' ? 100 : 10
const PEOPLE = 400

let town: TestDatabase
const folder = mkdtempSync(join(tmpdir(), 'yiyang-cycle-'))
const keys = join(folder, 'keys.json')
const keyFile = newKeyFile('aes-256-gcm')
const parts = {
  store: openFileStore({ YIYANG_DATA: folder } as Parameters<typeof openFileStore>[0]),
  keyring: keyringOf(keyFile),
}
beforeAll(async () => {
  town = await testDatabase(12)
  writeKeyFile(keys, keyFile)
})
afterAll(async () => {
  await town.drop()
  rmSync(folder, { recursive: true, force: true })
})

/** Walks the month in a process of its own and kills it after some milliseconds from its beginning. */
function killAfter(ms: number): Promise<boolean> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'testing/killed-cycle.ts'), town.url, folder, keys, '2026-11'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), ms))
  return new Promise((done) => child.on('exit', (_code, signal) => done(signal === 'SIGKILL')))
}

/** Whoever is entitled was paid once, by lines and by the books. */
async function expectPaidOnce(): Promise<void> {
  const { rows } = await sql<{ due: number; paid: number; people: number; twice: number }>`
    with paid as (select l.elder_id, l.scheme, l.month, l.amount_fen from payments.result r join payments.line l using (district, batch_id, no) where r.outcome = 'paid')
    select (select sum(amount_fen)::int from benefits.entitlement e join benefits.run r on r.id = e.run_id and r.state = 'sealed' where amount_fen > 0) as due,
           (select sum(amount_fen)::int from paid) as paid, (select count(distinct elder_id)::int from paid) as people,
           (select count(*)::int from (select 1 from paid group by elder_id, scheme, month having count(*) > 1) t) as twice`.execute(
    town.db,
  )
  const found = rows[0]
  expect(found).toMatchObject({ people: PEOPLE, twice: 0, paid: found?.due })
  const books = await asSystem(town.db, (tx) =>
    balancesOf(tx, { district: DISTRICT, owners: ['benefits:old-age-allowance'], currency: 'fen' }),
  )
  expect(books.get('benefits:old-age-allowance')?.balance).toBe(found?.due)
  expect(await asSystem(town.db, checkLedger)).toMatchObject({ balanced: true, violations: [] })
}

describe('a month that is killed', () => {
  it(`${KILLS} times at any moment between run and closed answer: nobody is paid twice, nobody is lost, the ledger is in balance`, {
    timeout: 1_200_000,
  }, async () => {
    await emptyPayday(town.db)
    await fillTown(town.db, PEOPLE, parts.keyring)
    const from = performance.now()
    await payCycle(town.db, parts, '2026-11', () => {})
    const takes = performance.now() - from
    await expectPaidOnce()
    let random = 20_261_122
    let killed = 0
    for (let kill = 0; kill < KILLS; kill++) {
      // Every fifth begins a month anew; the others go on where the last one fell.
      if (kill % 5 === 0) {
        await emptyPayday(town.db)
        await fillTown(town.db, PEOPLE, parts.keyring)
      }
      random = (random * 48_271) % 2_147_483_647
      // A fresh month falls early, so that it falls also where this machine is faster now; the others fall anywhere in what is left.
      if (await killAfter(random % Math.ceil(takes * (kill % 5 === 0 ? 0.4 : 0.8)))) killed++
      if (kill % 5 !== 4) continue
      await payCycle(town.db, parts, '2026-11', () => {})
      await expectPaidOnce()
      await payCycle(town.db, parts, '2026-11', () => {})
      await expectPaidOnce()
    }
    expect(killed).toBeGreaterThanOrEqual(KILLS / 5)
  })

  it('two hundred officers on one batch take one step', async () => {
    await emptyPayday(town.db)
    for (let at = 0; at < 5; at++) await addPayable(town.db)
    const batch = await made(town.db, await reviewedRun(town.db, '2026-11'))
    const officers = Array.from({ length: 200 }, (_, at) => actor(`officer${at}`, 'districtFinance'))
    const confirmed = await Promise.all(
      officers.map((who) => asSystem(town.db, (tx) => actOnBatch(tx, batch.id, { kind: 'confirm' }, who))),
    )
    expect(confirmed.filter((each) => each.ok)).toHaveLength(1)
    const released = await Promise.all(
      officers.map((who) => releaseBatch(town.db, batch.id, who, write(who.who.account))),
    )
    const seals = new Set(released.flatMap((each) => (each.ok ? [each.value.seal] : [])))
    expect(seals.size).toBe(1)
    const { rows } = await sql<{ files: number; releases: number; lines: number }>`
      select (select count(*)::int from platform.file where object = 'payments.batch' and object_id = ${batch.id}) as files,
             (select count(*)::int from payments.signature where step = 'release') as releases,
             (select count(*)::int from ledger.entry e join ledger.account a on a.district = e.district and a.id = e.account_id and a.owner = 'benefits:old-age-allowance') as lines`.execute(
      town.db,
    )
    expect(rows).toEqual([{ files: 1, releases: 1, lines: 5 }])
  })
})
