import { createRoute, z } from '@hono/zod-openapi'
import { sql } from 'kysely'
import { elevated, inScope } from '../../platform/db/index.ts'
import {
  type AreaApp,
  areaApp,
  commonRefusals,
  once,
  orRefuse,
  type Platform,
  principalOf,
  Refused,
} from '../../platform/http/index.ts'
import type { Principal } from '../../platform/identity/index.ts'
import { actOnBatch, mayRelease } from './act-on-batch.ts'
import { bankRoutes } from './bank-routes.ts'
import { homeOf } from './batches.ts'
import * as contract from './contract.ts'
import { issueCover } from './cover.ts'
import { RELEASE_JOB, type ReleaseJob } from './jobs.ts'
import { lateFactRoutes } from './late-fact-routes.ts'
import { listLines } from './lines.ts'
import { loadReturn } from './load-return.ts'
import { orderBatch, readBatchList } from './order-batch.ts'
import { personRoutes } from './person-routes.ts'
import { refusals } from './refusals.ts'
import { answer, type Calls, json, READERS, visible } from './route-parts.ts'
import { settlementRoutes } from './settlement-routes.ts'
import { viewBatch } from './view-batch.ts'

const Batch = z.object({ batch: z.uuid() })
const Place = z.object({
  division: z.string().regex(/^[0-9a-z]{1,12}$/),
  month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/),
})

const routeOf = {
  list: createRoute({
    method: 'get',
    path: '/batches',
    request: { query: Place },
    responses: answer(contract.BatchList, 'Batches of a month, and what could be made'),
  }),
  make: createRoute({
    method: 'post',
    path: '/batches',
    summary: 'Order a batch of a reviewed run, or of what earlier files left open',
    request: { body: json(contract.MakeBatch) },
    responses: answer(contract.Started, 'The job'),
  }),
  view: createRoute({
    method: 'get',
    path: '/batches/{batch}',
    request: { params: Batch },
    responses: answer(contract.BatchView, 'What the caller may see of it'),
  }),
  lines: createRoute({
    method: 'get',
    path: '/batches/{batch}/lines',
    request: { params: Batch, query: contract.LineQuery },
    responses: answer(contract.LinePage, 'A page and the key of the next'),
  }),
  act: createRoute({
    method: 'post',
    path: '/batches/{batch}/acts',
    summary: 'Confirm, close, cancel; hold a line or let it go',
    request: { params: Batch, body: json(contract.BatchAct) },
    responses: answer(contract.Acted, 'Done'),
  }),
  release: createRoute({
    method: 'post',
    path: '/batches/{batch}/release',
    summary: 'The second signature: writes, seals and posts the payment file, as a job',
    request: { params: Batch },
    responses: answer(contract.Started, 'The job'),
  }),
  cover: createRoute({
    method: 'post',
    path: '/batches/{batch}/cover',
    summary: 'The cover of a batch with its signatures, as a paper',
    request: { params: Batch },
    responses: answer(z.object({ number: z.string(), href: z.string() }), 'The paper'),
  }),
}

