import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { TestProject } from 'vitest/node'
import { loadDivisions } from '../../src/areas/divisions/index.ts'
import { startCluster } from '../../src/platform/db/cluster.ts'
import { connect } from '../../src/platform/db/connect.ts'
import { distribute } from '../../src/platform/db/distribution.ts'
import { migrate } from '../../src/platform/db/migrate.ts'
import { databaseUrl, onCluster } from '../../src/platform/db/testing.ts'
import { installJobs } from '../../src/platform/jobs/index.ts'
import { createLog } from '../../src/platform/log/log.ts'

const TEMPLATE = 'yiyang_template'

/**
 * One private cluster for the whole run (or the server of TEST_DATABASE_URL, or the Citus cluster whose coordinator TEST_CITUS_URL names),
 * with a migrated template to clone.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const citus = process.env.TEST_CITUS_URL
  const given = citus ?? process.env.TEST_DATABASE_URL
  const folder = mkdtempSync(join(tmpdir(), 'yiyang-test-'))
  const cluster =
    given === undefined ? await startCluster(folder, { lasting: false }) : { url: given, stop: async () => {} }
  const workers = citus === undefined ? [] : await workersOf(citus)
  const template = `${TEMPLATE}_${process.pid}`
  for (const node of [cluster.url, ...workers]) await onCluster(node, `create database ${template}`)
  const url = databaseUrl(cluster.url, template)
  if (citus !== undefined) await formCluster(url, workers)
  await migrate(url)
  await installJobs(url, createLog('error'))
  const { db, close } = connect(url, 2)
  await loadDivisions(db)
  // A template must have no connections while it is cloned.
  await close()
  if (citus !== undefined) await distribute(url)
  project.provide('clusterUrl', cluster.url)
  project.provide('workerUrls', workers)
  project.provide('templateName', template)
  return async () => {
    if (given !== undefined)
      for (const node of [cluster.url, ...workers])
        await onCluster(node, `drop database if exists ${template} with (force)`)
    await cluster.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The workers that the database of the coordinator's address knows; same user and password as there. */
async function workersOf(coordinator: string): Promise<string[]> {
  const { db, close } = connect(coordinator, 1)
  const { rows } = await sql<{ host: string; port: number }>`
    select nodename as host, nodeport as port from pg_dist_node where groupid <> 0 order by nodeid`.execute(db)
  await close()
  if (rows.length === 0) throw new Error('TEST_CITUS_URL names a database without worker nodes (select citus_add_node)')
  return rows.map(({ host, port }) => {
    const url = new URL(coordinator)
    url.hostname = host
    url.port = String(port)
    return url.href
  })
}

/** Makes new databases of the same name on all nodes one Citus cluster. */
async function formCluster(coordinator: string, workers: readonly string[]): Promise<void> {
  const { pathname, hostname, port } = new URL(coordinator)
  for (const node of [coordinator, ...workers.map((worker) => databaseUrl(worker, pathname.slice(1)))])
    await onCluster(node, 'create extension citus')
  await onCluster(coordinator, `select citus_set_coordinator_host('${hostname}', ${port || 5432})`)
  for (const worker of workers) {
    const { hostname: host, port: at } = new URL(worker)
    await onCluster(coordinator, `select citus_add_node('${host}', ${at || 5432})`)
  }
}
