import { createRoute, z } from '@hono/zod-openapi'
import { sql } from 'kysely'
import { caseFile, listDeputies, type Processes } from '../../engines/process/index.ts'
import type { Day } from '../../platform/clock/day.ts'
import { inScope, type Tx } from '../../platform/db/index.ts'
import { areaApp, once, orRefuse, type Platform, principalOf, Refused } from '../../platform/http/index.ts'
import type { Principal } from '../../platform/identity/index.ts'
import { readSettings } from '../rules/index.ts'
import { applyFor } from './apply.ts'
import { body, districtsOf, json, OFFICERS } from './cases-routes.ts'
import * as contract from './contract.ts'
import { recordDelegation } from './delegations.ts'
import { readIntake } from './intake.ts'
import { issueDecision } from './issue-decision.ts'
import { officerAt } from './officer.ts'
import { listProposals } from './proposals.ts'
import { readApplication } from './read-application.ts'
import { refusals } from './refusals.ts'

const Key = z.object({ district: z.string().regex(/^[0-9a-z]{1,12}$/), id: z.uuid() })

const routeOf = {
  intake: createRoute({
    method: 'get',
    path: '/persons/{district}/{id}',
    summary: 'What a person may apply for, what is known of them and what would be missing',
    request: { params: Key },
    responses: json(contract.Intake, 'Every scheme with its standing'),
  }),
  apply: createRoute({
    method: 'post',
    path: '/',
    summary: 'Apply for one or several schemes with one form',
    request: body(contract.Apply),
    responses: json(contract.Receipt, 'The receipt with its numbers'),
  }),
  delegate: createRoute({
    method: 'post',
    path: '/delegations',
    summary: 'Record that an elder lets a family member act until a day',
    request: body(contract.NewDelegation),
    responses: json(z.object({ id: z.uuid() }), 'The delegation'),
  }),
  proposals: createRoute({
    method: 'get',
    path: '/proposals',
    summary: 'Whom the latest run proposes: they qualify and have not applied',
    request: {
      query: z.object({
        scheme: z.string().max(80).optional(),
        after: z.string().max(200).optional(),
        area: z.string().max(12).optional(),
      }),
    },
    responses: json(contract.Proposals, 'A page and the key of the next'),
  }),
  one: createRoute({
    method: 'get',
    path: '/cases/{district}/{id}',
    summary: 'What an application is beside its case: who asked, on whose consent, what the rule says today',
    request: { params: Key },
    responses: json(contract.ApplicationView, 'The application'),
  }),
  decision: createRoute({
    method: 'post',
    path: '/cases/{district}/{id}/decision',
    summary: 'Issue the 决定书 of a decided case; the same decision keeps its number',
    request: { params: Key },
    responses: json(z.object({ href: z.string() }), 'Where it is printed'),
  }),
}

/** Routes of `/api/applications`: the counter and the village. */
export function applicationRoutes(platform: Platform, processes: Processes) {
  const app = areaApp()
  const scoped = <T>(who: Principal, work: (tx: Tx) => Promise<T>): Promise<T> => inScope(platform.db, who.scope, work)
  const noteRead = (who: Principal, district: string, id: string, action: string, requestId: string) =>
    platform.reads.note({ district, account: who.account, action, object: 'elder', objectId: id, requestId })

  app.openapi(routeOf.intake, async (c) => {
    const who = principalOf(c, ...OFFICERS)
    const ref = c.req.valid('param')
    const seen = await scoped(who, async (tx) =>
      orRefuse(await readIntake(tx, ref, platform.today(), await readSettings(tx))),
    )
    noteRead(who, ref.district, ref.id, 'application.intake', c.get('requestId'))
    return c.json(seen, 200)
  })
  app.openapi(routeOf.apply, async (c) => {
    const who = principalOf(c, ...OFFICERS)
    const sent = c.req.valid('json')
    const call = { account: who.account, route: 'applications.apply', key: c.req.header('idempotency-key'), body: sent }
    const receipt = await scoped(who, (tx) =>
      once(tx, call, async () => {
        const place = await readPlace(tx, sent.elder)
        const today = platform.today()
        const actor = officerAt(
          who,
          await listDeputies(tx, today),
          today,
        )({ ...place, subjectKind: 'elder', subjectId: sent.elder.id, handler: null })
        const { consent, delegation, ...rest } = sent
        return orRefuse(
          await applyFor(
            tx,
            {
              ...rest,
              consent: { how: consent.how, ...(consent.ref === undefined ? {} : { ref: consent.ref }) },
              ...(delegation === undefined ? {} : { delegation }),
            },
            {
              processes,
              settings: await readSettings(tx),
              today,
              actor,
              papers: platform,
              requestId: c.get('requestId'),
            },
          ),
        )
      }),
    )
    return c.json(contract.Receipt.parse(receipt), 200)
  })
  app.openapi(routeOf.delegate, async (c) => {
    const who = principalOf(c, ...OFFICERS)
    const sent = c.req.valid('json')
    const call = {
      account: who.account,
      route: 'applications.delegate',
      key: c.req.header('idempotency-key'),
      body: sent,
    }
    const id = await scoped(who, (tx) =>
      once(tx, call, async () => {
        const { township, village } = await readPlace(tx, sent.elder)
        return orRefuse(
          await recordDelegation(
            tx,
            { ...sent, township, village, delegate: '', until: sent.until as Day },
            { account: who.account, today: platform.today(), requestId: c.get('requestId') },
          ),
        )
      }),
    )
    return c.json({ id }, 200)
  })
  app.openapi(routeOf.proposals, async (c) => {
    const who = principalOf(c, ...OFFICERS)
    const { area: _, ...query } = c.req.valid('query')
    const asked = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined))
    const page = await scoped(who, (tx) => listProposals(tx, { districts: districtsOf(who), ...asked }))
    return c.json(page, 200)
  })
  app.openapi(routeOf.one, async (c) => {
    const who = principalOf(c, ...OFFICERS, 'cityOfficer', 'districtFinance')
    const ref = c.req.valid('param')
    const seen = await scoped(who, async (tx) =>
      orRefuse(await readApplication(tx, ref, platform.today(), await readSettings(tx))),
    )
    if (seen.elder !== null) noteRead(who, ref.district, seen.elder.id, 'application.read', c.get('requestId'))
    return c.json(seen, 200)
  })
  app.openapi(routeOf.decision, async (c) => {
    const who = principalOf(c, 'districtOfficer', 'townshipClerk')
    const ref = c.req.valid('param')
    const today = platform.today()
    const href = await scoped(who, async (tx) => {
      const settings = await readSettings(tx)
      const application = orRefuse(await readApplication(tx, ref, today, settings))
      const file = orRefuse(await caseFile(tx, processes, ref, officerAt(who, [], today), today))
      const reason = file.timeline.findLast((each) => DECIDING.includes(each.move))?.reason ?? null
      const order = {
        case: file.case,
        application,
        reason,
        settings,
        today,
        account: who.account,
        requestId: c.get('requestId'),
      }
      return orRefuse(await issueDecision(tx, platform, order))
    })
    return c.json({ href }, 200)
  })
  return app
}

const DECIDING: readonly string[] = ['grant', 'refuse', 'uphold', 'overturn']

async function readPlace(tx: Tx, { district, id }: { district: string; id: string }) {
  const { rows } = await sql<{ district: string; township: string; village: string | null }>`
    select district, township, village from elders.elder where district = ${district} and id = ${id}::uuid`.execute(tx)
  if (rows[0] === undefined) throw new Refused(refusals.elderUnknown())
  return rows[0]
}
