/**
 * 100,000 ledger rows through the running server, as a district officer would send them: `node bench/run.ts import-server [rows]`.
 * The server has its demonstration, so the rows meet 20,000 elders; while it checks and commits, somebody else reads the register.
 */
import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DEMONSTRATION_PASSWORD } from '../src/app/demonstration-accounts.ts'
import { report } from './measure.ts'
import { familyMemoryMb } from './memory.ts'

const ROWS = process.argv[2] ?? '100000'
const ROOT = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'yiyang-bench-import-'))
// A cluster of root belongs to another account, which must be able to enter.
chmodSync(folder, 0o755)
const file = join(folder, 'ledger.xlsx')
// Written by a process of its own: making the file takes memory that is not the import's.
execFileSync(process.execPath, [join(import.meta.dirname, 'import.ts'), ROWS, file])

const server = spawn('npm', ['start', '--silent', '--', '--data', join(folder, 'data'), '--port', '0'], {
  cwd: ROOT,
  env: { ...process.env, YIYANG_LOG: 'error' },
  stdio: ['ignore', 'pipe', 'inherit'],
  detached: true,
})
const ended = new Promise((done) => server.once('close', done))
const stop = async (): Promise<void> => {
  if (server.exitCode === null && server.pid !== undefined) process.kill(-server.pid, 'SIGINT')
  await ended
  rmSync(folder, { recursive: true, force: true })
}
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop().then(() => process.exit(1)))

type Job = { status: string; result: { batch: string; says: string } | null; failure: string | null }
type Batch = { version: number; counts: Record<string, number> }

let cookie = ''
let address = ''
async function call<T>(method: string, path: string, body?: BodyInit): Promise<T> {
  const answer = await fetch(`${address}${path}`, {
    method,
    headers: {
      origin: address,
      cookie,
      'idempotency-key': crypto.randomUUID(),
      ...(typeof body === 'string' && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body }),
  })
  if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  const set = answer.headers.getSetCookie()
  if (set.length > 0) cookie = set.map((one) => one.split(';')[0]).join('; ')
  return (await answer.json()) as T
}

/** Orders a job, and waits for its end while somebody reads a page of the register again and again. */
async function timed(order: () => Promise<{ job: string }>): Promise<{ seconds: number; p95: number; batch: string }> {
  const from = performance.now()
  const { job } = await order()
  const waits: number[] = []
  for (;;) {
    const asked = performance.now()
    await call('GET', '/api/elders?limit=50')
    waits.push(performance.now() - asked)
    const { status, result, failure } = await call<Job>('GET', `/api/jobs/${job}`)
    if (status === 'failed' || status === 'cancelled') throw new Error(failure ?? status)
    if (status === 'done' && result) {
      const p95 = waits.sort((a, b) => a - b)[Math.floor(waits.length * 0.95)] ?? 0
      return { seconds: round((performance.now() - from) / 1000), p95: Math.round(p95), batch: result.batch }
    }
    await new Promise((done) => setTimeout(done, 250))
  }
}

let peakMb = 0
const watch = setInterval(() => {
  peakMb = Math.max(peakMb, familyMemoryMb(server.pid ?? 0))
}, 1000)
try {
  address = await new Promise<string>((done, fail) => {
    let said = ''
    server.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8')
      const ready = /Yiyang ready: (\S+)/.exec(said)?.[1]
      if (ready !== undefined) done(ready)
    })
    void ended.then(() => fail(new Error(`npm start ended: ${said}`)))
  })
  while ((await fetch(`${address}/readyz`)).status !== 200) await new Promise((done) => setTimeout(done, 200))
  const restMb = familyMemoryMb(server.pid ?? 0)
  peakMb = 0
  const account = { username: 'demo-district', password: DEMONSTRATION_PASSWORD }
  await call('POST', '/api/auth/sign-in/username', JSON.stringify(account))
  const query = 'in=500113&kind=ledger&name=ledger.xlsx'
  const staged = await timed(() => call('POST', `/api/imports/batches?${query}`, new Blob([readFileSync(file)])))
  const stagePeakMb = peakMb
  const batch = await call<Batch>('GET', `/api/imports/batches/${staged.batch}`)
  const version = JSON.stringify({ version: batch.version })
  const committed = await timed(() => call('POST', `/api/imports/batches/${staged.batch}/commit`, version))
  report('import-server', {
    rows: Number(ROWS),
    added: batch.counts.added,
    stageSeconds: staged.seconds,
    commitSeconds: committed.seconds,
    registerPageP95MsWhileStaging: staged.p95,
    registerPageP95MsWhileCommitting: committed.p95,
    restMegabytes: restMb,
    stagePeakMegabytes: stagePeakMb,
    peakMegabytes: peakMb,
  })
} finally {
  clearInterval(watch)
  await stop()
}

function round(value: number): number {
  return Number(value.toFixed(1))
}
