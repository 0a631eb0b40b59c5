import { createRoute, z } from '@hono/zod-openapi'
import type { Processes } from '../../engines/process/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import { asSystem } from '../../platform/db/index.ts'
import { areaApp, type Platform, Refused } from '../../platform/http/index.ts'
import { readDivision } from '../../policy/index.ts'
import { readSettings } from '../rules/index.ts'
import { accessRoutes } from './access-routes.ts'
import * as contract from './contract.ts'
import { draftPaperRoutes } from './draft-papers.ts'
import { familyRoutes } from './family-routes.ts'
import { progressRoutes } from './progress-routes.ts'
import { listGuides, readGuide } from './read-guide.ts'
import { refusals } from './refusals.ts'
import { json } from './route-parts.ts'
import { signInRoutes } from './sign-in-routes.ts'

/** `/api/portal`: what the portal asks of the server, open to everyone or to whoever proved who they are. */
export function portalRoutes(platform: Platform, processes: Processes) {
  const app = areaApp()
  app.openapi(
    createRoute({
      method: 'get',
      path: '/guides',
      summary: 'The matters that have a page',
      responses: json(contract.Guides, 'Persons first'),
    }),
    (c) => c.json({ guides: listGuides() }, 200),
  )
  app.openapi(
    createRoute({
      method: 'get',
      path: '/guides/{scheme}',
      summary: 'One matter explained, for a district',
      request: {
        params: z.object({ scheme: z.string().max(80) }),
        query: z.object({ division: z.string().max(12), on: z.iso.date().optional() }),
      },
      responses: json(contract.Guide, 'From the catalogue and signed settings'),
    }),
    async (c) => {
      const { division: asked, on } = c.req.valid('query')
      const division = readDivision(asked)
      if (division === undefined) throw new Refused(refusals.guideUnknown())
      const settings = await asSystem(platform.db, (tx) => readSettings(tx))
      const guide = readGuide(c.req.valid('param').scheme, {
        on: (on ?? platform.today()) as Day,
        division,
        settings,
      })
      if (guide === undefined) throw new Refused(refusals.guideUnknown())
      return c.json(guide, 200)
    },
  )
  signInRoutes(app, platform)
  accessRoutes(app, platform)
  familyRoutes(app, platform, processes)
  draftPaperRoutes(app, platform)
  progressRoutes(app, platform, processes)
  return app
}
