import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import { OpenAPIHono } from '@hono/zod-openapi'
import { bodyLimit } from 'hono/body-limit'
import { HTTPException } from 'hono/http-exception'
import { secureHeaders } from 'hono/secure-headers'
import { newId } from '../db/index.ts'
import { servePlainPages } from './plain-page.ts'
import type { AppEnv, Area, Platform } from './platform.ts'
import { commonRefusals, problemResponse, Refused } from './problem.ts'

const WEB = join(import.meta.dirname, '../../../dist/web')
const BODY_LIMIT = 64 * 1024 * 1024

/** The whole HTTP side from a list of areas. Order matters: identity of the request first, then areas, then the pages. */
export function serverApp(
  platform: Platform,
  areas: readonly Area[],
  mounts: ((app: OpenAPIHono<AppEnv>) => void)[] = [],
): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>()
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        workerSrc: ["'self'", 'blob:'],
        frameAncestors: ["'none'"],
      },
      xFrameOptions: 'DENY',
      referrerPolicy: 'same-origin',
      strictTransportSecurity: false,
    }),
  )
  app.use(async (c, next) => {
    c.set('requestId', newId())
    await next()
    c.res.headers.set('x-request-id', c.get('requestId'))
  })
  app.use(
    '/api/*',
    bodyLimit({ maxSize: BODY_LIMIT, onError: () => problemResponse(commonRefusals.tooLarge('64 MB')) }),
  )
  app.use('/api/*', async (c, next) => {
    c.set('principal', c.req.path.startsWith('/api/auth/') ? undefined : await platform.identify(c.req.raw))
    await next()
    if (c.res.headers.get('cache-control') === null) c.res.headers.set('cache-control', 'no-store')
  })
  app.onError((error, c) => {
    const requestId = c.get('requestId')
    if (error instanceof Refused) return problemResponse(error.refusal, requestId)
    if (isUnreadable(error)) return problemResponse(commonRefusals.unreadable(), requestId)
    platform.log.error({ error, requestId, path: c.req.routePath }, 'unforeseen error')
    // The second wall said no where the service let it pass: still a fault to be looked at, but a plain no to the caller.
    if (isRefusedByRowSecurity(error)) return problemResponse(commonRefusals.notAllowed(), requestId)
    const status = isOutOfReach(error) ? 503 : 500
    const body = {
      type: 'urn:yiyang:refusal:UNFORESEEN',
      title: `刚才没有办成，您填的内容都在。请再试一次；还不行，请拨打服务电话并报编号 ${requestId.slice(-6).toUpperCase()}。`,
      status,
      code: 'UNFORESEEN',
      instance: requestId,
    }
    return new Response(JSON.stringify(body), {
      status,
      headers: { 'content-type': 'application/problem+json; charset=utf-8' },
    })
  })
  for (const mount of mounts) mount(app)
  for (const area of areas) if (area.routes !== undefined) app.route(`/api/${area.name}`, area.routes(platform))
  app.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: { title: 'Yiyang', version: '0.1.0', description: '颐养：城市养老与托育服务平台' },
  })
  app.all('/api/*', () => problemResponse(commonRefusals.notFound()))
  servePlainPages(app, WEB, areas, platform)
  servePages(app)
  return app
}

/** The built web app: hashed files for ever, the page itself always fresh. */
function servePages(app: OpenAPIHono<AppEnv>): void {
  app.use(
    '/assets/*',
    serveStatic({
      root: WEB,
      onFound: (_path, c) => void c.header('cache-control', 'public, max-age=31536000, immutable'),
      precompressed: true,
    }),
  )
  app.use('/*', async (c, next) => {
    if (!/\.[a-z0-9]+$/i.test(c.req.path)) return next()
    return serveStatic({ root: WEB })(c as never, next)
  })
  app.get('/*', (c) => {
    const page = join(WEB, 'index.html')
    if (!existsSync(page)) return c.text('The web pages are not built yet: run `npm run prepare`.', 503)
    return c.html(readFileSync(page, 'utf8'), 200, { 'cache-control': 'no-cache' })
  })
}

/** What was sent cannot be read at all: broken JSON, or text that no database keeps (a NUL character). */
const isUnreadable = (error: unknown): boolean =>
  (error instanceof HTTPException && error.status < 500) || // A zero character, which no text of the database may hold: in a text, or inside JSON.
  ['22021', '22P05'].includes((error as { code?: string }).code ?? '')

const isRefusedByRowSecurity = (error: Error): boolean =>
  'code' in error && error.code === '42501' && error.message.includes('row-level security')

const isOutOfReach = (error: unknown): boolean =>
  ['ECONNREFUSED', 'ECONNRESET', 'ENOENT', '57P01', '57P03', '53300'].includes((error as { code?: string }).code ?? '')
