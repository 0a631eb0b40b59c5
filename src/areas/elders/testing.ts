import { collectReads } from '../../platform/audit/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import { readConfig } from '../../platform/config/config.ts'
import { keyringOf, newKeyFile } from '../../platform/crypto/index.ts'
import { newId, type Scope } from '../../platform/db/index.ts'
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts'
import { type Area, type Platform, serverApp } from '../../platform/http/index.ts'
import type { Principal, Role } from '../../platform/identity/index.ts'
import { createLog } from '../../platform/log/log.ts'
import { checkCharacter } from './resident-id.ts'

/** A signed-in account of a test: its role and the keys that it may see. */
export const account = (name: string, role: Role, scope: Partial<Omit<Scope, 'account'>>): Principal => ({
  account: name,
  name,
  grants: [{ role, validFrom: '2020-01-01' as Day }],
  scope: { account: name, districts: [], townships: [], villages: [], ...scope },
})

export type Answer<T> = { status: number; body: T }

/** A town with a real database and the areas under test; `ask` goes through the front door as one of the accounts. */
export async function testTown(areas: readonly Area[], accounts: readonly Principal[], today: Day) {
  const database: TestDatabase = await testDatabase()
  const log = createLog('error')
  const platform: Platform = {
    config: readConfig({}, []),
    db: database.db,
    databaseUrl: database.url,
    keyring: keyringOf(newKeyFile('aes-256-gcm')),
    now: () => new Date(`${today}T12:00:00+08:00`),
    today: () => today,
    log,
    reads: collectReads(database.db, log),
    // Nobody signs in here: the accounts are handed in.
    identity: {} as Platform['identity'],
    identify: async (request) => accounts.find((each) => each.account === request.headers.get('x-account')),
  }
  const app = serverApp(platform, areas)
  const ask = async <T = Record<string, never>>(
    as: string,
    method: string,
    path: string,
    body?: unknown,
    key: string = newId(),
  ): Promise<Answer<T>> => {
    const response = await app.request(`/api${path}`, {
      method,
      headers: { 'x-account': as, 'content-type': 'application/json', 'idempotency-key': key },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as T }
  }
  const drop = async () => {
    await platform.reads.stop()
    await database.drop()
  }
  return { platform, db: database.db, ask, drop }
}

/** A number of the unissued area 500000 with a right check character. */
export function syntheticId(birthDate: string, serial: number): string {
  const digits = `500000${birthDate.replaceAll('-', '')}${String(serial).padStart(3, '0')}`
  return `${digits}${checkCharacter(digits)}`
}
