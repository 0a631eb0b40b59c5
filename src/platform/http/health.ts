import type { OpenAPIHono } from '@hono/zod-openapi'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { AppEnv } from './platform.ts'

/** Whether the product may be used: the reasons name what is still missing. */
export type Readiness = () => Promise<{ ready: boolean; reasons: string[] }>

/** /healthz (the process lives), /readyz (it may be used), /metrics (Prometheus). */
export function mountHealth(readiness: Readiness): (app: OpenAPIHono<AppEnv>) => void {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'yiyang_http_request_seconds',
    help: 'Time to answer a request, by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10],
    registers: [registry],
  })
  const ready = new Gauge({ name: 'yiyang_ready', help: '1 when /readyz answers 200', registers: [registry] })
  return (app) => {
    app.use('/api/*', async (c, next) => {
      const end = requests.startTimer({ method: c.req.method })
      await next()
      end({ route: c.req.routePath, status: c.res.status })
    })
    app.get('/healthz', (c) => c.text('ok'))
    app.get('/readyz', async (c) => {
      const state = await readiness()
      return c.json(state, state.ready ? 200 : 503)
    })
    app.get('/metrics', async (c) => {
      ready.set((await readiness()).ready ? 1 : 0)
      return c.text(await registry.metrics(), 200, { 'content-type': registry.contentType })
    })
  }
}
