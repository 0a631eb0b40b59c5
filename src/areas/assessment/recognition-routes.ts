import { createRoute } from '@hono/zod-openapi'
import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import { inScope, newId } from '../../platform/db/index.ts'
import { type AreaApp, needGrantIn, ok, type Platform, principalOf, Refused } from '../../platform/http/index.ts'
import { currentTree } from '../divisions/index.ts'
import { addLtc, listLtc } from './ltc.ts'
import { placesOf } from './places-of.ts'
import { ASKERS, needGrantOver, OFFICERS, READERS } from './posts.ts'
import { actOnRecognition, addRecognition, findRecognition, listRecognitions } from './recognition.ts'
import * as contract from './recognition-contract.ts'
import { refusals } from './refusals.ts'
import { answer, body, Key, writeOnce } from './route-parts.ts'

const PAGE = 50
const WATCHERS = READERS.filter((role) => role !== 'villageWorker')

const routeOf = {
  issuers: createRoute({
    method: 'get',
    path: '/issuers',
    summary: 'Who may issue results elsewhere',
    responses: answer(contract.Issuers, 'Issuers'),
  }),
  addIssuer: createRoute({
    method: 'post',
    path: '/issuers',
    summary: 'Enter an issuer',
    request: body(contract.AddIssuer),
    responses: answer(contract.addIssuer.response, 'Entered'),
  }),
  list: createRoute({
    method: 'get',
    path: '/recognitions',
    summary: 'Results from elsewhere, newest first',
    request: { query: contract.RecognitionQuery },
    responses: answer(contract.RecognitionPage, 'A page'),
  }),
  add: createRoute({
    method: 'post',
    path: '/recognitions',
    summary: 'Take a result from elsewhere in',
    request: body(contract.NewRecognition),
    responses: answer(contract.addRecognition.response, 'Taken in'),
  }),
  read: createRoute({
    method: 'get',
    path: '/recognitions/{district}/{id}',
    summary: 'One result from elsewhere with what the rule says',
    request: { params: Key },
    responses: answer(contract.Recognition, 'It'),
  }),
  act: createRoute({
    method: 'post',
    path: '/recognitions/{district}/{id}/acts',
    summary: 'Check, decide, send the receipt',
    request: { params: Key, ...body(contract.RecognitionAct) },
    responses: answer(contract.actOnRecognition.response, 'Done'),
  }),
  ltc: createRoute({
    method: 'get',
    path: '/ltc',
    summary: 'The register of long-term care gradings',
    request: { query: contract.LtcQuery },
    responses: answer(contract.LtcPage, 'A page'),
  }),
  addLtc: createRoute({
    method: 'post',
    path: '/ltc',
    summary: 'Enter a grading',
    request: body(contract.NewLtc),
    responses: answer(contract.addLtc.response, 'Entered'),
  }),
}

/** Recognition of results from elsewhere (J7.3) and the register of long-term care gradings. */
export function recognitionRoutes(platform: Platform, app: AreaApp): void {
  const tree = () => currentTree(platform.db, platform.now().getTime())
  const needPlace = async (who: ReturnType<typeof principalOf>, district: string, elderId: string) => {
    const [place] = await inScope(platform.db, who.scope, (tx) => placesOf(tx, district, [elderId]))
    if (place === undefined) throw new Refused(refusals.elderUnknown())
    needGrantOver(who, ASKERS, place)
  }

  app.openapi(routeOf.issuers, async (c) => {
    const who = principalOf(c, ...WATCHERS)
    const { rows } = await inScope(platform.db, who.scope, (tx) =>
      sql<(typeof contract.Issuers)['_output']['rows'][number]>`
        select id::text, jurisdiction, name, how_checked as "howChecked", from_day as "from", until_day as "until", example
          from assessment.issuer order by jurisdiction, name limit 500`.execute(tx),
    )
    return c.json({ rows }, 200)
  })
  app.openapi(routeOf.addIssuer, async (c) => {
    const who = principalOf(c, 'cityOfficer')
    const given = c.req.valid('json')
    const call = { route: 'assessments.issuer', key: c.req.header('idempotency-key'), body: given }
    const made = await writeOnce(platform, who, call, async (tx) => {
      const id = newId()
      await sql`
        insert into assessment.issuer (id, jurisdiction, name, credit_code, how_checked, from_day, until_day, recorded_by)
        values (${id}, ${given.jurisdiction}, ${given.name}, ${given.creditCode ?? null}, ${given.howChecked}, ${given.from}::date,
                ${given.until}::date, ${who.account})`.execute(tx)
      await record(tx, {
        account: who.account,
        action: 'recognition.addIssuer',
        object: 'issuer',
        objectId: id,
        after: given,
      })
      return ok({ id })
    })
    return c.json(made, 200)
  })
  app.openapi(routeOf.list, async (c) => {
    const who = principalOf(c, ...WATCHERS)
    const query = c.req.valid('query')
    const places = await tree()
    const page = await inScope(platform.db, who.scope, (tx) =>
      listRecognitions(tx, who, places, { ...query, limit: PAGE }, platform.today()),
    )
    return c.json({ ...page, count: { total: page.rows.length, capped: page.next !== null } }, 200)
  })
  app.openapi(routeOf.add, async (c) => {
    const who = principalOf(c, ...ASKERS)
    const given = c.req.valid('json')
    await needPlace(who, given.district, given.elderId)
    const call = { route: 'assessments.recognition', key: c.req.header('idempotency-key'), body: given }
    return c.json(
      await writeOnce(platform, who, call, (tx) => addRecognition(tx, who.account, given, platform.today())),
      200,
    )
  })
  app.openapi(routeOf.read, async (c) => {
    const who = principalOf(c, ...WATCHERS)
    const key = c.req.valid('param')
    const places = await tree()
    const found = await inScope(platform.db, who.scope, (tx) => findRecognition(tx, who, places, key, platform.today()))
    if (found === undefined) throw new Refused(refusals.recognitionUnknown())
    platform.reads.note({
      district: key.district,
      account: who.account,
      action: 'recognition.read',
      object: 'elder',
      objectId: found.elderId,
      requestId: c.get('requestId'),
    })
    return c.json(found, 200)
  })
  app.openapi(routeOf.act, async (c) => {
    const who = principalOf(c, ...OFFICERS)
    const key = c.req.valid('param')
    const given = c.req.valid('json')
    needGrantIn(who, OFFICERS, key.district)
    const call = { route: `assessments.recognition.${key.id}`, key: c.req.header('idempotency-key'), body: given }
    const done = await writeOnce(platform, who, call, (tx) =>
      actOnRecognition(tx, who.account, key, given, platform.today()),
    )
    return c.json(done, 200)
  })
  app.openapi(routeOf.ltc, async (c) => {
    const who = principalOf(c, ...WATCHERS)
    const query = c.req.valid('query')
    const places = await tree()
    const page = await inScope(platform.db, who.scope, (tx) =>
      listLtc(tx, places, { ...query, limit: PAGE }, platform.today()),
    )
    return c.json({ ...page, count: { total: page.rows.length, capped: page.next !== null } }, 200)
  })
  app.openapi(routeOf.addLtc, async (c) => {
    const who = principalOf(c, ...ASKERS)
    const given = c.req.valid('json')
    await needPlace(who, given.district, given.elderId)
    const call = { route: 'assessments.ltc', key: c.req.header('idempotency-key'), body: given }
    return c.json(await writeOnce(platform, who, call, (tx) => addLtc(tx, who.account, given)), 200)
  })
}
