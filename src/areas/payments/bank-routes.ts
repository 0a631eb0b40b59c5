import { Readable } from 'node:stream'
import { createRoute, z } from '@hono/zod-openapi'
import { elevated, inScope } from '../../platform/db/index.ts'
import { openFile } from '../../platform/files/index.ts'
import {
  type AreaApp,
  commonRefusals,
  once,
  orRefuse,
  type Platform,
  principalOf,
  Refused,
} from '../../platform/http/index.ts'
import type { Principal, Role } from '../../platform/identity/index.ts'
import * as contract from './bank-contract.ts'
import { decideBankProfile, proposeBankProfile, readBankProfile, viewBankProfile } from './bank-profile.ts'
import { homeOf, type PaymentBatch } from './batches.ts'
import { Acted } from './contract.ts'
import { encryptFor } from './encrypt-file.ts'
import { hasPostAt } from './post-at.ts'
import { refusals } from './refusals.ts'
import { answer, type Calls, json, visible } from './route-parts.ts'
import type { SheetColumn } from './sheet-columns.ts'
import { sheetOf } from './sheets.ts'

const District = z.object({ district: z.string().regex(/^[0-9a-z]{6,12}$/) })

const routeOf = {
  profile: createRoute({
    method: 'get',
    path: '/bank-profiles/{district}',
    request: { params: District },
    responses: answer(contract.BankProfile, 'How files leave for the bank, and what waits for the second person'),
  }),
  propose: createRoute({
    method: 'post',
    path: '/bank-profiles/{district}',
    summary: 'Put columns and the bank’s public key forward',
    request: { params: District, body: json(contract.ProposeBankProfile) },
    responses: answer(contract.proposeBankProfile.response, 'What waits'),
  }),
  decide: createRoute({
    method: 'post',
    path: '/bank-profiles/{district}/{id}',
    summary: 'The second person signs it or turns it down',
    request: { params: District.extend({ id: z.uuid() }), body: json(contract.DecideBankProfile) },
    responses: answer(Acted, 'Done'),
  }),
}

/** Files for the bank and how they leave. The full list leaves for the bank alone: finance, after the seal, with a trace. */
export function bankRoutes(app: AreaApp, { platform, scoped }: Calls): void {
  const mine = (who: Principal, district: string, ...posts: Role[]) => {
    if (!hasPostAt(who, district, ...posts)) throw new Refused(refusals.notAllowed())
  }
  app.openapi(routeOf.profile, async (c) => {
    const who = principalOf(c, 'districtFinance', 'districtOfficer')
    const { district } = c.req.valid('param')
    mine(who, district, 'districtFinance', 'districtOfficer')
    return c.json(await scoped(who, (tx) => viewBankProfile(tx, district, who.account)), 200)
  })
  app.openapi(routeOf.propose, async (c) => {
    const who = principalOf(c, 'districtFinance')
    const { district } = c.req.valid('param')
    mine(who, district, 'districtFinance')
    const body = c.req.valid('json')
    const call = {
      account: who.account,
      route: `payments.bank.${district}`,
      key: c.req.header('idempotency-key'),
      body,
    }
    const by = { account: who.account, requestId: c.get('requestId') }
    return c.json(
      await scoped(who, (tx) => once(tx, call, async () => orRefuse(await proposeBankProfile(tx, district, body, by)))),
      200,
    )
  })
  app.openapi(routeOf.decide, async (c) => {
    const who = principalOf(c, 'districtFinance', 'districtOfficer')
    const { district, id } = c.req.valid('param')
    mine(who, district, 'districtFinance', 'districtOfficer')
    const body = c.req.valid('json')
    const call = { account: who.account, route: `payments.bank.${id}`, key: c.req.header('idempotency-key'), body }
    const by = { account: who.account, requestId: c.get('requestId') }
    return c.json(
      await scoped(who, (tx) =>
        once(tx, call, () =>
          elevated(tx, async () => orRefuse(await decideBankProfile(tx, district, id, body.accept, by))),
        ),
      ),
      200,
    )
  })
  // Files are bytes, so this stands beside the contract.
  app.get('/batches/:batch/files/:form', async (c) => {
    const who = principalOf(c, 'districtFinance')
    const [id, form] = [c.req.param('batch'), c.req.param('form')]
    if (!z.uuid().safeParse(id).success || !['text', 'csv', 'xlsx'].includes(form))
      throw new Refused(commonRefusals.notFound())
    const batch = await scoped(who, (tx) => visible(tx, id))
    // Every account in full stands in it: for the finance office that pays, not for one that sees a neighbour's rows.
    mine(who, batch.payer, 'districtFinance')
    if (batch.seal === null || batch.fileId === null) throw new Refused(refusals.noFile())
    platform.reads.note({
      account: who.account,
      district: homeOf(batch),
      action: `payments.file.${form}`,
      object: 'payments.batch',
      objectId: id,
      requestId: c.get('requestId'),
    })
    const profile = await scoped(who, (tx) => readBankProfile(tx, homeOf(batch)))
    const key = profile.publicKey
    const name = encodeURIComponent(
      `支付名单-${batch.month.slice(0, 7)}-${id.slice(-8)}.${form === 'text' ? 'txt' : form}${key === null ? '' : '.jwe'}`,
    )
    const content =
      form === 'text'
        ? (
            await scoped(who, (tx) =>
              openFile(tx, { store: platform.files, keyring: platform.keyring }, batch.fileId ?? ''),
            )
          )?.content
        : await sheetStream(platform, who, batch, profile.columns, form === 'csv' ? 'csv' : 'xlsx')
    if (content === undefined) throw new Refused(refusals.noFile())
    const out = key === null ? content : Readable.from(encryptFor(key, content))
    return new Response(Readable.toWeb(out) as ReadableStream, {
      headers: {
        'content-type': 'application/octet-stream',
        'content-disposition': `attachment; filename*=UTF-8''${name}`,
        'cache-control': 'no-store',
      },
    })
  })
}

/** A sheet is read in a transaction that lasts as long as the download. */
async function sheetStream(
  platform: Platform,
  who: Principal,
  batch: PaymentBatch,
  columns: readonly SheetColumn[],
  form: 'csv' | 'xlsx',
): Promise<Readable> {
  return new Promise((resolve, reject) => {
    inScope(platform.db, who.scope, async (tx) => {
      const stream = sheetOf(tx, batch, platform.keyring, columns, form)
      resolve(stream)
      await new Promise<void>((done) => stream.once('close', () => done()))
    }).catch(reject)
  })
}
