import { Readable } from 'node:stream'
import { createRoute, z } from '@hono/zod-openapi'
import { inScope } from '../../platform/db/index.ts'
import type { AreaApp, Platform } from '../../platform/http/index.ts'
import type { Role } from '../../platform/identity/index.ts'
import * as contract from './contract.ts'
import { AskExport, ExportAsked, ExportPage, ExportView } from './export-contract.ts'
import { exportList } from './export-list.ts'
import { askExport, decideExport, downloadExport, listExports } from './export-request.ts'
import { body, json, keyOf, surroundings, WRITERS } from './route-parts.ts'

/** A district's list is released by a colleague in the district or by the city. */
const RELEASERS: readonly Role[] = ['districtOfficer', 'cityOfficer']
const SEES: readonly Role[] = [...WRITERS, 'cityOfficer']
const Id = z.object({ id: z.uuid() })
/** Persons picked by hand, as the address carries them. */
const Picked = z
  .string()
  .max(12_000)
  .transform((text) => text.split(',').filter((each) => each !== ''))
  .refine((ids) => ids.every((id) => z.uuid().safeParse(id).success), '所选的名单有误，请重新选择。')
  .optional()

/** Lists as files: short ones at once, long ones through a second person. */
export function exportRoutes(app: AreaApp, platform: Platform): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/export',
      summary: 'The list as a file, up to 5,000 persons, numbers masked',
      request: {
        query: contract.ElderFilter.extend({
          format: z.enum(['xlsx', 'csv']).default('xlsx'),
          purpose: z.string().trim().max(200).default(''),
          ids: Picked,
        }),
      },
      responses: { 200: { description: 'An .xlsx or .csv file' } },
    }),
    async (c) => {
      const { format, purpose, ids, ...filter } = c.req.valid('query')
      const file = await exportList(await surroundings(platform, c, WRITERS), filter, { format, purpose, only: ids })
      return c.body(new Uint8Array(file.body), 200, downloadAs(file.name, file.type))
    },
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/exports',
      summary: 'Ask for a list; more than 5,000 persons or full numbers wait for a second person',
      request: body(AskExport),
      responses: { 201: json(ExportAsked, 'Whether it can be fetched at once or waits') },
    }),
    async (c) => c.json(await askExport(await surroundings(platform, c, WRITERS), c.req.valid('json'), keyOf(c)), 201),
  )
  app.openapi(
    createRoute({
      method: 'get',
      path: '/exports',
      summary: 'Exports of one’s own and those that one may release',
      responses: { 200: json(ExportPage, 'Newest first') },
    }),
    async (c) => {
      const here = await surroundings(platform, c, SEES)
      return c.json({ exports: await inScope(platform.db, here.principal.scope, (tx) => listExports(tx, here)) }, 200)
    },
  )
  for (const [step, decision] of [
    ['release', 'released'],
    ['refuse', 'refused'],
  ] as const)
    app.openapi(
      createRoute({
        method: 'post',
        path: `/exports/{id}/${step}` as '/exports/{id}/release',
        summary: `${step} an export that somebody else asked for`,
        request: { params: Id, ...body(contract.DecideTransfer) },
        responses: { 200: json(ExportView, 'The export afterwards') },
      }),
      async (c) => {
        const here = await surroundings(platform, c, RELEASERS)
        return c.json(await decideExport(here, c.req.valid('param').id, decision, c.req.valid('json').note), 200)
      },
    )
  app.openapi(
    createRoute({
      method: 'get',
      path: '/exports/{id}/files/{part}',
      summary: 'One file of a finished export',
      request: { params: Id.extend({ part: z.coerce.number().int().min(1).max(1000) }) },
      responses: { 200: { description: 'An .xlsx or .csv file' } },
    }),
    async (c) => {
      const { id, part } = c.req.valid('param')
      const { file, content } = await downloadExport(await surroundings(platform, c, WRITERS), id, part)
      return c.body(Readable.toWeb(content) as ReadableStream, 200, {
        ...downloadAs(file.name, file.mediaType),
        'content-length': String(file.size),
      })
    },
  )
}

const downloadAs = (name: string, type: string) => ({
  'content-type': type,
  'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
  'cache-control': 'no-store',
})
