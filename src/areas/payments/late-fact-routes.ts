import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { elevated, type Tx } from '../../platform/db/index.ts'
import {
  type AppEnv,
  type AreaApp,
  commonRefusals,
  once,
  orRefuse,
  principalOf,
  Refused,
} from '../../platform/http/index.ts'
import type { Principal } from '../../platform/identity/index.ts'
import { findRun } from '../benefits/index.ts'
import { actOnPair, listPairs } from './act-on-pair.ts'
import { actOnClawback } from './clawbacks.ts'
import * as contract from './contract.ts'
import { decideCorrections, proposeCorrections } from './corrections.ts'
import { hasPostAt } from './post-at.ts'
import { listClawbacks, listCorrections, readClawback } from './read-late-facts.ts'
import { refusals } from './refusals.ts'
import { answer, type Calls, json, READERS } from './route-parts.ts'

const Case = z.object({ clawback: z.uuid() })
/** The key of the last row: district, person, benefit and month. */
const AfterCorrection = z.object({
  after: z
    .string()
    .regex(/^\w{1,12} [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12} [a-z-]{1,60} \d{4}-(0[1-9]|1[0-2])-01$/)
    .optional(),
})
const AfterCase = z.object({ after: z.uuid().optional() })

const routeOf = {
  corrections: createRoute({
    method: 'get',
    path: '/corrections/{run}',
    request: { params: z.object({ run: z.uuid() }), query: AfterCorrection },
    responses: answer(contract.CorrectionPage, 'Differences of earlier months that were put forward'),
  }),
  propose: createRoute({
    method: 'post',
    path: '/corrections',
    summary: 'Put the differences of a run forward',
    request: { body: json(contract.CollectCorrections) },
    responses: answer(contract.Decided, 'How many'),
  }),
  decide: createRoute({
    method: 'post',
    path: '/corrections/decisions',
    summary: 'The second signature: back pay and cases',
    request: { body: json(contract.DecideCorrections) },
    responses: answer(contract.Decided, 'How many'),
  }),
  clawbacks: createRoute({
    method: 'get',
    path: '/clawbacks',
    request: { query: AfterCase },
    responses: answer(contract.ClawbackPage, 'Cases in scope'),
  }),
  clawback: createRoute({
    method: 'get',
    path: '/clawbacks/{clawback}',
    request: { params: Case },
    responses: answer(contract.ClawbackView, 'One case'),
  }),
  actOnClawback: createRoute({
    method: 'post',
    path: '/clawbacks/{clawback}/acts',
    request: { params: Case, body: json(contract.ClawbackAct) },
    responses: answer(contract.Acted, 'Done'),
  }),
  pairs: createRoute({
    method: 'get',
    path: '/pairs',
    responses: answer(contract.PairList, 'Payments that may not stand together'),
  }),
  actOnPair: createRoute({
    method: 'post',
    path: '/pairs/{pair}',
    request: { params: z.object({ pair: z.uuid() }), body: json(contract.PairAct) },
    responses: answer(contract.Acted, 'Done'),
  }),
}

