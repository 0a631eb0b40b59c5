import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asSystem, inScope } from '../db/index.ts'
import { type TestDatabase, testDatabase } from '../db/testing.ts'
import { createLog } from '../log/log.ts'
import { backoffSeconds } from './dispatcher.ts'
import { type OutboxHandler, publish, startDispatcher } from './index.ts'

const log = createLog('silent')
const clerk = { account: 'clerk', districts: ['500113'], townships: [], villages: [] }

describe('the outbox', () => {
  let town: TestDatabase
  beforeAll(async () => {
    town = await testDatabase()
  })
  afterAll(() => town.drop())

  const waiting = async () =>
    (
      await asSystem(town.db, (tx) =>
        sql<{ n: number }>`select count(*)::int as n from platform.outbox where done_at is null`.execute(tx),
      )
    ).rows[0]?.n
  const change = (kind: string, n: number) =>
    inScope(town.db, clerk, (tx) => publish(tx, { kind, district: '500113', payload: { n } }))

  it('delivers what was committed, once, however many dispatchers look', async () => {
    const got: number[] = []
    const handler: OutboxHandler = {
      kind: 'counted',
      handle: async ({ payload }) => void got.push((payload as { n: number }).n),
    }
    await Promise.all(Array.from({ length: 40 }, (_, n) => change('counted', n)))
    await expect(
      inScope(town.db, clerk, async (tx) => {
        await publish(tx, { kind: 'counted', payload: { n: 99 } })
        throw new Error('no')
      }),
    ).rejects.toThrow()
    const dispatchers = [1, 2, 3].map(() => startDispatcher(town.db, [handler], log))
    await Promise.all(dispatchers.map((each) => each.deliverNow()))
    await Promise.all(dispatchers.map((each) => each.stop()))
    expect(got.sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, n) => n))
    expect(await waiting()).toBe(0)
  })

  it('an event committed late, with an older id, is not lost', async () => {
    const got: number[] = []
    const dispatcher = startDispatcher(
      town.db,
      [{ kind: 'late', handle: async ({ payload }) => void got.push((payload as { n: number }).n) }],
      log,
    )
    await inScope(town.db, clerk, async (slow) => {
      await publish(slow, { kind: 'late', payload: { n: 1 } })
      await change('late', 2)
      await dispatcher.deliverNow()
      expect(got).toEqual([2])
    })
    await dispatcher.deliverNow()
    await dispatcher.stop()
    expect(got).toEqual([2, 1])
  })

  it('a handler that fails leaves nothing half-done and is tried again later, the others go on', async () => {
    let tries = 0
    const handlers: OutboxHandler[] = [
      {
        kind: 'shaky',
        handle: async (_, tx) => {
          await publish(tx, { kind: 'effect', payload: {} })
          tries++
          if (tries === 1) throw new Error('not today')
        },
      },
    ]
    await change('shaky', 1)
    await change('fine', 1)
    const dispatcher = startDispatcher(town.db, handlers, log)
    await dispatcher.deliverNow()
    expect(tries).toBe(1)
    expect(await waiting()).toBe(1)
    await expect.poll(waiting, { timeout: 8000, interval: 100 }).toBe(0)
    await dispatcher.stop()
    expect(tries).toBe(2)
    const effects = await asSystem(town.db, (tx) =>
      sql`select 1 from platform.outbox where kind = 'effect'`.execute(tx),
    )
    expect(effects.rows).toHaveLength(1)
  })

  it('waits longer after each failure, at most ten minutes', () => {
    expect([0, 1, 2, 3, 9, 50].map(backoffSeconds)).toEqual([1, 2, 4, 8, 512, 600])
  })
})
