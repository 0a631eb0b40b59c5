import { createRoute, z } from '@hono/zod-openapi'
import { record } from '../../platform/audit/index.ts'
import type { Day } from '../../platform/clock/day.ts'
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
  refuse,
} from '../../platform/http/index.ts'
import type { Principal, Role } from '../../platform/identity/index.ts'
import { currentTree } from '../divisions/index.ts'
import { placeIn } from '../facilities/index.ts'
import * as contract from './contract.ts'
import { addContract, handInReport, readContracts } from './contracts.ts'
import { actOnEstate, addEstate, readEstates } from './estates.ts'
import { addLink, readLinks } from './links.ts'
import { addProject, reachStage, readProjects } from './projects.ts'
import { refusals } from './refusals.ts'
import { readVillages, setVillage } from './villages.ts'

const READERS: Role[] = ['districtOfficer', 'townshipClerk', 'cityOfficer', 'districtFinance']
const WRITERS: Role[] = ['districtOfficer']

const answer = <T extends z.ZodType>(schema: T) => ({
  200: { description: 'Answer', content: { 'application/json': { schema } } },
})
const json = <T extends z.ZodType>(schema: T) => ({
  body: { content: { 'application/json': { schema } }, required: true as const },
})
const District = z.object({ district: z.string().regex(/^\d{6}$/) })
const Key = District.extend({ id: z.uuid() })
const at = (path: string) => `/{district}${path}`
const params = { params: District }

const get = <T extends z.ZodType>(path: string, summary: string, schema: T) =>
  createRoute({ method: 'get', path: at(path), summary, request: params, responses: answer(schema) })
const post = <B extends z.ZodType, T extends z.ZodType>(path: string, summary: string, body: B, schema: T) =>
  createRoute({
    method: 'post',
    path: at(path),
    summary,
    request: { ...params, ...json(body) },
    responses: answer(schema),
  })
const postOn = <B extends z.ZodType, T extends z.ZodType>(path: string, summary: string, body: B, schema: T) =>
  createRoute({
    method: 'post',
    path: at(`${path}/{id}`),
    summary,
    request: { params: Key, ...json(body) },
    responses: answer(schema),
  })

const routeOf = {
  villages: get('/villages', 'The four states of each village', contract.Villages),
  setVillage: post('/villages', 'Merge or exempt a village', contract.SetVillage, contract.setVillage.response),
  estates: get('/estates', 'New estates and their gates', contract.Estates),
  addEstate: post('/estates', 'File an estate', contract.NewEstate, contract.addEstate.response),
  actOnEstate: postOn(
    '/estates',
    'Decide a gate, or note the use',
    contract.ActOnEstate,
    contract.actOnEstate.response,
  ),
  projects: get('/projects', 'Projects against the quota', contract.Projects),
  addProject: post('/projects', 'File a project', contract.NewProject, contract.addProject.response),
  reachStage: postOn('/projects', 'Reach the next stage', contract.ReachStage, contract.reachStage.response),
  contracts: get('/contracts', 'Contracts and their reports', contract.Contracts),
  addContract: post('/contracts', 'File a contract', contract.NewContract, contract.addContract.response),
  handInReport: postOn('/contracts', 'Hand a report in', contract.HandInReport, contract.handInReport.response),
  links: get('/links', 'Who guides and runs whom', contract.Links),
  addLink: post('/links', 'Link two facilities', contract.NewLink, contract.addLink.response),
}

