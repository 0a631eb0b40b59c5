import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { sql } from 'kysely'
import {
  act,
  actOnMany,
  addNote,
  appointDeputy,
  assignCases,
  endDeputy,
  listDeputies,
  type Processes,
} from '../../engines/process/index.ts'
import { asIdentity, inScope, type Tx } from '../../platform/db/index.ts'
import {
  type AppEnv,
  areaApp,
  commonRefusals,
  once,
  orRefuse,
  type Platform,
  principalOf,
  Refused,
} from '../../platform/http/index.ts'
import { CITIZEN_ROLES, hasRole, type Principal, type Role } from '../../platform/identity/index.ts'
import * as contract from './cases-contract.ts'
import { officerAt } from './officer.ts'
import { listCases, readCase } from './read-cases.ts'
import { refusals } from './refusals.ts'
import { takeEvidence } from './take-evidence.ts'

export const OFFICERS: readonly Role[] = ['districtOfficer', 'townshipClerk', 'villageWorker']
const READERS: readonly Role[] = [...OFFICERS, 'cityOfficer', 'districtFinance']

export const json = <T extends z.ZodType>(schema: T, description: string) => ({
  200: { description, content: { 'application/json': { schema } } },
})
export const body = <T extends z.ZodType>(schema: T) => ({
  body: { required: true as const, content: { 'application/json': { schema } } },
})
const Key = z.object({ district: z.string().regex(/^[0-9a-z]{1,12}$/), id: z.uuid() })

const routeOf = {
  list: createRoute({
    method: 'get',
    path: '/',
    summary: 'The work list: mine, late, open or closed, the most pressing first',
    request: { query: contract.CaseListQuery },
    responses: json(contract.CaseLines, 'A page and the key of the next'),
  }),
  one: createRoute({
    method: 'get',
    path: '/{district}/{id}',
    summary: 'One case: clock, missing items, timeline, and the moves that the caller may make now',
    request: { params: Key },
    responses: json(contract.CasePage, 'The case by the version of the process that it began with'),
  }),
  act: createRoute({
    method: 'post',
    path: '/{district}/{id}/acts',
    summary: 'Make a move',
    request: { params: Key, ...body(contract.ActOnCase) },
    responses: json(contract.Moved, 'Where the case stands now'),
  }),
  actMany: createRoute({
    method: 'post',
    path: '/acts',
    summary: 'Make the same move in up to 500 cases with one reason, each by itself in the audit',
    request: body(contract.ActOnCases),
    responses: json(contract.ManyMoved, 'How many moved, and why the others did not'),
  }),
  note: createRoute({
    method: 'post',
    path: '/{district}/{id}/notes',
    summary: 'Write a line on the timeline, for the office only',
    request: { params: Key, ...body(contract.Note) },
    responses: json(contract.Done, 'Written'),
  }),
  assign: createRoute({
    method: 'post',
    path: '/assignments',
    summary: 'Give cases to a colleague, or back to the desk',
    request: body(contract.Assign),
    responses: json(contract.Done, 'How many'),
  }),
  deputies: createRoute({
    method: 'get',
    path: '/deputies',
    summary: 'Who stands in for whom, now and later',
    responses: json(contract.Deputies, 'Arrangements that the caller may see'),
  }),
  appoint: createRoute({
    method: 'post',
    path: '/deputies',
    summary: 'Let a colleague do the work of somebody who is away',
    request: body(contract.NewDeputy),
    responses: json(contract.Done, 'Arranged'),
  }),
  end: createRoute({
    method: 'post',
    path: '/deputies/{district}/{id}/end',
    summary: 'End an arrangement before its day',
    request: { params: Key },
    responses: json(contract.Done, 'Ended'),
  }),
}

export const districtsOf = ({ scope }: Principal): string[] => [
  ...new Set([
    ...scope.districts,
    ...scope.townships.map((each) => each.slice(0, 6)),
    ...scope.villages.map((each) => each.slice(0, 6)),
  ]),
]

