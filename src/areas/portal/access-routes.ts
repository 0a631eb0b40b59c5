import { createRoute, z } from '@hono/zod-openapi'
import { inScope } from '../../platform/db/index.ts'
import { type AreaApp, orRefuse, type Platform, principalOf, Refused } from '../../platform/http/index.ts'
import type { Role } from '../../platform/identity/index.ts'
import { endDelegation } from '../applications/index.ts'
import * as contract from './contract.ts'
import { familyParts } from './family-choice.ts'
import { chooseAtCounter, endOwnAccess, giveAccess, listAccess, renewCode } from './give-access.ts'
import { refusals } from './refusals.ts'
import { body, json } from './route-parts.ts'

/** Who checks identities: the counter and the village, where the elder can be seen. */
const CHECKERS: readonly Role[] = ['townshipClerk', 'villageWorker', 'districtOfficer']
const Key = z.object({ district: z.string().regex(/^[0-9a-z]{1,12}$/), id: z.uuid() })
const Done = z.object({ done: z.boolean() })

/** `/api/portal/access`: giving elders and families their own way in, and taking it back. */
export function accessRoutes(app: AreaApp, platform: Platform): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/access/{district}/{id}',
      summary: 'Who may look into an elder’s affairs from outside the office',
      request: { params: Key },
      responses: json(contract.AccessList, 'Standing today'),
    }),
    async (c) => {
      const who = principalOf(c, ...CHECKERS)
      const ref = c.req.valid('param')
      const read = await inScope(platform.db, who.scope, async (tx) => ({
        rows: await listAccess(tx, ref, platform.today()),
        parts: [...(await familyParts(tx, ref))],
      }))
      return c.json(read, 200)
    },
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/access',
      summary: 'Give an elder or a family member their own account, after an identity check',
      request: body(contract.NewAccess),
      responses: json(contract.AccessOnce, 'The account, and its code that is told once'),
    }),
    async (c) => {
      const who = principalOf(c, ...CHECKERS)
      // No `once`: its memory would keep the code that is told once. A repeat makes a second account, which can be ended.
      const given = orRefuse(await giveAccess(platform, who, c.req.valid('json'), c.get('requestId')))
      c.header('cache-control', 'no-store')
      return c.json(given, 200)
    },
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/access/{district}/{id}/parts',
      summary: 'What the elder lets the family see, as they said at the counter or at home',
      request: { params: Key, ...body(contract.ChooseParts) },
      responses: json(Done, 'Kept'),
    }),
    async (c) => {
      const who = principalOf(c, ...CHECKERS)
      orRefuse(await chooseAtCounter(platform, who, c.req.valid('param'), c.req.valid('json'), c.get('requestId')))
      return c.json({ done: true }, 200)
    },
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/access/{district}/{id}/renew',
      summary: 'A new one-time code for whoever lost theirs',
      request: { params: Key, ...body(contract.WhichAccess) },
      responses: json(contract.AccessOnce, 'The code, told once'),
    }),
    async (c) => {
      const who = principalOf(c, ...CHECKERS)
      const given = orRefuse(await renewCode(platform, who, c.req.valid('param'), c.req.valid('json').id))
      c.header('cache-control', 'no-store')
      return c.json(given, 200)
    },
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/access/{district}/{id}/end',
      summary: 'End an access or a delegation before its day',
      request: { params: Key, ...body(contract.WhichAccess) },
      responses: json(Done, 'Ended'),
    }),
    async (c) => {
      const who = principalOf(c, ...CHECKERS)
      const { as, id } = c.req.valid('json')
      const by = { account: who.account, requestId: c.get('requestId') }
      const end = as === 'elder' ? endOwnAccess : endDelegation
      const done = await inScope(platform.db, who.scope, (tx) => end(tx, c.req.valid('param'), id, by))
      if (!done) throw new Refused(refusals.accessGone())
      return c.json({ done }, 200)
    },
  )
}
