import { createRoute, z } from '@hono/zod-openapi'
import type { Day } from '../../platform/clock/day.ts'
import { inScope } from '../../platform/db/index.ts'
import { type AreaApp, needGrantIn, type Platform, principalOf, Refused } from '../../platform/http/index.ts'
import { openDispute } from './disputes.ts'
import { freezeDraw, performDraw } from './draws.ts'
import { ASKERS, needGrantOver, OFFICERS } from './posts.ts'
import { listDraws, readRegistry } from './read-registry.ts'
import { refusals } from './refusals.ts'
import { addAgency, addAssessor, addConflict, setStanding } from './registry.ts'
import * as contract from './registry-contract.ts'
import { issueReport } from './report.ts'
import { answer, body, Key, writeOnce } from './route-parts.ts'
import { placeOfSheet } from './second-look.ts'

const District = z.object({ district: z.string().regex(/^\d{6}$/) })
const post = <B extends z.ZodType, R extends z.ZodType>(path: string, summary: string, given: B, response: R) =>
  createRoute({ method: 'post', path, summary, request: body(given), responses: answer(response, 'Done') })
const postAt = <B extends z.ZodType, R extends z.ZodType>(path: string, summary: string, given: B, response: R) =>
  createRoute({
    method: 'post',
    path,
    summary,
    request: { params: Key, ...body(given) },
    responses: answer(response, 'Done'),
  })

const routeOf = {
  registry: createRoute({
    method: 'get',
    path: '/registry/{district}',
    summary: 'Agencies and assessors with their figures',
    request: { params: District },
    responses: answer(contract.Registry, 'The registry'),
  }),
  draws: createRoute({
    method: 'get',
    path: '/draws/{district}',
    summary: 'Draws for a second look',
    request: { params: District },
    responses: answer(contract.Draws, 'Draws'),
  }),
  agency: post('/registry/agencies', 'Enter an agency', contract.AddAgency, contract.addAgency.response),
  assessor: post('/registry/assessors', 'Enter an assessor', contract.AddAssessor, contract.addAssessor.response),
  standing: post(
    '/registry/standing',
    'Suspend, remove or take back',
    contract.SetStanding,
    contract.setStanding.response,
  ),
  conflict: post(
    '/registry/conflicts',
    'Note a conflict of interest',
    contract.AddConflict,
    contract.addConflict.response,
  ),
  freeze: post('/draws', 'Freeze a list and show its hash', contract.FreezeDraw, contract.freezeDraw.response),
  draw: postAt('/draws/{district}/{id}/draw', 'Draw with a seed', contract.PerformDraw, contract.performDraw.response),
  dispute: postAt(
    '/sheets/{district}/{id}/disputes',
    'Take a dispute',
    contract.RaiseDispute,
    contract.raiseDispute.response,
  ),
  report: createRoute({
    method: 'post',
    path: '/sheets/{district}/{id}/report',
    summary: 'Issue the report as a paper',
    request: { params: Key },
    responses: answer(contract.issueReport.response, 'Its number'),
  }),
}

