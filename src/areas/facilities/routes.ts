import { createRoute, z } from '@hono/zod-openapi'
import { day } from '../../platform/clock/day.ts'
import { elevated, inScope, type Tx } from '../../platform/db/index.ts'
import { areaApp, once, orRefuse, type Platform, principalOf, Refused, type Result } from '../../platform/http/index.ts'
import type { Principal, Role } from '../../platform/identity/index.ts'
import { hasRole } from '../../platform/identity/index.ts'
import { currentTree } from '../divisions/index.ts'
import { actOnFacility } from './act-on-facility.ts'
import * as contract from './contract.ts'
import { listFacilities, mapFacilities } from './list-facilities.ts'
import type { FacilityKey } from './locks.ts'
import { openFacility } from './open-facility.ts'
import { findOrganisations, recordOrganisation } from './organisations.ts'
import { readFacility } from './read-facility.ts'
import { readRecord } from './read-record.ts'
import { refusals } from './refusals.ts'

/** Who sees the register in the own area, and who keeps it. An operator sees its own facilities. */
export const READERS: Role[] = [
  'cityOfficer',
  'districtOfficer',
  'districtFinance',
  'townshipClerk',
  'villageWorker',
  'operator',
]
export const WRITERS: Role[] = ['districtOfficer', 'townshipClerk']

const answer = <T extends z.ZodType>(schema: T, description: string) => ({
  200: { description, content: { 'application/json': { schema } } },
})
const json = <T extends z.ZodType>(schema: T) => ({
  body: { content: { 'application/json': { schema } }, required: true as const },
})
const Key = z.object({ district: z.string().regex(/^\d{6}$/), id: z.uuid() })

const routeOf = {
  list: createRoute({
    method: 'get',
    path: '/',
    summary: 'Facilities by name',
    request: { query: contract.FacilityQuery },
    responses: answer(contract.FacilityPage, 'A page'),
  }),
  map: createRoute({
    method: 'get',
    path: '/map',
    summary: 'Facilities with a point',
    request: { query: contract.FacilityQuery },
    responses: answer(contract.readMap.response, 'Up to 5,000'),
  }),
  organisations: createRoute({
    method: 'get',
    path: '/organisations',
    summary: 'Organisations that run facilities',
    request: { query: z.object({ text: z.string().trim().max(60).default('') }) },
    responses: answer(contract.Organisations, 'The first 20'),
  }),
  recordOrganisation: createRoute({
    method: 'post',
    path: '/organisations',
    summary: 'File an organisation',
    request: json(contract.NewOrganisation),
    responses: answer(contract.recordOrganisation.response, 'Filed'),
  }),
  register: createRoute({
    method: 'post',
    path: '/',
    summary: 'File a facility',
    request: json(contract.NewFacility),
    responses: answer(contract.registerFacility.response, 'Filed'),
  }),
  read: createRoute({
    method: 'get',
    path: '/{district}/{id}',
    summary: 'One facility on a day',
    request: { params: Key, query: contract.AskedOf },
    responses: answer(contract.Facility, 'The facility'),
  }),
  act: createRoute({
    method: 'post',
    path: '/{district}/{id}/acts',
    summary: 'Change a facility from a day on',
    request: { params: Key, ...json(contract.Act) },
    responses: answer(contract.actOnFacility.response, 'Done'),
  }),
}

/** Routes of `/api/facilities` (W24). */
export function facilityRoutes(platform: Platform) {
  const app = areaApp()
  const scoped = <T>(who: Principal, work: (tx: Tx) => Promise<T>): Promise<T> => inScope(platform.db, who.scope, work)
  const treeOf = () => currentTree(platform.db, platform.now().getTime())
  /** A write once; what it is about was seen in the caller's scope before. */
  const write = <T>(
    who: Principal,
    call: { route: string; key: string | undefined; body: unknown },
    seen: FacilityKey | undefined,
    work: (tx: Tx) => Promise<Result<T>>,
  ): Promise<T> =>
    scoped(who, async (tx) => {
      if (seen !== undefined && (await readFacility(tx, seen, platform.today())) === undefined)
        throw new Refused(refusals.unknown())
      return once(tx, { ...call, account: who.account }, () => elevated(tx, async () => orRefuse(await work(tx))))
    })

  app.openapi(routeOf.list, async (c) => {
    const who = principalOf(c, ...READERS)
    const tree = await treeOf()
    return c.json(await scoped(who, (tx) => listFacilities(tx, c.req.valid('query'), tree, platform.today())), 200)
  })
  app.openapi(routeOf.map, async (c) => {
    const who = principalOf(c, ...READERS)
    const tree = await treeOf()
    return c.json(await scoped(who, (tx) => mapFacilities(tx, c.req.valid('query'), tree, platform.today())), 200)
  })
  app.openapi(routeOf.organisations, async (c) => {
    const who = principalOf(c, ...READERS)
    return c.json({ rows: await scoped(who, (tx) => findOrganisations(tx, c.req.valid('query').text)) }, 200)
  })
  app.openapi(routeOf.recordOrganisation, async (c) => {
    const who = principalOf(c, ...WRITERS)
    const body = c.req.valid('json')
    const call = { route: 'facilities.organisation', key: c.req.header('idempotency-key'), body }
    return c.json(await write(who, call, undefined, (tx) => recordOrganisation(tx, who.account, body)), 200)
  })
  app.openapi(routeOf.register, async (c) => {
    const who = principalOf(c, ...WRITERS)
    const body = c.req.valid('json')
    const tree = await treeOf()
    const call = { route: 'facilities.register', key: c.req.header('idempotency-key'), body }
    const around = { today: platform.today(), tree, scope: who.scope }
    return c.json(await write(who, call, undefined, (tx) => openFacility(tx, who.account, around, body)), 200)
  })
  app.openapi(routeOf.read, async (c) => {
    const who = principalOf(c, ...READERS)
    const { on, knownAt } = c.req.valid('query')
    const today = platform.today()
    const tree = await treeOf()
    const asked = { on: on === undefined ? today : day(on), knownAt, today, tree }
    const found = await scoped(who, (tx) => readRecord(tx, c.req.valid('param'), asked))
    if (found === undefined) throw new Refused(refusals.unknown())
    return c.json({ ...found, mayWrite: hasRole(who, ...WRITERS) }, 200)
  })
  app.openapi(routeOf.act, async (c) => {
    const who = principalOf(c, ...WRITERS)
    const key = c.req.valid('param')
    const body = c.req.valid('json')
    const call = { route: `facilities.act.${key.id}`, key: c.req.header('idempotency-key'), body }
    const done = await write(who, call, key, (tx) => actOnFacility(tx, who.account, platform.today(), key, body))
    return c.json(done, 200)
  })
  return app
}
