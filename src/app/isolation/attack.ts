import { sql } from 'kysely'
import { asIdentity, newId, type Scope } from '../../platform/db/index.ts'
import type { Platform } from '../../platform/http/index.ts'
import { type Principal, ROLES, type Role } from '../../platform/identity/index.ts'
import { DEMONSTRATION_PASSWORD } from '../demonstration-accounts.ts'
import type { TestApplication } from '../testing.ts'
import { Attacker, type Document, type Endpoint, endpointsOf } from './attempts.ts'
import { isPersonal, isWithin, marksIn } from './places.ts'
import type { Planted } from './plant.ts'
import { type Random, randomFrom } from './random.ts'
import { readReply } from './read-reply.ts'

export type Leak = { account: string; method: string; url: string; marks: string[] }
export type Findings = { attempts: number; answered: number; leaks: Leak[]; broken: string[]; endpoints: number }

/** Attackers beyond the demonstration's: another district, and the new district whose keys are those of two old ones. */
const OTHERS: { username: string; role: Role; division: string }[] = [
  { username: 'other-district', role: 'districtOfficer', division: '500101' },
  { username: 'other-township', role: 'townshipClerk', division: '500101001' },
  { username: 'new-district', role: 'districtOfficer', division: 'liangjiang' },
  { username: 'no-grant', role: 'planner', division: '500113' },
]

const DEMONSTRATION = [
  'district',
  'finance',
  'township',
  'village',
  'planner',
  'operator',
  'dispatch',
  'department',
  'administrator',
  'auditor',
]

export type Attackers = { cookies: Map<string, string | undefined>; scopes: Map<string, Scope> }

const NOBODY: Scope = { account: '', districts: [], townships: [], villages: [] }

export async function enlist(app: TestApplication): Promise<Attackers> {
  const { identity, db } = app.platform
  for (const { username, role, division } of OTHERS) {
    await identity.createAccount({ username, name: username, password: DEMONSTRATION_PASSWORD, by: 'test' })
    await asIdentity(db, (tx) =>
      sql`insert into "grant" (id, account, role, division, valid_from, granted_by, needs_approval)
          values (${newId()}, ${username}, ${role}, ${division}, '2026-01-01', 'test', false)`.execute(tx),
    )
  }
  const cookies = new Map<string, string | undefined>([['nobody', undefined]])
  const scopes = new Map<string, Scope>([['nobody', NOBODY]])
  for (const username of [...DEMONSTRATION.map((each) => `demo-${each}`), ...OTHERS.map((each) => each.username)]) {
    const cookie = await app.signIn(username)
    cookies.set(username, cookie)
    const principal = await identity.identify(new Request('http://127.0.0.1/', { headers: { cookie } }))
    scopes.set(username, principal?.scope ?? NOBODY)
  }
  return { cookies, scopes }
}

/** The service lets everybody do everything everywhere; only what row security is told stays true. */
export const withoutServiceCheck = (platform: Platform): Platform => ({
  ...platform,
  identify: async (request): Promise<Principal | undefined> => {
    const principal = await platform.identity.identify(request)
    if (principal === undefined) return undefined
    const grants = Object.keys(ROLES).map((role) => ({
      role: role as Role,
      division: '500000',
      validFrom: '2020-01-01' as never,
    }))
    return { ...principal, grants }
  },
})

export type Attack = {
  app: TestApplication
  attackers: Attackers
  planted: Planted
  seed: number
  count: number
  /** Endpoints that are not attacked, by the beginning of their path. */
  spare?: readonly string[]
}

