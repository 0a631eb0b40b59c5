import { testApplication } from '../../app/testing.ts'
import type { Day } from '../../platform/clock/day.ts'
import { newId, type Scope } from '../../platform/db/index.ts'
import type { Area, Platform } from '../../platform/http/index.ts'
import type { Principal, Role } from '../../platform/identity/index.ts'
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
  const identify = async (request: Request) =>
    accounts.find((each) => each.account === request.headers.get('x-account'))
  const town = await testApplication({
    areas,
    now: () => new Date(`${today}T12:00:00+08:00`),
    wrap: (platform): Platform => ({ ...platform, identify }),
  })
  const ask = async <T = Record<string, never>>(
    as: string,
    method: string,
    path: string,
    body?: unknown,
    key: string = newId(),
  ): Promise<Answer<T>> => {
    const headers = { 'x-account': as, 'idempotency-key': key }
    const reply = await town.call(method, `/api${path}`, { body, headers })
    return { status: reply.status, body: (reply.text === '' ? null : JSON.parse(reply.text)) as T }
  }
  const file = (as: string, path: string) => town.call('GET', `/api${path}`, { headers: { 'x-account': as } })
  return { platform: town.platform, db: town.database.db, ask, file, drop: town.close }
}

/** A number of the unissued area 500000 with a right check character. */
export function syntheticId(birthDate: string, serial: number): string {
  const digits = `500000${birthDate.replaceAll('-', '')}${String(serial).padStart(3, '0')}`
  return `${digits}${checkCharacter(digits)}`
}
