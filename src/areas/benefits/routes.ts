import { createRoute, z } from '@hono/zod-openapi'
import { type Month as MonthDay, parseMonth } from '../../platform/clock/day.ts'
import { inScope, type Tx } from '../../platform/db/index.ts'
import {
  areaApp,
  commonRefusals,
  once,
  orRefuse,
  type Platform,
  principalOf,
  Refused,
} from '../../platform/http/index.ts'
import { hasRole, type Principal, type Role } from '../../platform/identity/index.ts'
import { currentTree, districtOf } from '../divisions/index.ts'
import { actOnRun } from './act-on-run.ts'
import { cardOf, readPersonMonths } from './card.ts'
import * as contract from './contract.ts'
import { readCurrent } from './current.ts'
import { explainPerson } from './explain.ts'
import { RUN_JOB, type RunJob } from './jobs.ts'
import { listLines } from './lists.ts'
import { readBatch } from './read-batch.ts'
import { refusals } from './refusals.ts'
import { findCovering, findRun } from './runs.ts'
import { type Batch, batchesOf } from './scope.ts'
import { SCHEME_WORDS } from './words.ts'

const READERS: Role[] = ['cityOfficer', 'districtOfficer', 'districtFinance', 'townshipClerk']
const answer = <T extends z.ZodType>(schema: T, description: string) => ({
  200: { description, content: { 'application/json': { schema } } },
})
const json = <T extends z.ZodType>(schema: T) => ({
  content: { 'application/json': { schema } },
  required: true as const,
})
const Key = z.string().regex(/^[0-9a-z]{1,12}$/)
const Place = z.object({ division: Key, month: contract.Month })
const Person = z.object({ district: Key, elder: z.uuid() })

const routeOf = {
  batch: createRoute({
    method: 'get',
    path: '/batches/{division}/{month}',
    summary: 'The batch of a division and month: totals, changes, back pay, outliers, sample, signatures',
    request: { params: Place },
    responses: answer(contract.Batch, 'What the caller may see of it'),
  }),
  start: createRoute({
    method: 'post',
    path: '/runs',
    summary: 'Order the run of a month, of a division or of every district of the city; runs as a job',
    request: { body: json(contract.StartRun) },
    responses: answer(contract.Started, 'The job'),
  }),
  list: createRoute({
    method: 'get',
    path: '/runs/{run}/{list}',
    summary: 'One page of a list of a run',
    request: { params: z.object({ run: z.uuid(), list: z.enum(contract.LINE_LISTS) }), query: contract.LineQuery },
    responses: answer(contract.LinePage, 'A page and the key of the next'),
  }),
  act: createRoute({
    method: 'post',
    path: '/runs/{run}/acts',
    summary: 'Open or hold a line, confirm a township, review the run',
    request: { params: z.object({ run: z.uuid() }), body: json(contract.Act) },
    responses: answer(contract.Acted, 'Done'),
  }),
  card: createRoute({
    method: 'get',
    path: '/persons/{district}/{elder}/months/{month}',
    summary: 'The 依据卡: what a person is entitled to in a month, why, and under which clause',
    request: { params: Person.extend({ month: contract.Month }) },
    responses: answer(contract.PersonCard, 'Recomputed from the facts as known at the run'),
  }),
  current: createRoute({
    method: 'get',
    path: '/current',
    summary: 'What the persons of a list are granted now',
    request: { query: contract.CurrentQuery },
    responses: answer(contract.Current, 'The newest sealed run of each place'),
  }),
  personMonths: createRoute({
    method: 'get',
    path: '/persons/{district}/{elder}/months',
    summary: 'What a person was granted month by month',
    request: { params: Person },
    responses: answer(contract.PersonMonths, 'Newest first'),
  }),
}

const monthOf = (text: string): MonthDay => {
  const month = parseMonth(text)
  if (month === undefined) throw new Refused(refusals.monthUnreadable(text))
  return month
}

