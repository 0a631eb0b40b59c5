import { createRoute, z } from '@hono/zod-openapi'
import { firstOfMonth } from '../../platform/clock/day.ts'
import { inScope, type Tx } from '../../platform/db/index.ts'
import {
  type AreaApp,
  commonRefusals,
  once,
  orRefuse,
  type Platform,
  principalOf,
  Refused,
  type Result,
} from '../../platform/http/index.ts'
import type { Principal, Role } from '../../platform/identity/index.ts'
import * as contract from './contract.ts'
import { reaches } from './people-of-visits.ts'
import * as registers from './registers.ts'

const READERS: readonly Role[] = ['villageWorker', 'townshipClerk', 'districtOfficer', 'cityOfficer']
const VILLAGE: readonly Role[] = ['villageWorker', 'townshipClerk', 'districtOfficer']
const TOWN: readonly Role[] = ['townshipClerk', 'districtOfficer']

const answer = <T extends z.ZodType>(schema: T, description: string) => ({
  200: { description, content: { 'application/json': { schema } } },
})
const post = <B extends z.ZodType, T extends z.ZodType>(path: string, schema: B, response: T, summary: string) =>
  createRoute({
    method: 'post',
    path,
    summary,
    request: { body: { required: true as const, content: { 'application/json': { schema } } } },
    responses: answer(response, summary),
  })

const routeOf = {
  roster: createRoute({
    method: 'get',
    path: '/roster',
    summary: 'The roster and its upkeep',
    request: { query: contract.RosterQuery },
    responses: answer(contract.Roster, 'A page'),
  }),
  check: post('/roster', contract.NewRosterCheck, contract.checkRoster.response, 'Verify, confirm, object, leave'),
  guardianship: post(
    '/guardianships',
    contract.NewGuardianship,
    contract.addGuardianship.response,
    'Who answers for an elder',
  ),
  mentalCare: post('/mental-care', contract.NewMentalCare, contract.addMentalCare.response, 'A step of mental care'),
  groups: createRoute({
    method: 'get',
    path: '/groups',
    summary: 'Mutual-aid groups',
    request: { query: z.object({ area: z.string().max(16).optional() }) },
    responses: answer(contract.Groups, 'Groups'),
  }),
  addGroup: post('/groups', contract.NewGroup, contract.addGroup.response, 'A mutual-aid group of a village'),
}

/** Routes of the registers around the visits under `/api/visits`. */
export function registerRoutes(app: AreaApp, platform: Platform): void {
  const write = <T>(
    who: Principal,
    c: { req: { header: (name: string) => string | undefined }; get: (name: 'requestId') => string },
    route: string,
    body: unknown,
    work: (
      tx: Tx,
      by: { account: string; today: ReturnType<Platform['today']>; requestId: string },
    ) => Promise<Result<T>>,
  ): Promise<T> =>
    inScope(platform.db, who.scope, (tx) =>
      once(
        tx,
        { account: who.account, route: `visits.${route}`, key: c.req.header('idempotency-key'), body },
        async () =>
          orRefuse(await work(tx, { account: who.account, today: platform.today(), requestId: c.get('requestId') })),
      ),
    )
  const now = () => ({ today: platform.today(), month: firstOfMonth(platform.today()) })

  app.openapi(routeOf.roster, async (c) => {
    const who = principalOf(c, ...READERS)
    const { area, show, after } = c.req.valid('query')
    return c.json(
      await inScope(platform.db, who.scope, (tx) =>
        registers.readRoster(tx, { scope: who.scope, area, show, after, ...now() }),
      ),
      200,
    )
  })
  app.openapi(routeOf.check, async (c) => {
    const body = c.req.valid('json')
    const who = principalOf(c, ...(body.state === 'verified' ? VILLAGE : TOWN))
    return c.json(await write(who, c, 'roster', body, (tx, by) => registers.checkRoster(tx, by, body)), 200)
  })
  app.openapi(routeOf.guardianship, async (c) => {
    const who = principalOf(c, ...TOWN)
    const body = c.req.valid('json')
    return c.json(await write(who, c, 'guardianship', body, (tx, by) => registers.addGuardianship(tx, by, body)), 200)
  })
  app.openapi(routeOf.mentalCare, async (c) => {
    const who = principalOf(c, ...VILLAGE)
    const body = c.req.valid('json')
    return c.json(await write(who, c, 'mental-care', body, (tx, by) => registers.addMentalCare(tx, by, body)), 200)
  })
  app.openapi(routeOf.groups, async (c) => {
    const who = principalOf(c, ...READERS)
    return c.json(
      await inScope(platform.db, who.scope, (tx) =>
        registers.readGroups(tx, { scope: who.scope, area: c.req.valid('query').area, ...now() }),
      ),
      200,
    )
  })
  app.openapi(routeOf.addGroup, async (c) => {
    const who = principalOf(c, ...VILLAGE)
    const body = c.req.valid('json')
    if (!reaches(who.scope, body.village)) throw new Refused(commonRefusals.notFound())
    return c.json(await write(who, c, 'group', body, (tx, by) => registers.addGroup(tx, by, body)), 200)
  })
}
