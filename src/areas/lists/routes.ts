import { createRoute, z } from '@hono/zod-openapi'
import { countEntries, listEntries, readEntry, readHistory, registerRefusals } from '../../engines/register/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import { inScope } from '../../platform/db/index.ts'
import { areaApp, type Platform, principalOf, Refused } from '../../platform/http/index.ts'
import { currentTree } from '../divisions/index.ts'
import { lists } from './all-lists.ts'
import * as contract from './contract.ts'
import { namesFor } from './links.ts'
import { openDataRoutes } from './open-data-routes.ts'
import { answer, EntryParam, ListParam, listOf, MOST_COUNTED, READERS } from './route-parts.ts'
import { sheetRoutes } from './sheet-routes.ts'
import { entryView, listView, mayWriteAt } from './views.ts'
import { writeRoutes } from './write-routes.ts'

/** Routes of `/api/lists`. */
export function routes(platform: Platform) {
  const app = areaApp()
  const tree = () => currentTree(platform.db, platform.now().getTime())
  openDataRoutes(app, platform)

  app.openapi(
    createRoute({
      method: 'get',
      path: '/',
      summary: 'Every plain list, with what the caller sees of it today',
      responses: answer(contract.listLists.response, 'The lists'),
    }),
    async (c) => {
      const who = principalOf(c, ...READERS)
      const today = platform.today()
      const counts = await inScope(platform.db, who.scope, (tx) =>
        Promise.all(lists.map((list) => countEntries(tx, list, today, MOST_COUNTED))),
      )
      return c.json(
        lists.map((list, at) => ({
          ...listView(list, who),
          entries: counts[at] ?? 0,
          capped: counts[at] === MOST_COUNTED,
        })),
        200,
      )
    },
  )
  sheetRoutes(app, platform)
  app.openapi(
    createRoute({
      method: 'get',
      path: '/{list}',
      summary: 'Entries of a list on a day, by name; besides the named conditions each choice field of the list is one',
      request: { params: ListParam, query: contract.EntryQuery },
      responses: answer(contract.EntryPage, 'A page'),
    }),
    async (c) => {
      const who = principalOf(c, ...READERS)
      const list = listOf(c.req.valid('param').list)
      const { q, area, facility, on, after, ...rest } = c.req.valid('query')
      const choices = Object.fromEntries(
        Object.entries(rest).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
      )
      const day = (on ?? platform.today()) as Day
      const divisions = await tree()
      const page = await inScope(platform.db, who.scope, async (tx) => {
        const { rows, next } = await listEntries(tx, list, { on: day, q, within: area, facility, choices, after })
        const names = await namesFor(
          tx,
          divisions,
          rows.map((row) => row.facility),
        )
        return { rows: rows.map((row) => entryView(row, names)), next }
      })
      return c.json({ list: listView(list, who), ...page }, 200)
    },
  )
  app.openapi(
    createRoute({
      method: 'get',
      path: '/{list}/{district}/{id}',
      summary: 'One entry on a day, as known at a time, with everything that was ever recorded of it',
      request: {
        params: EntryParam,
        query: z.object({ on: contract.EntryQuery.shape.on, knownAt: z.iso.datetime({ offset: true }).optional() }),
      },
      responses: answer(contract.EntryRecord, 'The entry'),
    }),
    async (c) => {
      const who = principalOf(c, ...READERS)
      const { list: id, district, id: entry } = c.req.valid('param')
      const { on, knownAt } = c.req.valid('query')
      const list = listOf(id)
      const divisions = await tree()
      return c.json(
        await inScope(platform.db, who.scope, async (tx) => {
          const history = await readHistory(tx, list, { district, entry })
          const [latest] = history
          if (latest === undefined) throw new Refused(registerRefusals.notFound(list))
          const now = await readEntry(tx, list, { district, entry }, (on ?? platform.today()) as Day, knownAt)
          const names = await namesFor(
            tx,
            divisions,
            history.map((row) => row.facility),
          )
          return {
            list: listView(list, who),
            entry: now === undefined ? null : entryView(now, names),
            history: history.map((row) => entryView(row, names)),
            mayWrite: mayWriteAt(who, list, now ?? latest),
          }
        }),
        200,
      )
    },
  )
  writeRoutes(app, platform)
  return app
}
