import { createRoute, z } from '@hono/zod-openapi'
import { addDays, type Day, firstOfMonth, type Month, parseMonth } from '../../platform/clock/day.ts'
import { elevated, inScope, type Tx } from '../../platform/db/index.ts'
import {
  type AreaApp,
  commonRefusals,
  once,
  orRefuse,
  type Platform,
  principalOf,
  Refused,
  type Result,
} from '../../platform/http/index.ts'
import { hasRole, type Principal, type Role } from '../../platform/identity/index.ts'
import { readSettings } from '../rules/index.ts'
import { listPlan, monthAsked, readBoard } from './board.ts'
import * as contract from './contract.ts'
import { chooseFamilyParts } from './family.ts'
import * as followUps from './follow-ups.ts'
import { addHelpAct, addPair, endPair, listPairs } from './pairs.ts'
import * as staff from './people-of-visits.ts'
import { planMonth } from './plan-month.ts'
import { numberOn } from './planning-settings.ts'
import { readRoute } from './read-route.ts'
import { refusals } from './refusals.ts'
import { replan } from './replan.ts'

const READERS: readonly Role[] = ['villageWorker', 'townshipClerk', 'districtOfficer', 'cityOfficer']
const PLANNERS: readonly Role[] = ['districtOfficer']
const CLERKS: readonly Role[] = ['townshipClerk', 'districtOfficer']
const PAIRING: readonly Role[] = ['villageWorker', 'townshipClerk', 'districtOfficer']
const District = z.string().regex(/^\d{6}$/)
const Key = z.object({ district: District, id: z.uuid() })

const answer = <T extends z.ZodType>(schema: T, description: string) => ({
  200: { description, content: { 'application/json': { schema } } },
})
const json = <T extends z.ZodType>(schema: T) => ({
  required: true as const,
  content: { 'application/json': { schema } },
})

const get = <Q extends z.ZodObject, T extends z.ZodType>(path: string, query: Q, schema: T, summary: string) =>
  createRoute({ method: 'get', path, summary, request: { query }, responses: answer(schema, summary) })
const post = <B extends z.ZodType, T extends z.ZodType>(path: string, schema: B, response: T, summary: string) =>
  createRoute({ method: 'post', path, summary, request: { body: json(schema) }, responses: answer(response, summary) })
const postTo = <B extends z.ZodType, T extends z.ZodType>(path: string, schema: B, response: T, summary: string) =>
  createRoute({
    method: 'post',
    path,
    summary,
    request: { params: Key, body: json(schema) },
    responses: answer(response, summary),
  })

const AreaQuery = z.object({ area: z.string().max(16).optional() })
const routeOf = {
  board: get('/board', contract.BoardQuery, contract.Board, 'Completion by village and helper, loads, reasons'),
  plan: get('/plan', contract.PlanQuery, contract.PlanPage, 'Planned visits'),
  make: post('/plan', contract.MakePlan, contract.PlanMade, 'Generate the plan of a month'),
  replan: post('/replan', contract.Replan, contract.Replanned, 'Put right what no longer fits'),
  checks: get('/checks', AreaQuery, contract.Checks, 'Who has to be looked for now'),
  referrals: get('/referrals', contract.ReferralQuery, contract.Referrals, 'Needs found at visits'),
  duty: get('/duty', AreaQuery, contract.DutyRoster, 'Who is on duty'),
  addDuty: post('/duty', contract.NewDuty, contract.addDuty.response, 'Put somebody on duty'),
  pairs: get('/pairs', contract.PairQuery, contract.Pairs, 'Who has a partner and who wants one'),
  addPair: post('/pairs', contract.NewPair, contract.addPair.response, 'Give an elder a partner'),
  endPair: postTo('/pairs/{district}/{id}/end', contract.EndPair, contract.endPair.response, 'End a pair'),
  help: postTo(
    '/pairs/{district}/{id}/acts',
    contract.NewHelpAct,
    contract.addHelpAct.response,
    'Note one act of help',
  ),
  addPost: post('/posts', contract.NewPost, contract.addPost.response, 'Give somebody a post in a village'),
  absence: post('/absences', contract.NewAbsence, contract.Replanned, 'A helper is away; the plan follows'),
  handOver: post('/hand-over', contract.HandOver, contract.handOver.response, 'A helper hands a village over'),
  questions: get('/questions', contract.QuestionQuery, contract.QuestionPage, 'Questions about records'),
  answer: postTo(
    '/questions/{district}/{id}/answer',
    contract.AnswerQuestion,
    contract.answerQuestion.response,
    'A supervisor’s answer',
  ),
  say: postTo(
    '/questions/{district}/{id}/words',
    contract.SayToQuestion,
    contract.sayToQuestion.response,
    'The helper’s own words',
  ),
  route: get('/route', contract.RouteQuery, contract.RouteTold, 'A helper’s day in order'),
  proposals: get('/proposals', AreaQuery, contract.Proposals, 'Changes of the register that helpers propose'),
  familyChoice: postTo(
    '/family-choice/{district}/{id}',
    contract.FamilyChoice,
    contract.setFamilyChoice.response,
    'What the elder lets the family see',
  ),
  settle: postTo(
    '/proposals/{district}/{id}',
    contract.SettleProposal,
    contract.settleProposal.response,
    'Taken over, or why not',
  ),
}