/** Routes of `/api/networks`. Readers see what row security shows them; the district writes. */
export function networkRoutes(platform: Platform) {
  const app = areaApp()
  const treeOf = () => currentTree(platform.db, platform.now().getTime())
  const today = (): Day => platform.today()
  const scoped = <T>(who: Principal, work: (tx: Tx) => Promise<T>): Promise<T> => inScope(platform.db, who.scope, work)

  type Call = {
    readonly who: Principal
    readonly district: string
    readonly name: string
    readonly key: string | undefined
    readonly body: unknown
    readonly id?: string
  }
  /** A write of the district's officer: once, audited, as the system role. */
  const write = <T>({ who, district, name, key, body, id }: Call, work: (tx: Tx) => Promise<Result<T>>): Promise<T> => {
    needGrantIn(who, WRITERS, district)
    return scoped(who, (tx) =>
      once(tx, { account: who.account, route: `networks.${name}.${id ?? district}`, key, body }, () =>
        elevated(tx, async () => {
          const done = orRefuse(await work(tx))
          await record(tx, {
            district,
            account: who.account,
            action: `network.${name}`,
            object: 'networks',
            ...(id && { objectId: id }),
            after: body,
          })
          return done
        }),
      ),
    )
  }
  /** The place of a new row, inside the writer's own district. */
  const inPlace = async <T>(
    who: Principal,
    district: string,
    division: string,
    work: (place: NonNullable<ReturnType<typeof placeIn>>) => Promise<Result<T>>,
  ): Promise<Result<T>> => {
    const place = placeIn(await treeOf(), who.scope, division, today())
    return place === undefined || place.district !== district ? refuse(refusals.placeUnknown()) : work(place)
  }

  app.openapi(routeOf.villages, async (c) => {
    const who = principalOf(c, ...READERS)
    const { district } = c.req.valid('param')
    const tree = await treeOf()
    const read = await scoped(who, (tx) => readVillages(tx, district, tree, today()))
    // The list of villages is public; what a scope does not hold would only look as if it were missing.
    const visible = who.scope.districts.includes(district)
      ? read.rows
      : read.rows.filter(({ village }) => who.scope.townships.includes(village.slice(0, 9)))
    if (visible.length === 0) throw new Refused(refusals.unknown())
    const counts = { own: 0, merged: 0, exempt: 0, missing: 0 }
    for (const { state } of visible) counts[state]++
    return c.json({ counts, rows: visible }, 200)
  })
  app.openapi(routeOf.setVillage, async (c) => {
    const who = principalOf(c, ...WRITERS)
    const { district } = c.req.valid('param')
    const body = c.req.valid('json')
    const tree = await treeOf()
    const call = { who, district, name: 'village', key: c.req.header('idempotency-key'), body }
    return c.json(await write(call, (tx) => setVillage(tx, who.account, district, { tree, today: today() }, body)), 200)
  })
  app.openapi(routeOf.estates, async (c) => {
    const who = principalOf(c, ...READERS)
    const tree = await treeOf()
    return c.json(await scoped(who, (tx) => readEstates(tx, c.req.valid('param').district, tree, today())), 200)
  })
  app.openapi(routeOf.addEstate, async (c) => {
    const who = principalOf(c, ...WRITERS)
    const { district } = c.req.valid('param')
    const body = c.req.valid('json')
    const call = { who, district, name: 'estate', key: c.req.header('idempotency-key'), body }
    const made = await write(call, (tx) =>
      inPlace(who, district, body.division, (place) => addEstate(tx, who.account, place, body)),
    )
    return c.json(made, 200)
  })
  app.openapi(routeOf.actOnEstate, async (c) => {
    const who = principalOf(c, ...WRITERS)
    const { district, id } = c.req.valid('param')
    const body = c.req.valid('json')
    const call = { who, district, id, name: 'gate', key: c.req.header('idempotency-key'), body }
    return c.json(await write(call, (tx) => actOnEstate(tx, who.account, { district, id }, body)), 200)
  })
  app.openapi(routeOf.projects, async (c) => {
    const who = principalOf(c, ...READERS)
    const tree = await treeOf()
    return c.json(await scoped(who, (tx) => readProjects(tx, c.req.valid('param').district, tree, today())), 200)
  })
  app.openapi(routeOf.addProject, async (c) => {
    const who = principalOf(c, ...WRITERS)
    const { district } = c.req.valid('param')
    const body = c.req.valid('json')
    const call = { who, district, name: 'project', key: c.req.header('idempotency-key'), body }
    const made = await write(call, (tx) =>
      inPlace(who, district, body.division, (place) => addProject(tx, who.account, place, body)),
    )
    return c.json(made, 200)
  })
  app.openapi(routeOf.reachStage, async (c) => {
    const who = principalOf(c, ...WRITERS)
    const { district, id } = c.req.valid('param')
    const body = c.req.valid('json')
    const call = { who, district, id, name: 'stage', key: c.req.header('idempotency-key'), body }
    return c.json(await write(call, (tx) => reachStage(tx, who.account, { district, id }, body)), 200)
  })
  app.openapi(routeOf.contracts, async (c) => {
    const who = principalOf(c, ...READERS)
    return c.json(await scoped(who, (tx) => readContracts(tx, c.req.valid('param').district, today())), 200)
  })
  app.openapi(routeOf.addContract, async (c) => {
    const who = principalOf(c, ...WRITERS)
    const { district } = c.req.valid('param')
    const body = c.req.valid('json')
    const call = { who, district, name: 'contract', key: c.req.header('idempotency-key'), body }
    return c.json(await write(call, (tx) => addContract(tx, who.account, district, body)), 200)
  })
  app.openapi(routeOf.handInReport, async (c) => {
    const who = principalOf(c, ...WRITERS)
    const { district, id } = c.req.valid('param')
    const body = c.req.valid('json')
    const call = { who, district, id, name: 'report', key: c.req.header('idempotency-key'), body }
    return c.json(await write(call, (tx) => handInReport(tx, who.account, { district, id }, today(), body)), 200)
  })
  app.openapi(routeOf.links, async (c) => {
    const who = principalOf(c, ...READERS)
    return c.json(await scoped(who, (tx) => readLinks(tx, c.req.valid('param').district)), 200)
  })
  app.openapi(routeOf.addLink, async (c) => {
    const who = principalOf(c, ...WRITERS)
    const { district } = c.req.valid('param')
    const body = c.req.valid('json')
    const call = { who, district, name: 'link', key: c.req.header('idempotency-key'), body }
    return c.json(await write(call, (tx) => addLink(tx, who.account, district, body)), 200)
  })
  return app
}
