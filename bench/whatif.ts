/**
 * What-if over the register of one district with ELDERS persons (default 1,000,000): loading the columns from PostgreSQL, and apart from it counting
 * what a changed amount does, four schemes before and after: `node bench/whatif.ts [ELDERS]`.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { batchOf, DISTRICT, month, settingsOf } from '../src/areas/benefits/testing/town.ts'
import { loadDivisions, readTree } from '../src/areas/divisions/index.ts'
import { tallyOf } from '../src/areas/whatif/tally.ts'
import { readBatchColumns, trialOf, tryChanges } from '../src/areas/whatif/try-changes.ts'
import { day } from '../src/platform/clock/day.ts'
import { startCluster } from '../src/platform/db/cluster.ts'
import { asOwner, asSystem, connect, migrate } from '../src/platform/db/index.ts'
import { fillTown } from './entitlement-data.ts'
import { report } from './measure.ts'

const ELDERS = Number(process.argv[2] ?? 1_000_000)
const AT = month('2026-11')
const ROUNDS = 3
const order = {
  division: DISTRICT,
  from: day('2026-11-01'),
  month: AT,
  months: 1,
  changes: [{ parameter: 'old-age-allowance-80-89', value: 150 }],
}

const folder = mkdtempSync(join(tmpdir(), 'yiyang-bench-'))
const cluster = await startCluster(folder)
try {
  await migrate(cluster.url)
  const { db, close } = connect(cluster.url, 2)
  await loadDivisions(db)
  const batch = batchOf(DISTRICT, AT)
  await asOwner(db, (tx) => fillTown(tx, batch.townships, ELDERS))
  await sql`vacuum analyze elders.elder, elders.fact`.execute(db)
  const settings = settingsOf()
  const load: number[] = []
  const count: number[] = []
  let gain = 0
  for (let round = 0; round < ROUNDS; round++) {
    let from = performance.now()
    const { persons } = await asSystem(db, (tx) => readBatchColumns(tx, batch, settings, AT))
    load.push(performance.now() - from)
    from = performance.now()
    gain = tallyOf(trialOf(persons, batch, settings, order, AT), persons, batch).total.gain
    count.push(performance.now() - from)
  }
  const tree = await readTree(db)
  const from = performance.now()
  const whole = await tryChanges((work) => asSystem(db, work), tree, settings, { ...order, months: 12 })
  const wholeMs = performance.now() - from
  await close()
  const median = (all: number[]) => all.toSorted((a, b) => a - b)[all.length >> 1] ?? 0
  report('whatif', {
    elders: ELDERS,
    gain,
    loadSeconds: Math.round(median(load)) / 1000,
    loadedPersonsPerSecond: Math.round(ELDERS / (median(load) / 1000)),
    countSeconds: Math.round(median(count)) / 1000,
    countedMillionPersonsPerSecond: Math.round(ELDERS / median(count) / 100) / 10,
    twelveMonthsWholeSeconds: Math.round(wholeMs) / 1000,
    twelveMonthsDone: whole.ok,
    rssMb: Math.round(process.memoryUsage.rss() / 2 ** 20),
  })
} finally {
  await cluster.stop()
  rmSync(folder, { recursive: true, force: true })
}
