import { createRoute } from '@hono/zod-openapi'
import { type Area, areaApp, principalOf } from '../../platform/http/index.ts'
import { readWorkbench, Workbench } from './contract.ts'
import { gather } from './gather.ts'
import type { WorkSource } from './source.ts'

export type { Work, WorkSource } from './source.ts'

const route = createRoute({
  method: 'get',
  path: '/',
  summary: 'What is due today, what has changed, what one watches',
  responses: {
    200: { description: readWorkbench.path, content: { 'application/json': { schema: Workbench } } },
  },
})

/** W01. The sources come from the areas whose work it shows; this area knows none of them. */
export const workbench = (sources: readonly WorkSource[]): Area => ({
  name: 'workbench',
  routes: (platform) =>
    areaApp().openapi(route, async (c) => {
      const principal = principalOf(c)
      const parts = await Promise.all(sources.map((source) => source(platform, principal)))
      return c.json(gather(parts, platform.now()), 200)
    }),
})
