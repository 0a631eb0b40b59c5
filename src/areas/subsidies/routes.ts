import { createRoute, z } from '@hono/zod-openapi'
import { parseMonth } from '../../platform/clock/day.ts'
import { elevated, inScope, type Tx } from '../../platform/db/index.ts'
import {
  areaApp,
  needGrantIn,
  once,
  orRefuse,
  type Platform,
  principalOf,
  Refused,
  type Result,
} from '../../platform/http/index.ts'
import type { Principal, Role } from '../../platform/identity/index.ts'
import { readSettings } from '../rules/index.ts'
import { actsFor, MAY } from './acts.ts'
import { approveClaim, prepareClaim, returnClaim, verifyClaim } from './claim.ts'
import * as contract from './contract.ts'
import { findPlace } from './evidence.ts'
import { payInstalment, releaseInstalment } from './pay-instalment.ts'
import { recordPoolUse } from './pool-use.ts'
import { listClaims, listItems, listPlaces, readClaim, readPaymentList } from './read-claims.ts'
import { refusals } from './refusals.ts'

const READERS: Role[] = ['districtOfficer', 'districtFinance', 'cityOfficer']
const answer = <T extends z.ZodType>(schema: T, description: string) => ({
  200: { description, content: { 'application/json': { schema } } },
})
const json = <T extends z.ZodType>(schema: T) => ({
  content: { 'application/json': { schema } },
  required: true as const,
})
const District = z.object({ district: z.string().regex(/^\d{6}$/) })
const Key = District.extend({ id: z.uuid() })

const routeOf = {
  list: createRoute({
    method: 'get',
    path: '/claims',
    summary: 'Claims, newest first',
    request: { query: contract.ClaimQuery },
    responses: answer(contract.ClaimPage, 'A page'),
  }),
  read: createRoute({
    method: 'get',
    path: '/claims/{district}/{id}',
    summary: 'One claim with its cards',
    request: { params: Key },
    responses: answer(contract.Claim, 'The claim'),
  }),
  items: createRoute({
    method: 'get',
    path: '/claims/{district}/{id}/items',
    summary: 'What was counted and left out',
    request: { params: Key, query: contract.ItemQuery },
    responses: answer(contract.ItemPage, 'A page'),
  }),
  prepare: createRoute({
    method: 'post',
    path: '/claims',
    summary: 'Compute a claim',
    request: { body: json(contract.Prepare) },
    responses: answer(contract.prepareClaim.response, 'The claim'),
  }),
  act: createRoute({
    method: 'post',
    path: '/claims/{district}/{id}/acts',
    summary: 'Verify, approve, return, release, pay',
    request: { params: Key, body: json(contract.Act) },
    responses: answer(contract.actOnClaim.response, 'Done'),
  }),
  places: createRoute({
    method: 'get',
    path: '/places/{district}',
    summary: 'Places that may claim',
    request: { params: District },
    responses: answer(contract.Places, 'Places'),
  }),
  payments: createRoute({
    method: 'get',
    path: '/payments/{district}',
    summary: 'The payment list',
    request: { params: District },
    responses: answer(contract.PaymentList, 'Instalments'),
  }),
}

