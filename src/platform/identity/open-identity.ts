import { record } from '../audit/index.ts'
import type { Day } from '../clock/day.ts'
import type { Config } from '../config/config.ts'
import type { Keyring } from '../crypto/index.ts'
import { asIdentity, type Db, type Tx, withIdentity } from '../db/index.ts'
import type { Log } from '../log/log.ts'
import { type LibraryAnswer, libraryCalls, type OpenSession } from './calls.ts'
import { buildLibrary, identityPool } from './library.ts'
import { createAccount, insertAccount, type NewAccount, oneTimePassword, setPassword } from './passwords.ts'
import {
  CITIZEN_ROLES,
  type Grant,
  type Identify,
  PERSON_ROLES,
  type Principal,
  type Role,
  SECOND_FACTOR_ROLES,
  type SecondFactorState,
} from './principal.ts'
import { SessionCache } from './session-cache.ts'
import { isProven } from './session-proof.ts'
import { readStanding, type Standing } from './standing.ts'

/**
 * Divisions and facilities as row security wants them, for the divisions and the organisations (credit codes) of grants on a day.
 * Handed in by the application, which knows the tree and who runs what.
 */
export type ExpandScope = (
  divisions: readonly string[],
  organisations: readonly string[],
  on: Day,
) => Promise<{ districts: string[]; townships: string[]; villages: string[]; facilities: string[] }>

export type IdentityNeeds = {
  config: Config
  db: Db
  databaseUrl: string
  keyring: Keyring
  log: Log
  now: () => Date
  today: () => Day
  expand: ExpandScope
}

/** Accounts, sessions and what an account may do today. */
export type Identity = {
  readonly identify: Identify
  /** Cookies by which the library prolongs the session of a request that was just identified. */
  readonly cookiesFor: (request: Request) => readonly string[]
  /** A call of the accounts library under /api/auth, with the caller's address. */
  readonly answer: (request: Request, address: string) => Promise<LibraryAnswer>
  /** What an account may do today with these of its roles, for a caller who proved it otherwise than by a session (a device's own key). */
  readonly principalOf: (account: string, roles: readonly Role[]) => Promise<Principal | undefined>
  readonly standingOf: (account: string) => Promise<Standing | undefined>
  /** Makes an account with a password; undefined when the name is taken. */
  readonly createAccount: (account: NewAccount) => Promise<boolean>
  /** The same beside other work, in one transaction. */
  readonly createAccountWithin: (tx: Tx, account: NewAccount & { password: { digest: string } }) => Promise<boolean>
  /**
   * Opens a session for a citizen who was proven on the telephone, and gives its cookies; undefined for staff, who sign in with password and second
   * factor, and for an account that is stopped. A one-time code that was still waiting is worth nothing then.
   */
  readonly openSession: (account: string) => Promise<readonly string[] | undefined>
  readonly digestOf: (password: string) => Promise<string>
  readonly setPassword: (account: string, password: string, by: string, expiresInHours?: number) => Promise<void>
  /** Forgets what is cached of an account, so that a change counts at once in this process (elsewhere within a minute). */
  readonly forget: (account: string) => void
  readonly signOnLabel: string | undefined
  /** After how long without a call a session ends. */
  readonly idleMinutes: number
  readonly close: () => Promise<void>
}

