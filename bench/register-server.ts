/**
 * One of the two servers that are compared, in a process of its own: `product` is the whole application with row security, roles,
 * audit and validation; `bare` is node:http and pg with the same statements, run by the owner without any of these.
 */
import { createServer, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { openPlatform } from '../src/app/platform.ts'
import { readTree } from '../src/areas/divisions/index.ts'
import { elders, readPageStatement, readRecordAs, registerStatements } from '../src/areas/elders/measured.ts'
import { readConfig } from '../src/platform/config/config.ts'
import { openKeyFile } from '../src/platform/crypto/index.ts'
import { connect } from '../src/platform/db/index.ts'
import { type Platform, serverApp } from '../src/platform/http/index.ts'
import type { Principal } from '../src/platform/identity/index.ts'

const [kind, url = '', folder = ''] = process.argv.slice(2)
const CONNECTIONS = 8

const principals = new Map<string, Principal>()
function officerOf(district: string): Principal {
  let known = principals.get(district)
  if (known === undefined) {
    const account = `officer-${district}`
    const grants: Principal['grants'] = [
      { role: 'districtOfficer', validFrom: '2020-01-01' as Principal['grants'][number]['validFrom'] },
    ]
    known = { account, name: account, grants, scope: { account, districts: [district], townships: [], villages: [] } }
    principals.set(district, known)
  }
  return known
}

const listening = (port: number) => process.send?.(port)

if (kind === 'product') {
  const config = readConfig({
    YIYANG_DATA: folder,
    YIYANG_LOG: 'error',
    YIYANG_DATABASE_CONNECTIONS: String(CONNECTIONS),
  })
  const { platform } = openPlatform(config, url)
  const identify: Platform['identify'] = async (request) => officerOf(request.headers.get('x-district') ?? '')
  serve({ fetch: serverApp({ ...platform, identify }, [elders]).fetch, port: 0 }, (info) => listening(info.port))
} else {
  const { db, pool } = connect(url, CONNECTIONS, 'bare')
  // The product says in each transaction how a question is planned; here each way has connections of its own.
  const planned = (plan: string) => connect(`${url}&options=-c%20plan_cache_mode%3D${plan}`, CONNECTIONS, 'bare').db
  const databases = {
    auto: db,
    force_custom_plan: planned('force_custom_plan'),
    force_generic_plan: planned('force_generic_plan'),
  }
  const keyring = openKeyFile(join(folder, 'keys.json'))
  const around = {
    platform: { db, keyring, today: () => new Date().toISOString().slice(0, 10) },
    tree: await readTree(db),
  }
  const server = createServer(async (request, response) => {
    const address = new URL(request.url ?? '', 'http://bare')
    const principal = officerOf(String(request.headers['x-district']))
    const here = { ...around, principal } as unknown as Parameters<typeof readPageStatement>[0]
    const id = /^\/api\/elders\/([0-9a-f-]{36})$/.exec(address.pathname)?.[1]
    let answer: unknown
    if (request.method === 'POST') {
      const client = await pool.connect()
      try {
        await client.query('begin')
        answer = await registerStatements(client, here, JSON.parse(await textOf(request)))
        await client.query('commit')
      } finally {
        client.release()
      }
    } else if (id !== undefined) {
      answer = await readRecordAs(db, here, id)
    } else {
      const { statement, plan } = readPageStatement(here, Object.fromEntries(address.searchParams))
      const { rows } = await statement.execute(databases[plan])
      answer = { rows: rows.map(({ id_cipher: _, ...row }) => row) }
    }
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(answer))
  })
  server.listen(0, '127.0.0.1', () => listening((server.address() as { port: number }).port))
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) text += chunk
  return text
}
