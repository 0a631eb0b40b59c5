import type { Day } from '../../platform/clock/day.ts'
import { areaApp, type Platform, Refused } from '../../platform/http/index.ts'
import { listChildren, searchDivisions, showDivision } from './contract.ts'
import { currentTree } from './current-tree.ts'
import { type DivisionView, describe, viewOf } from './describe.ts'
import { refusals } from './refusals.ts'
import type { DivisionTree } from './tree.ts'

/** Divisions are public: the portal asks for them before anybody signs in. */
export function divisionRoutes(platform: Platform) {
  const tree = () => currentTree(platform.db, platform.now().getTime())
  const dayOf = (on: string | undefined): Day => (on as Day | undefined) ?? platform.today()
  return areaApp()
    .openapi(listChildren, async (c) => {
      const query = c.req.valid('query')
      const on = dayOf(query.on)
      const divisions = await tree()
      if (!divisions.get(query.of) && !divisions.zone(query.of)) throw new Refused(refusals.notFound(query.of))
      return c.json(page(divisions, divisions.children(query.of, on), on), 200)
    })
    .openapi(searchDivisions, async (c) => {
      const { q, within, limit, ...query } = c.req.valid('query')
      const on = dayOf(query.on)
      const divisions = await tree()
      return c.json(page(divisions, divisions.search(q, { on, limit, ...(within && { within }) }), on), 200)
    })
    .openapi(showDivision, async (c) => {
      const { key } = c.req.valid('param')
      const shown = describe(await tree(), key, dayOf(c.req.valid('query').on))
      if (!shown) throw new Refused(refusals.notFound(key))
      return c.json(shown, 200)
    })
}

const page = (
  tree: DivisionTree,
  items: Parameters<typeof viewOf>[1][],
  on: Day,
): { on: Day; items: DivisionView[] } => ({
  on,
  items: items.map((division) => viewOf(tree, division, on)),
})
