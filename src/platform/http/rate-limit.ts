import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { AppEnv } from './platform.ts'
import { commonRefusals, problemResponse } from './problem.ts'

/** A bucket per key that fills up evenly: `perMinute` calls a minute, and as many at once after a quiet minute. */
export type Limiter = { readonly take: (key: string) => { allowed: boolean; retryAfterSeconds: number } }

const MOST_KEYS = 20_000

/** @param now milliseconds of a clock that never goes back */
export function createLimiter(perMinute: number, now: () => number, mostKeys = MOST_KEYS): Limiter {
  const buckets = new Map<string, { left: number; at: number }>()
  const perMs = perMinute / 60_000
  return {
    take: (key) => {
      const at = now()
      const bucket = buckets.get(key) ?? { left: perMinute, at }
      bucket.left = Math.min(perMinute, bucket.left + (at - bucket.at) * perMs)
      bucket.at = at
      // Newest last: when there are too many keys, the one that has been quiet longest goes, and its bucket was full again.
      buckets.delete(key)
      buckets.set(key, bucket)
      if (buckets.size > mostKeys) buckets.delete(buckets.keys().next().value as string)
      if (bucket.left < 1) return { allowed: false, retryAfterSeconds: Math.ceil((1 - bucket.left) / perMs / 1000) }
      bucket.left -= 1
      return { allowed: true, retryAfterSeconds: 0 }
    },
  }
}

export type Limits = {
  /** Calls a minute of one account; 0 for no limit. */
  readonly perAccount: number
  /** Calls a minute of one address that nobody is signed in at; a town hall shares one. 0 for no limit. */
  readonly perAddress: number
  readonly addressOf: (c: Context<AppEnv>) => string
}

/** Refuses with 429 whoever calls `/api` more often than people do. In memory: each process counts for itself. */
export function limitRequests(limits: Limits, now = () => performance.now()): (app: OpenAPIHono<AppEnv>) => void {
  const accounts = createLimiter(limits.perAccount, now)
  const addresses = createLimiter(limits.perAddress, now)
  return (app) => {
    app.use('/api/*', async (c, next) => {
      const account = c.get('principal')?.account
      const [limit, limiter, key] =
        account === undefined
          ? ([limits.perAddress, addresses, limits.addressOf(c)] as const)
          : ([limits.perAccount, accounts, account] as const)
      if (limit > 0) {
        const { allowed, retryAfterSeconds } = limiter.take(key)
        if (!allowed) {
          const refusal = problemResponse(commonRefusals.tooMany(), c.get('requestId'))
          refusal.headers.set('retry-after', String(retryAfterSeconds))
          return refusal
        }
      }
      return await next()
    })
  }
}
