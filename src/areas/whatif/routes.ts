import { createRoute, z } from '@hono/zod-openapi'
import { type Day, type Month, parseMonth } from '../../platform/clock/day.ts'
import { inScope, type Tx } from '../../platform/db/index.ts'
import {
  type AreaApp,
  areaApp,
  commonRefusals,
  once,
  orRefuse,
  type Platform,
  principalOf,
  Refused,
} from '../../platform/http/index.ts'
import type { Principal } from '../../platform/identity/index.ts'
import type { Settings } from '../../policy/index.ts'
import { type Batch, batchesOf, SchemeCard } from '../benefits/index.ts'
import { currentTree } from '../divisions/index.ts'
import { noteCasesOpened, placesOf, readSettings } from '../rules/index.ts'
import { drawCases } from './cases.ts'
import { changeableIn } from './changeable.ts'
import { problemWith } from './changes.ts'
import * as contract from './contract.ts'
import { listDrafts, removeDraft, saveDraft } from './drafts.ts'
import { listPersons, readCards } from './persons.ts'
import { tryChanges } from './try-changes.ts'

const ROLES = ['districtOfficer', 'cityOfficer'] as const
const answer = <T extends z.ZodType>(schema: T, description: string) => ({
  200: { description, content: { 'application/json': { schema } } },
})
const body = <T extends z.ZodType>(schema: T) => ({
  content: { 'application/json': { schema } },
  required: true as const,
})
const monthOf = (text: string): Month => parseMonth(text)!

