import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { type Connection, connect } from './connect.ts'

declare module 'vitest' {
  interface ProvidedContext {
    clusterUrl: string
    templateName: string
  }
}

export type TestDatabase = Connection & { url: string; drop: () => Promise<void> }

/** A database of one's own, cloned from the migrated template with the divisions loaded: real locks, real commits. */
export async function testDatabase(connections = 6): Promise<TestDatabase> {
  const cluster = inject('clusterUrl')
  const name = `test_${randomBytes(6).toString('hex')}`
  await onCluster(cluster, `create database ${name} template ${inject('templateName')} strategy file_copy`)
  const url = databaseUrl(cluster, name)
  const connection = connect(url, connections, 'yiyang-test')
  const drop = async () => {
    await connection.close()
    await onCluster(cluster, `drop database if exists ${name} with (force)`)
  }
  return { ...connection, url, drop }
}

/** The address of another database of the same cluster. */
export function databaseUrl(cluster: string, name: string): string {
  const url = new URL(cluster)
  url.pathname = `/${name}`
  return url.href
}

export async function onCluster(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
