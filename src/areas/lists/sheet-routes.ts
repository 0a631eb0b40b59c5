import { createHash } from 'node:crypto'
import { PassThrough, type Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { createRoute, z } from '@hono/zod-openapi'
import { type EntryRow, type List, listEntries, sheetHead, sheetRow, takeIn } from '../../engines/register/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import { elevated, inScope, type Tx } from '../../platform/db/index.ts'
import { type AreaApp, commonRefusals, once, type Platform, principalOf, Refused } from '../../platform/http/index.ts'
import { type OutCell, SheetRefused, writeXlsx } from '../../platform/sheets/index.ts'
import { currentTree, districtOf } from '../divisions/index.ts'
import * as contract from './contract.ts'
import { linksWithin, namesFor } from './links.ts'
import { refusals } from './refusals.ts'
import { answer, ListParam, listOf, READERS } from './route-parts.ts'

const MOST_BYTES = 20 * 1024 * 1024
const PAGE = 500
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** A list as a sheet, out and in. */
export function sheetRoutes(app: AreaApp, platform: Platform): void {
  const tree = () => currentTree(platform.db, platform.now().getTime())

  app.openapi(
    createRoute({
      method: 'get',
      path: '/{list}/sheet',
      summary: 'The list as .xlsx, as the import reads it again; empty=true gives the form to fill',
      request: { params: ListParam, query: z.object({ empty: z.enum(['true', 'false']).default('false') }) },
      responses: { 200: { description: 'An .xlsx file' } },
    }),
    async (c) => {
      const who = principalOf(c, ...READERS)
      const list = listOf(c.req.valid('param').list)
      const isEmpty = c.req.valid('query').empty === 'true'
      const divisions = await tree()
      const rows = isEmpty
        ? []
        : await inScope(platform.db, who.scope, async (tx) => {
            const found = await allEntries(tx, list, platform.today())
            const names = await namesFor(
              tx,
              divisions,
              found.map((row) => row.facility),
            )
            return found.map((row) => sheetRow(list, row, names))
          })
      if (!isEmpty)
        platform.reads.note({
          district: '',
          account: who.account,
          action: 'list.export',
          object: `lists.${list.id}`,
          after: { entries: rows.length },
          requestId: c.get('requestId'),
        })
      return c.body(new Uint8Array(await workbookOf(list, rows)), 200, {
        'content-type': XLSX,
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(`${list.title}.xlsx`)}`,
        'cache-control': 'no-store',
      })
    },
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/{list}/sheet',
      summary: 'Check a sheet, or with commit=true take in its valid rows; the body is the file',
      request: { params: ListParam, query: contract.SheetQuery },
      responses: answer(contract.SheetReport, 'What was found, row by row'),
    }),
    async (c) => {
      const list = listOf(c.req.valid('param').list)
      const who = principalOf(c, ...list.write)
      const { in: within, commit, from, name } = c.req.valid('query')
      if (
        !who.grants.some(
          ({ role, division }) => role !== 'operator' && list.write.includes(role) && division === within,
        )
      )
        throw new Refused(commonRefusals.notAllowed())
      const content = await fileOf(c.req.raw.body as Readable | ReadableStream | null)
      const divisions = await tree()
      const on = (from ?? platform.today()) as Day
      const order = { district: districtOf(within), from: on, commit: commit === 'true' }
      const hand = { account: who.account, source: `表格导入：${name || list.title}`, requestId: c.get('requestId') }
      const call = {
        route: `lists.${list.id}.sheet`,
        key: c.req.header('idempotency-key'),
        account: who.account,
        body: { within, commit, from, file: createHash('sha256').update(content).digest('hex') },
      }
      const report = await inScope(platform.db, who.scope, (tx) =>
        once(tx, call, async () => {
          const links = await linksWithin(tx, divisions, within, on)
          try {
            return await elevated(tx, () => takeIn(tx, list, content, { ...order, links }, hand))
          } catch (error) {
            if (error instanceof SheetRefused)
              throw new Refused({ code: error.refusal.code, status: 422, message: error.refusal.message })
            throw error
          }
        }),
      )
      return c.json({ ...report, errors: [...report.errors], unmappedColumns: [...report.unmappedColumns] }, 200)
    },
  )
}

/** Every entry that the transaction's role sees on a day, page by page. */
export async function allEntries(tx: Tx, list: List, on: Day): Promise<EntryRow[]> {
  const all: EntryRow[] = []
  for (let after: string | undefined; ; ) {
    const { rows, next } = await listEntries(tx, list, { on, after, limit: PAGE })
    all.push(...rows)
    if (next === null) return all
    after = next
  }
}

async function workbookOf(list: List, rows: readonly OutCell[][]): Promise<Buffer> {
  const head: OutCell[] = sheetHead(list).map((value) => ({ value, fill: 'hint' as const }))
  const stream = new PassThrough()
  const [content] = await Promise.all([
    buffer(stream),
    writeXlsx(stream, [{ name: list.title, frozenRows: 1, columnWidths: head.map(() => 18), rows: [head, ...rows] }]),
  ])
  return content
}

async function fileOf(body: Readable | ReadableStream | null): Promise<Uint8Array> {
  if (body === null) throw new Refused(refusals.fileMissing())
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    size += chunk.length
    if (size > MOST_BYTES) throw new Refused(refusals.fileTooLarge())
    chunks.push(chunk)
  }
  if (size === 0) throw new Refused(refusals.fileMissing())
  return Buffer.concat(chunks)
}
