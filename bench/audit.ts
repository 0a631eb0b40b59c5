/** How fast the audit is sealed and verified: `node bench/audit.ts [--entries N]`. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { recogniseCluster, sealBatch, verifyAudit } from '../src/platform/audit/index.ts'
import { option } from '../src/platform/config/config.ts'
import { startCluster } from '../src/platform/db/cluster.ts'
import { asSystem, connect, migrate } from '../src/platform/db/index.ts'

const entries = Number(option(process.argv, '--entries') ?? '200000')
const folder = mkdtempSync(join(tmpdir(), 'yiyang-bench-audit-'))
const cluster = await startCluster(folder)
await migrate(cluster.url)
const { db, close } = connect(cluster.url, 4)
await recogniseCluster(db)
const key = Buffer.alloc(32, 7)

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const from = performance.now()
  await work()
  return (performance.now() - from) / 1000
}

const writeSeconds = await timed(() =>
  asSystem(db, (tx) =>
    sql`insert into audit.entry (district, id, account, action, object, object_id, after, request_id)
        select '500113', gen_random_uuid(), 'demo-township', 'elder.read', 'elder', gen_random_uuid()::text,
               jsonb_build_object('fields', jsonb_build_array('name', 'phone'), 'n', n), gen_random_uuid()::text
          from generate_series(1, ${entries}) n`.execute(tx),
  ),
)
const sealSeconds = await timed(async () => {
  for (;;) {
    const done = await sealBatch(db, key)
    if ((done?.sealed ?? 0) === 0) break
  }
})
const before = process.memoryUsage().rss
let peak = before
const watch = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage().rss)
}, 20)
const verifySeconds = await timed(async () => {
  const found = await verifyAudit(db, key)
  if (!found.ok || found.sealed !== entries) throw new Error(JSON.stringify(found))
})
clearInterval(watch)
const figures = {
  entries,
  writtenPerSecond: Math.round(entries / writeSeconds),
  sealedPerSecond: Math.round(entries / sealSeconds),
  verifiedPerSecond: Math.round(entries / verifySeconds),
  verifyMemoryMb: Math.round(peak / 1_048_576),
  verifyMemoryGrowthMb: Math.round((peak - before) / 1_048_576),
}
console.table(figures)
await close()
await cluster.stop()
rmSync(folder, { recursive: true, force: true })
mkdirSync(new URL('results/', import.meta.url), { recursive: true })
writeFileSync(
  new URL('results/audit.json', import.meta.url),
  `${JSON.stringify({ bench: 'audit', ...figures }, null, 2)}\n`,
)
