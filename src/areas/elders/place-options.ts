import { z } from 'zod'
import { call } from '../../ui/api.ts'
import type { DivisionNode, DivisionSource } from '../../ui/division-picker.tsx'
import { useEndpoint } from '../../ui/load.ts'
import { useSession } from '../../ui/session.ts'

const Divisions = z.object({
  items: z.array(
    z.object({ key: z.string(), name: z.string(), shortName: z.string(), path: z.string(), hasChildren: z.boolean() }),
  ),
})
const children = { method: 'get', path: '/api/divisions/children', response: Divisions } as const
const search = { method: 'get', path: '/api/divisions/search', response: Divisions } as const

/** The places below the caller's own, as choices of a filter. */
export function usePlaces(): { value: string; label: string }[] {
  const { session } = useSession()
  const mine = session?.account.roles[0]?.division
  const { data } = useEndpoint(children, { query: { of: mine ?? '' } }, mine !== undefined)
  return (data?.items ?? []).map((each) => ({ value: each.key, label: each.shortName }))
}

const toNode = (each: z.infer<typeof Divisions>['items'][number]): DivisionNode => ({
  key: each.key,
  name: each.shortName,
  path: each.path.split(' / ').slice(0, -1),
})

/** Divisions for a picker: what lies below a place, or what a text finds inside it. */
export const divisionsWithin = (within: string): DivisionSource => ({
  children: async (key) => {
    const answer = await call(children, { query: { of: key ?? within } })
    return answer.ok ? { ok: true, value: answer.value.items.map(toNode) } : answer
  },
  search: async (text) => {
    const answer = await call(search, { query: { q: text, within } })
    return answer.ok ? { ok: true, value: answer.value.items.map(toNode) } : answer
  },
})