/** Routes of W17 under `/api/visits`. */
export function officeRoutes(app: AreaApp, platform: Platform): void {
  const read = <T>(who: Principal, work: (tx: Tx) => Promise<T>): Promise<T> => inScope(platform.db, who.scope, work)
  /** A write once, in the caller's scope; `as: 'system'` where a statement reaches rows that a scope cannot write. */
  const write = <T>(
    who: Principal,
    c: { req: { header: (name: string) => string | undefined } },
    route: string,
    body: unknown,
    work: (tx: Tx) => Promise<Result<T>>,
    as: 'scope' | 'system' = 'scope',
  ): Promise<T> =>
    read(who, (tx) =>
      once(
        tx,
        { account: who.account, route: `visits.${route}`, key: c.req.header('idempotency-key'), body },
        async () => orRefuse(await (as === 'system' ? elevated(tx, () => work(tx)) : work(tx))),
      ),
    )
  const by = (who: Principal, requestId: string) => ({
    account: who.account,
    today: platform.today(),
    keyring: platform.keyring,
    requestId,
  })
  const needReach = (who: Principal, place: string) => {
    if (!staff.reaches(who.scope, place)) throw new Refused(commonRefusals.notFound())
  }
  const needDistrict = (who: Principal, roles: readonly Role[], district: string) => {
    if (
      !who.grants.some(
        (grant) =>
          roles.includes(grant.role) && (grant.division === district || who.scope.districts.includes(district)),
      )
    )
      throw new Refused(commonRefusals.notAllowed())
  }

  app.openapi(routeOf.board, async (c) => {
    const who = principalOf(c, ...READERS)
    const { month, area } = c.req.valid('query')
    const today = platform.today()
    const board = await read(who, (tx) =>
      readBoard(tx, { scope: who.scope, month: monthAsked(month, today), area, today }),
    )
    const may = { plan: hasRole(who, ...PLANNERS), replan: hasRole(who, ...CLERKS), duty: hasRole(who, ...CLERKS) }
    return c.json({ ...board, may }, 200)
  })
  app.openapi(routeOf.plan, async (c) => {
    const who = principalOf(c, ...READERS)
    const { month, area, view, helper, village, after } = c.req.valid('query')
    const today = platform.today()
    const page = await read(who, (tx) =>
      listPlan(tx, { scope: who.scope, month: monthAsked(month, today), area, today, view, helper, village, after }),
    )
    return c.json({ ...page, count: { total: page.rows.length, capped: page.next !== null } }, 200)
  })
  app.openapi(routeOf.make, async (c) => {
    const who = principalOf(c, ...PLANNERS)
    const body = c.req.valid('json')
    needDistrict(who, PLANNERS, body.district)
    const month = parseMonth(body.month) as Month
    if (month > firstOfNext(platform.today())) throw new Refused(refusals.monthTooFar())
    const order = {
      district: body.district,
      month,
      today: platform.today(),
      account: who.account,
      requestId: c.get('requestId'),
    }
    const made = await write(
      who,
      c,
      'plan',
      body,
      async (tx) => planMonth(tx, { ...order, rules: await readSettings(tx) }),
      'system',
    )
    return c.json({ ...made, unset: [...made.unset] }, 200)
  })
  app.openapi(routeOf.replan, async (c) => {
    const who = principalOf(c, ...CLERKS)
    const body = c.req.valid('json')
    // A clerk puts right the own townships, an officer the district.
    const whole = who.scope.districts.includes(body.district)
    const own = who.scope.townships.filter((key) => key.startsWith(body.district))
    const townships = body.township === undefined ? (whole ? undefined : own) : [body.township]
    if (townships !== undefined) {
      if (townships.length === 0) throw new Refused(commonRefusals.notAllowed())
      for (const each of townships) needReach(who, each)
    }
    const order = {
      district: body.district,
      month: parseMonth(body.month) as Month,
      today: platform.today(),
      account: who.account,
      overdue: body.overdue,
      requestId: c.get('requestId'),
      ...(townships === undefined ? {} : { townships }),
    }
    const done = await write(
      who,
      c,
      'replan',
      body,
      async (tx) => ({ ok: true as const, value: await replan(tx, order) }),
      'system',
    )
    return c.json(done, 200)
  })
  app.openapi(routeOf.checks, async (c) => {
    const who = principalOf(c, ...READERS)
    const rows = await read(who, (tx) =>
      followUps.listChecks(tx, { scope: who.scope, area: c.req.valid('query').area }, platform.keyring, platform.now()),
    )
    return c.json({ rows }, 200)
  })
  app.openapi(routeOf.referrals, async (c) => {
    const who = principalOf(c, ...READERS)
    const { area, open, after } = c.req.valid('query')
    return c.json(
      await read(who, (tx) => followUps.listReferrals(tx, { scope: who.scope, area, after, open: open === 'true' })),
      200,
    )
  })
  app.openapi(routeOf.duty, async (c) => {
    const who = principalOf(c, ...READERS)
    return c.json(
      await read(who, (tx) =>
        staff.readDuty(tx, who.scope, c.req.valid('query').area, platform.now(), platform.keyring),
      ),
      200,
    )
  })
  app.openapi(routeOf.addDuty, async (c) => {
    const who = principalOf(c, ...CLERKS)
    const body = c.req.valid('json')
    needReach(who, body.township)
    return c.json(await write(who, c, 'duty', body, (tx) => staff.addDuty(tx, by(who, c.get('requestId')), body)), 200)
  })
  app.openapi(routeOf.pairs, async (c) => {
    const who = principalOf(c, ...READERS)
    const { area, show, after } = c.req.valid('query')
    const today = platform.today()
    const page = await read(who, async (tx) => {
      const district = staff.districtOf(who.scope, area)
      const number = numberOn(await readSettings(tx), district, today)
      const listed = await listPairs(tx, { scope: who.scope, area, today, month: firstOfMonth(today), show, after })
      return { ...listed, most: number('pairing-most-elders') ?? null }
    })
    return c.json(page, 200)
  })
  app.openapi(routeOf.addPair, async (c) => {
    const who = principalOf(c, ...PAIRING)
    const body = c.req.valid('json')
    const made = await write(who, c, 'pair', body, async (tx) => {
      const most = numberOn(await readSettings(tx), body.district, platform.today())('pairing-most-elders')
      return addPair(tx, { ...by(who, c.get('requestId')), most }, body)
    })
    return c.json({ ...made }, 200)
  })
  app.openapi(routeOf.endPair, async (c) => {
    const who = principalOf(c, ...PAIRING)
    const [key, body] = [c.req.valid('param'), c.req.valid('json')]
    return c.json(
      await write(who, c, `pair.end.${key.id}`, body, (tx) =>
        endPair(tx, key, by(who, c.get('requestId')), body.because),
      ),
      200,
    )
  })
  app.openapi(routeOf.help, async (c) => {
    const who = principalOf(c, ...PAIRING)
    const [key, body] = [c.req.valid('param'), c.req.valid('json')]
    return c.json(await read(who, async (tx) => orRefuse(await addHelpAct(tx, key, who.account, body))), 200)
  })
  app.openapi(routeOf.addPost, async (c) => {
    const who = principalOf(c, ...CLERKS)
    const body = c.req.valid('json')
    needReach(who, body.village)
    return c.json(await write(who, c, 'post', body, (tx) => staff.addPost(tx, by(who, c.get('requestId')), body)), 200)
  })
  app.openapi(routeOf.absence, async (c) => {
    const who = principalOf(c, ...CLERKS)
    const body = c.req.valid('json')
    needReach(who, body.village)
    return c.json(
      await write(who, c, 'absence', body, (tx) => staff.addAbsence(tx, by(who, c.get('requestId')), body), 'system'),
      200,
    )
  })
  app.openapi(routeOf.handOver, async (c) => {
    const who = principalOf(c, ...CLERKS)
    const body = c.req.valid('json')
    needReach(who, body.village)
    if (!body.village.startsWith(body.district)) throw new Refused(commonRefusals.notFound())
    return c.json(
      await write(who, c, 'hand-over', body, (tx) => staff.handOver(tx, by(who, c.get('requestId')), body), 'system'),
      200,
    )
  })
  app.openapi(routeOf.questions, async (c) => {
    const who = principalOf(c, ...READERS)
    const { area, show, after } = c.req.valid('query')
    const only = hasRole(who, ...CLERKS, 'cityOfficer') ? undefined : who.account
    return c.json(
      await read(who, (tx) =>
        followUps.listQuestions(tx, {
          scope: who.scope,
          area,
          after,
          open: show === 'open',
          only,
          account: who.account,
        }),
      ),
      200,
    )
  })
  app.openapi(routeOf.answer, async (c) => {
    const who = principalOf(c, ...CLERKS)
    const [key, body] = [c.req.valid('param'), c.req.valid('json')]
    return c.json(
      await write(who, c, `question.${key.id}`, body, (tx) => followUps.answerQuestion(tx, key, who.account, body)),
      200,
    )
  })
  app.openapi(routeOf.say, async (c) => {
    const who = principalOf(c, ...PAIRING)
    const [key, body] = [c.req.valid('param'), c.req.valid('json')]
    return c.json(
      await write(who, c, `question.say.${key.id}`, body, (tx) =>
        followUps.sayToQuestion(tx, key, who.account, body.words),
      ),
      200,
    )
  })
  app.openapi(routeOf.route, async (c) => {
    const who = principalOf(c, ...READERS)
    const { district, helper, on } = c.req.valid('query')
    if (!hasRole(who, ...CLERKS, 'cityOfficer') && helper !== who.account)
      throw new Refused(commonRefusals.notAllowed())
    return c.json(await read(who, (tx) => readRoute(tx, { district, helper, on: on as Day })), 200)
  })
  app.openapi(routeOf.proposals, async (c) => {
    const who = principalOf(c, ...CLERKS)
    return c.json(
      {
        rows: await read(who, (tx) =>
          followUps.listProposals(tx, { scope: who.scope, area: c.req.valid('query').area }),
        ),
      },
      200,
    )
  })
  app.openapi(routeOf.familyChoice, async (c) => {
    const who = principalOf(c, ...PAIRING)
    const [key, body] = [c.req.valid('param'), c.req.valid('json')]
    const kept = await write(who, c, `family.${key.id}`, body, (tx) =>
      chooseFamilyParts(tx, key, { ...body, account: who.account }),
    )
    return c.json({ parts: [...kept.parts] }, 200)
  })
  app.openapi(routeOf.settle, async (c) => {
    const who = principalOf(c, ...CLERKS)
    const [key, body] = [c.req.valid('param'), c.req.valid('json')]
    return c.json(
      await write(who, c, `proposal.${key.id}`, body, (tx) => followUps.settleProposal(tx, key, who.account, body)),
      200,
    )
  })
}

const firstOfNext = (today: Day): Month => firstOfMonth(addDays(firstOfMonth(today) as string as Day, 31))
