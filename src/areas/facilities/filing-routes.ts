import { createRoute, z } from '@hono/zod-openapi'
import { sql } from 'kysely'
import type { ActorAt, Processes } from '../../engines/process/index.ts'
import { asSystem, elevated, inScope, type Tx } from '../../platform/db/index.ts'
import { areaApp, once, orRefuse, type Platform, principalOf, Refused, type Result } from '../../platform/http/index.ts'
import type { Principal, Role } from '../../platform/identity/index.ts'
import { currentTree, type DivisionTree } from '../divisions/index.ts'
import { readSettings } from '../rules/index.ts'
import { actOnFiling, answerCheck } from './act-on-filing.ts'
import * as contract from './filing-contract.ts'
import { filingRefusals } from './filing-refusals.ts'
import { checksOf, listFilings, publicRecord, readFiling } from './read-filings.ts'
import { submitFiling } from './submit-filing.ts'

const READERS: Role[] = ['districtOfficer', 'townshipClerk', 'cityOfficer', 'operator']
const FILERS: Role[] = ['districtOfficer', 'operator']
const ANSWERERS: Role[] = ['department', 'districtOfficer']

const answer = <T extends z.ZodType>(schema: T, description: string) => ({
  200: { description, content: { 'application/json': { schema } } },
})
const json = <T extends z.ZodType>(schema: T) => ({
  body: { content: { 'application/json': { schema } }, required: true as const },
})
const District = z.object({ district: z.string().regex(/^\d{6}$/) })
const Key = District.extend({ id: z.uuid() })

const routeOf = {
  list: createRoute({
    method: 'get',
    path: '/',
    summary: 'Filings, newest first',
    request: { query: contract.FilingQuery },
    responses: answer(contract.FilingPage, 'A page'),
  }),
  checks: createRoute({
    method: 'get',
    path: '/checks',
    summary: 'What departments of the own district are asked',
    responses: answer(contract.Checks, 'Open ones first'),
  }),
  record: createRoute({
    method: 'get',
    path: '/public/{district}',
    summary: 'The public record of filings of a district',
    request: { params: District },
    responses: answer(contract.PublicFilings, 'The newest 500'),
  }),
  submit: createRoute({
    method: 'post',
    path: '/',
    summary: 'Hand a filing in',
    request: json(contract.NewFiling),
    responses: answer(contract.submitFiling.response, 'Its number'),
  }),
  answer: createRoute({
    method: 'post',
    path: '/checks/{district}/{id}',
    summary: 'Answer a check',
    request: { params: Key, ...json(contract.AnswerCheck) },
    responses: answer(contract.answerCheck.response, 'Done'),
  }),
  read: createRoute({
    method: 'get',
    path: '/{district}/{id}',
    summary: 'One filing',
    request: { params: Key },
    responses: answer(contract.Filing, 'The filing'),
  }),
  act: createRoute({
    method: 'post',
    path: '/{district}/{id}/acts',
    summary: 'Make a move',
    request: { params: Key, ...json(contract.ActOnFiling) },
    responses: answer(contract.actOnFiling.response, 'Done'),
  }),
}

/** The roles that a caller holds in a district, and an operator as the applicant of what it runs. */
const actorIn =
  (who: Principal): ActorAt =>
  ({ district }) => ({
    account: who.account,
    roles: [...new Set(who.grants.filter(({ division }) => division?.startsWith(district)).map(({ role }) => role))],
    relations: who.grants.some(({ role }) => role === 'operator') ? [{ as: 'applicant' }] : [],
  })

