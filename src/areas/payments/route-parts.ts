import type { z } from '@hono/zod-openapi'
import type { Tx } from '../../platform/db/index.ts'
import { commonRefusals, type Platform, Refused } from '../../platform/http/index.ts'
import type { Principal, Role } from '../../platform/identity/index.ts'
import { findPayment, type PaymentBatch } from './batches.ts'

/** Who reads what is paid: the offices along the way of the money. */
export const READERS: Role[] = ['cityOfficer', 'districtOfficer', 'districtFinance', 'townshipClerk']
export const answer = <T extends z.ZodType>(schema: T, description: string) => ({
  200: { description, content: { 'application/json': { schema } } },
})
export const json = <T extends z.ZodType>(schema: T) => ({
  content: { 'application/json': { schema } },
  required: true as const,
})

export type Calls = {
  readonly platform: Platform
  readonly scoped: <T>(who: Principal, work: (tx: Tx) => Promise<T>) => Promise<T>
}

/** The batch in the caller's scope; whoever sees none of its townships is told that there is none. */
export async function visible(tx: Tx, id: string): Promise<PaymentBatch> {
  const batch = await findPayment(tx, id)
  if (batch === undefined) throw new Refused(commonRefusals.notFound())
  return batch
}
