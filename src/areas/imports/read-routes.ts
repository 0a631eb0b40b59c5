import type { Context } from 'hono'
import { inScope } from '../../platform/db/index.ts'
import { type AppEnv, type AreaApp, type Platform, Refused } from '../../platform/http/index.ts'
import type { Principal } from '../../platform/identity/index.ts'
import type { DivisionTree } from '../divisions/index.ts'
import { pageRows, type RowPage } from './batch-pages.ts'
import * as contract from './contract.ts'
import { errorWorkbook } from './error-workbook.ts'
import { reportCard } from './import-report.ts'
import { listMissing } from './missing.ts'
import type { Batch } from './queries.ts'
import { importRefusals } from './refusals.ts'
import { listSpared } from './rollback-batch.ts'
import { frames } from './route-frames.ts'

const SPREADSHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

type Access = {
  caller: (c: Context<AppEnv>) => Principal
  /** The batch, or the end of the request where the caller's scope does not show it. */
  seen: (principal: Principal, id: string) => Promise<Batch>
  tree: () => Promise<DivisionTree>
}

/** What is read of a batch: its rows, who is missing, what a rollback spared, how it was delivered, what has to be corrected. */
export function readRoutes(
  app: AreaApp,
  { db, keyring, reads, today }: Platform,
  { caller, seen, tree }: Access,
): void {
  /** Places are shown by their names; keys are ours alone. */
  const withPlaces = (row: RowPage, places: DivisionTree) => {
    const { changes, ...rest } = contract.rowView.parse(row)
    const named = (keys: unknown) => (Array.isArray(keys) ? keys.map((key) => places.path(String(key), today())) : keys)
    return {
      ...rest,
      changes: changes.map((change) =>
        change.field === 'residence' || change.field === 'household'
          ? { ...change, from: named(change.from), to: named(change.to) }
          : change,
      ),
    }
  }
  const note = (principal: Principal, batch: Batch, action: string, purpose?: string) =>
    reads.note({
      district: batch.district,
      account: principal.account,
      action,
      object: 'import',
      objectId: batch.id,
      ...(purpose && { purpose }),
    })

  app.openapi(frames.rows, async (c) => {
    const principal = caller(c)
    const batch = await seen(principal, c.req.valid('param').id)
    const filter = c.req.valid('query')
    const found = await inScope(db, principal.scope, (tx) => pageRows(tx, keyring, batch, filter))
    note(principal, batch, 'imports.readRows')
    const next = found.length === filter.limit ? found.at(-1)!.row : null
    const places = await tree()
    return c.json({ rows: found.map((row) => withPlaces(row, places)), next }, 200)
  })
  app.openapi(frames.missing, async (c) => {
    const principal = caller(c)
    const batch = await seen(principal, c.req.valid('param').id)
    const { after, limit } = c.req.valid('query')
    const places = await tree()
    const townships = batch.township === null ? places.townshipsOf(batch.division, today()) : [batch.township]
    const found = await inScope(db, principal.scope, (tx) => listMissing(tx, batch, townships, after, limit))
    note(principal, batch, 'imports.readMissing')
    const people = found.map((one) => ({ ...one, place: places.path(one.village ?? one.township, today()) }))
    return c.json({ people, next: people.length === limit ? people.at(-1)!.id : null }, 200)
  })
  app.openapi(frames.spared, async (c) => {
    const principal = caller(c)
    const batch = await seen(principal, c.req.valid('param').id)
    const people = await inScope(db, principal.scope, (tx) => listSpared(tx, batch))
    if (people.length > 0) note(principal, batch, 'imports.readSpared')
    return c.json({ people }, 200)
  })
  app.openapi(frames.report, async (c) => {
    const principal = caller(c)
    const batch = await seen(principal, c.req.valid('param').id)
    const report = await inScope(db, principal.scope, (tx) => reportCard(tx, batch))
    return c.json({ report: report ?? null }, 200)
  })
  app.get('/batches/:id/errors.xlsx', async (c) => {
    const principal = caller(c)
    const id = contract.batchId.safeParse(c.req.param())
    if (!id.success) throw new Refused(importRefusals.batchNotFound())
    const batch = await seen(principal, id.data.id)
    const workbook = await inScope(db, principal.scope, (tx) => errorWorkbook(tx, keyring, batch))
    note(principal, batch, 'imports.downloadErrors', '修改导入错误')
    const name = encodeURIComponent(`需要修改_${batch.fileName.replace(/\.[a-z]+$/i, '')}.xlsx`)
    return c.body(new Uint8Array(workbook), 200, {
      'content-type': SPREADSHEET,
      'content-disposition': `attachment; filename*=UTF-8''${name}`,
    })
  })
}
