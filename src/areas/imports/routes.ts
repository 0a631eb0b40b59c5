import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import { asSystem, inScope, type Tx } from '../../platform/db/index.ts'
import { removeForgotten, saveFile } from '../../platform/files/index.ts'
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
import { hasRole, type Principal } from '../../platform/identity/index.ts'
import { defaultLimits } from '../../platform/sheets/index.ts'
import { currentTree } from '../divisions/index.ts'
import { viewBatch } from './batch-view.ts'
import * as contract from './contract.ts'
import { divisionFor, scopeCovers } from './import-division.ts'
import { importJobNames, type StageOrder } from './jobs.ts'
import { type Batch, countRows, findBatch, listBatches } from './queries.ts'
import { readRoutes } from './read-routes.ts'
import { importRefusals } from './refusals.ts'
import { countAlike, discardBatch, holdRow, type Repaired, repairAlike, repairRow } from './repair-batch.ts'
import { frames } from './route-frames.ts'
import { askTransfer } from './transfer-row.ts'

/** Who imports; the department role loads the lists of its own bureau. */
const IMPORTERS = ['townshipClerk', 'districtOfficer', 'cityOfficer'] as const
const MOST = '60 MB'
/** A fix of more rows than a person would wait for is a job. */
const ROWS_IN_A_REQUEST = 2000
/** Uploads wait in the file store until their job has read them; those of cancelled jobs are forgotten after a day. */
const UPLOAD = 'importUpload'
const KEPT_MS = 86_400_000

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
  /** Orders a long step of a batch that the caller sees, once for its key; `check` says beforehand what would refuse it anyway. */
  const ordered = async (
    c: Context<AppEnv>,
    id: string,
    order: { kind: string; title: (batch: Batch) => string; data: object },
    check: (tx: Tx, batch: Batch) => Promise<void> | void,
  ) => {
    const { account, scope } = caller(c)
    return inScope(db, scope, async (tx) => {
      const batch = await findBatch(tx, id)
      if (!batch) throw new Refused(importRefusals.batchNotFound())
      const { kind, data } = order
      const call = { account, route: `${kind} ${id}`, key: c.req.header('idempotency-key'), body: data }
      return once(tx, call, async () => {
        await check(tx, batch)
        const { id: job } = await platform.jobs.enqueue(tx, {
          kind,
          data: { batch: id, ...data },
          account,
          title: order.title(batch),
          district: batch.district,
        })
        return { job }
      })
    })
  }
  const draftOf = (batch: Batch, version: number) => {
    if (batch.state !== 'draft') throw new Refused(importRefusals.notDraft())
    if (batch.version !== version) throw new Refused(importRefusals.changedMeanwhile())
  }

  app.openapi(frames.upload, async (c) => {
    const { account, scope, ...principal } = caller(c)
    const { in: into, kind, name, sheet } = c.req.valid('query')
    if (kind === 'ledger' && !hasRole({ account, scope, ...principal }, ...IMPORTERS))
      throw new Refused(commonRefusals.notAllowed())
    const { tree } = await tools()
    const today = platform.today()
    const division = orRefuse(divisionFor(tree, into, today))
    const outside = scopeCovers(tree, scope, division, today)
    if (outside) throw new Refused(outside)
    const bytes = new Uint8Array(await c.req.arrayBuffer())
    if (bytes.length > defaultLimits.fileBytes) throw new Refused(commonRefusals.tooLarge(MOST))
    const digest = createHash('sha256').update(bytes).digest('hex')
    const call = {
      account,
      route: 'POST /api/imports/batches',
      key: c.req.header('idempotency-key'),
      body: { into, kind, name, sheet, digest },
    }
    const district = tree.townshipsOf(division, today)[0]?.slice(0, 6) ?? division.slice(0, 6)
    const answer = await asSystem(db, (tx) =>
      once(tx, call, async () => {
        await removeForgotten(tx, UPLOAD, new Date(platform.now().getTime() - KEPT_MS))
        // A file of the account that sent it, until the job has read it: nobody else's scope shows it.
        const file = await saveFile(
          tx,
          { store: platform.files, keyring },
          { district: '', object: UPLOAD, name, account, content: wholeOf(bytes) },
        )
        const data: StageOrder = { file: file.id, fileName: name, kind, division, ...(sheet && { sheet }) }
        const { id: job } = await platform.jobs.enqueue(tx, {
          kind: importJobNames.stage,
          data,
          account,
          title: `检查 ${name}`,
          district,
        })
        return { job }
      }),
    )
    return c.json(answer, 200)
  })
  app.openapi(frames.list, async (c) => {
    const { scope } = caller(c)
    const batches = await inScope(db, scope, (tx) => listBatches(tx, c.req.valid('query')))
    return c.json({ batches: batches.map((batch) => contract.batchSummary.parse(batch)) }, 200)
  })
  app.openapi(frames.one, async (c) => {
    const principal = caller(c)
    const batch = await seen(principal, c.req.valid('param').id)
    return c.json(await inScope(db, principal.scope, (tx) => view(tx, batch)), 200)
  })
  app.openapi(frames.fixRow, async (c) => {
    const principal = caller(c)
    const { id, row } = c.req.valid('param')
    const given = { batch: id, row, ...c.req.valid('json') }
    const known = await tools()
    return c.json(await changed(principal, id, (tx) => repairRow(tx, known, by(principal), given)), 200)
  })
  app.openapi(frames.holdRow, async (c) => {
    const principal = caller(c)
    const { id, row } = c.req.valid('param')
    const given = { batch: id, row, ...c.req.valid('json') }
    return c.json(await changed(principal, id, (tx) => holdRow(tx, by(principal), given)), 200)
  })
  app.openapi(frames.transferRow, async (c) => {
    const principal = principalOf(c, 'townshipClerk', 'districtOfficer')
    const { id, row } = c.req.valid('param')
    const batch = await seen(principal, id)
    const around = { platform, principal, tree: await currentTree(db, platform.now().getTime()) }
    const key = c.req.header('idempotency-key')
    return c.json(await askTransfer(around, batch, row, c.req.valid('json'), key), 200)
  })
  app.openapi(frames.fixAlike, async (c) => {
    const principal = caller(c)
    const { id } = c.req.valid('param')
    const data = c.req.valid('json')
    const batch = await seen(principal, id)
    const repaired = await inScope(db, principal.scope, (tx) => countAlike(tx, batch, data))
    if (repaired > ROWS_IN_A_REQUEST) {
      const title = (of: Batch) => `修改 ${of.fileName} 中同类的 ${repaired} 行`
      const order = { kind: importJobNames.repair, title, data: { ...data, rows: repaired } }
      const { job } = await ordered(c, id, order, (_, of) => draftOf(of, data.version ?? of.version))
      return c.json({ ...(await asSystem(db, (tx) => view(tx, batch))), repaired, job }, 200)
    }
    const known = await tools()
    const done = await changed(principal, id, (tx) => repairAlike(tx, known, by(principal), { batch: id, ...data }))
    return c.json({ ...done, job: null }, 200)
  })
  app.openapi(frames.columns, async (c) => {
    const { id } = c.req.valid('param')
    const data = c.req.valid('json')
    const title = (batch: Batch) => `按新的列检查 ${batch.fileName}`
    const order = { kind: importJobNames.columns, title, data }
    return c.json(await ordered(c, id, order, (_, batch) => draftOf(batch, data.version)), 200)
  })
  app.openapi(frames.commit, async (c) => {
    const { id } = c.req.valid('param')
    const data = c.req.valid('json')
    const title = (batch: Batch) => `提交 ${batch.fileName}`
    const answer = await ordered(c, id, { kind: importJobNames.commit, title, data }, async (tx, batch) => {
      draftOf(batch, data.version)
      if ((await countRows(tx, batch)).valid === 0) throw new Refused(importRefusals.nothingToCommit())
    })
    return c.json(answer, 200)
  })
  app.openapi(frames.rollback, async (c) => {
    const { id } = c.req.valid('param')
    const title = (batch: Batch) => `回退 ${batch.fileName}`
    const answer = await ordered(c, id, { kind: importJobNames.rollback, title, data: {} }, (_, batch) => {
      if (batch.state !== 'committed') throw new Refused(importRefusals.notCommitted())
    })
    return c.json(answer, 200)
  })
  app.openapi(frames.discard, async (c) => {
    const principal = caller(c)
    const { id } = c.req.valid('param')
    await seen(principal, id)
    await asSystem(db, async (tx) => orRefuse(await discardBatch(tx, id, principal.account)))
    return c.json({ discarded: true as const }, 200)
  })
  readRoutes(app, platform, { caller, seen, tree: () => currentTree(db, platform.now().getTime()) })
  return app
}

async function* wholeOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
