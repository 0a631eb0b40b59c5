import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../platform/config/config.ts'
import { type TestDatabase, testDatabase } from '../platform/db/testing.ts'
import { type Area, mountAccounts, type Platform, serverApp } from '../platform/http/index.ts'
import { areas } from './areas.ts'
import { DEMONSTRATION_PASSWORD, ensureDemonstrationAccounts } from './demonstration-accounts.ts'
import { openPlatform } from './platform.ts'

export type Reply = { status: number; body: unknown; text: string; headers: Headers }

export type TestApplication = {
  platform: Platform
  database: TestDatabase
  /** One call; `as` is a cookie from `signIn`. */
  call: (
    method: string,
    path: string,
    options?: { as?: string | undefined; body?: unknown; headers?: HeadersInit },
  ) => Promise<Reply>
  /** The application itself, for what `call` does not cover. */
  fetch: (request: Request) => Promise<Response>
  /** Signs a demonstration account in and gives its cookie. */
  signIn: (username: string, password?: string) => Promise<string>
  close: () => Promise<void>
}

/** The whole application on a database of its own, with the demonstration accounts, called without a network. */
export async function testApplication(
  options: {
    env?: Record<string, string>
    now?: () => Date
    areas?: readonly Area[]
    wrap?: (platform: Platform) => Platform
  } = {},
): Promise<TestApplication> {
  const database = await testDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'yiyang-app-'))
  const config = readConfig({
    YIYANG_DATA: folder,
    YIYANG_LOG: 'silent',
    YIYANG_SIGN_INS_PER_MINUTE: '1000',
    ...options.env,
  })
  const opened = openPlatform(config, database.url, options.now)
  const platform = options.wrap?.(opened.platform) ?? opened.platform
  await ensureDemonstrationAccounts(platform)
  const app = serverApp(platform, options.areas ?? areas, [mountAccounts(platform)])
  const origin = 'http://127.0.0.1:8100'

  const call: TestApplication['call'] = async (method, path, { as, body, headers } = {}) => {
    const all = new Headers(headers)
    all.set('origin', origin)
    if (as !== undefined) all.set('cookie', as)
    if (body !== undefined) all.set('content-type', 'application/json')
    const response = await app.request(`${origin}${path}`, {
      method,
      headers: all,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, text, headers: response.headers, body: parse(text) }
  }
  const signIn: TestApplication['signIn'] = async (username, password = DEMONSTRATION_PASSWORD) => {
    const reply = await call('POST', '/api/auth/sign-in/username', { body: { username, password } })
    if (reply.status !== 200) throw new Error(`sign-in of ${username}: ${reply.status} ${reply.text}`)
    return cookiesOf(reply)
  }
  return {
    platform,
    database,
    call,
    fetch: async (request) => app.fetch(request),
    signIn,
    close: async () => {
      await opened.close()
      await database.drop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** What a browser would send back after a reply. */
export const cookiesOf = (reply: Reply): string =>
  reply.headers
    .getSetCookie()
    .filter((cookie) => !/max-age=0/i.test(cookie))
    .map((cookie) => cookie.split(';')[0])
    .join('; ')

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
