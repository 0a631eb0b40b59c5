import { createRoute, z } from '@hono/zod-openapi'
import { inScope } from '../../platform/db/index.ts'
import { type AreaApp, type Platform, Refused } from '../../platform/http/index.ts'
import * as contract from './contract.ts'
import { dismissPair, listPairs, searchDuplicates } from './duplicates.ts'
import { confirmMerge, proposeMerge, readMerge, rejectMerge } from './merge-files.ts'
import { reachOfScope } from './places.ts'
import { refusals } from './refusals.ts'
import { body, json, keyOf, READERS, surroundings, WRITERS } from './route-parts.ts'
import { splitBack } from './split-back.ts'
import { confirmTransfer, endTransfer, listTransfers, requestTransfer } from './transfer.ts'

const Id = z.object({ id: z.uuid() })
const PairQuery = z.object({
  district: z.string().max(16).optional(),
  state: z.enum(['open', 'dismissed', 'proposed']).default('open'),
  cursor: z.string().max(400).optional(),
})

/** Probable duplicates, merges and transfers. */
export function pairRoutes(app: AreaApp, platform: Platform): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/duplicates',
      summary: 'Pairs that may be one person, likeliest first',
      request: { query: PairQuery },
      responses: { 200: json(contract.PairPage, 'Up to 20 pairs') },
    }),
    async (c) => {
      const here = await surroundings(platform, c, READERS)
      const query = c.req.valid('query')
      const district = query.district ?? reachOfScope(here.principal.scope).districts[0] ?? ''
      return c.json(
        await inScope(platform.db, here.principal.scope, (tx) => listPairs(tx, here, { ...query, district })),
        200,
      )
    },
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/duplicates/search',
      summary: 'Look for probable duplicates in a district',
      request: body(z.object({ district: z.string().max(16).optional() })),
      responses: { 200: json(z.object({ added: z.number().int() }), 'How many pairs are new') },
    }),
    async (c) => {
      const here = await surroundings(platform, c, WRITERS)
      const reach = reachOfScope(here.principal.scope).districts
      const district = c.req.valid('json').district ?? reach[0]
      if (district === undefined || !reach.includes(district)) throw new Refused(refusals.divisionOutside('district'))
      return c.json(
        { added: await inScope(platform.db, here.principal.scope, (tx) => searchDuplicates(tx, district)) },
        200,
      )
    },
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/duplicates/{low}/{high}/dismiss',
      summary: 'Two people after all',
      request: { params: z.object({ low: z.uuid(), high: z.uuid() }), ...body(contract.DismissPair) },
      responses: { 204: { description: 'The pair left the work list' } },
    }),
    async (c) => {
      const { low, high } = c.req.valid('param')
      await dismissPair(await surroundings(platform, c, WRITERS), low, high, c.req.valid('json').note)
      return c.body(null, 204)
    },
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/merges',
      summary: 'Propose a merge',
      request: body(contract.ProposeMerge),
      responses: { 201: json(contract.MergeView, 'The proposal, to be confirmed by somebody else') },
    }),
    async (c) =>
      c.json(await proposeMerge(await surroundings(platform, c, WRITERS), c.req.valid('json'), keyOf(c)), 201),
  )
  app.openapi(
    createRoute({
      method: 'get',
      path: '/merges/{id}',
      summary: 'One merge',
      request: { params: Id },
      responses: { 200: json(contract.MergeView, 'With what moves or moved') },
    }),
    async (c) => {
      const here = await surroundings(platform, c, READERS)
      return c.json(
        await inScope(platform.db, here.principal.scope, (tx) => readMerge(tx, c.req.valid('param').id)),
        200,
      )
    },
  )
  const steps = { confirm: confirmMerge, reject: rejectMerge, split: splitBack }
  for (const [step, work] of Object.entries(steps))
    app.openapi(
      createRoute({
        method: 'post',
        path: `/merges/{id}/${step}` as '/merges/{id}/confirm',
        summary: `${step} a merge`,
        request: { params: Id },
        responses: { 200: json(contract.MergeView, 'The merge afterwards') },
      }),
      async (c) => c.json(await work(await surroundings(platform, c, WRITERS), c.req.valid('param').id), 200),
    )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/transfers',
      summary: 'Transfers from and to the caller’s places',
      request: { query: contract.TransferQuery },
      responses: { 200: json(contract.TransferPage, 'Newest first') },
    }),
    async (c) => {
      const here = await surroundings(platform, c, READERS)
      const transfers = await inScope(platform.db, here.principal.scope, (tx) =>
        listTransfers(tx, here, c.req.valid('query')),
      )
      return c.json({ transfers }, 200)
    },
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/transfers',
      summary: 'Ask for a file by number',
      request: body(contract.RequestTransfer),
      responses: { 201: json(contract.TransferView, 'Waiting for the side that keeps the file') },
    }),
    async (c) =>
      c.json(await requestTransfer(await surroundings(platform, c, WRITERS), c.req.valid('json'), keyOf(c)), 201),
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/transfers/{id}/confirm',
      summary: 'Hand the file over',
      request: { params: Id, ...body(contract.DecideTransfer) },
      responses: { 200: json(contract.TransferView, 'The file belongs to the new place') },
    }),
    async (c) =>
      c.json(
        await confirmTransfer(
          await surroundings(platform, c, WRITERS),
          c.req.valid('param').id,
          c.req.valid('json').note,
        ),
        200,
      ),
  )
  for (const how of ['refused', 'withdrawn'] as const)
    app.openapi(
      createRoute({
        method: 'post',
        path: `/transfers/{id}/${how === 'refused' ? 'refuse' : 'withdraw'}` as '/transfers/{id}/refuse',
        summary: how === 'refused' ? 'Refuse a transfer' : 'Withdraw a transfer',
        request: { params: Id, ...body(contract.DecideTransfer) },
        responses: { 200: json(contract.TransferView, 'Nothing moved') },
      }),
      async (c) =>
        c.json(
          await endTransfer(
            await surroundings(platform, c, WRITERS),
            c.req.valid('param').id,
            how,
            c.req.valid('json').note,
          ),
          200,
        ),
    )
}
