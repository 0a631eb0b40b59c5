import { sql } from 'kysely'
import { record } from '../audit/index.ts'
import type { Tx } from '../db/index.ts'
import { inScope } from '../db/index.ts'
import { type Area, areaApp, commonRefusals, type Platform, principalOf, Refused } from '../http/index.ts'
import { type JobView, jobRoutes } from './contract.ts'

const TRAY = 50

/** The job tray: `/api/jobs`. Row security shows each account its own jobs only. */
export const jobsArea: Area = { name: 'jobs', routes }

function routes(platform: Platform) {
  const app = areaApp()
  app.openapi(jobRoutes.list, async (c) => {
    const { scope } = principalOf(c)
    return c.json({ jobs: await inScope(platform.db, scope, listJobs) }, 200)
  })
  app.openapi(jobRoutes.one, async (c) => {
    const { scope } = principalOf(c)
    const job = await inScope(platform.db, scope, (tx) => findJob(tx, c.req.valid('param').id))
    if (job === undefined) throw new Refused(commonRefusals.notFound())
    return c.json(job, 200)
  })
  app.openapi(jobRoutes.cancel, async (c) => {
    const { account, scope } = principalOf(c)
    const { id } = c.req.valid('param')
    const job = await inScope(platform.db, scope, async (tx) => {
      const { rows } = await sql<{ id: string }>`
        update platform.job_progress set cancel_requested = true, version = version + 1
         where id = ${id} and account = ${account} and status in ('waiting', 'running') and not cancel_requested
        returning id`.execute(tx)
      if (rows.length > 0) {
        await record(tx, { account, action: 'job.cancel', object: 'job', objectId: id, requestId: c.get('requestId') })
      }
      return findJob(tx, id)
    })
    if (job === undefined) throw new Refused(commonRefusals.notFound())
    return c.json(job, 200)
  })
  return app
}

const COLUMNS = sql`id, kind, title, status, done, total, words, result, failure, version,
  cancel_requested as "cancelRequested", to_json(created_at)#>>'{}' as "createdAt", to_json(finished_at)#>>'{}' as "finishedAt"`

async function listJobs(tx: Tx): Promise<JobView[]> {
  const { rows } = await sql<JobView>`
    select ${COLUMNS} from platform.job_progress
     where account = current_setting('yiyang.account')
     order by (status in ('waiting', 'running')) desc, created_at desc, id limit ${TRAY}`.execute(tx)
  return rows
}

async function findJob(tx: Tx, id: string): Promise<JobView | undefined> {
  const { rows } = await sql<JobView>`
    select ${COLUMNS} from platform.job_progress
     where account = current_setting('yiyang.account') and id = ${id}`.execute(tx)
  return rows[0]
}
