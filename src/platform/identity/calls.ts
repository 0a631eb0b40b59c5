import { createHmac } from 'node:crypto'
import { sql } from 'kysely'
import { type AuditEntry, record } from '../audit/index.ts'
import type { Config } from '../config/config.ts'
import { asIdentity, type Db } from '../db/index.ts'
import { ADDRESS_HEADER, LIBRARY_CALLS, type Library } from './library.ts'
import type { SessionCache } from './session-cache.ts'
import { noteProof } from './session-proof.ts'
import { attemptSucceeded, beginAttempt, withdrawAttempt } from './sign-in-guard.ts'

/** What the library answered, or why it was not asked. */
export type LibraryAnswer =
  | { kind: 'answered'; response: Response; code?: string }
  | { kind: 'locked'; until: Date }
  | { kind: 'passwordExpired' }
  | { kind: 'disabled' }
  | { kind: 'ended' }
  | { kind: 'unknownCall' }

type Needs = {
  library: Library
  db: Db
  config: Config
  cache: SessionCache
  secret: string
  /** Whether the session of a request counts today: neither too old, nor of a stopped account or one whose one-time password has ended. */
  stands: (session: OpenSession) => Promise<boolean>
}

export type OpenSession = { id: string; name: string; createdAt: Date }

const PREFIX = '/api/auth'
const SIGN_IN = '/sign-in/username'
const CHANGE_PASSWORD = '/change-password'
/** What a session that no longer counts may still be used for: to end it, or to open a new one. */
const OPENING = ['/sign-in/', '/sign-out', '/callback/', '/oauth2/callback/']
/** Calls that show the second factor. */
const PROVING = ['/two-factor/verify-totp', '/two-factor/verify-backup-code']
const NOTED: Record<string, string> = {
  '/sign-out': 'account.signOut',
  '/change-password': 'account.changePassword',
  '/two-factor/enable': 'account.beginSecondFactor',
  '/two-factor/verify-totp': 'account.verifySecondFactor',
  '/two-factor/verify-backup-code': 'account.useBackupCode',
  '/two-factor/disable': 'account.endSecondFactor',
}

/** Passes the calls that we use to the library, with our lock before a sign-in and our trace after it. */
export function libraryCalls({ library, db, config, cache, secret, stands }: Needs) {
  const rule = { attempts: config.YIYANG_LOCKOUT_ATTEMPTS, minutes: config.YIYANG_LOCKOUT_MINUTES }
  /** A password that its owner has chosen does not end. */
  const keepPassword = (name: string) =>
    asIdentity(db, (tx) => sql`update standing set password_expires_at = null where account = ${name}`.execute(tx))

  const note = (entry: AuditEntry) => asIdentity(db, (tx) => record(tx, entry))

  /** A sign-on that came back from the provider: whose it is stands only in the cookie that it set. */
  const noteSignOn = async (response: Response) => {
    const opened = openedBy(response)
    const name = opened === undefined ? undefined : (await sessionOf(library, opened))?.name
    if (name !== undefined) await note({ account: name, action: 'account.signOn', object: 'account', objectId: name })
  }

  const prove = async (request: Request) => {
    const session = await sessionOf(library, request)
    if (session !== undefined) await asIdentity(db, (tx) => noteProof(tx, session.id))
  }

  const ask = async (request: Request, address: string): Promise<Response> => {
    const headers = new Headers(request.headers)
    for (const name of ['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto']) headers.delete(name)
    headers.set(ADDRESS_HEADER, address)
    const body = request.method === 'GET' || request.method === 'HEAD' ? undefined : await request.arrayBuffer()
    return library.handler(new Request(request.url, { method: request.method, headers, body }))
  }

  return async (request: Request, address: string): Promise<LibraryAnswer> => {
    const path = new URL(request.url).pathname.slice(PREFIX.length)
    if (!LIBRARY_CALLS.some((call) => matches(call, path))) return { kind: 'unknownCall' }
    if (path === SIGN_IN) return signIn(request, address)
    const session = OPENING.some((call) => path.startsWith(call)) ? undefined : await sessionOf(library, request)
    if (session !== undefined && !(await stands(session))) return { kind: 'ended' }
    if (path === CHANGE_PASSWORD && (await changesNothing(request)))
      return { kind: 'answered', response: new Response(null, { status: 422 }), code: 'PASSWORD_UNCHANGED' }
    const token = cache.tokenOf(request)
    const before = NOTED[path] === undefined ? undefined : (session ?? (await sessionOf(library, request)))?.name
    const response = await ask(path === CHANGE_PASSWORD ? await endingOthers(request) : request, address)
    if (token !== undefined && request.method === 'POST') cache.forgetToken(token)
    const code = await codeOf(response)
    if (path.startsWith('/callback/') || path.startsWith('/oauth2/callback/')) await noteSignOn(response)
    const action = NOTED[path]
    if (action !== undefined) {
      const name = before ?? (await nameIn(response))
      const done = response.ok ? action : `${action}Failed`
      if (name !== undefined) await note({ account: name, action: done, object: 'account', objectId: name })
      if (response.ok && name !== undefined) {
        cache.forget(name)
        if (path === CHANGE_PASSWORD) await keepPassword(name)
        if (PROVING.includes(path)) await prove(openedBy(response) ?? request)
      }
    }
    return { kind: 'answered', response, ...(code === undefined ? {} : { code }) }
  }

  async function signIn(request: Request, address: string): Promise<LibraryAnswer> {
    const body: unknown = await request
      .clone()
      .json()
      .catch(() => undefined)
    const given = (body as { username?: unknown } | undefined)?.username
    const typed = typeof given === 'string' ? given.trim().toLowerCase().slice(0, 200) : ''
    const known = await isAccount(db, typed)
    const name = known ? typed : unknownName(secret, typed)
    const attempt = await beginAttempt(db, name, rule)
    if (!attempt.open) {
      await note({ account: name, action: 'account.refusedWhileLocked', object: 'account', objectId: name })
      return { kind: 'locked', until: attempt.until }
    }
    const response = await ask(request, address)
    if (!response.ok) {
      const code = await codeOf(response)
      // Being slowed down is no wrong password.
      if (response.status === 429) await withdrawAttempt(db, name)
      else await note({ account: name, action: 'account.signInFailed', object: 'account', objectId: name })
      return { kind: 'answered', response, ...(code === undefined ? {} : { code }) }
    }
    const { rows } = await asIdentity(db, (tx) =>
      sql<{ disabled: boolean; expired: boolean }>`
        select disabled_at is not null as disabled,
               coalesce(password_expires_at < clock_timestamp(), false) as expired
          from standing where account = ${name}`.execute(tx),
    )
    if (rows[0]?.disabled ?? true) return { kind: 'disabled' }
    if (rows[0]?.expired) return { kind: 'passwordExpired' }
    await attemptSucceeded(db, name)
    const pending = ((await response.clone().json()) as { twoFactorRedirect?: boolean }).twoFactorRedirect === true
    const action = pending ? 'account.passwordAccepted' : 'account.signIn'
    await note({ account: name, action, object: 'account', objectId: name })
    return { kind: 'answered', response }
  }
}

