import { createRoute, z } from '@hono/zod-openapi'
import { closedThrough, statement, trialBalance } from '../../engines/ledger/index.ts'
import { dayOf, type Month, parseMonth } from '../../platform/clock/day.ts'
import { asSystem, elevated, inScope, type Tx } from '../../platform/db/index.ts'
import {
  areaApp,
  commonRefusals,
  needGrantIn,
  once,
  orRefuse,
  type Platform,
  principalOf,
  Refused,
  type Result,
} from '../../platform/http/index.ts'
import type { Principal, Role } from '../../platform/identity/index.ts'
import { listBudgets, listProposals, listShares } from './budgets.ts'
import * as contract from './contract.ts'
import { readLottery } from './lottery.ts'
import { decidePaper, proposePaper } from './propose.ts'
import { approvePart, enterDelivery, enterInvoice, readPurchases } from './purchases.ts'
import { readServiceLists } from './service-lists.ts'

const READERS: Role[] = ['districtOfficer', 'districtFinance', 'cityOfficer']
const WRITERS: Role[] = ['districtOfficer', 'districtFinance']
const FINANCE: Role[] = ['districtFinance']
const answer = <T extends z.ZodType>(schema: T, description: string) => ({
  200: { description, content: { 'application/json': { schema } } },
})
const json = <T extends z.ZodType>(schema: T) => ({
  content: { 'application/json': { schema } },
  required: true as const,
})
const District = z.object({ district: z.string().regex(/^\d{6}$/) })
const InYear = District.extend({ year: z.coerce.number().int().min(2000).max(2100) })
const Key = District.extend({ id: z.uuid() })

const routeOf = {
  propose: createRoute({
    method: 'post',
    path: '/proposals',
    summary: 'Lay a paper before the second person',
    request: { body: json(contract.Propose) },
    responses: answer(contract.propose.response, 'The paper'),
  }),
  decide: createRoute({
    method: 'post',
    path: '/proposals/{district}/{id}/decision',
    summary: 'Sign a paper or send it back',
    request: { params: Key, body: json(contract.Decide) },
    responses: answer(contract.decide.response, 'Done'),
  }),
  budgets: createRoute({
    method: 'get',
    path: '/budgets/{district}/{year}',
    summary: 'Budgets, shares and papers of a year',
    request: { params: InYear },
    responses: answer(contract.Budgets, 'What was granted and what is left'),
  }),
  lottery: createRoute({
    method: 'get',
    path: '/lottery/{district}/{year}',
    summary: 'Welfare-lottery money of a year',
    request: { params: InYear },
    responses: answer(contract.Lottery, 'Income, plan, spending, shares and floors'),
  }),
  purchases: createRoute({
    method: 'get',
    path: '/purchases/{district}',
    summary: 'Contracts with providers',
    request: { params: District },
    responses: answer(contract.Purchases, 'Contracts, months and parts of invoices'),
  }),
  delivery: createRoute({
    method: 'post',
    path: '/deliveries',
    summary: 'Verify what was delivered in a month',
    request: { body: json(contract.Delivery) },
    responses: answer(contract.enterDelivery.response, 'Done'),
  }),
  invoice: createRoute({
    method: 'post',
    path: '/invoices',
    summary: 'Enter an invoice that matches the delivery',
    request: { body: json(contract.Invoice) },
    responses: answer(contract.enterInvoice.response, 'The invoice'),
  }),
  part: createRoute({
    method: 'post',
    path: '/invoices/{district}/{id}/approval',
    summary: 'Pay the part of an invoice that a district bears',
    request: { params: Key },
    responses: answer(contract.approvePart.response, 'Done'),
  }),
  books: createRoute({
    method: 'get',
    path: '/books/{district}/{month}',
    summary: 'The trial balance of a month',
    request: { params: District.extend({ month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/) }) },
    responses: answer(contract.Books, 'Sums by kind of account'),
  }),
  statement: createRoute({
    method: 'get',
    path: '/statements/{district}/{year}',
    summary: 'What happened on one budget or fund account in a year',
    request: { params: InYear, query: contract.StatementQuery },
    responses: answer(contract.AccountStatement, 'Lines, oldest first'),
  }),
  lists: createRoute({
    method: 'get',
    path: '/service-lists/{district}',
    summary: 'The published list of basic services, for everyone',
    request: { params: z.object({ district: z.string().regex(/^[0-9a-z]{1,12}$/) }) },
    responses: answer(contract.ServiceLists, 'All versions, the newest first'),
  }),
}

