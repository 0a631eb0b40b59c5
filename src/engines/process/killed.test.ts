import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Day } from '../../platform/clock/day.ts'
import { asSystem } from '../../platform/db/index.ts'
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts'
import { actOnMany } from './act.ts'
import { fireDeadlines } from './deadlines.ts'
import { openCases } from './open-case.ts'
import { clerk, PLACE, processes } from './testing/permit.ts'

const KILLS = process.env.PROVE === '1' ? 60 : 4
const CASES = KILLS * 30

let town: TestDatabase
beforeAll(async () => {
  town = await testDatabase()
})
afterAll(() => town.drop())

const begun = (child: ChildProcess): Promise<void> => new Promise((done) => child.stdout?.once('data', () => done()))
const ended = (child: ChildProcess): Promise<void> => new Promise((done) => child.once('exit', () => done()))

describe('deadlines under kills and a clock that jumps', () => {
  it(`each fires exactly once through ${KILLS} kills, whatever the clock says in between`, async () => {
    const today = '2026-03-02' as Day
    const order = () => ({
      subject: { kind: 'elder', id: randomUUID() },
      place: PLACE,
      origin: 'counter',
      party: 'applicant' as const,
      required: [],
      evidence: [],
      rules: {},
      says: '提交',
    })
    await asSystem(town.db, async (tx) => {
      const orders = Array.from({ length: CASES }, order)
      const actor = clerk({ ...PLACE, subjectKind: 'elder', subjectId: '', handler: null })
      const refs = await openCases(tx, processes.get('permit'), orders, { actor, today, setting: () => undefined })
      // Half of them wait for the end of their notice, which is a move of the clock.
      const noticed = refs.slice(0, Math.min(500, CASES / 2))
      for (const move of ['accept', 'publish'])
        await actOnMany(tx, noticed, { move }, { processes, actorAt: clerk, today })
    })
    let random = 20_261_122
    for (let kill = 0; kill < KILLS; kill++) {
      // Now the end of the notice, now years later, now before anything is due.
      const at = ['2026-03-10', '2031-01-01', '2026-03-02'][kill % 3]
      const child = spawn(
        process.execPath,
        [join(import.meta.dirname, 'testing/killed-clock.ts'), town.url, `${at}T09:00:00+08:00`],
        {
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      )
      const over = ended(child)
      await Promise.race([begun(child), over])
      random = (random * 48_271) % 2_147_483_647
      await new Promise((done) => setTimeout(done, random % 150))
      child.kill('SIGKILL')
      await over
    }
    await fireDeadlines(town.db, processes, new Date('2031-01-01T09:00:00+08:00'))
    expect(await fireDeadlines(town.db, processes, new Date('2036-01-01T09:00:00+08:00'))).toBeGreaterThanOrEqual(0)
    const { rows } = await asSystem(town.db, (tx) =>
      sql<{ waiting: number; twice: number; told: number; fired: number; ended: number }>`
        select (select count(*)::int from process.deadline where fired_at is null and cancelled_at is null and fires_at < '2031-01-01') as waiting,
               (select count(*)::int from (select 1 from process.act where move in ('noticeEnds', '+late', '+reminder')
                  group by case_id, move, detail->>'clock' having count(*) > 1) t) as twice,
               (select count(*)::int from process.act where move in ('noticeEnds', '+late', '+reminder')) as told,
               (select count(*)::int from process.deadline where fired_at is not null) as fired,
               (select count(*)::int from process.act where move = 'noticeEnds') as ended`.execute(tx),
    )
    expect(rows[0]).toMatchObject({ waiting: 0, twice: 0, told: rows[0]?.fired, ended: Math.min(500, CASES / 2) })
  })
})
