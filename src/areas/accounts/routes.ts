import { createRoute, z } from '@hono/zod-openapi'
import { type Area, areaApp, orRefuse, type Platform, principalOf } from '../../platform/http/index.ts'
import { createAccount, resetPassword, switchAccount } from './change-accounts.ts'
import {
  AccountPage,
  AccountQuery,
  AuditPage,
  AuditQuery,
  GrantView,
  NewAccount,
  NewGrant,
  OneTimePassword,
  Reason,
  Username,
} from './contract.ts'
import { approve, grantRole, revoke } from './grant-role.ts'
import { listAccounts } from './list-accounts.ts'
import { searchAudit } from './search-audit.ts'

const json = <T extends z.ZodType>(schema: T) => ({ content: { 'application/json': { schema } } })
const answers = <T extends z.ZodType>(schema: T) => ({ 200: { description: 'done', ...json(schema) } })
const account = z.object({ username: Username })
const grant = z.object({ id: z.uuid() })
const Done = z.object({ done: z.literal(true) })

const list = createRoute({
  method: 'get',
  path: '/',
  summary: 'Accounts where one administers',
  request: { query: AccountQuery },
  responses: answers(AccountPage),
})
const create = createRoute({
  method: 'post',
  path: '/',
  summary: 'Make an account without grants',
  request: { body: json(NewAccount) },
  responses: answers(OneTimePassword),
})
const reset = createRoute({
  method: 'post',
  path: '/{username}/reset-password',
  summary: 'Set a one-time password and end all sessions',
  request: { params: account },
  responses: answers(OneTimePassword),
})
const disable = createRoute({
  method: 'post',
  path: '/{username}/disable',
  summary: 'Stop an account',
  request: { params: account, body: json(Reason) },
  responses: answers(Done),
})
const enable = createRoute({
  method: 'post',
  path: '/{username}/enable',
  summary: 'Restore an account',
  request: { params: account, body: json(Reason) },
  responses: answers(Done),
})
const give = createRoute({
  method: 'post',
  path: '/{username}/grants',
  summary: 'Grant a role in a division',
  request: { params: account, body: json(NewGrant) },
  responses: answers(GrantView),
})
const second = createRoute({
  method: 'post',
  path: '/grants/{id}/approve',
  summary: 'The second signature of a grant',
  request: { params: grant },
  responses: answers(GrantView),
})
const take = createRoute({
  method: 'post',
  path: '/grants/{id}/revoke',
  summary: 'Take a grant back',
  request: { params: grant, body: json(Reason) },
  responses: answers(GrantView),
})
const audit = createRoute({
  method: 'get',
  path: '/audit',
  summary: 'Who did or read what, newest first',
  request: { query: AuditQuery },
  responses: answers(AuditPage),
})

/** W30: accounts, grants, audit. Administrators and auditors are different persons (GB/T 22239). */
export const accounts: Area = {
  name: 'accounts',
  routes: (platform: Platform) => {
    const app = areaApp()
    app.openapi(audit, async (c) => {
      const principal = principalOf(c, 'auditor')
      return c.json(await searchAudit(platform, principal, c.req.valid('query')), 200)
    })
    app.openapi(list, async (c) => {
      const principal = principalOf(c, 'administrator')
      return c.json(await listAccounts(platform, principal, c.req.valid('query')), 200)
    })
    app.openapi(create, async (c) => {
      const principal = principalOf(c, 'administrator')
      return c.json(orRefuse(await createAccount(platform, principal, c.req.valid('json'))), 200)
    })
    app.openapi(reset, async (c) => {
      const principal = principalOf(c, 'administrator')
      return c.json(orRefuse(await resetPassword(platform, principal, c.req.valid('param').username)), 200)
    })
    for (const [route, disabled] of [
      [disable, true],
      [enable, false],
    ] as const)
      app.openapi(route, async (c) => {
        const principal = principalOf(c, 'administrator')
        const given = { username: c.req.valid('param').username, disabled, reason: c.req.valid('json').reason }
        orRefuse(await switchAccount(platform, principal, given))
        return c.json({ done: true as const }, 200)
      })
    app.openapi(give, async (c) => {
      const principal = principalOf(c, 'administrator')
      const { username } = c.req.valid('param')
      return c.json(orRefuse(await grantRole(platform, principal, username, c.req.valid('json'))), 200)
    })
    app.openapi(second, async (c) => {
      const principal = principalOf(c, 'administrator')
      return c.json(orRefuse(await approve(platform, principal, c.req.valid('param').id)), 200)
    })
    app.openapi(take, async (c) => {
      const principal = principalOf(c, 'administrator')
      const { reason } = c.req.valid('json')
      return c.json(orRefuse(await revoke(platform, principal, c.req.valid('param').id, reason)), 200)
    })
    return app
  },
}
