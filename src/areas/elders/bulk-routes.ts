import { createRoute } from '@hono/zod-openapi'
import type { AreaApp, Platform } from '../../platform/http/index.ts'
import { BulkFact, DoBulkFact, Rehearsal } from './bulk-contract.ts'
import { doFact, rehearseFact } from './bulk-facts.ts'
import { body, json, keyOf, surroundings, WRITERS } from './route-parts.ts'

/** One fact for many persons: rehearsed first, then done in one transaction. */
export function bulkRoutes(app: AreaApp, platform: Platform): void {
  app.openapi(
    createRoute({
      method: 'post',
      path: '/bulk/facts/rehearse',
      summary: 'What recording a fact for many would change and skip; writes nothing',
      request: body(BulkFact),
      responses: { 200: json(Rehearsal, 'Counts, reasons and the first persons') },
    }),
    async (c) => c.json(await rehearseFact(await surroundings(platform, c, WRITERS), c.req.valid('json')), 200),
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/bulk/facts',
      summary: 'Record a fact for many, as rehearsed',
      request: body(DoBulkFact),
      responses: { 201: json(Rehearsal, 'What was changed and skipped') },
    }),
    async (c) => c.json(await doFact(await surroundings(platform, c, WRITERS), c.req.valid('json'), keyOf(c)), 201),
  )
}
