/**
 * How fast the register answers at a size, beside a bare server with the same SQL and no access control in the same run:
 * `node bench/register.ts [--elders 1000000] [--data DIR] [--seconds 8]`. A folder that holds a register of an earlier run is used again.
 */
import { fork } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadDivisions } from '../src/areas/divisions/index.ts'
import { openKeyFile } from '../src/platform/crypto/index.ts'
import { startCluster } from '../src/platform/db/cluster.ts'
import { connect, migrate } from '../src/platform/db/index.ts'
import { loadRegister, type Sample } from './register-data.ts'
import { drive, type Figure, type Question } from './register-load.ts'

const option = (name: string, fallback: string): string => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? fallback : (process.argv[at + 1] ?? fallback)
}
const count = Number(option('elders', '1000000'))
const seconds = Number(option('seconds', '8'))
const given = option('data', '')
const folder = given === '' ? mkdtempSync(join(tmpdir(), 'yiyang-bench-')) : given
mkdirSync(folder, { recursive: true })

const cluster = await startCluster(folder)
await migrate(cluster.url)
const samplesFile = join(folder, 'samples.json')
let loadSeconds: number | null = null
if (!existsSync(samplesFile)) {
  const setup = connect(cluster.url, 2)
  await loadDivisions(setup.db)
  await setup.close()
  const from = performance.now()
  const loaded = await loadRegister(cluster.url, openKeyFile(join(folder, 'keys.json')), count)
  loadSeconds = Math.round((performance.now() - from) / 1000)
  writeFileSync(samplesFile, JSON.stringify(loaded))
}
const samples = JSON.parse(readFileSync(samplesFile, 'utf8')) as Sample[]
const size = await sizeOf(cluster.url)

/** What is asked, as paths of the product; the bare server takes the same ones. Each sample comes once, in a scattered order. */
const sampleAt = (n: number): Sample => samples[(n * 2_654_435_761) % samples.length] as Sample
const questions: Record<string, Question> = {
  'township list, three filters': (n) => {
    const s = sampleAt(n)
    return {
      as: s.district,
      path: `/api/elders?division=${s.township}&ageFrom=70&livingArrangement=emptyNest&hardship=none`,
    }
  },
  'ID number': (n) => ({ as: sampleAt(n).district, path: `/api/elders?q=${sampleAt(n).number}` }),
  name: (n) => ({
    as: sampleAt(n).district,
    path: `/api/elders?q=${encodeURIComponent(sampleAt(n).name.slice(0, 2))}`,
  }),
  pinyin: (n) => ({ as: sampleAt(n).district, path: `/api/elders?q=${sampleAt(n).pinyin.slice(0, 8)}` }),
  'one record': (n) => ({ as: sampleAt(n).district, path: `/api/elders/${sampleAt(n).id}` }),
  insert: (n) => ({
    as: sampleAt(n).district,
    path: '/api/elders',
    body: { name: '新登记', idKind: 'none', village: sampleAt(n).village, birthDate: '1950-01-01', sex: 'female' },
  }),
}

const results: Record<string, { bare: Figure; product: Figure; ratio: number }> = {}
const servers = { bare: await start('bare'), product: await start('product') }
for (const [name, question] of Object.entries(questions)) {
  // Turn about and warmed up alike, so that neither meets a colder cache or a busier machine.
  const runs = { bare: [] as Figure[], product: [] as Figure[] }
  for (const kind of ['bare', 'product'] as const) await drive(servers[kind].port, question, 1)
  for (const kind of ['bare', 'product', 'product', 'bare'] as const)
    runs[kind].push(await drive(servers[kind].port, question, seconds / 2))
  const [bare, product] = [mean(runs.bare), mean(runs.product)]
  results[name] = { bare, product, ratio: Number((product.perSecond / bare.perSecond).toFixed(2)) }
  console.info(
    `${name.padEnd(30)} bare ${bare.perSecond}/s p95 ${bare.p95Ms} ms | product ${product.perSecond}/s p50 ${product.p50Ms} p95 ${product.p95Ms} ms | ${results[name].ratio}`,
  )
}
for (const server of Object.values(servers)) server.stop()
await cluster.stop()
if (given === '') rmSync(folder, { recursive: true, force: true })
mkdirSync(new URL('results/', import.meta.url), { recursive: true })
writeFileSync(
  new URL('results/register.json', import.meta.url),
  `${JSON.stringify({ bench: 'register', elders: size.elders, bytes: size.bytes, loadSeconds, connections: 8, results }, null, 2)}\n`,
)

function mean(runs: Figure[]): Figure {
  const of = (key: keyof Figure) => Number((runs.reduce((sum, run) => sum + run[key], 0) / runs.length).toFixed(2))
  return { perSecond: of('perSecond'), p50Ms: of('p50Ms'), p95Ms: of('p95Ms'), errors: of('errors') }
}

async function start(kind: 'bare' | 'product'): Promise<{ port: number; stop: () => void }> {
  const child = fork(new URL('register-server.ts', import.meta.url), [kind, cluster.url, folder])
  const port = await new Promise<number>((done, fail) => {
    child.once('message', (message) => done(message as number))
    child.once('exit', () => fail(new Error(`the ${kind} server did not start`)))
  })
  return { port, stop: () => child.kill() }
}

async function sizeOf(url: string): Promise<{ elders: number; bytes: number }> {
  const { pool, close } = connect(url, 1)
  const { rows } = await pool.query<{ elders: number; bytes: number }>(
    'select (select count(*) from elders.elder) as elders, pg_database_size(current_database()) as bytes',
  )
  await close()
  return rows[0] ?? { elders: 0, bytes: 0 }
}
