import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { asSystem, inScope } from '../db/index.ts'
import { type TestDatabase, testDatabase } from '../db/testing.ts'
import { openSignals, type Signal, type Signals } from '../events/index.ts'
import { createLog } from '../log/log.ts'
import { type JobKind, type JobQueue, JobRefused, jobKind, openJobQueue, startWorker } from './index.ts'

const KILLS = process.env.PROVE === '1' ? 20 : 3
const log = createLog('silent')

describe('jobs', () => {
  let town: TestDatabase
  let queue: JobQueue
  let signals: Signals
  const stops: (() => Promise<void>)[] = []
  beforeAll(async () => {
    town = await testDatabase(10)
    queue = openJobQueue(town.url, log)
    signals = openSignals(town.url, log)
    await signals.start()
  })
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop()
  })
  afterAll(async () => {
    await queue.stop()
    await signals.stop()
    await town.drop()
  })

  const clerk = { account: 'clerk', districts: [], townships: ['500113103'], villages: [] }
  const order = (kind: string, key?: string, data: object = {}) => ({
    kind,
    data,
    account: 'clerk',
    title: '测试任务',
    ...(key === undefined ? {} : { key }),
  })
  const enqueue = (...args: Parameters<typeof order>) =>
    inScope(town.db, clerk, (tx) => queue.enqueue(tx, order(...args)))
  const work = async (...kinds: JobKind[]) => {
    const worker = await startWorker({ db: town.db, queue: openJobQueue(town.url, log), signals, kinds, log })
    stops.push(worker.stop)
  }
  type Row = { status: string; done: number; total: number; result: unknown; failure: string; attempts: number }
  const read = async (id: string): Promise<Row> =>
    (
      await inScope(town.db, clerk, (tx) =>
        sql<Row>`select status, done, total, result, failure, attempts from platform.job_progress where id = ${id}`.execute(
          tx,
        ),
      )
    ).rows[0]!
  const ended = async (id: string) =>
    expect.poll(async () => (await read(id)).status, { timeout: 15_000, interval: 50 }).not.toMatch(/waiting|running/)

  it('is ordered with the change that asks for it: a rollback leaves no trace, and the request role sees no queue', async () => {
    let id = ''
    await expect(
      inScope(town.db, clerk, async (tx) => {
        id = (await queue.enqueue(tx, order('never'))).id
        await expect(sql`select * from jobs.job`.execute(tx)).rejects.toThrow(/permission denied/)
        throw new Error('changed my mind')
      }),
    ).rejects.toThrow()
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from jobs.job where id = ${id}`.execute(town.db)
    expect(rows[0]?.n).toBe(0)
    expect(await read(id)).toBeUndefined()
  })

  it('runs, tells its progress to its account only, and keeps its result', async () => {
    const heard: Signal[] = []
    stops.push(async () => signals.hear((signal) => heard.push(signal))())
    const deaf = signals.hear((signal) => heard.push(signal))
    const counting = jobKind<{ to: number }>({
      kind: 'count',
      run: async (job) => {
        for (let n = 1; n <= job.data.to; n++) await job.report(n, job.data.to, `已处理 ${n} 行`)
        return { counted: job.data.to }
      },
    })
    const { id } = await enqueue('count', undefined, { to: 5 })
    await work(counting)
    await ended(id)
    expect(await read(id)).toMatchObject({ status: 'done', done: 5, total: 5, result: { counted: 5 }, attempts: 1 })
    await expect.poll(() => heard.filter((signal) => signal.id === id).length).toBeGreaterThanOrEqual(2)
    expect(new Set(heard.map((signal) => signal.account))).toEqual(new Set(['clerk']))
    const other = { ...clerk, account: 'other' }
    const seen = await inScope(town.db, other, (tx) => sql`select 1 from platform.job_progress`.execute(tx))
    expect(seen.rows).toEqual([])
    deaf()
  })

  it('with a key that is still open, the second order gives the first job', async () => {
    const first = await enqueue('month', '2026-11')
    const second = await enqueue('month', '2026-11')
    const other = await enqueue('month', '2026-12')
    expect(second).toEqual({ id: first.id, already: true })
    expect(other.already).toBe(false)
  })

  it('stops when it is asked to, also in the middle of a long wait', async () => {
    const waiting = jobKind({
      kind: 'wait',
      run: (job) => new Promise((_, fail) => job.signal.addEventListener('abort', () => fail(job.signal.reason))),
    })
    const { id } = await enqueue('wait')
    await work(waiting)
    await expect.poll(async () => (await read(id)).status, { timeout: 10_000 }).toBe('running')
    await inScope(town.db, clerk, (tx) =>
      sql`update platform.job_progress set cancel_requested = true where id = ${id}`.execute(tx),
    )
    await ended(id)
    expect((await read(id)).status).toBe('cancelled')
  })

  it('tries again after an error, gives up with a sentence, and never repeats a refusal', async () => {
    const failing = jobKind({
      kind: 'fail',
      mostAttempts: 2,
      run: async () => {
        throw new Error('out of luck')
      },
    })
    const refusing = jobKind({
      kind: 'refuse',
      run: async () => {
        throw new JobRefused('表格已被删除，请重新上传。')
      },
    })
    const failed = await enqueue('fail')
    const refused = await enqueue('refuse')
    await work(failing, refusing)
    await ended(failed.id)
    await ended(refused.id)
    expect(await read(failed.id)).toMatchObject({ status: 'failed', attempts: 2 })
    expect((await read(failed.id)).failure).not.toContain('luck')
    expect(await read(refused.id)).toMatchObject({
      status: 'failed',
      attempts: 1,
      failure: '表格已被删除，请重新上传。',
    })
  })

  it(`survives ${KILLS} kills of its process: nothing is lost, nothing is done twice`, {
    timeout: 180_000,
  }, async () => {
    const total = KILLS * 4
    const orders = Array.from({ length: total }, (_, number) => order('write', undefined, { number }))
    const ids = await inScope(town.db, clerk, async (tx) => {
      const made: string[] = []
      for (const each of orders) made.push((await queue.enqueue(tx, each)).id)
      return made
    })
    let random = 20_261_121
    for (let kill = 0; kill < KILLS; kill++) {
      const child = await startChild(town.url)
      random = (random * 48_271) % 2_147_483_647
      await new Promise((done) => setTimeout(done, 20 + (random % 900)))
      child.kill('SIGKILL')
      await new Promise((done) => child.once('exit', done))
    }
    const last = await startChild(town.url)
    try {
      const open = async () =>
        (
          await asSystem(town.db, (tx) =>
            sql<{ n: number }>`select count(*)::int as n from platform.job_progress
              where id = any(${ids}::uuid[]) and status <> 'done'`.execute(tx),
          )
        ).rows[0]?.n
      await expect.poll(open, { timeout: 90_000, interval: 200 }).toBe(0)
    } finally {
      last.kill('SIGKILL')
    }
    const written = await asSystem(town.db, (tx) =>
      sql<{
        number: number
      }>`select (payload->>'number')::int as number from platform.outbox where kind = 'written'`.execute(tx),
    )
    expect(written.rows.map((row) => row.number).sort((a, b) => a - b)).toEqual(orders.map((_, number) => number))
  })
})

async function startChild(url: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'testing', 'killed-worker.ts'), url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise<void>((done, fail) => {
    child.stdout.once('data', () => done())
    child.once('exit', () => fail(new Error('the worker ended by itself')))
  })
  return child
}
