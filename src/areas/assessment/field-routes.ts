import { createRoute, z } from '@hono/zod-openapi'
import { elevated, inScope } from '../../platform/db/index.ts'
import { type AreaApp, orRefuse, type Platform, principalOf } from '../../platform/http/index.ts'
import { currentTree } from '../divisions/index.ts'
import { confirmSecond } from './confirm-second.ts'
import * as contract from './field-contract.ts'
import { readFieldOrders } from './field-orders.ts'
import { keepFile } from './keep-file.ts'
import { keepRecord } from './record-assessment.ts'
import { answer, body, Key } from './route-parts.ts'

const routeOf = {
  orders: createRoute({
    method: 'get',
    path: '/field/orders',
    summary: 'What an assessor’s device holds',
    request: { query: contract.FieldOrdersQuery },
    responses: answer(contract.readFieldOrders.response, 'Orders with cards and forms'),
  }),
  record: createRoute({
    method: 'post',
    path: '/field/records',
    summary: 'Keep a filled form once',
    request: body(contract.AssessmentRecord),
    responses: answer(contract.recordAssessment.response, 'What became of it'),
  }),
  confirm: createRoute({
    method: 'post',
    path: '/field/records/{district}/{id}/confirmation',
    summary: 'The second assessor’s word',
    request: { params: Key, ...body(contract.SecondConfirmation) },
    responses: answer(contract.confirmAssessment.response, 'Kept'),
  }),
  file: createRoute({
    method: 'put',
    path: '/field/records/{district}/{id}/files/{file}',
    summary: 'The bytes of an attachment',
    request: {
      params: Key.extend({ file: z.uuid() }),
      body: { content: { 'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) } } },
    },
    responses: answer(contract.uploadAssessmentFile.response, 'Kept'),
  }),
}

/** `/api/assessments/field`: the assessors’ devices. Everything is found by the caller’s account; the key of an upload is its id. */
export function fieldRoutes(platform: Platform, app: AreaApp): void {
  app.openapi(routeOf.orders, async (c) => {
    const who = principalOf(c, 'assessor')
    const tree = await currentTree(platform.db, platform.now().getTime())
    const orders = await inScope(platform.db, who.scope, (tx) =>
      elevated(tx, () =>
        readFieldOrders(tx, {
          account: who.account,
          name: who.name,
          today: platform.today(),
          now: platform.now(),
          keyring: platform.keyring,
          tree,
        }),
      ),
    )
    if (c.req.valid('query').known === orders.revision)
      return c.json({ state: 'same' as const, revision: orders.revision, serverTime: orders.serverTime }, 200)
    for (const order of orders.orders)
      platform.reads.note({
        district: order.district,
        account: who.account,
        action: 'assessment.card.read',
        object: 'elder',
        objectId: order.person.elderId,
        requestId: c.get('requestId'),
      })
    return c.json({ state: 'new' as const, orders }, 200)
  })
  app.openapi(routeOf.record, async (c) => {
    const who = principalOf(c, 'assessor')
    const record = c.req.valid('json')
    const kept = await inScope(platform.db, who.scope, (tx) =>
      elevated(tx, async () =>
        orRefuse(await keepRecord(tx, { account: who.account, now: platform.now(), today: platform.today() }, record)),
      ),
    )
    return c.json(kept, 200)
  })
  app.openapi(routeOf.confirm, async (c) => {
    const who = principalOf(c, 'assessor')
    const said = c.req.valid('json')
    const kept = await inScope(platform.db, who.scope, (tx) =>
      elevated(tx, async () => orRefuse(await confirmSecond(tx, who.account, c.req.valid('param'), said))),
    )
    return c.json(kept, 200)
  })
  app.openapi(routeOf.file, async (c) => {
    const who = principalOf(c, 'assessor')
    const bytes = new Uint8Array(await c.req.arrayBuffer())
    const parts = { store: platform.files, keyring: platform.keyring }
    const kept = await inScope(platform.db, who.scope, (tx) =>
      elevated(tx, async () => orRefuse(await keepFile(tx, parts, who.account, c.req.valid('param'), bytes))),
    )
    return c.json(kept, 200)
  })
}
