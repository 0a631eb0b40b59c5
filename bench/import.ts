/** 100,000 ledger rows staged, checked and committed on the embedded PostgreSQL: `node bench/import.ts [rows]`. */
import { execFileSync } from 'node:child_process'
import { chmodSync, createWriteStream, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DivisionTree, loadDivisions, readDataset } from '../src/areas/divisions/index.ts'
import { commitBatch } from '../src/areas/imports/commit-batch.ts'
import { countRows } from '../src/areas/imports/queries.ts'
import { stageList } from '../src/areas/imports/stage-list.ts'
import { ledgerHead, ledgerRow, samplePeople } from '../src/areas/imports/testing/sample-ledger.ts'
import { day } from '../src/platform/clock/day.ts'
import { keyringOf, newKeyFile } from '../src/platform/crypto/index.ts'
import { startCluster } from '../src/platform/db/cluster.ts'
import { asSystem, connect, migrate } from '../src/platform/db/index.ts'
import { writeXlsx } from '../src/platform/sheets/index.ts'
import { familyMemoryMb } from './memory.ts'

const ROWS = Number(process.argv[2] ?? 100_000)
const DISTRICT = '500113'
const today = day('2026-11-22')
const tree = new DivisionTree(readDataset())
if (process.argv[3] !== undefined) {
  await writeLedger(process.argv[3])
  process.exit(0)
}
const folder = mkdtempSync(join(tmpdir(), 'yiyang-bench-'))
// A cluster of root belongs to another account, which must be able to enter.
chmodSync(folder, 0o755)
const file = join(folder, 'ledger.xlsx')
// Written by a process of its own: making the file takes memory that is not the import's.
execFileSync(process.execPath, [import.meta.filename, String(ROWS), file])

mkdirSync(join(folder, 'data'))
const cluster = await startCluster(join(folder, 'data'))
const keyring = keyringOf(newKeyFile('aes-256-gcm'))
const figures: Record<string, number> = { rows: ROWS, fileMegabytes: round(statSync(file).size / 1e6) }
let peak = 0
let nodePeak = 0
const watch = setInterval(() => {
  peak = Math.max(peak, familyMemoryMb(process.pid))
  nodePeak = Math.max(nodePeak, process.memoryUsage().rss / 1024 / 1024)
}, 1000)
const interrupted = async (): Promise<void> => {
  await cluster.stop()
  process.exit(1)
}
process.once('SIGTERM', () => void interrupted())
process.once('SIGINT', () => void interrupted())
try {
  await migrate(cluster.url)
  const { db, close } = connect(cluster.url, 4)
  await loadDivisions(db)
  const import_ = async (label: string): Promise<void> => {
    const used = process.cpuUsage()
    const from = performance.now()
    const batch = await asSystem(db, (tx) =>
      stageList(
        tx,
        { keyring, tree },
        { source: file, fileName: 'ledger.xlsx', kind: 'ledger', division: DISTRICT, account: 'bench', today },
      ),
    )
    const staged = performance.now()
    const result = await asSystem(db, (tx) => commitBatch(tx, batch.id, 'bench'))
    if (!result.ok) throw new Error(result.refusal.code)
    const committed = performance.now()
    figures[`${label}StageSeconds`] = round((staged - from) / 1000)
    figures[`${label}CommitSeconds`] = round((committed - staged) / 1000)
    const { user, system } = process.cpuUsage(used)
    figures[`${label}NodeCpuSeconds`] = round((user + system) / 1e6)
    figures[`${label}Added`] = result.value.counts.added
    figures[`${label}Unchanged`] = (await asSystem(db, (tx) => countRows(tx, batch))).unchanged
  }
  await import_('first')
  await import_('again')
  await close()
} finally {
  clearInterval(watch)
  await cluster.stop()
  rmSync(folder, { recursive: true, force: true })
}
figures.peakMegabytes = round(peak)
figures.nodePeakMegabytes = round(nodePeak)
console.info(
  `${ROWS} rows: staged and checked in ${figures.firstStageSeconds} s, committed in ${figures.firstCommitSeconds} s, peak ${peak.toFixed(0)} MB (Node and PostgreSQL)`,
)
console.table(figures)
mkdirSync(new URL('results/', import.meta.url), { recursive: true })
writeFileSync(
  new URL('results/import.json', import.meta.url),
  `${JSON.stringify({ bench: 'import', ...figures }, null, 2)}\n`,
)

async function writeLedger(path: string): Promise<void> {
  function* rows() {
    yield ledgerHead
    const people = samplePeople(tree, DISTRICT, today, ROWS, 7)
    for (const [index, person] of people.entries()) yield ledgerRow(person, index)
  }
  await writeXlsx(createWriteStream(path), [{ name: '台账', rows: rows() }])
}

function round(value: number): number {
  return Number(value.toFixed(1))
}