/** Routes of `/api/funds`. */
export function fundRoutes(platform: Platform) {
  const app = areaApp()
  const scoped = <T>(who: Principal, work: (tx: Tx) => Promise<T>): Promise<T> => inScope(platform.db, who.scope, work)
  /** A write once, as the system role: refused anywhere, the whole transaction is given up. */
  const write = <T>(
    who: Principal,
    call: { route: string; key: string | undefined; body: unknown },
    work: (tx: Tx) => Promise<Result<T>>,
  ): Promise<T> =>
    scoped(who, (tx) =>
      once(tx, { ...call, account: who.account }, () => elevated(tx, async () => orRefuse(await work(tx)))),
    )

  app.openapi(routeOf.propose, async (c) => {
    const who = principalOf(c, ...WRITERS)
    const body = c.req.valid('json')
    needGrantIn(who, WRITERS, body.district)
    const call = { route: 'funds.propose', key: c.req.header('idempotency-key'), body }
    return c.json(await write(who, call, (tx) => proposePaper(tx, who.account, body)), 200)
  })
  app.openapi(routeOf.decide, async (c) => {
    const who = principalOf(c, ...WRITERS)
    const key = c.req.valid('param')
    const body = c.req.valid('json')
    needGrantIn(who, WRITERS, key.district)
    const call = { route: `funds.decide.${key.id}`, key: c.req.header('idempotency-key'), body }
    return c.json(await write(who, call, (tx) => decidePaper(tx, who.account, key, body)), 200)
  })
  app.openapi(routeOf.budgets, async (c) => {
    const who = principalOf(c, ...READERS)
    const { district, year } = c.req.valid('param')
    const on = dayOf(year, 12, 31) < platform.today() ? dayOf(year, 12, 31) : platform.today()
    const shown = await scoped(who, async (tx) => {
      const lines = await listBudgets(tx, { district, year })
      const shares = await listShares(tx, { district, day: on })
      const known = new Set(shares.map((each) => each.purpose))
      const unset = [...new Set(lines.map((line) => line.purpose))].filter((purpose) => !known.has(purpose))
      return { district, year, lines, shares, unset, proposals: await listProposals(tx, district) }
    })
    return c.json({ ...shown, lines: shown.lines.map((line) => ({ ...line, documents: [...line.documents] })) }, 200)
  })
  app.openapi(routeOf.lottery, async (c) => {
    const who = principalOf(c, ...READERS)
    const { district, year } = c.req.valid('param')
    return c.json(await scoped(who, (tx) => readLottery(tx, district, year, platform.today())), 200)
  })
  app.openapi(routeOf.purchases, async (c) => {
    const who = principalOf(c, ...READERS)
    return c.json(await scoped(who, (tx) => readPurchases(tx, c.req.valid('param').district)), 200)
  })
  app.openapi(routeOf.delivery, async (c) => {
    const who = principalOf(c, ...WRITERS)
    const body = c.req.valid('json')
    needGrantIn(who, WRITERS, body.district)
    const call = { route: 'funds.delivery', key: c.req.header('idempotency-key'), body }
    return c.json(await write(who, call, (tx) => enterDelivery(tx, who.account, body, platform.today())), 200)
  })
  app.openapi(routeOf.invoice, async (c) => {
    const who = principalOf(c, ...WRITERS)
    const body = c.req.valid('json')
    needGrantIn(who, WRITERS, body.district)
    const call = { route: 'funds.invoice', key: c.req.header('idempotency-key'), body }
    return c.json(await write(who, call, (tx) => enterInvoice(tx, who.account, body)), 200)
  })
  app.openapi(routeOf.part, async (c) => {
    const who = principalOf(c, ...FINANCE)
    const { district, id } = c.req.valid('param')
    needGrantIn(who, FINANCE, district)
    const call = { route: `funds.part.${id}`, key: c.req.header('idempotency-key'), body: { district, id } }
    return c.json(await write(who, call, (tx) => approvePart(tx, who.account, district, id, platform.today())), 200)
  })
  app.openapi(routeOf.books, async (c) => {
    const who = principalOf(c, ...READERS)
    const { district, month } = c.req.valid('param')
    const period = monthOf(month)
    const shown = await scoped(who, async (tx) => ({
      closed: ((await closedThrough(tx, district)) ?? '') >= period,
      rows: await trialBalance(tx, { district, period }),
    }))
    return c.json({ district, month, ...shown }, 200)
  })
  app.openapi(routeOf.statement, async (c) => {
    const who = principalOf(c, ...READERS)
    const { district, year } = c.req.valid('param')
    const { owner, after } = c.req.valid('query')
    // People's own accounts are read from their files, where the reading is audited; here are funds only.
    if (!/^(budget|lottery|treasury|paying|pool|place|provider):/.test(owner))
      throw new Refused(commonRefusals.notFound())
    const [from, to] = [monthOf(`${year}-01`), monthOf(`${year}-12`)]
    const page = { district, owner, currency: 'fen' as const, from, to, ...(after === undefined ? {} : { after }) }
    const shown = await scoped(who, (tx) => statement(tx, page))
    if (shown === undefined) throw new Refused(commonRefusals.notFound())
    return c.json(shown, 200)
  })
  app.openapi(routeOf.lists, async (c) =>
    // Published for everyone: signed lists only, and nobody has to sign in.
    c.json(await asSystem(platform.db, (tx) => readServiceLists(tx, c.req.valid('param').district)), 200),
  )
  return app
}

const monthOf = (text: string): Month => {
  const month = parseMonth(text)
  if (month === undefined) throw new Refused(commonRefusals.notFound())
  return month
}