/** Routes of `/api/filings` (W10). */
export const filingRoutes = (processes: Processes) => (platform: Platform) => {
  const app = areaApp()
  const scoped = <T>(who: Principal, work: (tx: Tx) => Promise<T>): Promise<T> => inScope(platform.db, who.scope, work)
  const treeOf = () => currentTree(platform.db, platform.now().getTime())
  const around = (who: Principal, tree: DivisionTree, requestId: string) => ({
    processes,
    actorAt: actorIn(who),
    account: who.account,
    today: platform.today(),
    parts: platform,
    officeOf: (township: string) =>
      `${tree.path(township.slice(0, 6), platform.today()) || tree.get(township.slice(0, 6))?.name || ''}民政局`,
    requestId,
  })
  /** Whether the caller's own scope holds the filing, asked in the request's role. */
  const needFiling = async (tx: Tx, { district, id }: z.infer<typeof Key>): Promise<void> => {
    const { rows } = await sql`
      select 1 from facilities.filing where district = ${district} and id = ${id}::uuid`.execute(tx)
    if (rows.length === 0) throw new Refused(filingRefusals.unknown())
  }
  const write = <T>(
    tx: Tx,
    who: Principal,
    call: { route: string; key: string | undefined; body: unknown },
    work: () => Promise<Result<T>>,
  ): Promise<T> => once(tx, { ...call, account: who.account }, () => elevated(tx, async () => orRefuse(await work())))

  app.openapi(routeOf.list, async (c) => {
    const who = principalOf(c, ...READERS)
    const tree = await treeOf()
    return c.json(await scoped(who, (tx) => listFilings(tx, c.req.valid('query'), tree, platform.today())), 200)
  })
  app.openapi(routeOf.record, async (c) => {
    const tree = await treeOf()
    const { district } = c.req.valid('param')
    return c.json(await asSystem(platform.db, (tx) => publicRecord(tx, district, tree, platform.today())), 200)
  })
  app.openapi(routeOf.checks, async (c) => {
    const who = principalOf(c, ...ANSWERERS)
    const districts = districtsOf(who)
    const rows = await asSystem(platform.db, (tx) =>
      checksOf(tx, sql`k.district = any (${districts}::text[])`, platform.today()),
    )
    return c.json({ rows }, 200)
  })
  app.openapi(routeOf.answer, async (c) => {
    const who = principalOf(c, ...ANSWERERS)
    const key = c.req.valid('param')
    const body = c.req.valid('json')
    if (!districtsOf(who).includes(key.district)) throw new Refused(filingRefusals.checkUnknown())
    const tree = await treeOf()
    const call = { route: `filings.check.${key.id}`, key: c.req.header('idempotency-key'), body }
    const done = await scoped(who, (tx) =>
      write(tx, who, call, () => answerCheck(tx, key, body, around(who, tree, c.get('requestId')))),
    )
    return c.json(done, 200)
  })
  app.openapi(routeOf.submit, async (c) => {
    const who = principalOf(c, ...FILERS)
    const body = c.req.valid('json')
    const tree = await treeOf()
    const filer = {
      account: who.account,
      roles: [...new Set(who.grants.map(({ role }) => role))],
      today: platform.today(),
      tree,
      scope: who.scope,
      requestId: c.get('requestId'),
    }
    const call = { route: 'filings.submit', key: c.req.header('idempotency-key'), body }
    const made = await scoped(who, async (tx) => {
      const settings = await readSettings(tx)
      return write(tx, who, call, () => submitFiling(tx, { ...filer, settings }, body))
    })
    return c.json(made, 200)
  })
  app.openapi(routeOf.read, async (c) => {
    const who = principalOf(c, ...READERS)
    const key = c.req.valid('param')
    const tree = await treeOf()
    const found = await scoped(who, async (tx) => {
      await needFiling(tx, key)
      return elevated(tx, async () => orRefuse(await readFiling(tx, key, { ...around(who, tree, ''), tree })))
    })
    return c.json(found, 200)
  })
  app.openapi(routeOf.act, async (c) => {
    const who = principalOf(c, ...FILERS)
    const key = c.req.valid('param')
    const body = c.req.valid('json')
    const tree = await treeOf()
    const call = { route: `filings.act.${key.id}`, key: c.req.header('idempotency-key'), body }
    const done = await scoped(who, async (tx) => {
      await needFiling(tx, key)
      return write(tx, who, call, () => actOnFiling(tx, key, body, around(who, tree, c.get('requestId'))))
    })
    return c.json(done, 200)
  })
  return app
}

/** Where a department or an officer answers: the districts of the grants that let them. */
const districtsOf = ({ grants }: Principal): string[] => [
  ...new Set(
    grants.flatMap(({ role, division }) =>
      ANSWERERS.includes(role) && division !== undefined && /^\d{6}/.test(division) ? [division.slice(0, 6)] : [],
    ),
  ),
]
