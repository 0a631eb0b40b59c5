import { promisify } from 'node:util'
import { constants, gzip } from 'node:zlib'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { AppEnv } from './platform.ts'

const pack = promisify(gzip)
const WORTH_BYTES = 4096

/**
 * Packs long JSON for clients that take it: a township's list is a fifth as long on a slow line. Short answers, events and
 * downloads pass as they are.
 */
export function compressAnswers(app: OpenAPIHono<AppEnv>): void {
  app.use(async (c, next) => {
    await next()
    const type = c.res.headers.get('content-type') ?? ''
    if (!/^application\/(\w+\+)?json/.test(type) || c.res.headers.has('content-encoding') || c.req.method === 'HEAD')
      return
    c.res.headers.append('vary', 'accept-encoding')
    if (!/\bgzip\b/.test(c.req.header('accept-encoding') ?? '')) return
    const body = Buffer.from(await c.res.arrayBuffer())
    const headers = new Headers(c.res.headers)
    const worth = body.length >= WORTH_BYTES
    if (worth) headers.set('content-encoding', 'gzip')
    headers.delete('content-length')
    const sent = worth ? await pack(body, { level: constants.Z_BEST_SPEED }) : body
    c.res = new Response(new Uint8Array(sent), { status: c.res.status, headers })
  })
}
