import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { newKeyFile } from '../../platform/crypto/index.ts'
import { asSystem } from '../../platform/db/index.ts'
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts'
import { ledgerHead, ledgerRow, samplePeople, seededNumbers } from './testing/sample-ledger.ts'
import { bytesOf, today, tree } from './testing/staging.ts'

const DISTRICT = '500113'
const ROWS = 1200
const KILLS = process.env.PROVE === '1' ? 20 : 3
const keys = JSON.stringify(newKeyFile('aes-256-gcm'))

const child = (url: string, file: string): ChildProcess =>
  spawn(process.execPath, [new URL('./testing/kill-child.ts', import.meta.url).pathname, url, file, DISTRICT], {
    env: { ...process.env, YIYANG_KEYS: keys },
    stdio: ['ignore', 'pipe', 'inherit'],
  })

/** Resolves with the time when the child says a word, or with undefined when it ends before. */
function said(process: ChildProcess, word: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    let heard = ''
    process.stdout?.on('data', (piece: Buffer) => {
      heard += piece.toString()
      if (heard.includes(word)) resolve(performance.now())
    })
    process.once('exit', () => resolve(undefined))
  })
}

const ended = (process: ChildProcess): Promise<unknown> =>
  new Promise((resolve) =>
    process.exitCode !== null || process.signalCode !== null ? resolve(null) : process.once('exit', resolve),
  )

async function state(database: TestDatabase) {
  const { rows } = await asSystem(database.db, (tx) =>
    sql<Record<string, number>>`
      select (select count(*)::int from elders.elder) as elders, (select count(*)::int from elders.identity) as identities,
             (select count(distinct elder_id)::int from elders.fact where kind = 'residence') as residents,
             (select count(*)::int from imports.batch) as batches, (select count(*)::int from imports.staged_row) as rows,
             (select count(*)::int from audit.entry where action = 'elder.add') as audited,
             (select count(*)::int from platform.outbox where kind = 'imports.committed') as events`.execute(tx),
  )
  return rows[0]!
}

/** The server may still be ending the transaction of a process that is gone. */
async function quiet(database: TestDatabase): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    const { rows } = await sql<{ busy: number }>`
      select count(*)::int as busy from pg_stat_activity where datname = current_database() and application_name = 'yiyang-kill'`.execute(
      database.db,
    )
    if (rows[0]!.busy === 0) return
    await new Promise((done) => setTimeout(done, 50))
  }
  throw new Error('a killed import still works')
}

it(`导入途中被 kill -9 ${KILLS} 次：要么全有，要么全无，下一次导入不用人收拾`, { timeout: 900_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'yiyang-kill-'))
  const file = join(folder, 'ledger.xlsx')
  const rows = samplePeople(tree, DISTRICT, today, ROWS, 41).map(ledgerRow)
  writeFileSync(file, await bytesOf([{ name: '台账', rows: [ledgerHead, ...rows] }]))
  const nothing = { elders: 0, identities: 0, residents: 0, batches: 0, rows: 0, audited: 0, events: 0 }
  const everything = {
    elders: ROWS,
    identities: ROWS,
    residents: ROWS,
    batches: 1,
    rows: ROWS,
    audited: ROWS,
    events: 1,
  }
  const next = seededNumbers(20261122)
  try {
    const rehearsal = await testDatabase(2)
    const whole = child(rehearsal.url, file)
    const from = await said(whole, 'started')
    const until = await said(whole, 'done')
    await ended(whole)
    expect(await state(rehearsal)).toEqual(everything)
    await rehearsal.drop()
    const duration = until! - from!

    let database = await testDatabase(2)
    let killedEarly = 0
    for (let kill = 0; kill < KILLS; kill++) {
      const process = child(database.url, file)
      await said(process, 'started')
      // The first falls early whatever the machine does meanwhile, the others anywhere, a little after the end too.
      await new Promise((done) => setTimeout(done, next() * duration * (kill === 0 ? 0.3 : 1.05)))
      process.kill('SIGKILL')
      await ended(process)
      await quiet(database)
      const now = await state(database)
      expect([nothing, everything]).toContainEqual(now)
      if (now.elders === 0) killedEarly++
      else if (kill < KILLS - 1) {
        await database.drop()
        database = await testDatabase(2)
      }
    }
    expect(killedEarly).toBeGreaterThan(0)
    const last = child(database.url, file)
    await ended(last)
    expect(last.exitCode).toBe(0)
    expect(await state(database)).toEqual(everything)
    await database.drop()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