/** W08: what late facts come to, money asked back, and pairs. */
export function lateFactRoutes(app: AreaApp, { platform, scoped }: Calls): void {
  app.openapi(routeOf.corrections, async (c) => {
    const who = principalOf(c, ...READERS)
    const { run } = c.req.valid('param')
    const page = await scoped(who, async (tx) => {
      const found = await findRun(tx, run)
      if (found === undefined) throw new Refused(refusals.noRun())
      return listCorrections(tx, run, found.districts, c.req.valid('query').after)
    })
    noteRead(c, who, 'payments.corrections', 'benefits.run', run)
    return c.json(page, 200)
  })
  app.openapi(routeOf.propose, async (c) => {
    const who = principalOf(c, 'districtOfficer')
    const body = c.req.valid('json')
    const by = { account: who.account, today: platform.today(), requestId: c.get('requestId') }
    const call = { account: who.account, route: 'payments.corrections', key: c.req.header('idempotency-key'), body }
    const done = await scoped(who, (tx) =>
      once(tx, call, async () => {
        await needRun(tx, body.run, who)
        return elevated(tx, async () => orRefuse(await proposeCorrections(tx, body.run, by)))
      }),
    )
    return c.json(done, 200)
  })
  app.openapi(routeOf.decide, async (c) => {
    const who = principalOf(c, 'districtOfficer', 'districtFinance')
    const { run, ...given } = c.req.valid('json')
    const by = { account: who.account, today: platform.today(), requestId: c.get('requestId') }
    const call = {
      account: who.account,
      route: `payments.corrections.${run}`,
      key: c.req.header('idempotency-key'),
      body: given,
    }
    const done = await scoped(who, (tx) =>
      once(tx, call, async () => {
        await needRun(tx, run, who)
        return elevated(tx, async () => orRefuse(await decideCorrections(tx, run, given, by)))
      }),
    )
    return c.json(done, 200)
  })
  app.openapi(routeOf.clawbacks, async (c) => {
    const who = principalOf(c, ...READERS)
    const page = await scoped(who, (tx) => listClawbacks(tx, c.req.valid('query').after))
    noteRead(c, who, 'payments.clawbacks', 'payments.clawback')
    return c.json(page, 200)
  })
  app.openapi(routeOf.clawback, async (c) => {
    const who = principalOf(c, ...READERS)
    const { clawback } = c.req.valid('param')
    const found = await scoped(who, (tx) => readClawback(tx, clawback, platform.today()))
    if (found === undefined) throw new Refused(refusals.clawbackUnknown())
    platform.reads.note({
      account: who.account,
      district: found.district,
      action: 'payments.clawback',
      object: 'elder',
      objectId: found.elder,
      requestId: c.get('requestId'),
    })
    return c.json(found, 200)
  })
  app.openapi(routeOf.actOnClawback, async (c) => {
    const who = principalOf(c, 'townshipClerk', 'districtOfficer', 'districtFinance')
    const { clawback } = c.req.valid('param')
    const body = c.req.valid('json')
    const by = { account: who.account, today: platform.today(), requestId: c.get('requestId') }
    const call = {
      account: who.account,
      route: `payments.clawback.${clawback}`,
      key: c.req.header('idempotency-key'),
      body,
    }
    const done = await scoped(who, (tx) =>
      once(tx, call, async () => {
        if ((await readClawback(tx, clawback, platform.today())) === undefined)
          throw new Refused(commonRefusals.notFound())
        return elevated(tx, async () => orRefuse(await actOnClawback(tx, clawback, body, by)))
      }),
    )
    return c.json(done, 200)
  })
  app.openapi(routeOf.pairs, async (c) => {
    const who = principalOf(c, ...READERS)
    const pairs = await scoped(who, listPairs)
    noteRead(c, who, 'payments.pairs', 'payments.pair')
    return c.json({ pairs }, 200)
  })
  app.openapi(routeOf.actOnPair, async (c) => {
    const who = principalOf(c, 'districtOfficer')
    const { pair } = c.req.valid('param')
    const body = c.req.valid('json')
    const call = { account: who.account, route: `payments.pair.${pair}`, key: c.req.header('idempotency-key'), body }
    const done = await scoped(who, (tx) =>
      once(tx, call, () => elevated(tx, async () => orRefuse(await actOnPair(tx, pair, body, who, platform.today())))),
    )
    return c.json(done, 200)
  })

  /** A list with names was read: who, what, and of which run where it is one. */
  function noteRead(c: Context<AppEnv>, who: Principal, action: string, object: string, objectId?: string): void {
    platform.reads.note({
      account: who.account,
      action,
      object,
      ...(objectId !== undefined && { objectId }),
      requestId: c.get('requestId'),
    })
  }
}

/** The run, where the caller sees all of it and holds the post at its payer. */
async function needRun(tx: Tx, id: string, who: Principal): Promise<void> {
  const run = await findRun(tx, id)
  if (run === undefined || !run.districts.every((each) => who.scope.districts.includes(each)))
    throw new Refused(refusals.noRun())
  if (!hasPostAt(who, run.payer, 'districtOfficer', 'districtFinance')) throw new Refused(refusals.notAllowed())
}