/** Routes of `/api/whatif`: trials over the register. They read; the only thing kept is the maker's own draft. */
export function routes(platform: Platform): AreaApp {
  const app = areaApp()
  const scoped = <T>(who: Principal, work: (tx: Tx) => Promise<T>): Promise<T> => inScope(platform.db, who.scope, work)
  const settingsFor = (who: Principal): Promise<Settings> => scoped(who, (tx) => readSettings(tx))

  /** The one batch of a place that the officer answers for, with the changes checked. */
  const batchFor = async (
    who: Principal,
    order: Pick<contract.Order, 'division' | 'month' | 'from' | 'changes'>,
  ): Promise<Batch> => {
    const problem = problemWith(order.changes, order.division, order.from as Day)
    if (problem) throw new Refused(problem)
    return (await batchesFor(who, order.division, monthOf(order.month)))[0]!
  }
  const batchesFor = async (who: Principal, division: string, month: Month): Promise<Batch[]> => {
    const batches = orRefuse(batchesOf(await currentTree(platform.db, platform.now().getTime()), division, month))
    if (!batches.every((batch) => covers(who, batch))) throw new Refused(commonRefusals.notAllowed())
    return batches
  }

  app.openapi(
    createRoute({
      method: 'get',
      path: '/parameters',
      summary: 'What a trial may change in a place, as it stands',
      request: { query: z.object({ division: z.string().max(20), month: contract.Order.shape.month }) },
      responses: answer(z.array(contract.Changeable), 'Values that the schemes of the month rest on'),
    }),
    async (c) => {
      const who = principalOf(c, ...ROLES)
      const { division, month } = c.req.valid('query')
      await batchesFor(who, division, monthOf(month))
      return c.json(changeableIn(division, monthOf(month), await settingsFor(who)), 200)
    },
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/tries',
      summary: 'Who gains, who loses and what it costs, by district and month; nothing is touched',
      request: { body: body(contract.Order) },
      responses: answer(contract.Tried, 'Counts and sums; few persons are not told apart'),
    }),
    async (c) => {
      const who = principalOf(c, ...ROLES)
      const { from, month, ...order } = c.req.valid('json')
      await batchesFor(who, order.division, monthOf(month))
      const asked = { ...order, from: from as Day, month: monthOf(month) }
      const tried = await tryChanges(
        (work) => scoped(who, work),
        await currentTree(platform.db, platform.now().getTime()),
        await settingsFor(who),
        asked,
      )
      return c.json(orRefuse(tried), 200)
    },
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/persons',
      summary: 'One page of those who gain or lose',
      request: { body: body(contract.PersonsQuery) },
      responses: answer(contract.Persons, 'A page and the key of the next'),
    }),
    async (c) => {
      const who = principalOf(c, ...ROLES)
      const asked = c.req.valid('json')
      const batch = await batchFor(who, asked)
      const order = { ...asked, from: asked.from as Day, month: monthOf(asked.month) }
      const settings = await settingsFor(who)
      const page = await scoped(who, (tx) => listPersons(tx, batch, settings, order))
      platform.reads.note({
        district: batch.districts[0] ?? '',
        account: who.account,
        action: 'whatif.persons',
        object: 'register',
        after: { division: asked.division, turn: asked.turn, shown: page.rows.length },
        requestId: c.get('requestId'),
      })
      return c.json(page, 200)
    },
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/cards',
      summary: "One person's 依据卡 as it is and as it would be",
      request: { body: body(contract.CardQuery) },
      responses: answer(
        contract.CardHead.extend({ before: z.array(SchemeCard), after: z.array(SchemeCard) }),
        'Both sides',
      ),
    }),
    async (c) => {
      const who = principalOf(c, ...ROLES)
      const asked = c.req.valid('json')
      const batch = await batchFor(who, asked)
      const order = { ...asked, from: asked.from as Day, month: monthOf(asked.month) }
      const settings = await settingsFor(who)
      const cards = orRefuse(await scoped(who, (tx) => readCards(tx, batch, settings, order)))
      platform.reads.note({
        district: asked.district,
        account: who.account,
        action: 'whatif.explain',
        object: 'elder',
        objectId: asked.elder,
        requestId: c.get('requestId'),
      })
      return c.json(cards, 200)
    },
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/cases',
      summary: 'Twenty real cases without names, before and after',
      request: { body: body(contract.CasesQuery) },
      responses: answer(contract.Cases, 'The cases'),
    }),
    async (c) => {
      const who = principalOf(c, ...ROLES)
      const asked = c.req.valid('json')
      const order = { ...asked, from: asked.from as Day, month: monthOf(asked.month) }
      await batchFor(who, asked)
      const settings = await settingsFor(who)
      const batches = await batchesFor(who, asked.division, order.month)
      // A city's cases come from its first district that keeps a register.
      let drawn = { month: asked.month, persons: 0, cases: [] as contract.Case[] }
      for (const batch of batches) {
        drawn = await scoped(who, (tx) => drawCases(tx, batch, settings, order))
        if (drawn.cases.length > 0) break
      }
      const { setting } = asked
      if (setting !== undefined)
        orRefuse(await inScope(platform.db, placesOf(who), (tx) => noteCasesOpened(tx, who.account, setting, asked)))
      platform.reads.note({
        district: batches[0]?.districts[0] ?? '',
        account: who.account,
        action: 'whatif.cases',
        object: 'register',
        after: { division: asked.division, shown: drawn.cases.length },
        requestId: c.get('requestId'),
      })
      return c.json(drawn, 200)
    },
  )
  app.openapi(
    createRoute({
      method: 'get',
      path: '/drafts',
      summary: 'My drafts',
      responses: answer(z.array(contract.Draft), 'The latest first'),
    }),
    async (c) => {
      const who = principalOf(c, ...ROLES)
      return c.json(await scoped(who, (tx) => listDrafts(tx, who.account)), 200)
    },
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/drafts',
      summary: 'Keep a draft under its name',
      request: { body: body(contract.DraftBody) },
      responses: answer(contract.Draft, 'As it is kept'),
    }),
    async (c) => {
      const who = principalOf(c, ...ROLES)
      const draft = c.req.valid('json')
      await batchFor(who, draft)
      const call = { account: who.account, route: 'whatif.drafts', key: c.req.header('idempotency-key'), body: draft }
      return c.json(
        await scoped(who, (tx) => once(tx, call, async () => orRefuse(await saveDraft(tx, who.account, draft)))),
        200,
      )
    },
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/drafts/{id}/removal',
      summary: 'Take a draft away',
      request: { params: z.object({ id: z.uuid() }) },
      responses: answer(z.object({ id: z.uuid() }), 'The draft that is gone'),
    }),
    async (c) => {
      const who = principalOf(c, ...ROLES)
      const { id } = c.req.valid('param')
      return c.json(await scoped(who, async (tx) => orRefuse(await removeDraft(tx, who.account, id))), 200)
    },
  )
  return app
}

/** A trial reads everybody of a place: it is for whoever answers for all of its townships. */
const covers = (who: Principal, batch: Batch): boolean =>
  batch.townships.every((each) => who.scope.townships.includes(each) || who.scope.districts.includes(each.slice(0, 6)))
