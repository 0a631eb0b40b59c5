import { Readable } from 'node:stream'
import { createRoute, z } from '@hono/zod-openapi'
import { sql } from 'kysely'
import { elevated, inScope, type Tx } from '../../platform/db/index.ts'
import { openFile } from '../../platform/files/index.ts'
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
import { findPayment, homeOf, type PaymentBatch } from './batches.ts'
import * as contract from './contract.ts'
import { issueCover } from './cover.ts'
import { RELEASE_JOB, type ReleaseJob } from './jobs.ts'
import { lateFactRoutes } from './late-fact-routes.ts'
import { listLines } from './lines.ts'
import { loadReturn } from './load-return.ts'
import { orderBatch, readBatchList } from './order-batch.ts'
import { personRoutes } from './person-routes.ts'
import { refusals } from './refusals.ts'
import { answer, type Calls, json, READERS } from './route-parts.ts'
import { readColumns, setColumns, sheetOf } from './sheets.ts'
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
  format: createRoute({
    method: 'post',
    path: '/sheet-formats/{district}',
    summary: 'The columns of the district’s payment sheets',
    request: { params: z.object({ district: z.string().length(6) }), body: json(contract.SheetFormat) },
    responses: answer(contract.Acted, 'Kept'),
  }),
}

/** The batch in the caller's scope; whoever sees none of its townships is told that there is none. */
async function visible(tx: Tx, id: string): Promise<PaymentBatch> {
  const batch = await findPayment(tx, id)
  if (batch === undefined) throw new Refused(commonRefusals.notFound())
  return batch
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
  app.openapi(routeOf.format, async (c) => {
    const who = principalOf(c, 'districtFinance')
    const { district } = c.req.valid('param')
    if (!who.scope.districts.includes(district)) throw new Refused(refusals.notAllowed())
    await scoped(who, (tx) => setColumns(tx, district, c.req.valid('json').columns, who.account))
    return c.json({ done: true }, 200)
  })

  // Files are bytes, so these two stand beside the contract. The full list leaves for the bank alone: finance, after the seal, with a trace.
  app.get('/batches/:batch/files/:form', async (c) => {
    const who = principalOf(c, 'districtFinance')
    const [id, form] = [c.req.param('batch'), c.req.param('form')]
    if (!z.uuid().safeParse(id).success || !['text', 'csv', 'xlsx'].includes(form))
      throw new Refused(commonRefusals.notFound())
    const batch = await scoped(who, (tx) => visible(tx, id))
    if (batch.seal === null || batch.fileId === null) throw new Refused(refusals.noFile())
    platform.reads.note({
      account: who.account,
      district: homeOf(batch),
      action: `payments.file.${form}`,
      object: 'payments.batch',
      objectId: id,
      requestId: c.get('requestId'),
    })
    const name = encodeURIComponent(
      `支付名单-${batch.month.slice(0, 7)}-${id.slice(-8)}.${form === 'text' ? 'txt' : form}`,
    )
    const content =
      form === 'text'
        ? (
            await scoped(who, (tx) =>
              openFile(tx, { store: platform.files, keyring: platform.keyring }, batch.fileId ?? ''),
            )
          )?.content
        : await sheetStream(platform, who, batch, form === 'csv' ? 'csv' : 'xlsx')
    if (content === undefined) throw new Refused(refusals.noFile())
    return new Response(Readable.toWeb(content) as ReadableStream, {
      headers: {
        'content-type': 'application/octet-stream',
        'content-disposition': `attachment; filename*=UTF-8''${name}`,
        'cache-control': 'no-store',
      },
    })
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
      { name: c.req.query('name') ?? '回盘文件', bytes },
      actorOf(who, c.get('requestId')),
    )
    return c.json(orRefuse(loaded), 200)
  })
  personRoutes(app, { platform, scoped })
  lateFactRoutes(app, { platform, scoped })
  return app
}

/** A sheet is read in a transaction that lasts as long as the download. */
async function sheetStream(
  platform: Platform,
  who: Principal,
  batch: PaymentBatch,
  form: 'csv' | 'xlsx',
): Promise<Readable> {
  const columns = await inScope(platform.db, who.scope, (tx) => readColumns(tx, batch))
  return new Promise((resolve, reject) => {
    inScope(platform.db, who.scope, async (tx) => {
      const stream = sheetOf(tx, batch, platform.keyring, columns, form)
      resolve(stream)
      await new Promise<void>((done) => stream.once('close', () => done()))
    }).catch(reject)
  })
}
