import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { nothingReached, playSchedule } from './protocol/testing/schedule.ts'
import { databaseServer } from './testing/database-server.ts'
import { type FieldTown, fieldTown } from './testing/field-town.ts'

const SCHEDULES = process.env.PROVE === '1' ? 300 : 6
let town: FieldTown

beforeAll(async () => {
  town = await fieldTown(() => new Date('2026-11-20T01:00:00Z'))
})
afterAll(() => town.close())

/** A UUID of a number: the schedules make their ids from their seed. */
function uuidOf(n: number): string {
  const digest = createHash('sha256').update(String(n)).digest('hex')
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-4${digest.slice(13, 16)}-8${digest.slice(17, 20)}-${digest.slice(20, 32)}`
}

it(`the real use cases on the real database lose nothing and count nothing twice (${SCHEDULES} schedules)`, async () => {
  const reached = nothingReached()
  for (let seed = 1; seed <= SCHEDULES; seed++) await playSchedule(seed, databaseServer(town), uuidOf, reached)
  for (const [what, times] of Object.entries(reached)) expect(times, what).toBeGreaterThan(0)
})
