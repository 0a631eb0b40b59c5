import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { createRoute, type z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { day, isDay, parseMonth } from '../../platform/clock/day.ts'
import { elevated, inScope, type Tx } from '../../platform/db/index.ts'
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
import type { Principal, Role } from '../../platform/identity/index.ts'
import { writeXlsx } from '../../platform/sheets/index.ts'
import { readSettings } from '../rules/index.ts'
import { bedBoard } from './beds.ts'
import { listCharges } from './charges.ts'
import { clauseOf } from './clause-of.ts'
import * as contract from './contract.ts'
import { checkHome } from './count-day.ts'
import { readDay } from './daily-report.ts'
import { findElder } from './find-elder.ts'
import { findHome, type Home, mayActFor } from './home.ts'
import { actAtHome } from './home-acts.ts'
import { nationalForm } from './national-form.ts'
import { wishesOf, wishOf } from './people.ts'
import { headOf, listHomes, readHomeToday, readOffers } from './read-home.ts'
import { readQueue } from './read-queue.ts'
import { refusals } from './refusals.ts'
import { residentsOn } from './residents.ts'

const READERS: Role[] = ['operator', 'townshipClerk', 'districtOfficer', 'cityOfficer']
const ACTORS: Role[] = ['operator', 'townshipClerk', 'districtOfficer']
const PAGE = 100

const answer = <T extends z.ZodType>(schema: T, description: string) => ({
  200: { description, content: { 'application/json': { schema } } },
})
const json = <T extends z.ZodType>(schema: T) => ({
  content: { 'application/json': { schema } },
  required: true as const,
})
const params = contract.HomeKey
const get = <T extends z.ZodType>(path: string, summary: string, schema: T) =>
  createRoute({ method: 'get', path, summary, request: { params }, responses: answer(schema, summary) })

const routeOf = {
  homes: createRoute({
    method: 'get',
    path: '/homes',
    summary: 'Homes by name, with what is free and who waits',
    request: { query: contract.HomeQuery },
    responses: answer(contract.HomePage, 'A page'),
  }),
  home: get('/homes/{district}/{id}', 'A home today', contract.HomeToday),
  board: get('/homes/{district}/{id}/board', 'The bed board', contract.Board),
  queue: get('/homes/{district}/{id}/queue', 'The waiting list in its order', contract.Queue),
  residents: createRoute({
    method: 'get',
    path: '/homes/{district}/{id}/residents',
    summary: 'Residents on a day',
    request: { params, query: contract.ResidentQuery },
    responses: answer(contract.ResidentPage, 'A page'),
  }),
  day: createRoute({
    method: 'get',
    path: '/homes/{district}/{id}/day',
    summary: 'The daily report, filled from the records',
    request: { params, query: contract.DayQuery },
    responses: answer(contract.DayPage, 'The day'),
  }),
  charges: get('/homes/{district}/{id}/charges', 'Charges and arrears', contract.ChargePage),
  find: createRoute({
    method: 'post',
    path: '/homes/{district}/{id}/find',
    summary: 'The person with an identity number',
    request: { params, body: json(contract.FindElder) },
    responses: answer(contract.FoundElder, 'The person'),
  }),
  act: createRoute({
    method: 'post',
    path: '/homes/{district}/{id}/acts',
    summary: 'Apply, offer, admit, leave, report',
    request: { params, body: json(contract.Act) },
    responses: answer(contract.Acted, 'What came of it'),
  }),
}

/** Routes of `/api/residency` (O01–O03). */
export function residencyRoutes(platform: Platform) {
  const app = areaApp()
  type Key = z.infer<typeof contract.HomeKey>
  const today = () => platform.today()
  /** Work on one home that the caller may see, under the caller's scope. */
  const atHome = <T>(who: Principal, key: Key, work: (tx: Tx, home: Home) => Promise<T>): Promise<T> =>
    inScope(platform.db, who.scope, async (tx) => {
      const home = await findHome(tx, key.district, key.id, today())
      if (home === undefined) throw new Refused(refusals.homeUnknown())
      return work(tx, home)
    })
  /** Lists that name people leave a trace of having been read. */
  const noteRead = (c: Context<AppEnv>, who: Principal, key: Key, action: string, objectId: string = key.id) =>
    platform.reads.note({
      district: key.district,
      account: who.account,
      action,
      object: 'facilities.facility',
      objectId,
      requestId: c.get('requestId'),
    })

  app.openapi(routeOf.homes, async (c) => {
    const who = principalOf(c, ...READERS)
    const { q, report, after } = c.req.valid('query')
    const districts = who.scope.facilities?.length ? null : who.scope.districts.length > 0 ? who.scope.districts : null
    const page = await inScope(platform.db, who.scope, (tx) =>
      listHomes(tx, today(), { districts, q, missing: report === 'missing', after }),
    )
    return c.json({ ...page, count: { total: page.rows.length, capped: page.next !== null } }, 200)
  })
  app.openapi(routeOf.home, async (c) => {
    const who = principalOf(c, ...READERS)
    const page = await atHome(who, c.req.valid('param'), async (tx, home) => ({
      ...(await readHomeToday(tx, home, today())),
      mayAct: mayActFor(who, home),
    }))
    return c.json(page, 200)
  })
  app.openapi(routeOf.board, async (c) => {
    const who = principalOf(c, ...READERS)
    const key = c.req.valid('param')
    const page = await atHome(who, key, async (tx, home) => ({
      home: headOf(home),
      mayAct: mayActFor(who, home),
      today: today(),
      beds: await bedBoard(tx, home.district, home.id, today()),
    }))
    noteRead(c, who, key, 'residency.board.read')
    return c.json(page, 200)
  })
  app.openapi(routeOf.queue, async (c) => {
    const who = principalOf(c, ...READERS)
    const key = c.req.valid('param')
    const page = await atHome(who, key, async (tx, home) => {
      const settings = await readSettings(tx)
      const queue = await readQueue(tx, home, today(), settings)
      const wishes = await wishesOf(
        tx,
        home.district,
        queue.rows.map((row) => row.elder),
      )
      const rows = queue.rows.map(({ person, facts, ...row }) => ({
        ...row,
        reasons: [...row.reasons],
        unknown: [...row.unknown],
        name: person?.name ?? null,
        age: person?.age ?? null,
        careDependency: person?.careDependency ?? null,
        assessedOn: person?.assessedOn ?? null,
        supported: facts.hardship?.includes('extreme') ?? false,
        wish: wishes.get(row.elder) ?? null,
      }))
      const { says, clauses, unset } = queue.order
      const order = { says: [...says], clauses: clauses.map((each) => clauseOf(each, today())), unset: [...unset] }
      return { mayAct: mayActFor(who, home), order, rows, ...(await readOffers(tx, home, today())) }
    })
    noteRead(c, who, key, 'residency.queue.read')
    return c.json(page, 200)
  })
  app.openapi(routeOf.residents, async (c) => {
    const who = principalOf(c, ...READERS)
    const key = c.req.valid('param')
    const { on, after } = c.req.valid('query')
    const asked = on === undefined ? today() : readable(on)
    const rows = await atHome(who, key, (tx, home) =>
      residentsOn(tx, { district: home.district, facility: home.id, on: asked, limit: PAGE + 1, after }),
    )
    noteRead(c, who, key, 'residency.residents.read')
    const page = rows.slice(0, PAGE)
    const next = rows.length > PAGE ? (page.at(-1)?.stay ?? null) : null
    return c.json({ rows: page, next, count: { total: page.length, capped: next !== null } }, 200)
  })
  app.openapi(routeOf.day, async (c) => {
    const who = principalOf(c, ...READERS)
    const { on } = c.req.valid('query')
    const asked = on === undefined ? today() : readable(on)
    const page = await atHome(who, c.req.valid('param'), async (tx, home) => {
      const { count, reasons, supported, ...rest } = await readDay(tx, home, asked)
      return {
        ...rest,
        home: headOf(home),
        mayAct: mayActFor(who, home),
        today: today(),
        counts: count,
        reasons: [...reasons],
        due: [...rest.due],
        hazards: [...rest.hazards],
        checks: checkHome(home, { count, reasons, supported }, rest.lastStaff?.care ?? null, asked).map((check) => ({
          ...check,
          clause: clauseOf(check.clause, asked),
        })),
      }
    })
    return c.json(page, 200)
  })
  // A workbook, so it stands beside the contract.
  app.get('/homes/:district/:id/national-form', async (c) => {
    const who = principalOf(c, ...READERS)
    const key = contract.HomeKey.safeParse(c.req.param())
    const month = parseMonth(c.req.query('month') ?? today().slice(0, 7))
    if (!key.success || month === undefined) throw new Refused(commonRefusals.notFound())
    const { name, rows } = await atHome(who, key.data, async (tx, home) => ({
      name: home.name,
      rows: await nationalForm(tx, home, month),
    }))
    const out = new PassThrough()
    const bytes = buffer(out)
    await writeXlsx(out, [{ name: month.slice(0, 7), frozenRows: 1, columnWidths: [14, 22, 40], rows }])
    const file = encodeURIComponent(`国家系统数据项-${name}-${month.slice(0, 7)}.xlsx`)
    return new Response(await bytes, {
      headers: {
        'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        'content-disposition': `attachment; filename*=UTF-8''${file}`,
        'cache-control': 'no-store',
      },
    })
  })
  app.openapi(routeOf.charges, async (c) => {
    const who = principalOf(c, ...READERS)
    const key = c.req.valid('param')
    const page = await atHome(who, key, async (tx, home) => ({
      mayAct: mayActFor(who, home),
      ...(await listCharges(tx, home, today())),
    }))
    noteRead(c, who, key, 'residency.charges.read')
    return c.json(page, 200)
  })
  app.openapi(routeOf.find, async (c) => {
    const who = principalOf(c, ...ACTORS)
    const key = c.req.valid('param')
    const found = await atHome(who, key, async (tx, home) => {
      if (!mayActFor(who, home)) throw new Refused(commonRefusals.notAllowed())
      const person = orRefuse(await findElder(tx, platform.keyring, home, c.req.valid('json').number, today()))
      const wish = await wishOf(tx, home.district, person.id)
      return { person, wish: wish ?? null }
    })
    const { id, name, age, careDependency, assessedOn, facts } = found.person
    noteRead(c, who, key, 'residency.person.find', id)
    const supported = facts.hardship?.includes('extreme') ?? false
    return c.json({ elder: id, name, age, careDependency, assessedOn, supported, wish: found.wish }, 200)
  })
  app.openapi(routeOf.act, async (c) => {
    const who = principalOf(c, ...ACTORS)
    const key = c.req.valid('param')
    const body = c.req.valid('json')
    const call = { route: `residency.act.${key.id}`, key: c.req.header('idempotency-key'), body, account: who.account }
    const done = await atHome(who, key, async (tx, home) => {
      if (!mayActFor(who, home)) throw new Refused(commonRefusals.notAllowed())
      const by = { account: who.account, today: today(), settings: await readSettings(tx) }
      return once(tx, call, () => elevated(tx, async () => orRefuse(await actAtHome(tx, by, home, body))))
    })
    return c.json(done, 200)
  })
  return app
}

function readable(text: string) {
  if (!isDay(text)) throw new Refused(refusals.dayInvalid('这一天在日历上不存在。请核对日期后重新填写。'))
  return day(text)
}
