/**
 * The plan of a month for ELDERS persons (default 100,000) of one district, computed from the register in one statement, run again, and put right after
 * helpers fell ill; then how fast a record from a device is kept: `node bench/visits.ts [ELDERS]`.
 */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { processes } from '../src/app/processes.ts'
import { batchOf, DISTRICT } from '../src/areas/benefits/testing/town.ts'
import { loadDivisions } from '../src/areas/divisions/index.ts'
import { VisitRecord } from '../src/areas/visits/contract.ts'
import { planMonth } from '../src/areas/visits/plan-month.ts'
import { recordVisit } from '../src/areas/visits/record-visit.ts'
import { replan } from '../src/areas/visits/replan.ts'
import { visitSettings } from '../src/areas/visits/testing/village.ts'
import { day, type Month } from '../src/platform/clock/day.ts'
import { keyringOf, newKeyFile } from '../src/platform/crypto/keyring.ts'
import { startCluster } from '../src/platform/db/cluster.ts'
import { asOwner, asSystem, connect, migrate } from '../src/platform/db/index.ts'
import { fillTown } from './entitlement-data.ts'

const ELDERS = Number(process.argv[2] ?? 100_000)
const MONTH = '2026-11-01' as Month
const TODAY = day('2026-11-02')
const RECORDS = 300

const folder = mkdtempSync(join(tmpdir(), 'yiyang-bench-'))
const cluster = await startCluster(folder)
try {
  await migrate(cluster.url)
  const { db, close } = connect(cluster.url, 4)
  await loadDivisions(db)
  await asOwner(db, (tx) => fillTown(tx, batchOf(DISTRICT, MONTH).townships, ELDERS))
  await asSystem(db, async (tx) => {
    await sql`update elders.elder set lng = 106.5 + random() * 0.3, lat = 29.3 + random() * 0.3`.execute(tx)
    await sql`
      insert into visits.post (district, id, township, village, account, name, kind, source, full_time, daily_most, valid_from, recorded_by)
      select district, gen_random_uuid(), township, village, 'helper-' || village || '-' || k, 'helper', 'assistant', 'publicWelfare', true, 20, '2020-01-01', 'bench'
        from (select distinct district, township, village from elders.elder where village is not null) v cross join generate_series(1, 2) k`.execute(
      tx,
    )
  })
  await sql`vacuum analyze elders.elder, elders.fact`.execute(db)
  const order = { district: DISTRICT, month: MONTH, today: TODAY, rules: visitSettings(), account: 'bench' }
  const first = await timed(() => asSystem(db, (tx) => planMonth(tx, order)))
  await sql`vacuum analyze visits.plan, visits.listed`.execute(db)
  const again = await timed(() => asSystem(db, (tx) => planMonth(tx, order)))
  await asSystem(db, (tx) =>
    sql`
      insert into visits.absence (district, id, township, village, account, valid_from, valid_to, reason, recorded_by)
      select district, gen_random_uuid(), township, village, account, '2026-11-09', '2026-11-21', 'bench', 'bench' from visits.post where account like '%-1'`.execute(
      tx,
    ),
  )
  const moved = await timed(() => asSystem(db, (tx) => replan(tx, order)))
  const people = await asSystem(db, (tx) =>
    sql<{ elder: string; plan: string; account: string }>`
      select elder_id::text as elder, id::text as plan, account from visits.plan where account <> '' order by id limit ${RECORDS}`.execute(
      tx,
    ),
  )
  const keyring = keyringOf(newKeyFile('aes-256-gcm'))
  const times: number[] = []
  for (const person of people.rows) {
    const record = VisitRecord.parse({
      id: randomUUID(),
      district: DISTRICT,
      elderId: person.elder,
      planId: person.plan,
      way: 'home',
      outcome: 'seen',
      startedAt: '2026-11-03T09:00:00+08:00',
      endedAt: '2026-11-03T09:15:00+08:00',
      device: { id: randomUUID(), clockOffset: 0, savedAt: '2026-11-03T09:15:00+08:00' },
      place: { lng: 106.6, lat: 29.4, accuracy: 10, at: '2026-11-03T09:00:00+08:00' },
      instrument: { id: 'welfare-visit', version: '1' },
      answers: { 'V.1': 0, 'V.2': 0, 'V.3': 0, 'V.4': 0, 'V.5': 0, 'V.6': 0, 'V.7': 0, 'V.8': 0 },
    })
    const around = {
      actor: { account: person.account, roles: ['villageWorker' as const] },
      name: 'helper',
      keyring,
      processes,
      settings: visitSettings(),
      now: new Date('2026-11-03T10:00:00+08:00'),
      today: day('2026-11-03'),
    }
    const kept = await timed(() => asSystem(db, (tx) => recordVisit(tx, around, record)))
    if (!kept.value.ok) throw new Error(kept.value.refusal.message)
    times.push(kept.ms)
  }
  times.sort((a, b) => a - b)
  await close()
  console.log(
    JSON.stringify({
      bench: 'visits',
      elders: ELDERS,
      plan: first.value.ok ? first.value.value : first.value.refusal.code,
      planSeconds: seconds(first.ms),
      againSeconds: seconds(again.ms),
      againAdded: again.value.ok ? again.value.value.added : null,
      replanSeconds: seconds(moved.ms),
      replanned: moved.value,
      recordMedianMs: Math.round(times[Math.floor(times.length / 2)] ?? 0),
      recordP95Ms: Math.round(times[Math.floor(times.length * 0.95)] ?? 0),
    }),
  )
} finally {
  await cluster.stop()
  rmSync(folder, { recursive: true, force: true })
}

function seconds(ms: number): number {
  return Number((ms / 1000).toFixed(2))
}

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; ms: number }> {
  const from = performance.now()
  const value = await work()
  return { value, ms: performance.now() - from }
}
