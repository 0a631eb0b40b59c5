import type { z } from '@hono/zod-openapi'
import { elevated, inScope, type Tx } from '../../platform/db/index.ts'
import { once, orRefuse, type Platform, type Result } from '../../platform/http/index.ts'
import type { Principal } from '../../platform/identity/index.ts'

export { Key } from './contract.ts'

export const answer = <T extends z.ZodType>(schema: T, description: string) => ({
  200: { description, content: { 'application/json': { schema } } },
})
export const body = <T extends z.ZodType>(schema: T) => ({
  body: { content: { 'application/json': { schema } }, required: true as const },
})

export type Call = { readonly route: string; readonly key: string | undefined; readonly body: unknown }

/** A write once for its key, across scopes after the service's check: refused anywhere, the whole transaction is given up. */
export const writeOnce = <T>(
  platform: Platform,
  who: Principal,
  call: Call,
  work: (tx: Tx) => Promise<Result<T>>,
): Promise<T> =>
  inScope(platform.db, who.scope, (tx) =>
    once(tx, { ...call, account: who.account }, () => elevated(tx, async () => orRefuse(await work(tx)))),
  )
