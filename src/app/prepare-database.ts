import { loadDivisions } from '../areas/divisions/index.ts'
import { refuseHalfRestored } from '../platform/backup/index.ts'
import { connect, migrate } from '../platform/db/index.ts'
import { installJobs } from '../platform/jobs/index.ts'
import { createLog } from '../platform/log/log.ts'

/** Brings a database to this version: migrations, the job queue's own tables, the reference data. Safe to run again at any point. */
export async function prepareDatabase(url: string): Promise<string[]> {
  await refuseHalfRestored(url)
  const applied = await migrate(url)
  await installJobs(url, createLog('error'))
  const { db, close } = connect(url, 2)
  try {
    await loadDivisions(db)
  } finally {
    await close()
  }
  return applied
}
