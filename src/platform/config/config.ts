import { resolve } from 'node:path'
import { z } from 'zod'

const flag = z
  .enum(['on', 'off', 'true', 'false', '1', '0'])
  .transform((text) => text === 'on' || text === 'true' || text === '1')

/** Every setting of the process, its default and its meaning; parsed once at the start (see `yiyang config`). */
const schema = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  YIYANG_DATA: z.string().min(1).default('./data'),
  YIYANG_HOST: z.string().min(1).default('127.0.0.1'),
  YIYANG_PORT: z.coerce.number().int().min(0).max(65_535).default(8100),
  YIYANG_PUBLIC_URL: z.url().optional(),
  YIYANG_LOG: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
  YIYANG_KEYS: z.string().min(1).optional(),
  YIYANG_CIPHER: z.enum(['aes-256-gcm', 'sm4']).default('aes-256-gcm'),
  YIYANG_DEMONSTRATION: flag.default(true),
  YIYANG_DEMONSTRATION_ELDERS: z.coerce.number().int().min(100).max(7_000_000).default(20_000),
  YIYANG_DATABASE_CONNECTIONS: z.coerce.number().int().min(2).max(200).default(10),
  // Calls a minute of one account; an address at which nobody is signed in (a town hall shares one) may make five times as many. 0: no limit.
  YIYANG_REQUESTS_PER_MINUTE: z.coerce.number().int().min(0).max(1_000_000).default(1200),
  S3_ENDPOINT: z.url().optional(),
  S3_BUCKET: z.string().min(1).optional(),
  S3_REGION: z.string().min(1).default('auto'),
  S3_ACCESS_KEY_ID: z.string().min(1).optional(),
  S3_SECRET_ACCESS_KEY: z.string().min(1).optional(),
  YIYANG_SESSION_IDLE_MINUTES: z.coerce.number().int().min(5).max(1440).default(120),
  YIYANG_SESSION_HOURS: z.coerce.number().int().min(1).max(72).default(12),
  YIYANG_LOCKOUT_ATTEMPTS: z.coerce.number().int().min(3).max(20).default(5),
  YIYANG_LOCKOUT_MINUTES: z.coerce.number().int().min(1).max(1440).default(15),
  YIYANG_SIGN_INS_PER_MINUTE: z.coerce.number().int().min(5).max(10_000).default(60),
  YIYANG_SECOND_FACTOR: z.enum(['optional', 'required']).default('optional'),
  // The field app: how many persons a device may hold, for how many days without a contact it stays signed in, and in all.
  YIYANG_FIELD_PERSONS: z.coerce.number().int().min(10).max(20_000).default(2500),
  YIYANG_FIELD_IDLE_DAYS: z.coerce.number().int().min(1).max(90).default(14),
  YIYANG_FIELD_DAYS: z.coerce.number().int().min(1).max(400).default(180),
  YIYANG_TRUSTED_PROXIES: z.string().min(1).optional(),
  SMS_GATEWAY_URL: z.url().optional(),
  SMS_GATEWAY_SECRET: z.string().min(1).optional(),
  OIDC_ISSUER: z.url().optional(),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  OIDC_LABEL: z.string().min(1).default('政务统一身份认证'),
})

export type Config = z.infer<typeof schema>

const SECRET = /SECRET|KEYS$|ACCESS_KEY_ID|DATABASE_URL/

/** A setting that cannot be used; the message names each setting and what is wrong with it. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/**
 * Reads the settings from the environment and from `--data DIR`, `--port N`, `--host H`, `--empty`.
 * @throws ConfigError naming every unusable setting at once
 */
export function readConfig(env: NodeJS.ProcessEnv, args: string[] = []): Config {
  const given: Record<string, string | undefined> = {}
  for (const name of Object.keys(schema.shape)) given[name] = env[name] || undefined
  const data = option(args, '--data')
  const port = option(args, '--port')
  const host = option(args, '--host')
  if (data !== undefined) given.YIYANG_DATA = data
  if (port !== undefined) given.YIYANG_PORT = port
  if (host !== undefined) given.YIYANG_HOST = host
  if (args.includes('--empty')) given.YIYANG_DEMONSTRATION = 'off'
  const read = schema.safeParse(given)
  if (!read.success) {
    const faults = read.error.issues.map((issue) => `${issue.path.join('.') || 'settings'}: ${issue.message}`)
    throw new ConfigError(`These settings cannot be used:\n  ${faults.join('\n  ')}`)
  }
  return { ...read.data, YIYANG_DATA: resolve(read.data.YIYANG_DATA) }
}

/** The settings in force, one line each, with secrets hidden. */
export function showConfig(config: Config): Record<string, string> {
  const shown: Record<string, string> = {}
  for (const [name, value] of Object.entries(config)) {
    shown[name] = value === undefined ? '(unset)' : SECRET.test(name) ? '(hidden)' : String(value)
  }
  return shown
}

/** The value after an option, `--data DIR` or `--data=DIR`; undefined where it is absent. */
export function option(args: string[], name: string): string | undefined {
  const at = args.findIndex((arg) => arg === name || arg.startsWith(`${name}=`))
  if (at < 0) return undefined
  const arg = args[at] ?? ''
  const value = arg.includes('=') ? arg.slice(name.length + 1) : args[at + 1]
  if (value === undefined || value === '' || value.startsWith('--')) throw new ConfigError(`${name} needs a value`)
  return value
}
