import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asSystem } from '../../platform/db/index.ts'
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts'
import { DISTRICT, run, YUDONG } from './testing/town.ts'

const KILLS = process.env.PROVE === '1' ? 24 : 3
const PEOPLE = 3000

let town: TestDatabase
beforeAll(async () => {
  town = await testDatabase()
  await asSystem(town.db, async (tx) => {
    await sql`
      insert into elders.elder (district, id, name, birth_date, id_kind, township, household_division)
      select ${DISTRICT}, gen_random_uuid(), '某人', date '1926-01-01' + n * 5, 'none', ${YUDONG}, ${YUDONG} from generate_series(1, ${PEOPLE}) n`.execute(
      tx,
    )
    await sql`
      insert into elders.fact (district, elder_id, id, kind, value, valid_from, source_kind, recorded_by)
      select district, id, gen_random_uuid(), k.kind, k.value, date '2026-10-15', 'test', 'test'
        from elders.elder cross join (values ('hardship', '{extreme}'::text[]), ('careDependency', '{severe}')) k(kind, value)
       where birth_date > '1950-01-01'`.execute(tx)
  })
})
afterAll(() => town.drop())

const forget = () =>
  sql`truncate benefits.run, benefits.entitlement, benefits.change, benefits.difference, benefits.outlier, benefits.sample, benefits.act cascade`.execute(
    town.db,
  )

/** Starts a run in a process of its own and kills it at one of its steps, some milliseconds late. */
function killAt(step: string, lateMs: number): Promise<boolean> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'testing/killed-run.ts'), town.url, '2026-11'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let told = ''
  child.stdout.on('data', (text: Buffer) => {
    told += text.toString()
    if (told.includes(step)) setTimeout(() => child.kill('SIGKILL'), lateMs)
  })
  return new Promise((done) => child.on('exit', (_code, signal) => done(signal === 'SIGKILL')))
}

const counts = async () =>
  (
    await sql<{ runs: number; sealed: number; orphans: number; changes: number }>`
      select (select count(*)::int from benefits.run) as runs, (select count(*)::int from benefits.run where state = 'sealed') as sealed,
             (select count(*)::int from benefits.entitlement where run_id not in (select id from benefits.run where state = 'sealed')) as orphans,
             (select count(*)::int from benefits.change) as changes`.execute(town.db)
  ).rows[0]

describe('a run that is killed', () => {
  it('and run again gives the same digest, one run and nothing beside it', async () => {
    await run(town.db, '2026-10')
    const whole = await run(town.db, '2026-11')
    const expected = await counts()
    const steps = ['begun', '1/8', '2/8', '4/8', '6/8', '7/8', '8/8']
    let killed = 0
    for (let at = 0; at < KILLS; at++) {
      await forget()
      await run(town.db, '2026-10')
      if (await killAt(steps[(at * 2 + 1) % steps.length] ?? 'begun', (at * 7) % 30)) killed++
      const again = await run(town.db, '2026-11')
      expect(again.run.digest).toBe(whole.run.digest)
      expect(await counts()).toEqual(expected)
      expect((await run(town.db, '2026-11')).outcome).toBe('unchanged')
    }
    expect(killed).toBeGreaterThan(0)
  }, 300_000)

  it('two that begin at once give one run', async () => {
    await forget()
    const both = await Promise.all([run(town.db, '2026-11'), run(town.db, '2026-11'), run(town.db, '2026-11')])
    expect(new Set(both.map((each) => each.run.id)).size).toBe(1)
    expect(both.filter((each) => each.outcome === 'sealed')).toHaveLength(1)
  })
})
