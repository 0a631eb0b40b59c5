import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { day } from '../clock/day.ts'
import { inScope } from '../db/index.ts'
import type { TestDatabase } from '../db/testing.ts'
import { testDatabase } from '../db/testing.ts'
import { type AppEnv, areaApp, type Platform } from '../http/index.ts'
import type { Principal } from '../identity/index.ts'
import { createLog } from '../log/log.ts'
import { startDispatcher } from '../outbox/index.ts'
import { announceChange, changeHandler } from './index.ts'
import { routes } from './routes.ts'
import { openSignals, type Signals } from './signals.ts'

const scope = (townships: string[], districts: string[] = []) => ({
  account: 'clerk',
  districts,
  townships,
  villages: [],
})
const principal = (townships: string[], districts: string[] = []): Principal => ({
  account: 'clerk',
  name: '经办',
  grants: [{ role: 'townshipClerk', division: '500113103', validFrom: day('2026-01-01') }],
  scope: scope(townships, districts),
})

describe('/api/events', () => {
  let town: TestDatabase
  let signals: Signals
  let who: Principal | undefined
  /** How often an open stream has asked who is listening. */
  let asked = 0
  beforeAll(async () => {
    town = await testDatabase()
    signals = openSignals(town.url, createLog('silent'))
    await signals.start()
  })
  afterAll(async () => {
    await signals.stop()
    await town.drop()
  })

  /** Listens until `until` says enough; what came as events, without their framing. */
  const listen = async (until: (events: string[]) => boolean, meanwhile: () => Promise<void>): Promise<string[]> => {
    const identify = async () => {
      asked++
      return who
    }
    const platform = { signals, identify } as unknown as Platform
    const app = areaApp()
    app.use(async (c, next) => {
      c.set('principal', who)
      await next()
    })
    app.route('/', routes(platform, 60))
    const stop = new AbortController()
    const answer = await app.request('/', { signal: stop.signal }, {} as AppEnv)
    expect(answer.status).toBe(200)
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
    const events: string[] = []
    let text = ''
    let begun = false
    while (!until(events)) {
      const { value, done } = await reader.read()
      if (done) break
      text += value
      for (let at = text.indexOf('\n\n'); at >= 0; at = text.indexOf('\n\n')) {
        events.push(text.slice(0, at))
        text = text.slice(at + 2)
      }
      if (!begun) {
        begun = true
        await meanwhile()
      }
    }
    stop.abort()
    await reader.cancel().catch(() => {})
    return events
  }

  it('carries kind, id and version of what lies in the scope, and nothing else', async () => {
    who = principal(['500113103'])
    const events = await listen(
      (got) => got.some((each) => each.includes('"end"')),
      async () => {
        await signals.send({ kind: 'elder', id: 'mine', version: 2, district: '500113', townships: ['500113103'] })
        await signals.send({ kind: 'elder', id: 'foreign', version: 1, district: '500113', townships: ['500113111'] })
        await signals.send({ kind: 'job', id: 'of-another', version: 1, account: 'other' })
        await signals.send({ kind: 'job', id: 'of-mine', version: 1, account: 'clerk' })
        await signals.send({ kind: 'end', id: '', version: 0 })
      },
    )
    expect(events.slice(1, -1)).toEqual([
      'event: changed\ndata: {"kind":"elder","id":"mine","version":2}',
      'event: changed\ndata: {"kind":"job","id":"of-mine","version":1}',
    ])
  })

  it('looks at the grants again while it is open, and ends when the account is signed out', async () => {
    who = principal([], ['500113'])
    const events = await listen(
      (got) => got.some((each) => each.includes('signedOut')),
      async () => {
        who = principal(['500101001'])
        // One question may be under way with the old answer.
        const from = asked
        await expect.poll(() => asked, { timeout: 15_000 }).toBeGreaterThan(from + 1)
        await signals.send({ kind: 'elder', id: 'no-longer', version: 1, district: '500113', townships: [] })
        await new Promise((done) => setTimeout(done, 100))
        who = undefined
      },
    )
    expect(events.join()).not.toContain('no-longer')
  })

  it('holds no transaction while it is open', async () => {
    who = principal(['500113103'])
    await listen(
      (got) => got.some((each) => each.includes('"end"')),
      async () => {
        const { rows } = await sql<{ n: number }>`select count(*)::int as n from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid() and state like 'idle in%'`.execute(town.db)
        expect(rows[0]?.n).toBe(0)
        await signals.send({ kind: 'end', id: '', version: 0 })
      },
    )
  })

  it('a change announced in a transaction is heard after its commit', async () => {
    who = principal(['500113103'])
    const dispatcher = startDispatcher(town.db, [changeHandler(signals)], createLog('silent'))
    const change = { kind: 'elder', id: 'saved', version: 7, district: '500113', townships: ['500113103'] }
    const events = await listen(
      (got) => got.some((each) => each.includes('saved')),
      () => inScope(town.db, who!.scope, (tx) => announceChange(tx, change)),
    )
    await dispatcher.stop()
    expect(events.at(-1)).toBe('event: changed\ndata: {"kind":"elder","id":"saved","version":7}')
  })
})
