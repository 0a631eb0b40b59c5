import { z } from 'zod'
import { type Job, JobTray } from '../ui/job-tray.tsx'
import { useAct, useEndpoint } from '../ui/load.ts'

const Seen = z.object({
  id: z.string(),
  title: z.string(),
  status: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
  done: z.number(),
  total: z.number().nullable(),
  words: z.string(),
  failure: z.string().nullable(),
})

const listJobs = { method: 'get', path: '/api/jobs', response: z.object({ jobs: z.array(Seen) }) } as const
const cancelJob = { method: 'post', path: '/api/jobs/{id}/cancel' } as const

const STATE = { waiting: 'waiting', running: 'running', done: 'done', failed: 'stopped', cancelled: 'stopped' } as const

const trayJob = ({ id, title, status, done, total, words, failure }: z.infer<typeof Seen>): Job => ({
  id,
  title,
  state: STATE[status],
  done,
  total,
  ...(failure || words ? { result: failure ?? words } : {}),
})

/** 后台任务 of the signed-in account; its progress arrives by itself. */
export function OfficeJobs() {
  const { data } = useEndpoint(listJobs)
  const { act } = useAct(cancelJob, [listJobs.path])
  return <JobTray jobs={data?.jobs.map(trayJob) ?? []} onCancel={(id) => void act({ params: { id } })} />
}
