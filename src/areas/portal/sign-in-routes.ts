import { createRoute } from '@hono/zod-openapi'
import type { AreaApp, Platform } from '../../platform/http/index.ts'
import * as contract from './contract.ts'
import { sendCode, signInByPhone } from './phone-sign-in.ts'
import { body, json } from './route-parts.ts'

/** `/api/portal/sign-in`: for elders and families, by the telephone that was proven at a counter. */
export function signInRoutes(app: AreaApp, platform: Platform): void {
  app.openapi(
    createRoute({
      method: 'get',
      path: '/sign-in/methods',
      summary: 'Whether codes can be sent here',
      responses: json(contract.SignInMethods, 'By telephone or by password alone'),
    }),
    (c) => c.json({ phone: platform.messages !== undefined }, 200),
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/sign-in/code',
      summary: 'Send a sign-in code to a telephone',
      request: body(contract.AskCode),
      responses: json(contract.CodeSent, 'The same for every number'),
    }),
    async (c) => c.json(await sendCode(platform, c.req.valid('json').phone), 200),
  )
  app.openapi(
    createRoute({
      method: 'post',
      path: '/sign-in',
      summary: 'Sign in by the code of a telephone',
      request: body(contract.PhoneSignIn),
      responses: json(contract.SignedIn, 'The session is in the cookie'),
    }),
    async (c) => {
      const { phone, code } = c.req.valid('json')
      for (const cookie of await signInByPhone(platform, phone, code)) c.header('set-cookie', cookie, { append: true })
      c.header('cache-control', 'no-store')
      return c.json({ done: true }, 200)
    },
  )
}
