import { Readable } from 'node:stream'
import { createRoute, z } from '@hono/zod-openapi'
import { asSystem, inScope, type Tx } from '../../platform/db/index.ts'
import { areaApp, once, orRefuse, type Platform, principalOf, Refused } from '../../platform/http/index.ts'
import type { Role } from '../../platform/identity/index.ts'
import { readBudget } from './budget.ts'
import * as contract from './contract.ts'
import { disclose } from './disclose.ts'
import { findPlaces } from './find.ts'
import { DATA_SETS, dataSetCsv, dictionaryCsv } from './open-data.ts'
import { readPlaces } from './places.ts'
import { comparePlaces, readDetail, readPublicQueue } from './read-detail.ts'
import { refusals } from './refusals.ts'
import { answerTour, askForTour, listTours, readTour, withdrawTour } from './tours.ts'

const json = <T extends z.ZodType>(schema: T, description: string) => ({
  200: { description, content: { 'application/json': { schema } } },
})
const body = <T extends z.ZodType>(schema: T) => ({
  body: { required: true as const, content: { 'application/json': { schema } } },
})
const HOME_SIDE: readonly Role[] = ['operator', 'townshipClerk', 'districtOfficer']

/** Reads what is looked for from the address. @throws Refused where a budget cannot be read */
export function wantedOf({ budget, near, ...rest }: contract.FindQuery) {
  const budgetYuan = budget === undefined || budget === '' ? undefined : readBudget(budget)
  if (budget !== undefined && budget !== '' && budgetYuan === undefined) throw new Refused(refusals.budgetUnreadable())
  const [longitude, latitude] = near?.split(',').map(Number) ?? []
  const from = longitude === undefined || latitude === undefined ? undefined : { longitude, latitude }
  return { from, wanted: { ...rest, budgetYuan, located: from !== undefined } }
}

/** The refs of a comparison: `district.id`, at most four. */
export function refsOf(ids: string) {
  const refs = [...new Set(ids.split(',').filter((each) => each !== ''))].map((each) => {
    const [district, id] = each.split('.')
    const read = contract.Key.safeParse({ district, id })
    if (!read.success) throw new Refused(refusals.unknown())
    return read.data
  })
  if (refs.length > 4) throw new Refused(refusals.tooMany())
  return refs
}

