import { createRoute, z } from '@hono/zod-openapi'
import { sql } from 'kysely'
import { record } from '../../platform/audit/index.ts'
import { type AreaApp, commonRefusals, once, orRefuse, principalOf, Refused } from '../../platform/http/index.ts'
import type { Role } from '../../platform/identity/index.ts'
import { decideAccount, proposeAccount } from './accounts.ts'
import * as contract from './contract.ts'
import { readPersonAccounts } from './person.ts'
import { recordProofOfLife } from './proofs.ts'
import { answer, type Calls, json, READERS } from './route-parts.ts'

const WRITERS: Role[] = ['townshipClerk', 'districtOfficer']
const Person = z.object({ district: z.string().length(6), elder: z.uuid() })
const One = Person.extend({ account: z.uuid() })
const Reveal = z.object({ purpose: z.string().trim().min(2, '请写明查看的用途。').max(200) })

const routeOf = {
  person: createRoute({
    method: 'get',
    path: '/persons/{district}/{elder}',
    request: { params: Person },
    responses: answer(contract.PersonAccounts, 'Accounts, proofs of life and payments of a person'),
  }),
  add: createRoute({
    method: 'post',
    path: '/persons/{district}/{elder}/accounts',
    summary: 'Record an account; another person puts it in use',
    request: { params: Person, body: json(contract.NewAccount) },
    responses: answer(z.object({ id: z.uuid() }), 'Recorded'),
  }),
  decide: createRoute({
    method: 'post',
    path: '/persons/{district}/{elder}/accounts/{account}',
    request: { params: One, body: json(contract.DecideAccount) },
    responses: answer(contract.Acted, 'Decided'),
  }),
  reveal: createRoute({
    method: 'post',
    path: '/persons/{district}/{elder}/accounts/{account}/reveal',
    summary: 'One number in full, for a purpose',
    request: { params: One, body: json(Reveal) },
    responses: answer(z.object({ value: z.string(), seconds: z.int() }), 'The number'),
  }),
  proof: createRoute({
    method: 'post',
    path: '/persons/{district}/{elder}/proofs',
    request: { params: Person, body: json(contract.NewProof) },
    responses: answer(z.object({ id: z.uuid() }), 'Recorded'),
  }),
}

/** Accounts and proof of life on the file of a person. */
export function personRoutes(app: AreaApp, { platform, scoped }: Calls): void {
  app.openapi(routeOf.person, async (c) => {
    const who = principalOf(c, ...READERS, 'villageWorker')
    const key = c.req.valid('param')
    const shown = await scoped(who, (tx) => readPersonAccounts(tx, key, who, platform.today()))
    platform.reads.note({
      account: who.account,
      district: key.district,
      action: 'payments.person',
      object: 'elder',
      objectId: key.elder,
      requestId: c.get('requestId'),
    })
    return c.json(shown, 200)
  })
  app.openapi(routeOf.add, async (c) => {
    const who = principalOf(c, ...WRITERS)
    const key = c.req.valid('param')
    const body = c.req.valid('json')
    const around = { keyring: platform.keyring, today: platform.today(), who, requestId: c.get('requestId') }
    const call = {
      account: who.account,
      route: `payments.account.${key.elder}`,
      key: c.req.header('idempotency-key'),
      body,
    }
    return c.json(
      await scoped(who, (tx) => once(tx, call, async () => orRefuse(await proposeAccount(tx, around, key, body)))),
      200,
    )
  })
  app.openapi(routeOf.decide, async (c) => {
    const who = principalOf(c, ...WRITERS)
    const { account, ...key } = c.req.valid('param')
    const around = { keyring: platform.keyring, today: platform.today(), who, requestId: c.get('requestId') }
    return c.json(
      await scoped(who, async (tx) => orRefuse(await decideAccount(tx, around, key, account, c.req.valid('json')))),
      200,
    )
  })
  app.openapi(routeOf.reveal, async (c) => {
    const who = principalOf(c, ...WRITERS)
    const { account, district, elder } = c.req.valid('param')
    const { purpose } = c.req.valid('json')
    const value = await scoped(who, async (tx) => {
      const { rows } = await sql<{ account_cipher: Buffer }>`
        select account_cipher from payments.account where district = ${district} and id = ${account}::uuid and elder_id = ${elder}::uuid`.execute(
        tx,
      )
      const sealed = rows[0]?.account_cipher
      if (sealed === undefined) throw new Refused(commonRefusals.notFound())
      await record(tx, {
        district,
        account: who.account,
        action: 'payments.account.reveal',
        object: 'elder',
        objectId: elder,
        purpose,
        after: { account },
      })
      return platform.keyring.open(sealed)
    })
    return c.json({ value, seconds: 60 }, 200)
  })
  app.openapi(routeOf.proof, async (c) => {
    const who = principalOf(c, ...WRITERS, 'villageWorker')
    const key = c.req.valid('param')
    const body = c.req.valid('json')
    const call = {
      account: who.account,
      route: `payments.proof.${key.elder}`,
      key: c.req.header('idempotency-key'),
      body,
    }
    const by = { account: who.account, today: platform.today() }
    return c.json(
      await scoped(who, (tx) => once(tx, call, async () => orRefuse(await recordProofOfLife(tx, by, key, body)))),
      200,
    )
  })
}