/** Opens the accounts of an installation. */
export function openIdentity(needs: IdentityNeeds): Identity {
  const { config, db } = needs
  const pool = identityPool(needs.databaseUrl)
  const library = buildLibrary(config, pool, needs.keyring.sessionSecret, needs.log)
  const secure = config.YIYANG_PUBLIC_URL?.startsWith('https://') ?? false
  const cache = new SessionCache(`${secure ? '__Secure-' : ''}yiyang.session_token`)
  const refreshed = new WeakMap<Request, readonly string[]>()
  const longest = config.YIYANG_SESSION_HOURS * 3_600_000

  const secondFactorOf = (standing: Standing, proven: boolean): SecondFactorState => {
    const demanded = standing.grants.some((grant) => SECOND_FACTOR_ROLES.includes(grant.role))
    if (standing.secondFactor) return proven || !demanded ? 'on' : 'prove'
    return demanded && config.YIYANG_SECOND_FACTOR === 'required' ? 'required' : 'off'
  }

  const tooOld = (createdAt: Date) => Date.now() - createdAt.getTime() > longest
  /** The rules by which a request is identified hold for the library's own calls as well: it knows none of them. */
  const stands = async ({ name, createdAt }: OpenSession): Promise<boolean> => {
    if (tooOld(createdAt)) return false
    const standing = await asIdentity(db, (tx) => readStanding(tx, name, needs.today()))
    return standing !== undefined && !standing.disabled && !standing.passwordExpired
  }

  const principalFor = async (name: string, session: string): Promise<Principal | undefined> => {
    const on = needs.today()
    const { standing, proven } = await asIdentity(db, async (tx) => {
      const read = await readStanding(tx, name, on)
      return { standing: read, proven: read?.secondFactor === true && (await isProven(tx, session)) }
    })
    if (standing === undefined || standing.disabled || standing.passwordExpired) return undefined
    const secondFactor = secondFactorOf(standing, proven)
    const grants = grantsOf(standing, secondFactor)
    const keys = await needs.expand(divisionsOf(grants), organisationsOf(grants), on)
    const { account } = standing
    return { account, name: standing.name, grants, scope: { account, ...keys }, secondFactor }
  }

  const principalOf: Identity['principalOf'] = async (name, roles) => {
    const on = needs.today()
    const standing = await asIdentity(db, (tx) => readStanding(tx, name, on))
    if (standing === undefined || standing.disabled || standing.passwordExpired) return undefined
    const grants = grantsOf(standing, secondFactorOf(standing, false)).filter((grant) => roles.includes(grant.role))
    if (grants.length === 0) return undefined
    const keys = await needs.expand(divisionsOf(grants), organisationsOf(grants), on)
    return { account: standing.account, name: standing.name, grants, scope: { account: standing.account, ...keys } }
  }

  const identify: Identify = async (request, { prolong = true } = {}) => {
    const token = cache.tokenOf(request)
    if (token === undefined) return undefined
    const now = needs.now().getTime()
    const known = cache.find(token, now)
    if (known !== undefined) return known
    const { response, headers } = await library.api.getSession({
      headers: request.headers,
      query: { disableRefresh: !prolong },
      returnHeaders: true,
    })
    const name = response?.user.username
    if (response === null || typeof name !== 'string') return undefined
    if (tooOld(response.session.createdAt)) return undefined
    const principal = await principalFor(name, response.session.id)
    if (principal === undefined) return undefined
    refreshed.set(request, headers.getSetCookie())
    if (prolong) cache.keep(token, principal, now)
    return principal
  }

  return {
    identify,
    principalOf,
    cookiesFor: (request) => refreshed.get(request) ?? [],
    answer: libraryCalls({ library, db, config, cache, secret: needs.keyring.sessionSecret, stands }),
    standingOf: (account) => asIdentity(db, (tx) => readStanding(tx, account, needs.today())),
    createAccount: (account) => createAccount(library, db, account),
    createAccountWithin: (tx, { password, ...account }) =>
      withIdentity(tx, () => insertAccount(tx, { ...account, digest: password.digest })),
    openSession: async (account) => {
      const standing = await asIdentity(db, (tx) => readStanding(tx, account, needs.today()))
      const citizen = standing?.grants.every((grant) => CITIZEN_ROLES.includes(grant.role)) ?? false
      if (standing === undefined || standing.disabled || standing.grants.length === 0 || !citizen) return undefined
      if (standing.passwordExpiresAt !== null)
        await setPassword(library, db, { account, password: oneTimePassword(), by: account, expiresInHours: undefined })
      const { headers, response } = await library.api.openSession({ body: { username: account }, returnHeaders: true })
      if (!response.opened) return undefined
      await asIdentity(db, (tx) =>
        record(tx, { account, action: 'account.signInByPhone', object: 'account', objectId: account }),
      )
      return headers.getSetCookie()
    },
    digestOf: async (password) => (await library.$context).password.hash(password),
    setPassword: async (account, password, by, hours) => {
      await setPassword(library, db, { account, password, by, expiresInHours: hours })
      cache.forget(account)
    },
    forget: (account) => cache.forget(account),
    signOnLabel:
      config.OIDC_ISSUER !== undefined && config.OIDC_CLIENT_ID !== undefined ? config.OIDC_LABEL : undefined,
    idleMinutes: config.YIYANG_SESSION_IDLE_MINUTES,
    close: async () => {
      await library.$context.catch(() => undefined)
      await pool.end()
    },
  }
}

/**
 * What an account may do in a session. With a password that somebody else has set: nothing but set its own. Without the factor
 * that its role demands: only what needs none.
 */
const grantsOf = (standing: Standing, secondFactor: SecondFactorState): Grant[] => {
  if (standing.passwordExpiresAt !== null) return []
  return secondFactor === 'required' || secondFactor === 'prove'
    ? standing.grants.filter((grant) => !SECOND_FACTOR_ROLES.includes(grant.role))
    : standing.grants
}

const divisionsOf = (grants: readonly Grant[]): string[] => [
  ...new Set(
    grants.flatMap((grant) =>
      grant.division !== undefined && PERSON_ROLES.includes(grant.role) ? [grant.division] : [],
    ),
  ),
]

/** Credit codes of the organisations whose own facilities an account works for. */
const organisationsOf = (grants: readonly Grant[]): string[] => [
  ...new Set(grants.flatMap(({ role, organisation }) => (role === 'operator' && organisation ? [organisation] : []))),
]
