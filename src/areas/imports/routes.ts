import { createHash } from 'node:crypto'
import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { asSystem, inScope, type Tx } from '../../platform/db/index.ts'
import {
  type AppEnv,
  type AreaApp,
  areaApp,
  commonRefusals,
  once,
  orRefuse,
  type Platform,
  principalOf,
  Refused,
  type Result,
} from '../../platform/http/index.ts'
import type { Principal } from '../../platform/identity/index.ts'
import { defaultLimits, SheetRefused } from '../../platform/sheets/index.ts'
import { currentTree } from '../divisions/index.ts'
import { pageRows } from './batch-pages.ts'
import { viewBatch } from './batch-view.ts'
import { commitBatch } from './commit-batch.ts'
import { listMissing } from './compare.ts'
import * as contract from './contract.ts'
import { errorWorkbook } from './error-workbook.ts'
import { divisionFor, scopeCovers } from './import-division.ts'
import { type Batch, findBatch, listBatches } from './queries.ts'
import { refreshStatistics } from './refresh-statistics.ts'
import { importRefusals } from './refusals.ts'
import { assignColumns, discardBatch, type Repaired, repairAlike, repairRow } from './repair-batch.ts'
import { rollbackBatch } from './rollback-batch.ts'
import { stageList } from './stage-list.ts'

const json = <T extends z.ZodType>(schema: T, description: string) => ({
  200: { description, content: { 'application/json': { schema } } },
})
const body = <T extends z.ZodType>(schema: T) => ({
  body: { required: true, content: { 'application/json': { schema } } },
})
const SPREADSHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const upload = createRoute({
  method: 'post',
  path: '/batches',
  summary: '上传一份台账或名单：正文是文件本身，带 Idempotency-Key',
  request: { query: contract.uploadQuery },
  responses: json(contract.batchView, '已检查的草稿，台账没有变动'),
})
const list = createRoute({
  method: 'get',
  path: '/batches',
  request: { query: contract.listQuery },
  responses: json(z.object({ batches: z.array(contract.batchSummary) }), '批次，新的在前'),
})
const one = createRoute({
  method: 'get',
  path: '/batches/{id}',
  request: { params: contract.batchId },
  responses: json(contract.batchView, '批次：列、计数、同类问题'),
})
const rows = createRoute({
  method: 'get',
  path: '/batches/{id}/rows',
  request: { params: contract.batchId, query: contract.rowsQuery },
  responses: json(z.object({ rows: z.array(contract.rowView), next: z.int().nullable() }), '按行号翻页'),
})
const missing = createRoute({
  method: 'get',
  path: '/batches/{id}/missing',
  request: { params: contract.batchId, query: contract.missingQuery },
  responses: json(
    z.object({ people: z.array(contract.missingPerson), next: z.uuid().nullable() }),
    '本次未出现的人，只供查看',
  ),
})
const fixRow = createRoute({
  method: 'patch',
  path: '/batches/{id}/rows/{row}',
  request: { params: contract.rowKey, ...body(contract.repairRowBody) },
  responses: json(contract.batchView, '改好之后的批次'),
})
const fixAlike = createRoute({
  method: 'post',
  path: '/batches/{id}/fixes',
  summary: '同类 N 处一并修改',
  request: { params: contract.batchId, ...body(contract.repairAlikeBody) },
  responses: json(contract.batchView.extend({ repaired: z.int() }), '改好之后的批次'),
})
const columns = createRoute({
  method: 'put',
  path: '/batches/{id}/columns',
  request: { params: contract.batchId, ...body(contract.columnsBody) },
  responses: json(contract.batchView, '重新检查之后的批次'),
})
const commit = createRoute({
  method: 'post',
  path: '/batches/{id}/commit',
  summary: '提交全部有效行，带 Idempotency-Key；其余的行留在新的草稿里',
  request: { params: contract.batchId, ...body(z.object({ version: z.int().min(1) })) },
  responses: json(contract.batchView.extend({ restBatch: z.uuid().nullable() }), '已提交的批次'),
})
const rollback = createRoute({
  method: 'post',
  path: '/batches/{id}/rollback',
  summary: '7 天内回退本批次，之后改过的档案保留并列出',
  request: { params: contract.batchId },
  responses: json(
    contract.batchView.extend({ removed: z.int(), restored: z.int(), spared: z.array(contract.spared) }),
    '已回退的批次',
  ),
})
const discard = createRoute({
  method: 'delete',
  path: '/batches/{id}',
  request: { params: contract.batchId },
  responses: json(z.object({ discarded: z.literal(true) }), '草稿已删除'),
})

