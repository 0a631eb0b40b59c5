/**
 * Coverage of 80 and over by place and the due list at a size: `node bench/assessment.ts [PERSONS]` (default 100,000, all in one district; some
 * 13 % are 80 and over, two thirds of them with a result).
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { coverage, type DueCursor, dueList } from '../src/areas/assessment/coverage.ts'
import { day } from '../src/platform/clock/day.ts'
import { startCluster } from '../src/platform/db/cluster.ts'
import { asOwner, connect, inScope, migrate, type Tx } from '../src/platform/db/index.ts'
import { report } from './measure.ts'

const PERSONS = Number(process.argv[2] ?? 100_000)
const ROUNDS = 15
const on = day('2026-11-20')
const scope = { account: 'bench', districts: ['500113'], townships: [], villages: [] }
const asked = { on, age: 80, soonDays: 60 }

const folder = mkdtempSync(join(tmpdir(), 'yiyang-bench-'))
const cluster = await startCluster(folder)
try {
  await migrate(cluster.url)
  const { db, close } = connect(cluster.url, 4)
  await asOwner(db, fill)
  await sql`vacuum analyze elders.elder, elders.fact, assessment.result`.execute(db)
  const district = { districts: ['500113'] }
  const township = { districts: ['500113'], townships: ['500113103'] }
  const figures: Record<string, object> = {}
  const questions: Record<string, (tx: Tx) => Promise<readonly unknown[]>> = {
    'coverage of the district by township': (tx: Tx) => coverage(tx, district, { ...asked, by: 'township' }),
    'coverage of the district by village': (tx: Tx) => coverage(tx, district, { ...asked, by: 'village' }),
    'coverage of a township by village': (tx: Tx) => coverage(tx, township, { ...asked, by: 'village' }),
    'first page of the due list of the district': (tx: Tx) => dueList(tx, district, { ...asked, limit: 50 }),
    'a page in the middle': (tx: Tx) =>
      dueList(tx, district, {
        ...asked,
        limit: 50,
        after: {
          district: '500113',
          township: '500113110',
          birthDate: day('1940-01-01'),
          id: '00000000-0000-0000-0000-000000000000',
        } satisfies DueCursor,
      }),
    'first page of the overdue of a township': (tx: Tx) =>
      dueList(tx, township, { ...asked, limit: 50, why: 'overdue' }),
  }
  for (const [name, work] of Object.entries(questions)) figures[name] = await measure(() => inScope(db, scope, work))
  report('assessment', { persons: PERSONS, rounds: ROUNDS, ...figures })
  await close()
} finally {
  await cluster.stop()
  rmSync(folder, { recursive: true, force: true })
}

async function measure(work: () => Promise<readonly unknown[]>): Promise<object> {
  const times: number[] = []
  let rows = 0
  for (let round = 0; round < ROUNDS; round++) {
    const from = performance.now()
    rows = (await work()).length
    times.push(performance.now() - from)
  }
  times.sort((a, b) => a - b)
  const at = (share: number): number => Math.round(times[Math.floor(share * (times.length - 1))] ?? 0)
  return { rows, p50Ms: at(0.5), p95Ms: at(0.95) }
}

/** Persons in 23 townships of 12 villages each, with deaths, levels from lists, and results of the last three years. */
async function fill(tx: Tx): Promise<void> {
  await sql`select set_config('session_replication_role', 'replica', true)`.execute(tx)
  await sql`
    insert into elders.elder (district, id, name, sex, birth_date, id_kind, township, village)
    select '500113', gen_random_uuid(), 'P' || n, 'female', date '1930-01-01' + ((n * 7919) % 13500), 'none',
           '500113' || (103 + n % 23), '500113' || (103 + n % 23) || lpad((1 + n % 12)::text, 3, '0')
      from generate_series(1, ${PERSONS}::int) n`.execute(tx)
  await sql`
    insert into elders.fact (district, elder_id, id, kind, value, valid_from, source_kind, recorded_by, township, village)
    select e.district, e.id, gen_random_uuid(), k.kind, k.value, date '2025-06-01', 'bench', 'bench', e.township, e.village
      from elders.elder e, (values ('careDependency', '{mild}'::text[], 3), ('death', '{2025-06-01}', 40), ('hardship', '{}', 1)) k(kind, value, every)
     where abs(hashtext(e.id::text)) % k.every = 0`.execute(tx)
  await sql`
    insert into assessment.result (district, id, elder_id, township, village, level, from_day, valid_until, origin, source_id, recorded_by)
    select e.district, gen_random_uuid(), e.id, e.township, e.village, abs(hashtext(e.name)) % 5, f.day, f.day + 365, 'assessment',
           gen_random_uuid(), 'bench'
      from elders.elder e cross join lateral (select date '2024-06-01' + abs(hashtext(e.name)) % 880 as day) f
     where e.birth_date <= date '1946-11-20' and abs(hashtext(e.id::text)) % 3 > 0`.execute(tx)
}
