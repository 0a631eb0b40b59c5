import { type Answer, ownRefusals, type Refusal, refusalFrom } from './refusal.ts'

/** The part of a zod schema that this client needs; any zod schema fits. */
type Schema = { safeParse(value: unknown): { success: true; data: unknown } | { success: false; data?: never } }
type Out<S> = S extends { safeParse(value: unknown): infer R }
  ? Extract<R, { success: true }> extends { data: infer D }
    ? D
    : never
  : never

/**
 * One call as a contract declares it. Areas export these from `contract.ts`:
 * `export const readElder = { method: 'get', path: '/api/elders/{district}/{id}', response: Elder } as const`
 */
export type Endpoint = {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  readonly path: string
  readonly response?: Schema
}

/**
 * The type of an answer without its check, for a contract whose schemas stand beside the server's router and cannot come into a
 * page: `{ method: 'get', path: '/api/accounts', response: typed<AccountPage>() }`.
 */
export const typed = <T>() => ({ safeParse: (value: unknown) => ({ success: true as const, data: value as T }) })

type Query = Record<string, string | number | boolean | null | undefined>

export type CallInput = {
  params?: Record<string, string>
  query?: Query
  /** JSON, a FormData with files, or one file as it is. */
  body?: unknown
  /** The same key for the same act: keep it while the person retries, so nothing happens twice. */
  idempotencyKey?: string
  signal?: AbortSignal
}

const LAST_CALL = 'yiyang.lastCall'

/** When this browser last had an answer of the server, in any of its tabs: from then on a session counts as idle. */
export function lastCall(): number {
  try {
    return Math.max(called, Number(localStorage.getItem(LAST_CALL)) || 0)
  } catch {
    return called
  }
}

let called = Date.now()

function noteCall(): void {
  called = Date.now()
  try {
    localStorage.setItem(LAST_CALL, String(called))
  } catch {
    // Where storage is forbidden each tab counts for itself.
  }
}

const RETRIES = 3
const RETRY_STATUS = new Set([502, 503, 504])

/** A client-made key for one act. */
export const newActKey = (): string => crypto.randomUUID()

/**
 * Calls an endpoint on the same origin with the session cookie. Reads, and writes (which all carry a key), are tried again
 * up to three times when the network or a gateway drops them; a refusal of the service is returned, never thrown.
 */
export async function call<E extends Endpoint>(
  endpoint: E,
  input: CallInput = {},
): Promise<Answer<E['response'] extends Schema ? Out<E['response']> : undefined>> {
  const url = addressOf(endpoint.path, input.params, input.query)
  const writes = endpoint.method !== 'get'
  const isRaw = input.body instanceof FormData || input.body instanceof Blob
  const headers: Record<string, string> = { accept: 'application/json' }
  if (writes) headers['idempotency-key'] = input.idempotencyKey ?? newActKey()
  if (writes && input.body !== undefined && !isRaw) headers['content-type'] = 'application/json'
  const request: RequestInit = {
    method: endpoint.method.toUpperCase(),
    headers,
    credentials: 'same-origin',
    signal: input.signal ?? null,
    body:
      !writes || input.body === undefined ? null : isRaw ? (input.body as FormData | Blob) : JSON.stringify(input.body),
  }
  const sent = await send(url, request)
  if (!sent.ok) return sent
  const { status, body } = sent.value
  if (status >= 400) return { ok: false, refusal: refusalFrom(status, body) }
  if (!endpoint.response) return { ok: true, value: undefined as never }
  const read = endpoint.response.safeParse(body)
  return read.success ? { ok: true, value: read.data as never } : { ok: false, refusal: ownRefusals.unreadable() }
}

/** Fills `{name}` in a path and appends the query without empty values. */
export function addressOf(path: string, params: Record<string, string> = {}, query: Query = {}): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name]
    if (value === undefined) throw new Error(`missing path parameter ${name} of ${path}`)
    return encodeURIComponent(value)
  })
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value))
  }
  const text = search.toString()
  return text === '' ? filled : `${filled}?${text}`
}

async function send(url: string, request: RequestInit): Promise<Answer<{ status: number; body: unknown }>> {
  let last: Refusal = ownRefusals.offline()
  for (let attempt = 0; attempt <= RETRIES; attempt++) {
    if (attempt > 0) await pause(200 * 2 ** attempt)
    try {
      const response = await fetch(url, request)
      noteCall()
      const body = await bodyOf(response)
      if (!RETRY_STATUS.has(response.status)) return { ok: true, value: { status: response.status, body } }
      last = refusalFrom(response.status, body)
    } catch (cause) {
      if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
      last = ownRefusals.offline()
    }
  }
  return { ok: false, refusal: last }
}

async function bodyOf(response: Response): Promise<unknown> {
  if (response.status === 204 || !(response.headers.get('content-type') ?? '').includes('json')) return undefined
  return response.json().catch(() => undefined)
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
