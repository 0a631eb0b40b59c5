import { z } from '@hono/zod-openapi'
import { type List, registerRefusals } from '../../engines/register/index.ts'
import { Refused } from '../../platform/http/index.ts'
import type { Role } from '../../platform/identity/index.ts'
import { findList } from './all-lists.ts'

/** Whoever works with facilities; what each of them sees is decided by place and by the facilities that an organisation runs. */
export const READERS: Role[] = [
  ...(['districtOfficer', 'townshipClerk', 'villageWorker', 'cityOfficer'] as const),
  ...(['districtFinance', 'operator', 'dispatchLead'] as const),
]

/** Counting stops here: nobody counts a whole table. */
export const MOST_COUNTED = 1000

export const answer = <T extends z.ZodType>(schema: T, description: string) => ({
  200: { description, content: { 'application/json': { schema } } },
})
export const ListParam = z.object({ list: z.string().max(60) })
export const EntryParam = ListParam.extend({ district: z.string().regex(/^\d{6}$/), id: z.uuid() })

/** The declared list of an address. @throws Refused where there is none */
export function listOf(id: string): List {
  const list = findList(id)
  if (list === undefined) throw new Refused(registerRefusals.listUnknown(id))
  return list
}
