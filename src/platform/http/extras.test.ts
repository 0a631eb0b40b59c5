import { gunzipSync } from 'node:zlib'
import { OpenAPIHono } from '@hono/zod-openapi'
import { describe, expect, it } from 'vitest'
import type { Log } from '../log/log.ts'
import { addressOf } from './address.ts'
import { compressAnswers } from './compression.ts'
import { mountDocs } from './docs-page.ts'
import { type AppEnv, areaApp } from './index.ts'
import { createLimiter, limitRequests } from './rate-limit.ts'
import { logRequests } from './request-log.ts'

const principal = (account: string) => ({
  account,
  name: '',
  grants: [],
  scope: { account, districts: [], townships: [], villages: [] },
})

describe('rate limits', () => {
  it('lets a minute’s worth through at once, then as many as come in again', () => {
    let at = 0
    const limiter = createLimiter(60, () => at)
    for (let call = 0; call < 60; call++) expect(limiter.take('a').allowed).toBe(true)
    expect(limiter.take('a')).toEqual({ allowed: false, retryAfterSeconds: 1 })
    expect(limiter.take('b').allowed).toBe(true)
    at += 2000
    expect([1, 2, 3].map(() => limiter.take('a').allowed)).toEqual([true, true, false])
  })

  it('remembers a bounded number of callers, and forgets the quietest', () => {
    let at = 0
    const limiter = createLimiter(1, () => at, 3)
    for (const key of ['a', 'b', 'c', 'd']) {
      at += 1
      limiter.take(key)
    }
    expect(limiter.take('d').allowed).toBe(false)
    expect(limiter.take('a').allowed).toBe(true)
  })

  it('counts an account wherever it calls from, and an address where nobody is signed in; the refusal is a sentence', async () => {
    const app = new OpenAPIHono<AppEnv>()
    let who: string | undefined
    let address = '10.0.0.1'
    app.use(async (c, next) => {
      c.set('principal', who === undefined ? undefined : principal(who))
      await next()
    })
    limitRequests({ perAccount: 2, perAddress: 3, addressOf: () => address }, () => 0)(app)
    app.get('/api/x', (c) => c.text('ok'))
    const statuses = async (calls: number) => {
      const got: number[] = []
      for (let call = 0; call < calls; call++) got.push((await app.request('/api/x')).status)
      return got
    }
    expect(await statuses(4)).toEqual([200, 200, 200, 429])
    who = 'clerk'
    expect(await statuses(1)).toEqual([200])
    address = '10.0.0.2'
    expect(await statuses(2)).toEqual([200, 429])
    const refusal = await app.request('/api/x')
    expect(refusal.headers.get('retry-after')).toBe('30')
    expect(await refusal.json()).toMatchObject({ code: 'TOO_MANY', title: '操作太频繁，请稍等一分钟再试。' })
  })

  it('believes a proxy about the address only when the proxy is ours', async () => {
    const app = new OpenAPIHono<AppEnv>()
    app.get('/', (c) => c.text(addressOf(c, '10.1.1.1, 10.1.1.2')))
    const ask = async (from: string, forwarded: string) => {
      const env = { incoming: { socket: { remoteAddress: from } } }
      return (await app.request('/', { headers: { 'x-forwarded-for': forwarded } }, env)).text()
    }
    expect(await ask('::ffff:192.0.2.7', '203.0.113.9')).toBe('192.0.2.7')
    expect(await ask('10.1.1.1', '198.51.100.1, 203.0.113.9, 10.1.1.2')).toBe('203.0.113.9')
  })
})

describe('answers', () => {
  const app = areaApp()
  compressAnswers(app)
  app.get('/list', (c) => c.json({ rows: Array.from({ length: 500 }, (_, n) => ({ n, name: '王建国' })) }))
  app.get('/short', (c) => c.json({ ok: true }))
  app.get('/events', (c) => c.body('data: {}\n\n', 200, { 'content-type': 'text/event-stream' }))

  it('long JSON is packed for whoever takes it, and comes out the same', async () => {
    const plain = await (await app.request('/list')).text()
    const packed = await app.request('/list', { headers: { 'accept-encoding': 'br, gzip' } })
    expect(packed.headers.get('content-encoding')).toBe('gzip')
    expect(packed.headers.get('vary')).toContain('accept-encoding')
    const bytes = Buffer.from(await packed.arrayBuffer())
    expect(bytes.length).toBeLessThan(plain.length / 4)
    expect(gunzipSync(bytes).toString()).toBe(plain)
  })

  it('short answers and events are not', async () => {
    for (const path of ['/short', '/events']) {
      const answer = await app.request(path, { headers: { 'accept-encoding': 'gzip' } })
      expect(answer.headers.get('content-encoding')).toBeNull()
      expect(await answer.text()).not.toBe('')
    }
  })
})

describe('the log', () => {
  it('names the route and never what was looked for', async () => {
    const lines: object[] = []
    const log = { info: (fields: object) => lines.push(fields) } as unknown as Log
    const app = new OpenAPIHono<AppEnv>()
    logRequests(log)(app)
    const elders = areaApp()
    elders.get('/:id/facts', (c) => c.text('ok'))
    app.route('/api/elders', elders)
    app.all('/api/*', (c) => c.text('none', 404))
    await app.request('/api/elders/500000195001010018/facts?name=王建国', { headers: { 'x-name': 'wangjianguo' } })
    await app.request('/api/王建国')
    expect(lines).toMatchObject([
      { method: 'GET', route: '/api/elders/:id/facts', status: 200 },
      { method: 'GET', route: '(none)', status: 404 },
    ])
    expect(JSON.stringify(lines)).not.toMatch(/王建国|wang|5000001950/)
  })
})

describe('/docs', () => {
  it('is a page of our own files only, without a script inside it', async () => {
    const app = new OpenAPIHono<AppEnv>()
    mountDocs(app)
    const page = await (await app.request('/docs')).text()
    const parts = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '')
    expect(parts.every((part) => part.startsWith('/docs/'))).toBe(true)
    expect(page).not.toMatch(/<script>|style=|onload=/)
    for (const part of parts) expect((await app.request(part)).status).toBe(200)
    const start = await (await app.request('/docs/start.js')).text()
    expect(start).toContain('/openapi.json')
    expect(start).not.toContain('http')
  })
})
