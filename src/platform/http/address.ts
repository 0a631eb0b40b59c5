import type { Context } from 'hono'
import type { AppEnv } from './platform.ts'

/** The caller's address: the connection's, or the nearest address before our own proxies (a comma list of addresses). */
export function addressOf(c: Context<AppEnv>, trustedProxies = ''): string {
  const incoming = (c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined)?.incoming
  const connected = (incoming?.socket?.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, '')
  const proxies = new Set(trustedProxies.split(',').map((each) => each.trim()))
  if (!proxies.has(connected)) return connected
  const chain = (c.req.header('x-forwarded-for') ?? '').split(',').map((each) => each.trim())
  return chain.findLast((each) => each !== '' && !proxies.has(each)) ?? connected
}
