import { QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { type CallInput, call, type Endpoint, newActKey } from './api.ts'
import type { Answer, Refusal } from './refusal.ts'

class Refused extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.message)
    this.refusal = refusal
  }
}

export const makeQueryClient = () =>
  new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 15_000, refetchOnWindowFocus: true } } })

export type Loaded<T> = { data: T | undefined; loading: boolean; refusal: Refusal | undefined; reload: () => void }

/**
 * Loads by any function that answers with a value or a refusal. `key` names what is shown and everything it depends on; while
 * only its last part changes (the filters of a list), the old rows stay until the new ones are there.
 */
export function useLoad<T>(key: readonly unknown[], load: () => Promise<Answer<T>>, enabled = true): Loaded<T> {
  const query = useQuery({
    queryKey: key,
    enabled,
    // The list stays while its filters change; another record is never shown under the address of this one.
    placeholderData: ((before: unknown, query: { queryKey: readonly unknown[] } | undefined) =>
      sameSubject(query?.queryKey, key) ? before : undefined) as never,
    queryFn: async () => {
      const answer = await load()
      if (!answer.ok) throw new Refused(answer.refusal)
      return answer.value ?? null
    },
  })
  return {
    data: (query.data ?? undefined) as T | undefined,
    loading: query.isPending && enabled,
    refusal: refusalOf(query.error, query.data !== undefined),
    reload: () => void query.refetch(),
  }
}

/** What is on the page stays there when only reading it again did not work; the next attempt follows by itself. */
function refusalOf(error: Error | null, shown: boolean): Refusal | undefined {
  if (!(error instanceof Refused)) return undefined
  const passing = error.refusal.status === 0 || error.refusal.status >= 500
  return shown && passing ? undefined : error.refusal
}

const sameSubject = (before: readonly unknown[] | undefined, now: readonly unknown[]): boolean =>
  before !== undefined && JSON.stringify(before.slice(0, -1)) === JSON.stringify(now.slice(0, -1))

/** Loads one endpoint of a contract. */
export function useEndpoint<E extends Endpoint>(endpoint: E, input: CallInput = {}, enabled = true) {
  return useLoad([endpoint.path, input.params, input.query], () => call(endpoint, input), enabled)
}

/**
 * A write. The idempotency key stays the same until the act is done, so a second press or a retry never acts twice.
 * `refreshes` lists the paths whose lists and records show something else afterwards.
 */
export function useAct<E extends Endpoint>(endpoint: E, refreshes: readonly string[] = []) {
  const queries = useQueryClient()
  const keys = useRef(new Map<string, string>())
  const mutation = useMutation({
    mutationFn: async (input: CallInput) => {
      const same = JSON.stringify([input.params, input.query, nameOfBody(input.body)])
      const key = input.idempotencyKey ?? keys.current.get(same) ?? newActKey()
      keys.current.set(same, key)
      const answer = await call(endpoint, { ...input, idempotencyKey: key })
      if (answer.ok) {
        keys.current.delete(same)
        await queries.invalidateQueries({
          predicate: ({ queryKey }) => refreshes.some((path) => isBelow(queryKey[0], path)),
        })
      }
      return answer
    },
  })
  const refusal = mutation.data && !mutation.data.ok ? mutation.data.refusal : undefined
  return { act: mutation.mutateAsync, busy: mutation.isPending, refusal, forget: mutation.reset }
}

/** `/api/payments` names everything under it. */
const isBelow = (path: unknown, refreshed: string): boolean =>
  typeof path === 'string' && (path === refreshed || path.startsWith(`${refreshed}/`))

/** What tells one body from another: a file by its name, size and time, since its content cannot be read here. */
function nameOfBody(body: unknown): unknown {
  if (body instanceof File) return [body.name, body.size, body.lastModified]
  return body instanceof FormData ? 'form' : body
}