/** Sends so many random requests as random accounts, and looks in every byte of the answers for rows outside their scopes. */
export async function attack({ app, attackers, planted, seed, count, spare = [] }: Attack): Promise<Findings> {
  const random = randomFrom(seed)
  const document = (await app.call('GET', '/openapi.json')).body as Document
  const endpoints = endpointsOf(document).filter(({ path }) => !spare.some((prefix) => path.startsWith(prefix)))
  const attacker = new Attacker(random, document, planted)
  const found: Findings = { attempts: 0, answered: 0, leaks: [], broken: [], endpoints: endpoints.length }
  // Somebody with the whole city looks first, so that real ids and cursors of other places are known.
  const informed = await app.signIn('demo-city')
  for (const endpoint of endpoints.filter((each) => each.method === 'GET'))
    for (let n = 0; n < 3; n++) attacker.learn((await send(app, attacker, endpoint, informed, random)).text)
  // Most attempts come from accounts that are let in; those without any scope try too.
  const reaching = ({ districts, townships, villages }: Scope) =>
    districts.length + townships.length + villages.length > 0
  const accounts = [...attackers.scopes].flatMap(
    ([account, scope]) => Array(reaching(scope) ? 4 : 1).fill(account) as string[],
  )
  // A door that was found closed is knocked at again, but less often than one that may open.
  const closed = new Set<string>()
  const pickPair = (): [string, Endpoint] => {
    for (let tries = 0; ; tries++) {
      const [account, endpoint] = [random.pick(accounts), random.pick(endpoints)]
      const shut = closed.has(`${account} ${endpoint.method} ${endpoint.path}`)
      if (!shut || tries > 20 || random.chance(0.1)) return [account, endpoint]
    }
  }
  while (found.attempts < count) {
    const [account, endpoint] = pickPair()
    const scope = attackers.scopes.get(account)
    const { text, status, url } = await send(app, attacker, endpoint, attackers.cookies.get(account), random, scope)
    if (status === 403 || status === 401) closed.add(`${account} ${endpoint.method} ${endpoint.path}`)
    found.attempts++
    if (status < 400) found.answered++
    if (status >= 500) found.broken.push(`${endpoint.method} ${endpoint.path}: ${url}`)
    const marks = marksIn(text).filter((mark) => !isTheirs(account, endpoint, mark, attackers))
    if (marks.length > 0)
      found.leaks.push({
        account,
        method: endpoint.method,
        url,
        marks: marks.map((mark) => `${mark.what}${mark.village}`),
      })
    if (random.chance(0.05)) attacker.learn(text)
  }
  return found
}

/** What a district publishes by law is for everybody; nothing of a person is in it. */
export const PUBLISHED =
  /^\/api\/(funds\/service-lists|lists\/open-data|filings\/public|finder\/(places|compare))(\/|$)/

/** An auditor reads the trace of the whole district, without the scope of its persons. */
function isTheirs(
  account: string,
  { path }: Endpoint,
  mark: ReturnType<typeof marksIn>[number],
  { scopes }: Attackers,
): boolean {
  if (PUBLISHED.test(path) && !isPersonal(mark)) return true
  if (account === 'demo-auditor' && path === '/api/accounts/audit') return mark.village.startsWith('500113')
  return isWithin(mark, scopes.get(account) ?? NOBODY)
}

export async function send(
  app: TestApplication,
  attacker: Attacker,
  endpoint: Endpoint,
  cookie: string | undefined,
  random: Random,
  scope?: Scope,
) {
  const { method, url, body, form } = attacker.attempt(endpoint, scope)
  const headers = new Headers({ origin: 'http://127.0.0.1:8100', 'idempotency-key': newId() })
  if (cookie !== undefined) headers.set('cookie', cookie)
  let content: BodyInit | undefined
  if (form) {
    const data = new FormData()
    for (const [name, value] of Object.entries(body as object)) data.append(name, String(value))
    data.set('file', new File(['姓名,身份证号\n甲,500000194001010013\n'], 'ledger.csv'))
    content = data
  } else if (body !== undefined && method !== 'GET') {
    headers.set('content-type', 'application/json')
    content = random.chance(0.02) ? '{"broken"' : JSON.stringify(body)
  }
  const response = await app.fetch(
    new Request(`http://127.0.0.1:8100${url}`, {
      method,
      headers,
      ...(content === undefined ? {} : { body: content }),
    }),
  )
  return { ...(await readReply(response)), status: response.status, url }
}
