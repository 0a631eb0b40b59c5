import { createRoute } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Day } from '../../platform/clock/day.ts'
import { elevated, inScope, type Tx } from '../../platform/db/index.ts'
import {
  type AppEnv,
  type AreaApp,
  commonRefusals,
  needGrantIn,
  ok,
  type Platform,
  principalOf,
  Refused,
  type Result,
  refuse,
} from '../../platform/http/index.ts'
import { hasRole, type Principal } from '../../platform/identity/index.ts'
import { reachOfDivision } from '../elders/index.ts'
import { AGENCY_ACTS, actsFor } from './acts.ts'
import { readCandidates } from './candidates.ts'
import * as contract from './contract.ts'
import { decideBetween, decideDispute, withdrawDispute } from './decide-between.ts'
import { reasonsAgainst } from './fit-pair.ts'
import { giveToAgency } from './give-order.ts'
import { assignByLoad, assignPair, cancelOrder, lockOrder, orderAssessments } from './orders.ts'
import { placesOf } from './places-of.ts'
import { ASKERS, EVERYBODY, needGrantOver, OFFICERS, organisationsOf, viewerOf } from './posts.ts'
import { type FoundOrder, findOrder, listOrders } from './read-orders.ts'
import { readSheet } from './read-sheet.ts'
import { refusals } from './refusals.ts'
import { lockSheet, reviewSheet } from './review.ts'
import { answer, body, Key, writeOnce } from './route-parts.ts'
import { openDisputeOf, sheetOfOrder } from './second-look.ts'
import { levelOn } from './settle-level.ts'

const routeOf = {
  list: createRoute({
    method: 'get',
    path: '/orders',
    summary: 'Orders, newest first',
    request: { query: contract.OrderQuery },
    responses: answer(contract.OrderPage, 'A page'),
  }),
  make: createRoute({
    method: 'post',
    path: '/orders',
    summary: 'Order assessments for some people',
    request: body(contract.MakeOrders),
    responses: answer(contract.OrdersMade, 'What was ordered and what was skipped'),
  }),
  read: createRoute({
    method: 'get',
    path: '/orders/{district}/{id}',
    summary: 'One order with its sheets',
    request: { params: Key },
    responses: answer(contract.Order, 'The order'),
  }),
  candidates: createRoute({
    method: 'get',
    path: '/orders/{district}/{id}/candidates',
    summary: 'Who may assess, and what speaks against each',
    request: { params: Key },
    responses: answer(contract.Candidates, 'Assessors'),
  }),
  act: createRoute({
    method: 'post',
    path: '/orders/{district}/{id}/acts',
    summary: 'Give, assign, cancel, confirm, return, decide',
    request: { params: Key, ...body(contract.OrderAct) },
    responses: answer(contract.actOnOrder.response, 'Done'),
  }),
}

/** Orders of W16: made, given to a pair, reviewed, decided. */
export function orderRoutes(platform: Platform, app: AreaApp): void {
  const seen = async (who: Principal, key: { district: string; id: string }) => {
    const viewer = await viewerOf(platform, who)
    return inScope(platform.db, who.scope, async (tx) => {
      const order = await findOrder(tx, viewer, platform.keyring, key)
      if (order === undefined) throw new Refused(refusals.orderUnknown())
      return order
    })
  }

  app.openapi(routeOf.list, async (c) => {
    const who = principalOf(c, ...EVERYBODY)
    const viewer = await viewerOf(platform, who)
    const { area, ...query } = c.req.valid('query')
    const within = area === undefined ? undefined : reachOfDivision(viewer.tree, area, viewer.today)
    if (area !== undefined && within === undefined) throw new Refused(commonRefusals.notFound())
    const page = await inScope(platform.db, who.scope, (tx) => listOrders(tx, viewer, { ...query, within }))
    return c.json({ ...page, count: { total: page.rows.length, capped: page.next !== null } }, 200)
  })
  app.openapi(routeOf.make, async (c) => {
    const who = principalOf(c, ...ASKERS)
    const given = c.req.valid('json')
    const call = { route: 'assessments.orders', key: c.req.header('idempotency-key'), body: given }
    const places = await inScope(platform.db, who.scope, (tx) => placesOf(tx, given.district, given.elderIds))
    if (places.length === 0) throw new Refused(refusals.elderUnknown())
    for (const place of places) needGrantOver(who, ASKERS, place)
    const made = await writeOnce(platform, who, call, async (tx) =>
      ok(
        await orderAssessments(tx, {
          ...given,
          elderIds: places.map((place) => place.id),
          dueOn: given.dueOn as Day | null,
          account: who.account,
          today: platform.today(),
        }),
      ),
    )
    const unseen = given.elderIds.filter((id) => !places.some((place) => place.id === id))
    return c.json(
      { ...made, skipped: [...made.skipped, ...unseen.map((elderId) => ({ elderId, why: 'unknown' }))] },
      200,
    )
  })
  app.openapi(routeOf.read, async (c) => {
    const who = principalOf(c, ...EVERYBODY)
    const key = c.req.valid('param')
    const { organisation: _, firstAccount: __, secondAccount: ___, ...order } = await seen(who, key)
    const rest = await inScope(platform.db, who.scope, (tx) =>
      elevated(tx, async () => {
        const sheet = await sheetOfOrder(tx, key)
        const hidden = sheet === undefined || sheet.state === 'awaitingSecond'
        return {
          sheet: sheet ?? null,
          other:
            hidden || order.aboutId === null
              ? null
              : ((await readSheet(tx, { district: key.district, id: order.aboutId })) ?? null),
          level: (await levelOn(tx, key.district, order.elderId, platform.today())) ?? null,
          disputeId: (await openDisputeOf(tx, key)) ?? null,
        }
      }),
    )
    noteRead(platform, c, who, order)
    const acts = actsFor(who, { ...order, ...rest, organisation: _, firstAccount: __, secondAccount: ___ })
    const level = rest.level === null ? null : { ...rest.level, level: rest.level.level as string }
    return c.json({ ...order, ...rest, level, acts }, 200)
  })
  app.openapi(routeOf.candidates, async (c) => {
    const who = principalOf(c, ...OFFICERS, 'assessmentAgency')
    const order = await seen(who, c.req.valid('param'))
    const agency = hasRole(who, ...OFFICERS) ? undefined : (order.agencyId ?? undefined)
    const { candidates, situation } = await inScope(platform.db, who.scope, (tx) =>
      elevated(tx, () => readCandidates(tx, order, platform.today(), agency)),
    )
    return c.json(
      {
        rows: candidates.map((each) => ({
          id: each.id,
          name: each.name,
          agencyId: each.agencyId,
          agency: each.agency,
          background: each.background as 'medical',
          certifiedUntil: each.certifiedUntil,
          load: each.load,
          against: reasonsAgainst(each, situation),
        })),
        operatorsKnown: situation.operators.length > 0,
      },
      200,
    )
  })
  app.openapi(routeOf.act, async (c) => {
    const who = principalOf(c, ...OFFICERS, 'assessmentAgency')
    const key = c.req.valid('param')
    const given = c.req.valid('json')
    const order = await seen(who, key)
    const asDesk = needHand(who, order, given.act)
    const call = { route: `assessments.act.${key.id}`, key: c.req.header('idempotency-key'), body: given }
    const done = await writeOnce(platform, who, call, (tx) =>
      perform(tx, { account: who.account, desk: asDesk ? order.agencyId : null }, key, given, platform.today()),
    )
    return c.json(done, 200)
  })
}