/** Routes of `/api/benefits`. */
export function benefitsRoutes(platform: Platform) {
  const app = areaApp()
  const batchesIn = async (division: string, month: MonthDay): Promise<Batch[]> =>
    orRefuse(batchesOf(await currentTree(platform.db, platform.now().getTime()), division, month))
  const batchIn = async (division: string, month: MonthDay): Promise<Batch> => {
    const batches = await batchesIn(division, month)
    // A city has no batch of its own: each district's is looked at, and signed, by itself.
    const batch = batches.length === 1 ? batches[0] : undefined
    if (batch === undefined) throw new Refused(refusals.chooseDistrict())
    return batch
  }
  const scoped = <T>(who: Principal, work: (tx: Tx) => Promise<T>): Promise<T> => inScope(platform.db, who.scope, work)

  app.openapi(routeOf.batch, async (c) => {
    const who = principalOf(c, ...READERS)
    const { division, month } = c.req.valid('param')
    const batch = await batchIn(division, monthOf(month))
    const shown = await scoped(who, async (tx) => {
      const run = await findCovering(tx, batch, monthOf(month))
      if (run === undefined) throw new Refused(refusals.noRun(month))
      return readBatch(tx, run)
    })
    return c.json(shown, 200)
  })
  app.openapi(routeOf.start, async (c) => {
    const who = principalOf(c, 'districtOfficer', 'cityOfficer')
    const body = c.req.valid('json')
    const month = monthOf(body.month)
    if (month.slice(0, 7) > platform.today().slice(0, 7)) throw new Refused(refusals.monthAhead(body.month))
    const batches = await batchesIn(body.division, month)
    if (!batches.every((batch) => covers(who, batch))) throw new Refused(refusals.notAllowed())
    const call = { account: who.account, route: 'benefits.run', key: c.req.header('idempotency-key'), body }
    const started = await scoped(who, (tx) =>
      once(tx, call, async () => {
        const order = await platform.jobs.enqueue(tx, {
          kind: RUN_JOB,
          data: { division: body.division, month } satisfies RunJob,
          account: who.account,
          title: `生成 ${body.month} 津贴批次`,
          district: batches.length === 1 ? (batches[0]?.districts[0] ?? '') : '',
          key: `${body.division} ${body.month}`,
        })
        return { job: order.id, already: order.already }
      }),
    )
    return c.json(started, 200)
  })
  app.openapi(routeOf.list, async (c) => {
    const who = principalOf(c, ...READERS)
    const { run, list } = c.req.valid('param')
    const page = await scoped(who, async (tx) => {
      const found = await findRun(tx, run)
      if (found === undefined) throw new Refused(commonRefusals.notFound())
      return listLines(tx, run, found.districts, list, c.req.valid('query'))
    })
    platform.reads.note({
      account: who.account,
      action: `benefits.list.${list}`,
      object: 'benefits.run',
      objectId: run,
      requestId: c.get('requestId'),
    })
    return c.json(page, 200)
  })
  app.openapi(routeOf.act, async (c) => {
    const who = principalOf(c, ...READERS)
    const { run } = c.req.valid('param')
    const body = c.req.valid('json')
    const call = { account: who.account, route: `benefits.act.${run}`, key: c.req.header('idempotency-key'), body }
    const done = await scoped(who, (tx) =>
      once(tx, call, async () => orRefuse(await actOnRun(tx, run, body, who, c.get('requestId')))),
    )
    return c.json(done, 200)
  })
  app.openapi(routeOf.card, async (c) => {
    const who = principalOf(c, ...READERS, 'villageWorker')
    const { district, elder, month } = c.req.valid('param')
    const card = await scoped(who, async (tx) =>
      cardOf(tx, orRefuse(await explainPerson(tx, { district, id: elder }, monthOf(month)))),
    )
    platform.reads.note({
      district,
      account: who.account,
      action: 'benefits.explain',
      object: 'elder',
      objectId: elder,
      requestId: c.get('requestId'),
    })
    const alarms = card.schemes.filter((each) => !each.agrees)
    if (alarms.length > 0)
      platform.log.warn(
        { run: card.run.id, elder, schemes: alarms.map((each) => SCHEME_WORDS[each.scheme]) },
        'a stored entitlement is not what the facts give',
      )
    return c.json(card, 200)
  })
  app.openapi(routeOf.current, async (c) => {
    const who = principalOf(c, ...READERS, 'villageWorker')
    const { elders } = c.req.valid('query')
    const { districts, townships, villages } = who.scope
    const reach = [...new Set([...districts, ...[...townships, ...villages].map(districtOf)])]
    return c.json(await scoped(who, (tx) => readCurrent(tx, reach, elders)), 200)
  })
  app.openapi(routeOf.personMonths, async (c) => {
    const who = principalOf(c, ...READERS, 'villageWorker')
    const { district, elder } = c.req.valid('param')
    const months = await scoped(who, (tx) => readPersonMonths(tx, { district, id: elder }))
    platform.reads.note({
      district,
      account: who.account,
      action: 'benefits.read',
      object: 'elder',
      objectId: elder,
      requestId: c.get('requestId'),
    })
    return c.json({ months }, 200)
  })
  return app
}

/** A run is ordered by whoever answers for all of its townships: a district for itself, the city for all of its districts, each a run. */
const covers = (who: Principal, batch: Batch): boolean =>
  hasRole(who, 'districtOfficer', 'cityOfficer') &&
  batch.townships.every((each) => who.scope.townships.includes(each) || who.scope.districts.includes(each.slice(0, 6)))