/** The old password as the new one: the one that somebody else has set would count as chosen by its owner. */
async function changesNothing(request: Request): Promise<boolean> {
  const body: unknown = await request
    .clone()
    .json()
    .catch(() => undefined)
  const { currentPassword, newPassword } = (body ?? {}) as { currentPassword?: unknown; newPassword?: unknown }
  return newPassword !== undefined && newPassword === currentPassword
}

const matches = (call: string, path: string): boolean =>
  call.endsWith('/*') ? path.startsWith(call.slice(0, -1)) : path === call

async function isAccount(db: Db, name: string): Promise<boolean> {
  const { rows } = await asIdentity(db, (tx) => sql`select 1 from standing where account = ${name}`.execute(tx))
  return rows.length > 0
}

/**
 * Stands for what was typed where no account has that name: it may be an ID number, or a password in the wrong field, and neither the audit
 * nor the list of attempts may keep it. The same text gives the same stand-in, so that it is locked like any name; not one of ours, as those hold no `?`.
 */
const unknownName = (secret: string, typed: string): string =>
  `?${createHmac('sha256', secret).update(typed).digest('base64url').slice(0, 16)}`

/** A new password ends every other session, whatever the caller asked for: whoever knew the old one may have opened them. */
async function endingOthers(request: Request): Promise<Request> {
  const body: unknown = await request.json().catch(() => undefined)
  const { headers, method, url } = request
  const kept = new Headers(headers)
  kept.delete('content-length')
  return new Request(url, {
    method,
    headers: kept,
    body: JSON.stringify({ ...(typeof body === 'object' ? body : {}), revokeOtherSessions: true }),
  })
}

async function sessionOf(library: Library, request: Request): Promise<OpenSession | undefined> {
  const found = await library.api.getSession({ headers: request.headers, query: { disableRefresh: true } })
  const name = found?.user.username
  return typeof name === 'string' && found !== null
    ? { id: found.session.id, name, createdAt: found.session.createdAt }
    : undefined
}

/** A request in the session that an answer has opened; undefined where it opened none. */
function openedBy(response: Response): Request | undefined {
  const cookie = response.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ')
  return cookie.includes('session_token=') ? new Request('http://127.0.0.1/', { headers: { cookie } }) : undefined
}

async function codeOf(response: Response): Promise<string | undefined> {
  if (response.ok || response.status < 400) return undefined
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => undefined)
  const code = (body as { code?: unknown } | undefined)?.code
  return typeof code === 'string' ? code : undefined
}

async function nameIn(response: Response): Promise<string | undefined> {
  if (!response.ok) return undefined
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => undefined)
  const name = (body as { user?: { username?: unknown } } | undefined)?.user?.username
  return typeof name === 'string' ? name : undefined
}
