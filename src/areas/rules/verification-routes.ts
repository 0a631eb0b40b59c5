import { createRoute, z } from '@hono/zod-openapi'
import { asSystem, inScope } from '../../platform/db/index.ts'
import { type AreaApp, once, orRefuse, type Platform, principalOf } from '../../platform/http/index.ts'
import * as contract from './contract.ts'
import { ROLES } from './scope.ts'
import { decideVerification, listVerifications, proposeVerification, readVerifications } from './verifications.ts'

const json = <T extends z.ZodType>(schema: T, description: string) => ({
  200: { description, content: { 'application/json': { schema } } },
})

/** When clauses were last held against their text: public to read, two officers to record. */
export function verificationRoutes(platform: Platform, app: AreaApp): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/verifications/public',
      responses: json(
        z.array(contract.verificationSchema),
        'The latest check of each clause that two persons recorded',
      ),
    }),
    async (c) => c.json(await asSystem(platform.db, readVerifications), 200),
  )
  app.openapi(
    createRoute({
      method: 'get',
      path: '/verifications',
      responses: json(
        z.array(contract.verificationRecord),
        'Every record, those that wait for the second person first',
      ),
    }),
    async (c) => {
      const principal = principalOf(c, ...ROLES)
      return c.json(await inScope(platform.db, principal.scope, listVerifications), 200)
    },
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/verifications',
      request: { body: { content: { 'application/json': { schema: contract.verificationBody } }, required: true } },
      responses: json(z.object({ id: z.string() }), 'Waits for the second person'),
    }),
    async (c) => {
      const { account, scope } = principalOf(c, ...ROLES)
      const body = c.req.valid('json')
      const call = { account, route: 'rules.verifications', key: c.req.header('idempotency-key'), body }
      const made = await inScope(platform.db, scope, (tx) =>
        once(tx, call, async () => orRefuse(await proposeVerification(tx, account, platform.today(), body))),
      )
      return c.json(made, 200)
    },
  )
  for (const act of ['confirm', 'withdraw'] as const)
    app.openapi(
      createRoute({
        method: 'post',
        path: `/verifications/{id}/${act}`,
        request: { params: z.object({ id: z.uuid() }) },
        responses: json(contract.verificationRecord, 'The record as it stands now'),
      }),
      async (c) => {
        const { account, scope } = principalOf(c, ...ROLES)
        const { id } = c.req.valid('param')
        return c.json(
          await inScope(platform.db, scope, async (tx) => orRefuse(await decideVerification(tx, account, id, act))),
          200,
        )
      },
    )
}