/** `/api/finder`: finding, comparing and visiting facilities. Open to everybody but for what the homes do. */
export function finderRoutes(platform: Platform) {
  const app = areaApp()
  const openly = <T>(work: (tx: Tx) => Promise<T>) => asSystem(platform.db, work)

  app.openapi(
    createRoute({
      method: 'get',
      path: '/places',
      summary: 'Facilities of a district that fit, nearest first or by name',
      request: { query: contract.FindQuery },
      responses: json(contract.Found, 'Without a paid or hidden order'),
    }),
    async (c) => {
      const query = c.req.valid('query')
      const { from, wanted } = wantedOf(query)
      const asked = { now: platform.now(), today: platform.today(), from, by: query.by ?? 'walk' } as const
      const known = await openly((tx) => readPlaces(tx, query.district, asked))
      return c.json(
        findPlaces(
          known.map((each) => each.place),
          wanted,
          platform.today(),
        ),
        200,
      )
    },
  )
  app.openapi(
    createRoute({
      method: 'get',
      path: '/places/{district}/{id}',
      summary: 'Everything public about one facility',
      request: { params: contract.Key },
      responses: json(contract.Detail, 'Each fact with its source and day'),
    }),
    async (c) => c.json(orRefuse(await openly((tx) => readDetail(tx, platform, c.req.valid('param')))), 200),
  )
  app.openapi(
    createRoute({
      method: 'get',
      path: '/places/{district}/{id}/queue',
      summary: 'The public waiting list of one home',
      request: { params: contract.Key },
      responses: json(contract.PublicQueue, 'Places, numbers and shortened names, with the order in words'),
    }),
    async (c) => c.json(orRefuse(await openly((tx) => readPublicQueue(tx, platform, c.req.valid('param')))), 200),
  )
  app.openapi(
    createRoute({
      method: 'get',
      path: '/compare',
      summary: 'Up to four facilities in the same 22 rows',
      request: { query: contract.CompareQuery },
      responses: json(contract.Compared, 'In the order asked for'),
    }),
    async (c) => {
      const refs = refsOf(c.req.valid('query').ids)
      return c.json(await openly((tx) => comparePlaces(tx, platform, refs)), 200)
    },
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/tours',
      summary: 'Ask a home for a visit',
      request: body(contract.NewTour),
      responses: json(contract.TourTold, 'Its number and code'),
    }),
    async (c) => {
      const sent = c.req.valid('json')
      c.header('cache-control', 'no-store')
      return c.json(orRefuse(await askForTour(platform, sent)), 200)
    },
  )
  for (const [path, act, summary] of [
    ['/tours/find', readTour, 'A visit by its number and code'],
    ['/tours/withdraw', withdrawTour, 'Take a visit back'],
  ] as const)
    app.openapi(
      createRoute({
        method: 'post',
        path,
        summary,
        request: body(contract.TourKey),
        responses: json(contract.TourTold, 'The visit'),
      }),
      async (c) => c.json(await act(platform, c.req.valid('json')), 200),
    )
  app.openapi(
    createRoute({
      method: 'get',
      path: '/tours',
      summary: 'Visits that a home has to answer or expect',
      responses: json(contract.Tours, 'In the caller’s scope'),
    }),
    async (c) => {
      const who = principalOf(c, ...HOME_SIDE)
      const rows = await inScope(platform.db, who.scope, (tx) => listTours(tx, platform))
      c.header('cache-control', 'no-store')
      return c.json({ rows }, 200)
    },
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/tours/{district}/{id}/answer',
      summary: 'Agree to a visit, or say why not',
      request: { params: contract.Key, ...body(contract.AnswerTour) },
      responses: json(contract.Done, 'Answered'),
    }),
    async (c) => {
      const who = principalOf(c, ...HOME_SIDE)
      const around = { today: platform.today(), requestId: c.get('requestId') }
      await inScope(platform.db, who.scope, async (tx) =>
        orRefuse(await answerTour(tx, who, c.req.valid('param'), c.req.valid('json'), around)),
      )
      return c.json({ done: true }, 200)
    },
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/disclosures',
      summary: 'Publish a fact of a facility',
      request: body(contract.NewDisclosure),
      responses: json(contract.Done, 'Published'),
    }),
    async (c) => {
      const who = principalOf(c, ...HOME_SIDE)
      const sent = c.req.valid('json')
      const call = { account: who.account, route: 'finder.disclose', key: c.req.header('idempotency-key'), body: sent }
      const around = { today: platform.today(), requestId: c.get('requestId') }
      const done = await inScope(platform.db, who.scope, (tx) =>
        once(tx, call, async () => ({ done: orRefuse(await disclose(tx, who, sent, around)) })),
      )
      return c.json(done, 200)
    },
  )
  app.get('/data/:file', async (c) => {
    const name = c.req.param('file').replace(/\.csv$/, '')
    const district = z
      .string()
      .regex(/^[0-9a-z]{1,12}$/)
      .safeParse(c.req.query('district') ?? '500113')
    const lines =
      name === 'dictionary'
        ? dictionaryCsv()
        : await openly((tx) => dataSetCsv(tx, platform, name, district.success ? district.data : ''))
    if (lines === undefined) throw new Refused(refusals.setUnknown())
    const title = name === 'dictionary' ? '数据字典' : (DATA_SETS[name]?.title ?? name)
    return new Response(Readable.toWeb(Readable.from(bytesOf(lines))) as ReadableStream, {
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(`${title}_${platform.today()}.csv`)}`,
        'x-content-type-options': 'nosniff',
      },
    })
  })
  return app
}

async function* bytesOf(lines: AsyncGenerator<string>): AsyncGenerator<Buffer> {
  for await (const line of lines) yield Buffer.from(line)
}
