/**
 * How fast a synthetic city is generated and loaded: `node bench/simulator.ts [ELDERS]` (default 1,000,000). Uses DATABASE_URL, a migrated
 * and empty database, or an embedded cluster of its own in a temporary folder.
 */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { generatePeople } from '../simulator/city.ts'
import { loadCity } from '../simulator/load.ts'
import { DivisionTree, loadDivisions, readDataset } from '../src/areas/divisions/index.ts'
import { day } from '../src/platform/clock/day.ts'
import { keyringOf, newKeyFile } from '../src/platform/crypto/index.ts'
import { connect, migrate, openForServer } from '../src/platform/db/index.ts'

const elders = Number(process.argv[2] ?? 1_000_000)
const request = { elders, seed: 'bench', within: '500000', on: day('2026-11-01') }
const tree = new DivisionTree(readDataset())
const seconds = (from: number): number => Number(((performance.now() - from) / 1000).toFixed(1))

let at = performance.now()
let generated = 0
for (const _ of generatePeople(tree, request)) generated++
const generateSeconds = seconds(at)
console.info(`generated ${generated} files in ${generateSeconds} s`)

const folder = mkdtempSync(join(tmpdir(), 'yiyang-bench-'))
// Open to the unprivileged account of the cluster, so that everything lies in this one folder.
chmodSync(folder, 0o755)
const database = await openForServer(folder, process.env.DATABASE_URL)
try {
  await migrate(database.url)
  const { db, pool, close } = connect(database.url, 3)
  at = performance.now()
  await loadDivisions(db)
  const divisionsSeconds = seconds(at)
  at = performance.now()
  const cpuBefore = process.cpuUsage()
  await loadCity(
    { databaseUrl: database.url, keyring: keyringOf(newKeyFile('aes-256-gcm')), tree, account: 'bench' },
    request,
  )
  const loadSeconds = seconds(at)
  const cpu = process.cpuUsage(cpuBefore)
  const { rows } = await pool.query<{ bytes: string; facts: string; phones: string }>(
    `select pg_database_size(current_database()) as bytes, (select count(*) from elders.fact) as facts,
            (select count(*) from elders.phone) as phones`,
  )
  const figures = {
    bench: 'simulator',
    elders,
    generateSeconds,
    divisionsSeconds,
    loadSeconds,
    loadNodeCpuSeconds: Math.round((cpu.user + cpu.system) / 1e6),
    loadAverage: Number((loadavg()[0] ?? 0).toFixed(1)),
    eldersPerSecond: Math.round(elders / loadSeconds),
    facts: Number(rows[0]?.facts),
    phones: Number(rows[0]?.phones),
    databaseMB: Math.round(Number(rows[0]?.bytes) / 1e6),
    nodeMemoryMB: Math.round(process.resourceUsage().maxRSS / 1024),
  }
  console.info(figures)
  mkdirSync(new URL('results/', import.meta.url), { recursive: true })
  writeFileSync(new URL('results/simulator.json', import.meta.url), `${JSON.stringify(figures, null, 2)}\n`)
  await close()
} finally {
  await database.close()
  rmSync(folder, { recursive: true, force: true })
}