/** Agencies and assessors, draws, disputes and reports of W16. */
export function registryRoutes(platform: Platform, app: AreaApp): void {
  const keyOf = (header: string | undefined, route: string, given: unknown) => ({ route, key: header, body: given })

  app.openapi(routeOf.registry, async (c) => {
    const who = principalOf(c, ...OFFICERS, 'cityOfficer')
    const { district } = c.req.valid('param')
    return c.json(await inScope(platform.db, who.scope, (tx) => readRegistry(tx, district, platform.today())), 200)
  })
  app.openapi(routeOf.draws, async (c) => {
    const who = principalOf(c, ...OFFICERS, 'cityOfficer')
    const { district } = c.req.valid('param')
    return c.json({ rows: await inScope(platform.db, who.scope, (tx) => listDraws(tx, district)) }, 200)
  })
  app.openapi(routeOf.agency, async (c) => {
    const who = principalOf(c, ...OFFICERS)
    const given = c.req.valid('json')
    needGrantIn(who, OFFICERS, given.district)
    const call = keyOf(c.req.header('idempotency-key'), 'assessments.agency', given)
    return c.json(await writeOnce(platform, who, call, (tx) => addAgency(tx, who.account, given)), 200)
  })
  app.openapi(routeOf.assessor, async (c) => {
    const who = principalOf(c, ...OFFICERS)
    const given = c.req.valid('json')
    needGrantIn(who, OFFICERS, given.district)
    const call = keyOf(c.req.header('idempotency-key'), 'assessments.assessor', given)
    return c.json(await writeOnce(platform, who, call, (tx) => addAssessor(tx, who.account, given)), 200)
  })
  app.openapi(routeOf.standing, async (c) => {
    const who = principalOf(c, ...OFFICERS)
    const given = c.req.valid('json')
    needGrantIn(who, OFFICERS, given.district)
    const call = keyOf(c.req.header('idempotency-key'), 'assessments.standing', given)
    return c.json(await writeOnce(platform, who, call, (tx) => setStanding(tx, who.account, given)), 200)
  })
  app.openapi(routeOf.conflict, async (c) => {
    const who = principalOf(c, ...OFFICERS)
    const given = c.req.valid('json')
    needGrantIn(who, OFFICERS, given.district)
    const call = keyOf(c.req.header('idempotency-key'), 'assessments.conflict', given)
    return c.json(await writeOnce(platform, who, call, (tx) => addConflict(tx, who.account, given)), 200)
  })
  app.openapi(routeOf.freeze, async (c) => {
    const who = principalOf(c, ...OFFICERS)
    const given = c.req.valid('json')
    needGrantIn(who, OFFICERS, given.district)
    if (given.to <= given.from) throw new Refused(refusals.periodReversed())
    const asked = { ...given, from: given.from as Day, to: given.to as Day }
    const call = keyOf(c.req.header('idempotency-key'), 'assessments.freeze', given)
    return c.json(await writeOnce(platform, who, call, (tx) => freezeDraw(tx, who.account, asked)), 200)
  })
  app.openapi(routeOf.draw, async (c) => {
    const who = principalOf(c, ...OFFICERS)
    const key = c.req.valid('param')
    const given = c.req.valid('json')
    needGrantIn(who, OFFICERS, key.district)
    const call = keyOf(c.req.header('idempotency-key'), `assessments.draw.${key.id}`, given)
    const seed = { text: given.seed, source: given.source }
    const done = await writeOnce(platform, who, call, (tx) => performDraw(tx, who.account, key, seed, platform.today()))
    return c.json(done, 200)
  })
  app.openapi(routeOf.dispute, async (c) => {
    const who = principalOf(c, ...ASKERS)
    const key = c.req.valid('param')
    const given = c.req.valid('json')
    const place = await inScope(platform.db, who.scope, (tx) => placeOfSheet(tx, key))
    if (place === undefined) throw new Refused(refusals.sheetUnknown())
    needGrantOver(who, ASKERS, place)
    const told = { ...given, raisedOn: given.raisedOn as Day }
    const call = keyOf(c.req.header('idempotency-key'), `assessments.dispute.${key.id}`, given)
    const done = await writeOnce(platform, who, call, (tx) => openDispute(tx, who.account, key, told, platform.today()))
    return c.json(done, 200)
  })
  app.openapi(routeOf.report, async (c) => {
    const who = principalOf(c, ...ASKERS)
    const key = c.req.valid('param')
    const place = await inScope(platform.db, who.scope, (tx) => placeOfSheet(tx, key))
    if (place === undefined) throw new Refused(refusals.sheetUnknown())
    const call = keyOf(c.req.header('idempotency-key'), `assessments.report.${key.id}`, null)
    const issued = await writeOnce(platform, who, call, (tx) => issueReport(tx, platform, who.account, key))
    return c.json(issued, 200)
  })
}
