import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { loadDivisions } from '../../src/areas/divisions/index.ts'
import { startCluster } from '../../src/platform/db/cluster.ts'
import { connect } from '../../src/platform/db/connect.ts'
import { migrate } from '../../src/platform/db/migrate.ts'
import { databaseUrl, onCluster } from '../../src/platform/db/testing.ts'
import { installJobs } from '../../src/platform/jobs/index.ts'
import { createLog } from '../../src/platform/log/log.ts'

const TEMPLATE = 'yiyang_template'

/** One private cluster for the whole run (or the server of TEST_DATABASE_URL), with a migrated template to clone. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL
  const folder = mkdtempSync(join(tmpdir(), 'yiyang-test-'))
  const cluster = given === undefined ? await startCluster(folder) : { url: given, stop: async () => {} }
  const template = `${TEMPLATE}_${process.pid}`
  await onCluster(cluster.url, `create database ${template}`)
  const url = databaseUrl(cluster.url, template)
  await migrate(url)
  await installJobs(url, createLog('error'))
  const { db, close } = connect(url, 2)
  await loadDivisions(db)
  // A template must have no connections while it is cloned.
  await close()
  project.provide('clusterUrl', cluster.url)
  project.provide('templateName', template)
  return async () => {
    if (given !== undefined) await onCluster(cluster.url, `drop database if exists ${template} with (force)`)
    await cluster.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
