import { getMigrations } from 'better-auth/db/migration'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../config/config.ts'
import { type TestDatabase, testDatabase } from '../db/testing.ts'
import { createLog } from '../log/log.ts'
import { buildLibrary, identityPool } from './library.ts'

describe('the accounts library', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await testDatabase()
  })
  afterAll(() => database.drop())

  const build = (env: Record<string, string>) => {
    const pool = identityPool(database.url)
    return { library: buildLibrary(readConfig(env), pool, 'x'.repeat(64), createLog('silent')), pool }
  }

  it('finds the tables of our migration as it expects them', async () => {
    const { library, pool } = build({})
    const { toBeAdded, toBeCreated } = await getMigrations(library.options)
    expect({ toBeAdded, toBeCreated }).toEqual({ toBeAdded: [], toBeCreated: [] })
    await pool.end()
  })

  it('marks cookies Secure exactly when the public address is https', async () => {
    for (const [env, name, secure] of [
      [{}, 'yiyang.session_token', false],
      [{ YIYANG_PUBLIC_URL: 'http://10.0.0.5:8100' }, 'yiyang.session_token', false],
      [{ YIYANG_PUBLIC_URL: 'https://yiyang.example' }, '__Secure-yiyang.session_token', true],
    ] as const) {
      const { library, pool } = build(env)
      const { sessionToken } = (await library.$context).authCookies
      expect([sessionToken.name, sessionToken.attributes.secure]).toEqual([name, secure])
      expect(sessionToken.attributes.httpOnly).toBe(true)
      await pool.end()
    }
  })
})
