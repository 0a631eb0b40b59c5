import { createRoute, z } from '@hono/zod-openapi'
import { elevated } from '../../platform/db/index.ts'
import { type AreaApp, needGrantIn, once, orRefuse, principalOf } from '../../platform/http/index.ts'
import { Acted } from './contract.ts'
import { answer, type Calls, json } from './route-parts.ts'
import * as contract from './settlement-contract.ts'
import { listSettlements, paySettlement, proposeSettlement, withdrawSettlement } from './settlements.ts'

const Paper = z.object({ district: z.string().length(6), id: z.uuid() })

const routeOf = {
  list: createRoute({
    method: 'get',
    path: '/settlements',
    responses: answer(contract.Settlements, 'What lies between districts, and the papers about it'),
  }),
  propose: createRoute({
    method: 'post',
    path: '/settlements',
    summary: 'Ask another district for what was paid in its place',
    request: { body: json(contract.ProposeSettlement) },
    responses: answer(contract.proposeSettlement.response, 'The paper'),
  }),
  pay: createRoute({
    method: 'post',
    path: '/settlements/{district}/{id}',
    summary: 'Pay what another district has paid in one’s place',
    request: { params: Paper },
    responses: answer(Acted, 'Done'),
  }),
  withdraw: createRoute({
    method: 'post',
    path: '/settlements/{district}/{id}/withdrawal',
    summary: 'Take back what was asked and is not paid',
    request: { params: Paper },
    responses: answer(Acted, 'Done'),
  }),
}

/** W08: settlement between districts after a move that was told late. */
export function settlementRoutes(app: AreaApp, { platform, scoped }: Calls): void {
  app.openapi(routeOf.list, async (c) => {
    const who = principalOf(c, 'districtOfficer', 'districtFinance', 'cityOfficer')
    return c.json(await scoped(who, (tx) => listSettlements(tx, who)), 200)
  })
  app.openapi(routeOf.propose, async (c) => {
    const who = principalOf(c, 'districtOfficer')
    const body = c.req.valid('json')
    needGrantIn(who, ['districtOfficer'], body.district)
    const by = { account: who.account, today: platform.today(), requestId: c.get('requestId') }
    const call = { account: who.account, route: 'payments.settlement', key: c.req.header('idempotency-key'), body }
    const made = await scoped(who, (tx) =>
      once(tx, call, () => elevated(tx, async () => orRefuse(await proposeSettlement(tx, body, by)))),
    )
    return c.json(made, 200)
  })
  app.openapi(routeOf.pay, async (c) => {
    const who = principalOf(c, 'districtFinance')
    const paper = c.req.valid('param')
    const by = { account: who.account, today: platform.today(), requestId: c.get('requestId') }
    const call = {
      account: who.account,
      route: `payments.settlement.${paper.id}`,
      key: c.req.header('idempotency-key'),
      body: {},
    }
    const done = await scoped(who, (tx) =>
      once(tx, call, () => elevated(tx, async () => orRefuse(await paySettlement(tx, paper, who, by)))),
    )
    return c.json(done, 200)
  })
  app.openapi(routeOf.withdraw, async (c) => {
    const who = principalOf(c, 'districtOfficer')
    const paper = c.req.valid('param')
    needGrantIn(who, ['districtOfficer'], paper.district)
    const by = { account: who.account, today: platform.today(), requestId: c.get('requestId') }
    const call = {
      account: who.account,
      route: `payments.settlement.withdraw.${paper.id}`,
      key: c.req.header('idempotency-key'),
      body: {},
    }
    const done = await scoped(who, (tx) =>
      once(tx, call, () => elevated(tx, async () => orRefuse(await withdrawSettlement(tx, paper, by)))),
    )
    return c.json(done, 200)
  })
}
