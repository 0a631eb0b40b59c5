import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { type Connection, connect } from './connect.ts'
import { settleOnCitus } from './distribution.ts'

declare module 'vitest' {
  interface ProvidedContext {
    clusterUrl: string
    /** The worker nodes of a Citus cluster; none on a plain server. */
    workerUrls: string[]
    templateName: string
  }
}

export type TestDatabase = Connection & { url: string; drop: () => Promise<void> }

/** A database of one's own, cloned from the migrated template with the divisions loaded: real locks, real commits. */
export async function testDatabase(connections = 6): Promise<TestDatabase> {
  const cluster = inject('clusterUrl')
  const nodes = [cluster, ...inject('workerUrls')]
  const name = `test_${randomBytes(6).toString('hex')}`
  await Promise.all(nodes.map((node) => cloneTemplate(node, inject('templateName'), name)))
  const url = databaseUrl(cluster, name)
  // A clone has the tables of its template and none of its settings.
  if (nodes.length > 1) await withClient(url, settleOnCitus)
  const connection = connect(url, connections, 'yiyang-test')
  const drop = async () => {
    await connection.close()
    for (const node of nodes) await onCluster(node, `drop database if exists ${name} with (force)`)
  }
  return { ...connection, url, drop }
}

/** A template may have no connections while it is cloned; on Citus its own worker process comes back to it now and then. */
async function cloneTemplate(node: string, template: string, name: string): Promise<void> {
  for (let attempt = 1; ; attempt++)
    try {
      return await onCluster(node, `create database ${name} template ${template} strategy file_copy`)
    } catch (error) {
      if ((error as { code?: string }).code !== '55006' || attempt === 5) throw error
      await onCluster(node, `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${template}'`)
    }
}

/** The address of another database of the same cluster. */
export function databaseUrl(cluster: string, name: string): string {
  const url = new URL(cluster)
  url.pathname = `/${name}`
  return url.href
}

export async function onCluster(url: string, statement: string): Promise<void> {
  await withClient(url, (client) => client.query(statement))
}

async function withClient(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
