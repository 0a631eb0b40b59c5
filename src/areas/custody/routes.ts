import { createRoute, z } from '@hono/zod-openapi'
import { asSystem, elevated, inScope, type Tx } from '../../platform/db/index.ts'
import {
  areaApp,
  commonRefusals,
  once,
  orRefuse,
  type Platform,
  principalOf,
  Refused,
  type Result,
} from '../../platform/http/index.ts'
import type { Principal, Role } from '../../platform/identity/index.ts'
import { readFacility } from '../facilities/index.ts'
import { readSettings } from '../rules/index.ts'
import { openCustodyAccount } from './accounts.ts'
import { actsFor, oversees, READERS } from './acts.ts'
import { agree, endAgreement } from './agreements.ts'
import { checkCustody, closeAlert } from './check-custody.ts'
import * as contract from './contract.ts'
import { writeEvidencePack } from './evidence-pack.ts'
import { WINDOW_DAYS } from './figures.ts'
import { loadBankDay, readBank } from './load-bank-day.ts'
import { matchMovement } from './match.ts'
import { setPrice } from './prices.ts'
import {
  bankOf,
  districtsInCustody,
  districtsOf,
  listCustody,
  readBankRequests,
  readHeldOfElder,
  readHomeCustody,
} from './read-custody.ts'
import { refusals } from './refusals.ts'
import { signStep, takeStep } from './steps.ts'
import { askWithdrawal, bringEvidence, decideWithdrawal, withdrawRequest } from './withdrawals.ts'

/** The evidence pack holds everything a home can have: a workbook's sheet ends later. */
const MOST_IN_PACK = 500_000
const BANK: Role[] = ['custodyBank']
const answer = <T extends z.ZodType>(schema: T, description: string) => ({
  200: { description, content: { 'application/json': { schema } } },
})
const json = <T extends z.ZodType>(schema: T) => ({
  content: { 'application/json': { schema } },
  required: true as const,
})
const District = z.object({ district: z.string().regex(/^\d{6}$/) })
const Home = District.extend({ facility: z.uuid() })
const Key = Home.extend({ id: z.uuid() })
const write = <B extends z.ZodType, R extends z.ZodType>(path: string, summary: string, body: B, response: R) =>
  createRoute({
    method: 'post',
    path: `/{district}/{facility}${path}`,
    summary,
    request: { params: path.includes('{id}') ? Key : Home.extend({ id: z.uuid().optional() }), body: json(body) },
    responses: answer(response, 'Done'),
  })

const routeOf = {
  requests: createRoute({
    method: 'get',
    path: '/requests',
    summary: 'Requests that wait for the caller’s bank',
    responses: answer(contract.BankRequests, 'Oldest first'),
  }),
  held: createRoute({
    method: 'get',
    path: '/held/{district}',
    summary: 'What a person has in custody on a day',
    request: { params: District, query: contract.HeldQuery },
    responses: answer(contract.HeldOfElder, 'To the fen'),
  }),
  list: createRoute({
    method: 'get',
    path: '/{district}',
    summary: 'Homes with prepayments, alerts first',
    request: { params: District },
    responses: answer(contract.Homes, 'Homes'),
  }),
  own: createRoute({
    method: 'get',
    path: '/own',
    summary: 'The homes that the caller’s organisation runs',
    responses: answer(contract.Homes, 'Homes'),
  }),
  read: createRoute({
    method: 'get',
    path: '/{district}/{facility}',
    summary: 'The money of one home',
    request: { params: Home },
    responses: answer(contract.Custody, 'Sums, alerts, steps, movements'),
  }),
  account: write('/account', 'Register the custody account', contract.OpenAccount, contract.Made),
  agree: write('/agreements', 'Register what an elder pays in advance', contract.Agree, contract.Made),
  end: write('/agreements/{id}/end', 'End an agreement', contract.EndAgreement, contract.Done),
  match: write('/movements/{id}/agreement', 'Say whose money a movement is', contract.Match, contract.Done),
  ask: write('/withdrawals', 'Ask for money', contract.AskWithdrawal, contract.Made),
  evidence: write('/withdrawals/{id}/evidence', 'Bring evidence afterwards', contract.Evidence, contract.Done),
  withdraw: write('/withdrawals/{id}/withdrawal', 'Take a request back', z.object({}), contract.Done),
  decide: write('/withdrawals/{id}/decision', 'The bank’s answer', contract.DecideWithdrawal, contract.Done),
  step: write('/steps', 'Take a step on an alert', contract.TakeStep, contract.StepTaken),
  sign: write('/steps/{id}/signature', 'Sign a step as the second person', z.object({}), contract.Done),
  close: write('/alerts/{id}/closing', 'Close an alert with evidence', contract.CloseAlert, contract.Done),
  price: write('/prices', 'Set a price', contract.SetPrice, contract.Made),
}