/** Routes of `/api/subsidies` (W11). */
export function subsidyRoutes(platform: Platform) {
  const app = areaApp()
  const scoped = <T>(who: Principal, work: (tx: Tx) => Promise<T>): Promise<T> => inScope(platform.db, who.scope, work)
  /** A write once: refused anywhere, the whole transaction is given up. */
  const write = <T>(
    who: Principal,
    call: { route: string; key: string | undefined; body: unknown },
    work: (tx: Tx) => Promise<Result<T>>,
  ): Promise<T> =>
    scoped(who, (tx) =>
      once(tx, { ...call, account: who.account }, () => elevated(tx, async () => orRefuse(await work(tx)))),
    )

  app.openapi(routeOf.list, async (c) => {
    const who = principalOf(c, ...READERS)
    const page = await scoped(who, (tx) => listClaims(tx, c.req.valid('query')))
    return c.json({ ...page, count: { total: page.rows.length, capped: page.next !== null } }, 200)
  })
  app.openapi(routeOf.read, async (c) => {
    const who = principalOf(c, ...READERS)
    const { district, id } = c.req.valid('param')
    const claim = await scoped(who, (tx) => readClaim(tx, district, id))
    if (claim === undefined) throw new Refused(refusals.claimUnknown())
    return c.json({ ...claim, acts: actsFor(who, claim) }, 200)
  })
  app.openapi(routeOf.items, async (c) => {
    const who = principalOf(c, ...READERS)
    const { district, id } = c.req.valid('param')
    const page = await scoped(who, (tx) => listItems(tx, district, id, c.req.valid('query')))
    // A page of person-months names people: that it was read is kept.
    if (page.rows.some((row) => row.person))
      platform.reads.note({
        district,
        account: who.account,
        action: 'subsidy.items.read',
        object: 'subsidies.claim',
        objectId: id,
        requestId: c.get('requestId'),
      })
    return c.json(page, 200)
  })
  app.openapi(routeOf.prepare, async (c) => {
    const who = principalOf(c, ...MAY.verify)
    const body = c.req.valid('json')
    needGrantIn(who, MAY.verify, body.district)
    const from = parseMonth(body.from)
    const to = parseMonth(body.to)
    const now = platform.today().slice(0, 7)
    if (from === undefined || to === undefined || to < from || body.to >= now || monthsBetween(body.from, body.to) > 12)
      throw new Refused(refusals.monthsInvalid())
    const made = await write(
      who,
      { route: 'subsidies.prepare', key: c.req.header('idempotency-key'), body },
      async (tx) => {
        const place = body.place === undefined ? undefined : await findPlace(tx, body.district, body.place)
        const settings = await readSettings(tx)
        const order = {
          district: body.district,
          rule: body.rule,
          from,
          to,
          settings,
          ...(place === undefined ? {} : { place }),
          ...(body.centres === undefined ? {} : { centres: body.centres }),
        }
        return prepareClaim(tx, who.account, order, body.note)
      },
    )
    return c.json(made, 200)
  })
  app.openapi(routeOf.act, async (c) => {
    const who = principalOf(c, ...READERS)
    const key = c.req.valid('param')
    const body = c.req.valid('json')
    needGrantIn(who, MAY[body.act], key.district)
    const done = await write(
      who,
      { route: `subsidies.act.${key.id}`, key: c.req.header('idempotency-key'), body },
      (tx) => act(tx, who.account, key, body, platform.today()),
    )
    return c.json(done, 200)
  })
  app.openapi(routeOf.places, async (c) => {
    const who = principalOf(c, ...READERS)
    return c.json(await scoped(who, (tx) => listPlaces(tx, c.req.valid('param').district)), 200)
  })
  app.openapi(routeOf.payments, async (c) => {
    const who = principalOf(c, ...READERS)
    return c.json(await scoped(who, (tx) => readPaymentList(tx, c.req.valid('param').district)), 200)
  })
  return app
}

type Today = ReturnType<Platform['today']>

function act(
  tx: Tx,
  account: string,
  key: { district: string; id: string },
  body: contract.Act,
  today: Today,
): Promise<Result<{ done: boolean }>> {
  switch (body.act) {
    case 'verify':
      return verifyClaim(tx, account, key, body.checked)
    case 'approve':
      return approveClaim(tx, account, key, body.instalments)
    case 'return':
      return returnClaim(tx, account, key, body.reason)
    case 'release':
      return releaseInstalment(tx, account, key, body.no, body.evidence)
    case 'pay':
      return payInstalment(tx, account, key, body.no, today)
    case 'use':
      return recordPoolUse(tx, account, key, body)
  }
}

const monthsBetween = (from: string, to: string): number =>
  (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7)) + 1