function noteRead(
  platform: Platform,
  c: Context<AppEnv>,
  who: Principal,
  order: { district: string; elderId: string },
): void {
  platform.reads.note({
    district: order.district,
    account: who.account,
    action: 'assessment.read',
    object: 'elder',
    objectId: order.elderId,
    requestId: c.get('requestId'),
  })
}

/** The district's officers do everything; an agency gives its own orders to its own people. True for an agency's desk. */
function needHand(who: Principal, order: FoundOrder, act: contract.OrderAct['act']): boolean {
  if (hasRole(who, ...OFFICERS)) {
    needGrantIn(who, OFFICERS, order.district)
    return false
  }
  const own = order.organisation !== null && organisationsOf(who).includes(order.organisation)
  if (!own || !AGENCY_ACTS.includes(act)) throw new Refused(commonRefusals.notAllowed())
  return true
}

type Done = { state: string; words: string }

/** `desk` is the agency for whose desk somebody acts: its orders go to its own people only. */
type By = { readonly account: string; readonly desk: string | null }

async function perform(
  tx: Tx,
  { account, desk }: By,
  key: { district: string; id: string },
  given: contract.OrderAct,
  today: Day,
): Promise<Result<Done>> {
  const order = await lockOrder(tx, key)
  if (order === undefined || (desk !== null && order.agencyId !== desk)) return refuse(refusals.orderUnknown())
  switch (given.act) {
    case 'give':
      return said(await giveToAgency(tx, account, order, given.agencyId), 'open', (to) => `已派给${to.agency}`)
    case 'assign': {
      const pair = { ...given, plannedOn: given.plannedOn as Day | null }
      const done = await assignPair(tx, account, order, pair, today, desk ?? undefined)
      return said(done, 'assigned', (pair) => `已派给${pair.first}、${pair.second}`)
    }
    case 'assignByLoad': {
      const agency = order.agencyId ?? given.agencyId
      const done = await assignByLoad(tx, account, order, agency, given.plannedOn as Day | null, today)
      return said(done, 'assigned', (pair) => `已派给${pair.first}、${pair.second}`)
    }
    case 'cancel': {
      const dispute = await openDisputeOf(tx, key)
      const done = await cancelOrder(tx, account, order, given.why)
      if (done.ok && dispute !== undefined)
        await withdrawDispute(tx, account, { district: key.district, id: dispute }, given.why)
      return said(done, 'cancelled', () =>
        dispute === undefined ? '已取消这张评估单' : '已取消这张评估单，异议撤回，原结果继续有效',
      )
    }
    case 'confirm':
    case 'return': {
      const found = await sheetOfOrder(tx, key)
      const sheet = found === undefined ? undefined : await lockSheet(tx, { district: key.district, id: found.id })
      if (sheet === undefined) return refuse(refusals.sheetUnknown())
      const done = await reviewSheet(tx, account, sheet, { outcome: given.act, note: given.note })
      return said(done, given.act, () => (given.act === 'confirm' ? '等级已生效，写入老人档案' : '已退回原组重评'))
    }
    case 'decide': {
      if (order.aboutId === null) return refuse(refusals.wrongState())
      const dispute = await openDisputeOf(tx, key)
      const done =
        dispute === undefined
          ? await decideBetween(tx, account, { district: key.district, firstId: order.aboutId, orderId: key.id }, given)
          : await decideDispute(tx, account, { district: key.district, id: dispute }, given)
      return said(done, 'closed', ({ from }) => `已裁定，自 ${from} 起按此等级`)
    }
  }
}

const said = <T>(done: Result<T>, state: string, words: (value: T) => string): Result<Done> =>
  done.ok ? ok({ state, words: words(done.value) }) : done
