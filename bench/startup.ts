/** How long a start takes until the page answers, the first time and later, and what it needs: `node bench/run.ts startup [--empty]`. */
import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { connect, openForCommand } from '../src/platform/db/index.ts'
import { report } from './measure.ts'
import { familyMemoryMb } from './memory.ts'

const ROOT = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'yiyang-bench-start-'))
chmodSync(folder, 0o755)

type Start = { seconds: number; memoryMb: number; databaseMb: number }

/** `npm start` until it says ready and the first page answers. */
async function start(): Promise<Start> {
  const from = performance.now()
  const child = spawn('npm', ['start', '--silent', '--', '--data', folder, '--port', '0', ...process.argv.slice(2)], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
  const ended = new Promise((done) => child.once('close', done))
  const address = await new Promise<string>((done, fail) => {
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8')
      const ready = /Yiyang ready: (\S+)/.exec(said)?.[1]
      if (ready !== undefined) done(ready)
    })
    void ended.then(() => fail(new Error(`npm start ended: ${said}`)))
  })
  while ((await fetch(`${address}/readyz`)).status !== 200) await new Promise((done) => setTimeout(done, 50))
  await fetch(`${address}/`)
  const seconds = (performance.now() - from) / 1000
  await new Promise((done) => setTimeout(done, 3000))
  const memoryMb = familyMemoryMb(child.pid ?? 0)
  const { url } = await openForCommand(folder)
  const { db, close } = connect(url, 1)
  const { rows } = await sql<{ bytes: number }>`select pg_database_size(current_database()) as bytes`.execute(db)
  await close()
  process.kill(-(child.pid ?? 0), 'SIGINT')
  await ended
  return { seconds: Number(seconds.toFixed(1)), memoryMb, databaseMb: Math.round((rows[0]?.bytes ?? 0) / 2 ** 20) }
}

try {
  const first = await start()
  const second = await start()
  report('startup', { options: process.argv.slice(2).join(' '), first, second })
} finally {
  rmSync(folder, { recursive: true, force: true })
}