/** Routes of `/api/custody` (W13, O05). */
export function custodyRoutes(platform: Platform) {
  const app = areaApp()
  const scoped = <T>(who: Principal, work: (tx: Tx) => Promise<T>): Promise<T> => inScope(platform.db, who.scope, work)
  /** A write of somebody who may do the act on a home within the own scope; refused anywhere, the whole transaction is given up. */
  const acting = <T>(
    c: { req: { header: (name: string) => string | undefined } },
    who: Principal,
    act: contract.Custody['acts'][number],
    key: { district: string; facility: string; id?: string | undefined },
    body: unknown,
    work: (tx: Tx) => Promise<Result<T>>,
  ): Promise<T> => {
    if (!actsFor(who, key.district, key.facility).includes(act)) throw new Refused(commonRefusals.notAllowed())
    return scoped(who, async (tx) => {
      if ((await readFacility(tx, { district: key.district, id: key.facility }, platform.today())) === undefined)
        throw new Refused(refusals.facilityUnknown())
      const call = { route: `custody.${act}.${key.id ?? key.facility}`, key: c.req.header('idempotency-key'), body }
      return once(tx, { ...call, account: who.account }, () => elevated(tx, async () => orRefuse(await work(tx))))
    })
  }

  app.openapi(routeOf.requests, async (c) => {
    const who = principalOf(c, ...BANK)
    return c.json({ rows: await asSystem(platform.db, (tx) => readBankRequests(tx, banksOf(who))) }, 200)
  })
  app.openapi(routeOf.held, async (c) => {
    const who = principalOf(c, 'districtOfficer', 'districtFinance')
    const { district } = c.req.valid('param')
    const { elder, on } = c.req.valid('query')
    const rows = await scoped(who, (tx) =>
      readHeldOfElder(tx, { district, elder, on: on as ReturnType<Platform['today']> }),
    )
    platform.reads.note({
      district,
      account: who.account,
      action: 'custody.held.read',
      object: 'elders.elder',
      objectId: elder,
      requestId: c.get('requestId'),
    })
    return c.json({ on, totalFen: rows.reduce((sum, row) => sum + row.heldFen, 0), rows }, 200)
  })
  // Before the list: `own` is no district.
  app.openapi(routeOf.own, async (c) => {
    const who = principalOf(c, 'operator')
    const on = platform.today()
    const rows = await scoped(who, async (tx) => {
      const settings = await readSettings(tx)
      const homes: contract.Home[] = []
      for (const district of await districtsOf(tx, who.scope.facilities ?? []))
        homes.push(...(await listCustody(tx, { district, on, settings })))
      return homes
    })
    return c.json({ on, windowDays: WINDOW_DAYS, rows }, 200)
  })
  app.openapi(routeOf.list, async (c) => {
    const who = principalOf(c, ...READERS)
    const { district } = c.req.valid('param')
    const on = platform.today()
    const rows = await scoped(who, async (tx) => listCustody(tx, { district, on, settings: await readSettings(tx) }))
    return c.json({ on, windowDays: WINDOW_DAYS, rows }, 200)
  })
  const readHome = async (
    who: Principal,
    key: { district: string; facility: string },
    requestId: string,
    most?: number,
  ) => {
    const read = await scoped(who, async (tx) => {
      const settings = await readSettings(tx)
      if ((await readFacility(tx, { district: key.district, id: key.facility }, platform.today())) === undefined)
        return undefined
      return elevated(tx, () => readHomeCustody(tx, { ...key, on: platform.today() }, settings, most))
    })
    if (read === undefined) throw new Refused(refusals.facilityUnknown())
    platform.reads.note({
      district: key.district,
      account: who.account,
      action: 'custody.read',
      object: 'facilities.facility',
      objectId: key.facility,
      requestId,
    })
    return read
  }
  app.openapi(routeOf.read, async (c) => {
    const who = principalOf(c, ...READERS)
    const key = c.req.valid('param')
    const read = await readHome(who, key, c.get('requestId'))
    return c.json({ ...read, acts: actsFor(who, key.district, key.facility) }, 200)
  })
  app.openapi(routeOf.account, async (c) => {
    const [who, key, body] = [principalOf(c, 'districtOfficer'), c.req.valid('param'), c.req.valid('json')]
    return c.json(
      await acting(c, who, 'account', key, body, (tx) => openCustodyAccount(tx, who.account, key, body)),
      200,
    )
  })
  app.openapi(routeOf.agree, async (c) => {
    const [who, key, body] = [principalOf(c, 'operator'), c.req.valid('param'), c.req.valid('json')]
    const made = await acting(c, who, 'agree', key, body, async (tx) =>
      agree(tx, { ...key, by: who.account, today: platform.today(), settings: await readSettings(tx) }, body),
    )
    return c.json(made, 200)
  })
  app.openapi(routeOf.end, async (c) => {
    const [who, key, body] = [principalOf(c, 'operator'), idOf(c.req.valid('param')), c.req.valid('json')]
    return c.json(
      await acting(c, who, 'end', key, body, (tx) =>
        endAgreement(tx, who.account, { ...key, today: platform.today() }, body),
      ),
      200,
    )
  })
  app.openapi(routeOf.match, async (c) => {
    const [who, key, body] = [
      principalOf(c, 'operator', 'districtOfficer'),
      idOf(c.req.valid('param')),
      c.req.valid('json'),
    ]
    const done = await acting(c, who, 'match', key, body, (tx) =>
      matchMovement(
        tx,
        { account: who.account, oversees: oversees(who, key.district) },
        { ...key, today: platform.today() },
        body.agreement,
      ),
    )
    return c.json(done, 200)
  })
  app.openapi(routeOf.ask, async (c) => {
    const [who, key, body] = [principalOf(c, 'operator'), c.req.valid('param'), c.req.valid('json')]
    const made = await acting(c, who, 'ask', key, body, async (tx) =>
      askWithdrawal(tx, { ...key, by: who.account, today: platform.today(), settings: await readSettings(tx) }, body),
    )
    return c.json(made, 200)
  })
  app.openapi(routeOf.evidence, async (c) => {
    const [who, key, body] = [principalOf(c, 'operator'), idOf(c.req.valid('param')), c.req.valid('json')]
    return c.json(
      await acting(c, who, 'evidence', key, body, (tx) => bringEvidence(tx, who.account, key, body.evidence)),
      200,
    )
  })
  app.openapi(routeOf.withdraw, async (c) => {
    const [who, key, body] = [principalOf(c, 'operator'), idOf(c.req.valid('param')), c.req.valid('json')]
    return c.json(await acting(c, who, 'ask', key, body, (tx) => withdrawRequest(tx, who.account, key)), 200)
  })
  app.openapi(routeOf.decide, async (c) => {
    const [who, key, body] = [principalOf(c, ...BANK), idOf(c.req.valid('param')), c.req.valid('json')]
    // A bank has no places in its scope: what it may touch is the account that is kept there, and nothing else.
    const call = { route: `custody.decide.${key.id}`, key: c.req.header('idempotency-key'), body }
    const done = await scoped(who, (tx) =>
      once(tx, { ...call, account: who.account }, () =>
        elevated(tx, async () => {
          const bank = await bankOf(tx, key)
          if (bank === undefined || !banksOf(who).includes(bank)) throw new Refused(refusals.withdrawalUnknown())
          return orRefuse(await decideWithdrawal(tx, who.account, key, body))
        }),
      ),
    )
    return c.json(done, 200)
  })
  app.openapi(routeOf.step, async (c) => {
    const [who, key, body] = [principalOf(c, 'districtOfficer'), c.req.valid('param'), c.req.valid('json')]
    return c.json(await acting(c, who, 'step', key, body, (tx) => takeStep(tx, who.account, key, body)), 200)
  })
  app.openapi(routeOf.sign, async (c) => {
    const [who, key, body] = [principalOf(c, 'districtOfficer'), idOf(c.req.valid('param')), c.req.valid('json')]
    return c.json(await acting(c, who, 'sign', key, body, (tx) => signStep(tx, who.account, key)), 200)
  })
  app.openapi(routeOf.close, async (c) => {
    const [who, key, body] = [principalOf(c, 'districtOfficer'), idOf(c.req.valid('param')), c.req.valid('json')]
    const done = await acting(c, who, 'close', key, body, async (tx) =>
      closeAlert(
        tx,
        who.account,
        { ...key, now: platform.now(), today: platform.today(), settings: await readSettings(tx) },
        body,
      ),
    )
    return c.json(done, 200)
  })
  app.openapi(routeOf.price, async (c) => {
    const [who, key, body] = [principalOf(c, 'operator'), c.req.valid('param'), c.req.valid('json')]
    const made = await acting(c, who, 'price', key, body, async (tx) =>
      setPrice(tx, { ...key, by: who.account, settings: await readSettings(tx) }, body),
    )
    return c.json(made, 200)
  })

  // Files are bytes, so these two stand beside the contract.
  app.post('/:district/:facility/bank-days', async (c) => {
    const who = principalOf(c, 'districtOfficer')
    const key = Home.safeParse(c.req.param())
    if (!key.success) throw new Refused(commonRefusals.notFound())
    const read = orRefuse(await readBank(new Uint8Array(await c.req.arrayBuffer())))
    const at = { ...key.data, today: platform.today() }
    const loaded = await acting(c, who, 'bankDay', at, read.digest, (tx) => loadBankDay(tx, who.account, at, read))
    // What the day shows is an alert within the same minute; a fault here leaves the booked day as it is.
    await asSystem(platform.db, async (tx) =>
      checkCustody(tx, { ...at, now: platform.now(), settings: await readSettings(tx) }),
    )
    return c.json(loaded, 200)
  })
  app.get('/:district/:facility/evidence', async (c) => {
    const who = principalOf(c, 'districtOfficer')
    const key = Home.safeParse(c.req.param())
    if (!key.success) throw new Refused(commonRefusals.notFound())
    const read = await readHome(who, key.data, c.get('requestId'), MOST_IN_PACK)
    const name = encodeURIComponent(`存管证据-${read.home.name}-${platform.today()}.xlsx`)
    return new Response(Buffer.from(await writeEvidencePack(read, platform.today(), who.account)), {
      headers: {
        'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        'content-disposition': `attachment; filename*=UTF-8''${name}`,
        'cache-control': 'no-store',
      },
    })
  })
  return app
}

const banksOf = (who: Principal): string[] =>
  who.grants.flatMap((grant) => (grant.role === 'custodyBank' && grant.organisation ? [grant.organisation] : []))

function idOf(key: { district: string; facility: string; id?: string | undefined }) {
  if (key.id === undefined) throw new Refused(commonRefusals.notFound())
  return { ...key, id: key.id }
}

/** Looks at every district with custody accounts or agreements: what stops coming is found by the clock, not by a file. */
export const custodySweeps = (platform: Platform): (() => Promise<void>)[] => [
  () =>
    asSystem(platform.db, async (tx) => {
      const settings = await readSettings(tx)
      for (const district of await districtsInCustody(tx))
        await checkCustody(tx, { district, now: platform.now(), today: platform.today(), settings })
    }),
]
