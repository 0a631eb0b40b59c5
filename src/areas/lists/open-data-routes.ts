import { createRoute } from '@hono/zod-openapi'
import {
  countEntries,
  dictionaryHead,
  dictionaryRows,
  type List,
  openHead,
  openRow,
} from '../../engines/register/index.ts'
import { asSystem } from '../../platform/db/index.ts'
import { type AreaApp, type Platform, Refused } from '../../platform/http/index.ts'
import { csvLine } from '../../platform/sheets/index.ts'
import { sayClause } from '../../policy/index.ts'
import { currentTree } from '../divisions/index.ts'
import { lists } from './all-lists.ts'
import * as contract from './contract.ts'
import { namesFor } from './links.ts'
import { refusals } from './refusals.ts'
import { answer, ListParam, listOf, MOST_COUNTED } from './route-parts.ts'
import { allEntries } from './sheet-routes.ts'

const BYTE_ORDER_MARK = '\uFEFF'
const published = lists.filter((list) => list.public)

/** What the public sees of the lists, as CSV with a dictionary, without sign-in. Only fields that a list declares public leave it. */
export function openDataRoutes(app: AreaApp, platform: Platform): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/open-data',
      summary: 'The data sets that are published',
      responses: answer(contract.listOpenData.response, 'Each with its data and its dictionary'),
    }),
    async (c) => {
      const today = platform.today()
      const counts = await asSystem(platform.db, (tx) =>
        Promise.all(published.map((list) => countEntries(tx, list, today, MOST_COUNTED))),
      )
      return c.json(
        published.map(({ id, title, about }, at) => ({
          id,
          title,
          about,
          entries: counts[at] ?? 0,
          capped: counts[at] === MOST_COUNTED,
          data: `/api/lists/open-data/${id}`,
          dictionary: `/api/lists/open-data/${id}/dictionary`,
        })),
        200,
      )
    },
  )
  app.openapi(
    createRoute({
      method: 'get',
      path: '/open-data/{list}',
      summary: 'A published list as CSV',
      request: { params: ListParam },
      responses: { 200: { description: 'A .csv file in UTF-8' } },
    }),
    async (c) => {
      const list = publicList(c.req.valid('param').list)
      const tree = await currentTree(platform.db, platform.now().getTime())
      const lines = await asSystem(platform.db, async (tx) => {
        const rows = await allEntries(tx, list, platform.today())
        const names = await namesFor(
          tx,
          tree,
          rows.map((row) => row.facility),
        )
        return rows.map((row) => csvLine(openRow(list, row, names)))
      })
      return csv([csvLine(openHead(list)), ...lines], `${list.id}.csv`)
    },
  )
  app.openapi(
    createRoute({
      method: 'get',
      path: '/open-data/{list}/dictionary',
      summary: 'What each column of a published list means',
      request: { params: ListParam },
      responses: { 200: { description: 'A .csv file in UTF-8' } },
    }),
    (c) => {
      const list = publicList(c.req.valid('param').list)
      const rows = dictionaryRows(list, (clause) => sayClause(clause)).map((row) => csvLine(row))
      return csv([csvLine(dictionaryHead), ...rows], `${list.id}-dictionary.csv`)
    },
  )
}

function publicList(id: string): List {
  const list = listOf(id)
  if (!list.public) throw new Refused(refusals.notPublic())
  return list
}

const csv = (lines: readonly string[], name: string): Response =>
  new Response(BYTE_ORDER_MARK + lines.join(''), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'public, max-age=300',
    },
  })