/** Routes of `/api/payments`. */
export function paymentRoutes(platform: Platform): AreaApp {
  const app = areaApp()
  const scoped: Calls['scoped'] = (who, work) => inScope(platform.db, who.scope, work)
  const actorOf = (who: Principal, requestId: string) => ({ who, today: platform.today(), requestId })

  app.openapi(routeOf.list, async (c) => {
    const who = principalOf(c, ...READERS)
    const { division, month } = c.req.valid('query')
    return c.json(await scoped(who, (tx) => readBatchList(tx, platform, division, month, who)), 200)
  })
  app.openapi(routeOf.make, async (c) => {
    const who = principalOf(c, 'districtOfficer')
    const body = c.req.valid('json')
    const call = { account: who.account, route: 'payments.make', key: c.req.header('idempotency-key'), body }
    return c.json(
      await scoped(who, (tx) => once(tx, call, async () => orRefuse(await orderBatch(tx, platform, body, who)))),
      200,
    )
  })
  app.openapi(routeOf.view, async (c) => {
    const who = principalOf(c, ...READERS)
    return c.json(
      await scoped(who, async (tx) =>
        viewBatch(tx, await visible(tx, c.req.valid('param').batch), who, platform.today()),
      ),
      200,
    )
  })
  app.openapi(routeOf.lines, async (c) => {
    const who = principalOf(c, ...READERS)
    const { batch } = c.req.valid('param')
    const page = await scoped(who, async (tx) => listLines(tx, await visible(tx, batch), c.req.valid('query')))
    platform.reads.note({
      account: who.account,
      action: 'payments.lines',
      object: 'payments.batch',
      objectId: batch,
      requestId: c.get('requestId'),
    })
    return c.json(page, 200)
  })
  app.openapi(routeOf.act, async (c) => {
    const who = principalOf(c, ...READERS)
    const { batch } = c.req.valid('param')
    const body = c.req.valid('json')
    const call = { account: who.account, route: `payments.act.${batch}`, key: c.req.header('idempotency-key'), body }
    const done = await scoped(who, (tx) =>
      once(tx, call, async () => {
        await visible(tx, batch)
        if (body.kind === 'hold' || body.kind === 'letGo') {
          const { rows } =
            await sql`select 1 from payments.line where district = ${body.district} and batch_id = ${batch}::uuid and no = ${body.no}`.execute(
              tx,
            )
          if (rows.length === 0) throw new Refused(refusals.lineUnknown())
        }
        return elevated(tx, async () => orRefuse(await actOnBatch(tx, batch, body, actorOf(who, c.get('requestId')))))
      }),
    )
    return c.json(done, 200)
  })
  app.openapi(routeOf.release, async (c) => {
    const who = principalOf(c, 'districtFinance', 'districtOfficer')
    const { batch } = c.req.valid('param')
    const call = {
      account: who.account,
      route: `payments.release.${batch}`,
      key: c.req.header('idempotency-key'),
      body: {},
    }
    const started = await scoped(who, (tx) =>
      once(tx, call, async () => {
        const found = await visible(tx, batch)
        await elevated(tx, async () => orRefuse(await mayRelease(tx, batch, actorOf(who, c.get('requestId')))))
        const order = await platform.jobs.enqueue(tx, {
          kind: RELEASE_JOB,
          data: { batch, grants: who.grants } satisfies ReleaseJob,
          account: who.account,
          title: `生成 ${found.month.slice(0, 7)} 支付文件`,
          district: homeOf(found),
          key: batch,
        })
        return { job: order.id, already: order.already }
      }),
    )
    return c.json(started, 200)
  })
  app.openapi(routeOf.cover, async (c) => {
    const who = principalOf(c, 'districtOfficer', 'districtFinance')
    const issued = await scoped(who, async (tx) =>
      issueCover(tx, platform, await visible(tx, c.req.valid('param').batch), {
        who,
        today: platform.today(),
        requestId: c.get('requestId'),
      }),
    )
    return c.json(issued, 200)
  })
  app.post('/batches/:batch/returns', async (c) => {
    const who = principalOf(c, 'districtFinance')
    const id = c.req.param('batch')
    if (!z.uuid().safeParse(id).success) throw new Refused(commonRefusals.notFound())
    await scoped(who, (tx) => visible(tx, id))
    const bytes = new Uint8Array(await c.req.arrayBuffer())
    const loaded = await loadReturn(
      platform.db,
      id,
      { name: c.req.query('name') ?? '回盘文件', bytes, late: c.req.query('late') === '1' },
      actorOf(who, c.get('requestId')),
    )
    return c.json(orRefuse(loaded), 200)
  })
  bankRoutes(app, { platform, scoped })
  personRoutes(app, { platform, scoped })
  lateFactRoutes(app, { platform, scoped })
  settlementRoutes(app, { platform, scoped })
  return app
}
