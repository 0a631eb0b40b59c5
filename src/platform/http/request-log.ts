import type { OpenAPIHono } from '@hono/zod-openapi'
import { matchedRoutes } from 'hono/route'
import type { Log } from '../log/log.ts'
import type { AppEnv } from './platform.ts'

/**
 * One line a call: which route, how it ended, how long it took. The route is the pattern, never the address with its search
 * words, and no account, no header, no body: a log must not become a register.
 */
export function logRequests(log: Log): (app: OpenAPIHono<AppEnv>) => void {
  return (app) => {
    app.use('/api/*', async (c, next) => {
      const from = performance.now()
      await next()
      const route = matchedRoutes(c).findLast((each) => !each.path.endsWith('*'))?.path ?? '(none)'
      const ms = Math.round((performance.now() - from) * 10) / 10
      log.info({ method: c.req.method, route, status: c.res.status, ms, requestId: c.get('requestId') }, 'request')
    })
  }
}
