import type { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { type AppEnv, type Platform, principalOf } from '../../platform/http/index.ts'
import type { Role } from '../../platform/identity/index.ts'
import type { Surroundings } from './list-elders.ts'
import { treeOf } from './places.ts'

/** Who may look at the register, and who may write it. */
export const READERS: readonly Role[] = [
  'cityOfficer',
  'districtOfficer',
  'districtFinance',
  'townshipClerk',
  'villageWorker',
  'dispatchLead',
  'auditor',
]
export const WRITERS: readonly Role[] = ['districtOfficer', 'townshipClerk']

export const json = <S extends z.ZodType>(schema: S, description: string) => ({
  content: { 'application/json': { schema } },
  description,
})
export const body = <S extends z.ZodType>(schema: S) => ({
  body: { content: { 'application/json': { schema } }, required: true },
})

/** The caller, the tree and the platform of one request. */
export async function surroundings(
  platform: Platform,
  c: Context<AppEnv>,
  roles: readonly Role[],
): Promise<Surroundings> {
  return { platform, principal: principalOf(c, ...roles), tree: await treeOf(platform) }
}
export const keyOf = (c: Context<AppEnv>): string | undefined => c.req.header('idempotency-key')
