import { betterAuth } from 'better-auth'
import { genericOAuth, twoFactor, username } from 'better-auth/plugins'
import { PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Config } from '../config/config.ts'
import type { Log } from '../log/log.ts'
import { openedElsewhere } from './opened-elsewhere.ts'

/** The header in which the address of the caller is handed to the library; whatever a client sends in it is dropped. */
export const ADDRESS_HEADER = 'x-yiyang-address'
export const USERNAME = /^[a-z0-9][a-z0-9._-]{2,29}$/
const SHORTEST_PASSWORD = 10

/** Accounts have no e-mail; the library wants one, so it gets one of a domain that cannot exist. */
export const addressOf = (name: string): string => `${name}@accounts.yiyang.invalid`

/** The calls of the library that the product uses; every other one is not there. */
export const LIBRARY_CALLS = [
  '/sign-in/username',
  '/sign-in/social',
  '/sign-out',
  '/callback/*',
  '/oauth2/callback/*',
  '/change-password',
  '/two-factor/enable',
  '/two-factor/disable',
  '/two-factor/verify-totp',
  '/two-factor/verify-backup-code',
  '/two-factor/generate-backup-codes',
] as const

export type Library = ReturnType<typeof buildLibrary>

/** A small pool of its own that can do nothing but what the identity role may. */
export function identityPool(databaseUrl: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    options: '-c role=yiyang_identity -c search_path=identity',
    max: 3,
    idleTimeoutMillis: 20_000,
    application_name: 'yiyang-identity',
  })
  // As in `connect`: a connection that breaks, idle or in use, must not end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

/**
 * The accounts library with what we use of it: names and passwords (scrypt), sessions, second factor, government sign-on.
 * Cookies are `Secure` exactly when the public address is https, so that http://127.0.0.1 works as well.
 */
export function buildLibrary(config: Config, pool: pg.Pool, secret: string, log: Log) {
  const publicUrl = config.YIYANG_PUBLIC_URL
  return betterAuth({
    appName: '颐养',
    baseURL: publicUrl ?? `http://127.0.0.1:${config.YIYANG_PORT}`,
    basePath: '/api/auth',
    secret,
    database: {
      dialect: new PostgresDialect({ pool }),
      type: 'postgres',
      transaction: true,
    },
    telemetry: { enabled: false },
    logger: {
      level: 'error',
      log: (level, message) => {
        if (level === 'error') log.error({}, `accounts library: ${message}`)
      },
    },
    // Without a public address every name of this machine will do, as long as page and call agree.
    trustedOrigins: async (request) =>
      request === undefined || publicUrl !== undefined ? [] : [new URL(request.url).origin],
    session: {
      expiresIn: config.YIYANG_SESSION_IDLE_MINUTES * 60,
      updateAge: Math.min(300, config.YIYANG_SESSION_IDLE_MINUTES * 6),
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: SHORTEST_PASSWORD,
      maxPasswordLength: 128,
    },
    account: { accountLinking: { enabled: true, trustedProviders: ['oidc'] }, encryptOAuthTokens: true },
    user: { changeEmail: { enabled: false }, deleteUser: { enabled: false } },
    rateLimit: {
      enabled: true,
      storage: 'database',
      window: 60,
      max: 600,
      customRules: {
        '/sign-in/username': { window: 60, max: config.YIYANG_SIGN_INS_PER_MINUTE },
        '/sign-in/social': { window: 60, max: config.YIYANG_SIGN_INS_PER_MINUTE },
        '/change-password': { window: 60, max: 20 },
        '/two-factor/*': { window: 60, max: 20 },
      },
    },
    advanced: {
      cookiePrefix: 'yiyang',
      useSecureCookies: publicUrl?.startsWith('https://') ?? false,
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
      // The tables are ours to migrate; a test compares them with what the library expects.
      database: { validateSchema: false },
    },
    plugins: [
      username({
        minUsernameLength: 3,
        maxUsernameLength: 30,
        usernameValidator: (name) => USERNAME.test(name.toLowerCase()),
        displayUsername: false,
      }),
      twoFactor({
        issuer: '颐养',
        accountLockout: {
          enabled: true,
          maxFailedAttempts: config.YIYANG_LOCKOUT_ATTEMPTS,
          durationSeconds: config.YIYANG_LOCKOUT_MINUTES * 60,
        },
      }),
      openedElsewhere,
      ...governmentSignOn(config),
    ],
  })
}

/** Sign-on by an OpenID provider: it may open accounts that exist under its user's name, and makes none. */
function governmentSignOn(config: Config) {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = config
  if (issuer === undefined || clientId === undefined) return []
  return [
    genericOAuth({
      config: [
        {
          providerId: 'oidc',
          name: config.OIDC_LABEL,
          discoveryUrl: `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
          clientId,
          ...(clientSecret === undefined ? {} : { clientSecret }),
          scopes: ['openid', 'profile'],
          pkce: true,
          requireIdTokenVerification: true,
          disableSignUp: true,
          mapProfileToUser: (profile) => ({
            email: addressOf(String(profile.preferred_username ?? '').toLowerCase()),
            emailVerified: true,
          }),
        },
      ],
    }),
  ]
}
