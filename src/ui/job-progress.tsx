import { useEffect, useRef } from 'react'
import { typed } from './api.ts'
import { Button } from './button.tsx'
import { Progress } from './import-wizard.tsx'
import { useAct, useEndpoint } from './load.ts'
import { Notice } from './notice.tsx'

type Seen<Result> = {
  status: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'
  done: number
  total: number | null
  words: string
  result: Result | null
  failure: string | null
  cancelRequested: boolean
}
type Props<Result> = {
  id: string
  /** Said until the job has words of its own. */
  words: string
  onDone: (result: Result) => void
  /** Failed (with its sentence) or stopped (null). */
  onEnd: (failure: string | null) => void
}

const JOB = '/api/jobs/{id}'
const cancelJob = { method: 'post', path: `${JOB}/cancel` } as const

/** A job that somebody waits for on its page: how far it is, a way to stop it, and its end. Its changes arrive by themselves. */
export function JobProgress<Result>({ id, words, onDone, onEnd }: Props<Result>) {
  const { data, refusal } = useEndpoint({ method: 'get', path: JOB, response: typed<Seen<Result>>() } as const, {
    params: { id },
  })
  const { act, busy } = useAct(cancelJob, [JOB, '/api/jobs'])
  const told = useRef('')
  useEffect(() => {
    if (data === undefined || told.current === id) return
    if (data.status === 'waiting' || data.status === 'running') return
    told.current = id
    if (data.status === 'done' && data.result !== null) onDone(data.result)
    else onEnd(data.failure)
  }, [data, id, onDone, onEnd])
  if (refusal) return <Notice tone="warn">{refusal.message}</Notice>
  return (
    <Progress
      words={data?.words || words}
      done={data?.done ?? 0}
      total={data?.total ?? null}
      actions={
        <div className="y-row">
          <Button busy={busy || data?.cancelRequested === true} onPress={() => void act({ params: { id } })}>
            停止任务
          </Button>
          <span className="y-quiet">可以离开这一页，办完后在“后台任务”里打开结果。</span>
        </div>
      }
    />
  )
}