/** Routes of `/api/cases`: everything that is the same for all kinds of case. */
export function casesRoutes(platform: Platform, processes: Processes) {
  const app = areaApp()
  const scoped = <T>(who: Principal, work: (tx: Tx) => Promise<T>): Promise<T> => inScope(platform.db, who.scope, work)
  const around = async (tx: Tx, who: Principal, c: Context<AppEnv>) => ({
    processes,
    actorAt: officerAt(who, await listDeputies(tx, platform.today()), platform.today()),
    today: platform.today(),
    requestId: c.get('requestId'),
  })
  const keyed = (c: Context<AppEnv>, who: Principal, route: string, sent: unknown) => ({
    account: who.account,
    route,
    key: c.req.header('idempotency-key'),
    body: sent,
  })
  const by = (who: Principal, c: Context<AppEnv>) => ({
    account: who.account,
    party: (who.grants.find((grant) => OFFICERS.includes(grant.role))?.role ?? 'townshipClerk') as Role,
    today: platform.today(),
    requestId: c.get('requestId'),
  })

  app.openapi(routeOf.list, async (c) => {
    const who = principalOf(c, ...READERS)
    const { list, kind, q, area, ...rest } = c.req.valid('query')
    const today = platform.today()
    const parties = [...new Set(who.grants.map((grant) => grant.role))]
    const page = await scoped(who, (tx) =>
      listCases(
        tx,
        {
          list: list ?? (q === undefined ? 'mine' : 'open'),
          ...(kind === undefined ? {} : { kinds: [kind] }),
          ...(q === undefined ? {} : { number: q }),
          ...(area !== undefined && area.length === 9 ? { township: area } : {}),
          ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
        },
        {
          account: who.account,
          parties,
          today,
          districts: area === undefined || area.length < 6 ? districtsOf(who) : [area.slice(0, 6)],
        },
        { processes, today },
      ),
    )
    return c.json(page, 200)
  })
  app.openapi(routeOf.deputies, async (c) => {
    const who = principalOf(c, ...OFFICERS)
    const found = await scoped(who, (tx) => listDeputies(tx, platform.today()))
    return c.json({ deputies: found.map((each) => ({ ...each, mine: each.account === who.account })) }, 200)
  })
  app.openapi(routeOf.one, async (c) => {
    const who = principalOf(c, ...READERS)
    const ref = c.req.valid('param')
    const page = await scoped(who, async (tx) => {
      const { actorAt, today } = await around(tx, who, c)
      return orRefuse(await readCase(tx, ref, actorAt, { processes, today }))
    })
    platform.reads.note({
      district: ref.district,
      account: who.account,
      action: 'case.read',
      object: page.subject.kind,
      objectId: page.subject.id,
      requestId: c.get('requestId'),
    })
    return c.json(page, 200)
  })
  app.openapi(routeOf.act, async (c) => {
    const who = principalOf(c, ...OFFICERS)
    const ref = c.req.valid('param')
    const sent = c.req.valid('json')
    const done = await scoped(who, (tx) =>
      once(tx, keyed(c, who, `cases.act.${ref.id}`, sent), async () => {
        const { move, reason, missing, revision } = sent
        const order = {
          move,
          ...(reason === undefined ? {} : { reason }),
          ...(missing === undefined
            ? {}
            : { missing: missing.map((each) => ({ name: each.name, ...(each.note ? { note: each.note } : {}) })) }),
        }
        const moved = orRefuse(await act(tx, ref, order, await around(tx, who, c), revision))
        const declaration = processes.find(moved.kind)?.declaration
        return { state: moved.to, says: declaration?.states[moved.to]?.title ?? moved.to }
      }),
    )
    return c.json(done, 200)
  })
  app.openapi(routeOf.actMany, async (c) => {
    const who = principalOf(c, ...OFFICERS)
    const { cases, move, reason } = c.req.valid('json')
    const done = await scoped(who, (tx) =>
      once(tx, keyed(c, who, 'cases.actMany', { cases, move, reason }), async () => {
        const order = { move, ...(reason === undefined ? {} : { reason }) }
        const many = orRefuse(await actOnMany(tx, cases, order, await around(tx, who, c)))
        return {
          moved: many.moved.length,
          refused: many.refused.map(({ number, refusal }) => ({ number, message: refusal.message })),
        }
      }),
    )
    return c.json(done, 200)
  })
  app.openapi(routeOf.note, async (c) => {
    const who = principalOf(c, ...OFFICERS)
    const ref = c.req.valid('param')
    const sent = c.req.valid('json')
    await scoped(who, (tx) =>
      once(tx, keyed(c, who, `cases.note.${ref.id}`, sent), async () =>
        orRefuse(await addNote(tx, ref, sent.words, false, by(who, c))),
      ),
    )
    return c.json({ done: 1 }, 200)
  })
  app.openapi(routeOf.assign, async (c) => {
    const who = principalOf(c, 'districtOfficer', 'townshipClerk')
    const { cases, to } = c.req.valid('json')
    const colleague = to === null ? null : await findColleague(platform, to)
    const done = await scoped(who, (tx) =>
      once(tx, keyed(c, who, 'cases.assign', { cases, to }), () => assignCases(tx, cases, colleague, by(who, c))),
    )
    return c.json({ done }, 200)
  })
  app.openapi(routeOf.appoint, async (c) => {
    const who = principalOf(c, 'districtOfficer', 'townshipClerk')
    const sent = c.req.valid('json')
    const account = sent.account ?? who.account
    if (account !== who.account && !hasRole(who, 'districtOfficer')) throw new Refused(commonRefusals.notAllowed())
    const deputy = await findColleague(platform, sent.deputy)
    if (account !== who.account) await findColleague(platform, account)
    const order = {
      district: districtsOf(who)[0] ?? '',
      account,
      deputy: deputy.account,
      from: sent.from as never,
      until: sent.until as never,
      reason: sent.reason,
    }
    await scoped(who, (tx) =>
      once(tx, keyed(c, who, 'cases.deputy', sent), async () =>
        orRefuse(await appointDeputy(tx, order, { account: who.account, requestId: c.get('requestId') })),
      ),
    )
    return c.json({ done: 1 }, 200)
  })
  app.openapi(routeOf.end, async (c) => {
    const who = principalOf(c, 'districtOfficer', 'townshipClerk')
    const ended = await scoped(who, (tx) =>
      endDeputy(tx, c.req.valid('param'), { account: who.account, requestId: c.get('requestId') }),
    )
    if (!ended) throw new Refused(commonRefusals.notFound())
    return c.json({ done: 1 }, 200)
  })
  takeEvidence(app, platform, OFFICERS)
  return app
}

/** The account of a colleague as somebody typed it, with the name to show. Families and whoever works here no longer are none. */
async function findColleague(platform: Platform, typed: string): Promise<{ account: string; name: string }> {
  const { rows } = await asIdentity(platform.db, (tx) =>
    sql<{
      account: string
      name: string
    }>`
      select u.username as account, u.name from "user" u join standing s on s.account = u.username and s.disabled_at is null
       where u.username = ${typed.toLowerCase()} and exists (
         select 1 from "grant" g where g.account = u.username and g.revoked_at is null
            and g.role <> all (${[...CITIZEN_ROLES]}::text[])
            and (g.valid_until is null or g.valid_until > ${platform.today()}::date))`.execute(tx),
  )
  if (rows[0] === undefined) throw new Refused(refusals.deputyUnknown())
  return rows[0]
}
