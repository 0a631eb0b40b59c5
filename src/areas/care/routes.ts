import { createRoute, type z } from '@hono/zod-openapi'
import { elevated, inScope, type Tx } from '../../platform/db/index.ts'
import {
  areaApp,
  commonRefusals,
  once,
  orRefuse,
  type Platform,
  principalOf,
  Refused,
} from '../../platform/http/index.ts'
import type { Principal, Role } from '../../platform/identity/index.ts'
import { resolveParameter } from '../../policy/index.ts'
import { findHome, type Home, mayActFor } from '../residency/index.ts'
import { readSettings } from '../rules/index.ts'
import { actInCare } from './act.ts'
import * as contract from './contract.ts'
import { readCareDay } from './read-day.ts'
import { refusals } from './refusals.ts'

const READERS: Role[] = ['operator', 'townshipClerk', 'districtOfficer']
const answer = <T extends z.ZodType>(schema: T, description: string) => ({
  200: { description, content: { 'application/json': { schema } } },
})
const routeOf = {
  read: createRoute({
    method: 'get',
    path: '/{district}/{id}',
    summary: 'A home’s day of care',
    request: { params: contract.HomeKey },
    responses: answer(contract.CareDay, 'Today'),
  }),
  act: createRoute({
    method: 'post',
    path: '/{district}/{id}/acts',
    summary: 'Record one act of daily care',
    request: {
      params: contract.HomeKey,
      body: { content: { 'application/json': { schema: contract.Act } }, required: true as const },
    },
    responses: answer(contract.Done, 'Done'),
  }),
}

/** Routes of `/api/care` (O04). */
export function careRoutes(platform: Platform) {
  const app = areaApp()
  const inHome = <T>(who: Principal, key: { district: string; id: string }, work: (tx: Tx, home: Home) => Promise<T>) =>
    inScope(platform.db, who.scope, async (tx) => {
      const home = await findHome(tx, key.district, key.id, platform.today())
      if (home === undefined) throw new Refused(refusals.homeUnknown())
      // Care names health: the city's eyes end at figures, only the home and its own offices see people.
      if (!mayActFor(who, home)) throw new Refused(commonRefusals.notAllowed())
      return work(tx, home)
    })
  app.openapi(routeOf.read, async (c) => {
    const who = principalOf(c, ...READERS)
    const key = c.req.valid('param')
    const day = await inHome(who, key, async (tx, home) => {
      const on = platform.today()
      const set = resolveParameter('incident-family-hours', {
        on,
        division: key.district,
        settings: await readSettings(tx),
      })
      const familyHours = set?.value == null ? null : Number(set.value)
      return elevated(tx, () => readCareDay(tx, home, { on, now: platform.now(), familyHours }))
    })
    platform.reads.note({
      district: key.district,
      account: who.account,
      action: 'care.read',
      object: 'facilities.facility',
      objectId: key.id,
      requestId: c.get('requestId'),
    })
    return c.json({ ...day, mayAct: true }, 200)
  })
  app.openapi(routeOf.act, async (c) => {
    const who = principalOf(c, ...READERS)
    const [key, body] = [c.req.valid('param'), c.req.valid('json')]
    const done = await inHome(who, key, (tx, home) =>
      once(tx, { route: `care.act.${key.id}`, key: c.req.header('idempotency-key'), body, account: who.account }, () =>
        elevated(tx, async () =>
          orRefuse(
            await actInCare(tx, home, { account: who.account, today: platform.today(), now: platform.now() }, body),
          ),
        ),
      ),
    )
    return c.json(done, 200)
  })
  return app
}
