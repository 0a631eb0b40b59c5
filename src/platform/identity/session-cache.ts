import type { Principal } from './principal.ts'

const FRESH_MS = 55_000
const MOST = 20_000

/**
 * Principals by session cookie, for less than a minute: most requests need no question to the database, and a grant that ends
 * is gone within a minute everywhere (at once in the process that ended it).
 */
export class SessionCache {
  readonly #known = new Map<string, { principal: Principal; until: number }>()
  readonly #cookie: string

  constructor(cookie: string) {
    this.#cookie = cookie
  }

  /** The signed session cookie as it came. It is only a key here: the library has checked it before it was kept. */
  tokenOf(request: Request): string | undefined {
    for (const part of (request.headers.get('cookie') ?? '').split(';')) {
      const at = part.indexOf('=')
      if (at > 0 && part.slice(0, at).trim() === this.#cookie) return part.slice(at + 1).trim() || undefined
    }
    return undefined
  }

  find(token: string, now: number): Principal | undefined {
    const known = this.#known.get(token)
    if (known === undefined) return undefined
    if (known.until > now) return known.principal
    this.#known.delete(token)
    return undefined
  }

  keep(token: string, principal: Principal, now: number): void {
    if (this.#known.size >= MOST) this.#known.clear()
    this.#known.set(token, { principal, until: now + FRESH_MS })
  }

  forgetToken(token: string): void {
    this.#known.delete(token)
  }

  forget(account: string): void {
    for (const [token, { principal }] of this.#known) if (principal.account === account) this.#known.delete(token)
  }
}