/** Who imports; the department role loads the lists of its own bureau. */
const IMPORTERS = ['townshipClerk', 'districtOfficer', 'cityOfficer'] as const

export function importRoutes(platform: Platform): AreaApp {
  const app = areaApp()
  const { db, keyring } = platform
  const tools = async () => ({ keyring, tree: await currentTree(db, platform.now().getTime()) })
  const by = (principal: Principal) => ({ account: principal.account, today: platform.today() })
  const caller = (c: Context<AppEnv>): Principal => principalOf(c, ...IMPORTERS, 'department')

  /** The batch as the caller's scope shows it; row security decides, so whoever cannot see it cannot change it either. */
  const seen = async (principal: Principal, id: string): Promise<Batch> => {
    const batch = await inScope(db, principal.scope, (tx) => findBatch(tx, id))
    if (!batch) throw new Refused(importRefusals.batchNotFound())
    return batch
  }
  const view = (tx: Tx, batch: Batch) => viewBatch(tx, keyring, batch)
  /** A change: visible to the caller, then made by the system in one transaction. */
  const changed = async (principal: Principal, id: string, work: (tx: Tx) => Promise<Result<Repaired>>) => {
    await seen(principal, id)
    return asSystem(db, async (tx) => {
      const { batch, rows: repaired } = orRefuse(await work(tx))
      return { ...(await view(tx, batch)), repaired }
    })
  }

  app.openapi(upload, async (c) => {
    const principal = caller(c)
    const query = c.req.valid('query')
    if (!principal.grants.some(({ role }) => IMPORTERS.some((one) => one === role)) && query.kind === 'ledger') {
      throw new Refused(commonRefusals.notAllowed())
    }
    const { tree } = await tools()
    const today = platform.today()
    const division = orRefuse(divisionFor(tree, query.in, today))
    const outside = scopeCovers(tree, principal.scope, division, today)
    if (outside) throw new Refused(outside)
    const bytes = new Uint8Array(await c.req.arrayBuffer())
    if (bytes.length > defaultLimits.fileBytes) throw new Refused(commonRefusals.tooLarge('60 MB'))
    const digest = createHash('sha256').update(bytes).digest('hex')
    const call = {
      account: principal.account,
      route: 'POST /api/imports/batches',
      key: c.req.header('idempotency-key'),
      body: { query, digest },
    }
    try {
      const answer = await asSystem(db, (tx) =>
        once(tx, call, async () => {
          const batch = await stageList(
            tx,
            { keyring, tree },
            {
              source: bytes,
              fileName: query.name,
              kind: query.kind,
              division,
              account: principal.account,
              today,
              sheet: query.sheet,
            },
          )
          return view(tx, batch)
        }),
      )
      return c.json(answer, 200)
    } catch (error) {
      if (error instanceof SheetRefused) throw new Refused(importRefusals.file(error.refusal))
      throw error
    }
  })
  app.openapi(list, async (c) => {
    const principal = caller(c)
    const batches = await inScope(db, principal.scope, (tx) => listBatches(tx, c.req.valid('query')))
    return c.json({ batches: batches.map((batch) => contract.batchSummary.parse(batch)) }, 200)
  })
  app.openapi(one, async (c) => {
    const principal = caller(c)
    const batch = await seen(principal, c.req.valid('param').id)
    return c.json(await inScope(db, principal.scope, (tx) => view(tx, batch)), 200)
  })
  app.openapi(rows, async (c) => {
    const principal = caller(c)
    const batch = await seen(principal, c.req.valid('param').id)
    const filter = c.req.valid('query')
    const found = await inScope(db, principal.scope, (tx) => pageRows(tx, keyring, batch, filter))
    platform.reads.note({
      district: batch.district,
      account: principal.account,
      action: 'imports.readRows',
      object: 'import',
      objectId: batch.id,
    })
    const next = found.length === filter.limit ? found.at(-1)!.row : null
    return c.json({ rows: found.map((row) => contract.rowView.parse(row)), next }, 200)
  })
  app.openapi(missing, async (c) => {
    const principal = caller(c)
    const batch = await seen(principal, c.req.valid('param').id)
    const { tree } = await tools()
    const query = c.req.valid('query')
    const townships = batch.township === null ? tree.townshipsOf(batch.division, platform.today()) : [batch.township]
    const people = await inScope(db, principal.scope, (tx) =>
      listMissing(tx, batch, townships, query.after, query.limit),
    )
    return c.json({ people, next: people.length === query.limit ? people.at(-1)!.id : null }, 200)
  })
  app.openapi(fixRow, async (c) => {
    const principal = caller(c)
    const { id, row } = c.req.valid('param')
    const change = c.req.valid('json')
    const known = await tools()
    return c.json(
      await changed(principal, id, (tx) => repairRow(tx, known, by(principal), { batch: id, row, ...change })),
      200,
    )
  })
  app.openapi(fixAlike, async (c) => {
    const principal = caller(c)
    const { id } = c.req.valid('param')
    const change = c.req.valid('json')
    const known = await tools()
    return c.json(
      await changed(principal, id, (tx) => repairAlike(tx, known, by(principal), { batch: id, ...change })),
      200,
    )
  })
  app.openapi(columns, async (c) => {
    const principal = caller(c)
    const { id } = c.req.valid('param')
    const change = c.req.valid('json')
    const known = await tools()
    return c.json(
      await changed(principal, id, (tx) => assignColumns(tx, known, by(principal), { batch: id, ...change })),
      200,
    )
  })
  app.openapi(commit, async (c) => {
    const principal = caller(c)
    const { id } = c.req.valid('param')
    const { version } = c.req.valid('json')
    await seen(principal, id)
    const call = {
      account: principal.account,
      route: `POST /api/imports/batches/${id}/commit`,
      key: c.req.header('idempotency-key'),
      body: { version },
    }
    const answer = await asSystem(db, (tx) =>
      once(tx, call, async () => {
        const { batch, restBatch } = orRefuse(await commitBatch(tx, id, principal.account, version))
        return { ...(await view(tx, batch)), restBatch }
      }),
    )
    await refreshStatistics(db, answer.counts.added + answer.counts.changed)
    return c.json(answer, 200)
  })
  app.openapi(rollback, async (c) => {
    const principal = caller(c)
    const { id } = c.req.valid('param')
    await seen(principal, id)
    const answer = await asSystem(db, async (tx) => {
      const { batch, ...rest } = orRefuse(await rollbackBatch(tx, id, principal.account))
      return { ...(await view(tx, batch)), ...rest }
    })
    return c.json(answer, 200)
  })
  app.openapi(discard, async (c) => {
    const principal = caller(c)
    const { id } = c.req.valid('param')
    await seen(principal, id)
    await asSystem(db, async (tx) => orRefuse(await discardBatch(tx, id, principal.account)))
    return c.json({ discarded: true as const }, 200)
  })
  app.get('/batches/:id/errors.xlsx', async (c) => {
    const principal = caller(c)
    const id = contract.batchId.safeParse(c.req.param())
    if (!id.success) throw new Refused(importRefusals.batchNotFound())
    const batch = await seen(principal, id.data.id)
    const workbook = await inScope(db, principal.scope, (tx) => errorWorkbook(tx, keyring, batch))
    platform.reads.note({
      district: batch.district,
      account: principal.account,
      action: 'imports.downloadErrors',
      object: 'import',
      objectId: batch.id,
      purpose: '修改导入错误',
    })
    const name = encodeURIComponent(`需要修改_${batch.fileName.replace(/\.[a-z]+$/i, '')}.xlsx`)
    return c.body(new Uint8Array(workbook), 200, {
      'content-type': SPREADSHEET,
      'content-disposition': `attachment; filename*=UTF-8''${name}`,
    })
  })
  return app
}
