import { createRoute, z } from '@hono/zod-openapi'
import { asSystem, inScope } from '../../platform/db/index.ts'
import { type Area, areaApp, once, orRefuse, type Platform, principalOf, Refused } from '../../platform/http/index.ts'
import type { Principal } from '../../platform/identity/index.ts'
import { currentTree, type DivisionTree, shortName } from '../divisions/index.ts'
import {
  officeNotices,
  type PublicNotice,
  publicNotice,
  type WrittenNotice,
  writing,
  writtenNotice,
} from './contract.ts'
import { CITY, mayWriteFor, placesAbove, placesUnder, reaches, stateOf, WRITERS, writesFor } from './decide.ts'
import { listShown, listWritten, lockNotice, type NoticeRow } from './queries.ts'
import { refusals } from './refusals.ts'
import { approveNotice, withdrawNotice, writeNotice } from './write-notice.ts'

const answer = <T extends z.ZodType>(schema: T, description: string) => ({
  200: { description, content: { 'application/json': { schema } } },
})
const one = z.object({ id: z.uuid() })

/** `/api/notices`: the public list without sign-in, and the page of the office on which they are written. */
export const notices: Area = { name: 'notices', routes }

function routes(platform: Platform) {
  const app = areaApp()
  const place = (tree: DivisionTree, key: string): string =>
    key === CITY ? '重庆市' : shortName(tree.get(key)?.name ?? key)
  const shownOf = (tree: DivisionTree, { id, title, body, division, from, until }: NoticeRow): PublicNotice => ({
    id,
    title,
    body,
    place: place(tree, division),
    from,
    until,
  })
  const writtenOf = (tree: DivisionTree, row: NoticeRow, reader: Principal): WrittenNotice => {
    const state = stateOf(row, platform.today())
    const open = state !== 'withdrawn' && state !== 'ended'
    return {
      ...shownOf(tree, row),
      division: row.division,
      audience: row.audience,
      roles: row.roles,
      state,
      writtenBy: row.writtenBy,
      writtenAt: row.writtenAt,
      approvedBy: row.approvedBy,
      mayApprove: state === 'waiting' && row.writtenBy !== reader.account,
      mayWithdraw: open,
    }
  }

  app.openapi(
    createRoute({
      method: 'get',
      path: '/public',
      summary: 'Notices for the public: those of the city and, where one is named, of that district',
      request: { query: z.object({ district: z.string().max(30).optional() }) },
      responses: answer(z.object({ notices: z.array(publicNotice) }), 'Newest first'),
    }),
    async (c) => {
      const { district } = c.req.valid('query')
      const tree = await currentTree(platform.db, platform.now().getTime())
      const on = platform.today()
      const { keys, villagesOf } = placesUnder(tree, district ?? CITY, on)
      const places = { keys: [CITY, ...keys], villagesOf }
      const rows = await asSystem(platform.db, (tx) => listShown(tx, on, places, 'public'))
      return c.json({ notices: rows.map((row) => shownOf(tree, row)) }, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/',
      summary: 'Notices for the reader, and those that the reader may write or sign',
      responses: answer(officeNotices, 'Notices'),
    }),
    async (c) => {
      const reader = principalOf(c)
      const tree = await currentTree(platform.db, platform.now().getTime())
      const on = platform.today()
      const top = writesFor(reader)
      const { shown, written } = await inScope(platform.db, reader.scope, async (tx) => ({
        shown: await listShown(tx, on, placesAbove(tree, reader, on)),
        written: top === undefined ? [] : await listWritten(tx, placesUnder(tree, top, on)),
      }))
      return c.json(
        {
          shown: shown.filter((row) => reaches(tree, row, reader, on)).map((row) => shownOf(tree, row)),
          written: written
            .filter((row) => mayWriteFor(tree, reader, row.division, on))
            .map((row) => writtenOf(tree, row, reader)),
          writesFor: top === undefined ? null : { key: top, name: place(tree, top) },
        },
        200,
      )
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/',
      summary: 'Write a notice; one for the whole city waits for a second signature',
      request: { body: { content: { 'application/json': { schema: writing } }, required: true } },
      responses: answer(z.object({ id: z.string() }), 'The notice'),
    }),
    async (c) => {
      const { account, scope, ...reader } = principalOf(c, ...WRITERS)
      const body = c.req.valid('json')
      const today = platform.today()
      const mayWrite = mayWriteFor(
        await currentTree(platform.db, platform.now().getTime()),
        { account, scope, ...reader },
        body.division,
        today,
      )
      const call = { account, route: 'notices', key: c.req.header('idempotency-key'), body }
      const by = { account, today, mayWrite, requestId: c.get('requestId') }
      const written = await inScope(platform.db, scope, (tx) =>
        once(tx, call, async () => orRefuse(await writeNotice(tx, by, body))),
      )
      return c.json(written, 200)
    },
  )

  for (const [verb, act] of [
    ['approve', approveNotice],
    ['withdraw', withdrawNotice],
  ] as const) {
    app.openapi(
      createRoute({
        method: 'post',
        path: `/{id}/${verb}`,
        summary: `${verb} a notice`,
        request: { params: one },
        responses: answer(writtenNotice, 'The notice as it stands now'),
      }),
      async (c) => {
        const reader = principalOf(c, ...WRITERS)
        const tree = await currentTree(platform.db, platform.now().getTime())
        const today = platform.today()
        const { id } = c.req.valid('param')
        const row = await inScope(platform.db, reader.scope, async (tx) => {
          const notice = await lockNotice(tx, id)
          // Who writes for the place may decide about it; a notice of elsewhere is not found.
          if (notice === undefined || !mayWriteFor(tree, reader, notice.division, today))
            throw new Refused(refusals.notFound())
          return orRefuse(await act(tx, { account: reader.account, today, requestId: c.get('requestId') }, id))
        })
        return c.json(writtenOf(tree, row, reader), 200)
      },
    )
  }
  return app
}
