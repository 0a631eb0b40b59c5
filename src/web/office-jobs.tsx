import { z } from 'zod'
import { showNumber } from '../ui/formats.ts'
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
  /** What a job leaves: where its outcome is seen, and one line about it. */
  result: z
    .object({ href: z.string().startsWith('/').optional(), says: z.string().optional() })
    .nullable()
    .catch(null),
})

const listJobs = { method: 'get', path: '/api/jobs', response: z.object({ jobs: z.array(Seen) }) } as const
const cancelJob = { method: 'post', path: '/api/jobs/{id}/cancel' } as const

const STATE = { waiting: 'waiting', running: 'running', done: 'done', failed: 'stopped', cancelled: 'stopped' } as const

const trayJob = ({ id, title, status, done, total, words, failure, result }: z.infer<typeof Seen>): Job => {
  const open = status === 'waiting' || status === 'running'
  const line = failure ?? (open ? words && `${words}，已完成 ${showNumber(done)}` : (result?.says ?? ''))
  return {
    id,
    title,
    state: STATE[status],
    done,
    total,
    ...(line ? { result: line } : {}),
    ...(status === 'done' && result?.href ? { href: result.href } : {}),
  }
}

/** 后台任务 of the signed-in account; its progress arrives by itself. */
export function OfficeJobs() {
  const { data } = useEndpoint(listJobs)
  const { act } = useAct(cancelJob, [listJobs.path])
  return <JobTray jobs={data?.jobs.map(trayJob) ?? []} onCancel={(id) => void act({ params: { id } })} />
}
