import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { inScope } from '../../platform/db/index.ts'
import { type AppEnv, type AreaApp, areaApp, type Platform, principalOf } from '../../platform/http/index.ts'
import type { Role } from '../../platform/identity/index.ts'
import { bulkRoutes } from './bulk-routes.ts'
import { CATEGORIES } from './categories.ts'
import * as contract from './contract.ts'
import { exportRoutes } from './export-routes.ts'
import { fileRoutes } from './file-routes.ts'
import { findIdentity } from './identity.ts'
import { countElders, listElders } from './list-elders.ts'
import { pairRoutes } from './pair-routes.ts'
import { registerElder } from './register-elder.ts'
import { tidyNumber } from './resident-id.ts'
import { body, json, keyOf, READERS, surroundings, WRITERS } from './route-parts.ts'
import { listViews, removeView, saveView } from './views.ts'

export function routes(platform: Platform): AreaApp {
  const app = areaApp()
  const around = (c: Context<AppEnv>, roles: readonly Role[]) => surroundings(platform, c, roles)

  app.openapi(
    createRoute({
      method: 'get',
      path: '/',
      summary: 'A page of the register',
      request: { query: contract.ListQuery },
      responses: { 200: json(contract.ElderPage, 'Up to `limit` persons and the cursor of the next page') },
    }),
    async (c) => {
      const here = await around(c, READERS)
      const query = c.req.valid('query')
      const page = await inScope(platform.db, here.principal.scope, (tx) => listElders(tx, here, query))
      const { q, cursor: _, ...filter } = query
      platform.reads.note({
        account: here.principal.account,
        action: 'elder.list',
        object: 'register',
        district: page.rows[0]?.district ?? '',
        after: { filter, search: q === undefined ? null : page.readAs, shown: page.rows.length },
        requestId: c.get('requestId'),
      })
      return c.json(page, 200)
    },
  )
  app.openapi(
    createRoute({
      method: 'get',
      path: '/count',
      summary: 'How many a filter finds, up to 1,000',
      request: { query: contract.ElderFilter },
      responses: { 200: json(contract.ElderCount, 'The count; `exact` false means 1000+') },
    }),
    async (c) => {
      const here = await around(c, READERS)
      const filter = c.req.valid('query')
      return c.json(await inScope(platform.db, here.principal.scope, (tx) => countElders(tx, here, filter)), 200)
    },
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/',
      summary: 'Open a file for a person',
      request: body(contract.RegisterElder),
      responses: { 201: json(z.object({ id: z.string(), district: z.string() }), 'The new file') },
    }),
    async (c) => c.json(await registerElder(await around(c, WRITERS), c.req.valid('json'), keyOf(c)), 201),
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/identity-check',
      summary: 'Whether a number has a file already',
      request: body(contract.IdentityCheck),
      responses: {
        200: json(contract.IdentityAnswer, 'unknown, here with its file, or elsewhere with its district only'),
      },
    }),
    async (c) => {
      const here = await around(c, WRITERS)
      const blind = platform.keyring.blindIndex('id', tidyNumber(c.req.valid('json').idNumber))
      const found = await inScope(platform.db, here.principal.scope, (tx) => findIdentity(tx, blind))
      if (found === undefined) return c.json({ state: 'unknown' as const, elderId: null, where: null }, 200)
      const where = here.tree.path(found.district, platform.today())
      return c.json(
        { state: found.elderId === null ? ('elsewhere' as const) : ('here' as const), elderId: found.elderId, where },
        200,
      )
    },
  )
  app.openapi(
    createRoute({
      method: 'get',
      path: '/categories',
      summary: 'The categories, how their clauses are read',
      responses: { 200: json(contract.CategoryList, 'All categories') },
    }),
    async (c) => {
      principalOf(c)
      return c.json(
        {
          categories: CATEGORIES.map(({ code, label, reading, clauses }) => ({
            code,
            label,
            reading,
            clauses: [...clauses],
          })),
        },
        200,
      )
    },
  )
  app.openapi(
    createRoute({
      method: 'get',
      path: '/views',
      summary: 'Saved views',
      responses: { 200: json(contract.ViewList, 'Own, shared and official views') },
    }),
    async (c) => {
      const here = await around(c, READERS)
      return c.json({ views: await inScope(platform.db, here.principal.scope, (tx) => listViews(tx, here)) }, 200)
    },
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/views',
      summary: 'Save a view',
      request: body(contract.SaveView),
      responses: {
        201: json(contract.SaveView.extend({ id: z.string(), mine: z.boolean(), version: z.number() }), 'The view'),
      },
    }),
    async (c) => c.json(await saveView(await around(c, READERS), c.req.valid('json'), keyOf(c)), 201),
  )
  app.openapi(
    createRoute({
      method: 'delete',
      path: '/views/{id}',
      summary: 'Remove a view of one’s own',
      request: { params: z.object({ id: z.uuid() }) },
      responses: { 204: { description: 'Removed' } },
    }),
    async (c) => {
      await removeView(await around(c, READERS), c.req.valid('param').id)
      return c.body(null, 204)
    },
  )
  exportRoutes(app, platform)
  bulkRoutes(app, platform)
  pairRoutes(app, platform)
  fileRoutes(app, platform)
  return app
}
