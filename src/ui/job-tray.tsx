import { Button } from './button.tsx'
import { showNumber } from './formats.ts'
import { Menu } from './menu.tsx'
import { type StateWords, Status } from './status.tsx'

export type Job = {
  id: string
  title: string
  state: 'waiting' | 'running' | 'done' | 'partial' | 'stopped'
  done: number
  total: number | null
  /** `成功 2,871 · 跳过 31 · 未成功 4`. */
  result?: string
  /** Where the result is seen or the failed part is tried again. */
  href?: string
}

const words: StateWords<Job['state']> = {
  waiting: { word: '排队中', tone: 'neutral', icon: 'clock' },
  running: { word: '进行中', tone: 'info', icon: 'clock' },
  done: { word: '已完成', tone: 'ok' },
  partial: { word: '部分完成', tone: 'warn' },
  stopped: { word: '已停止', tone: 'warn' },
}

/** 后台任务: long work goes on here while the page stays usable. */
export function JobTray({ jobs, onCancel }: { jobs: readonly Job[]; onCancel?: (id: string) => void }) {
  const busy = jobs.filter((job) => job.state === 'waiting' || job.state === 'running').length
  return (
    <Menu
      icon="clock"
      name={busy > 0 ? `后台任务，${busy} 项进行中` : '后台任务'}
      label={<>后台任务{busy > 0 && <span className="y-count">{busy}</span>}</>}
    >
      {() => (
        <>
          <h2>后台任务</h2>
          {jobs.length === 0 && <p className="y-quiet">现在没有后台任务。导入、批次这样的长任务会显示在这里。</p>}
          <ul>
            {jobs.map((job) => (
              <li key={job.id} className="y-due">
                <div>
                  {job.href ? <a href={job.href}>{job.title}</a> : job.title}
                  <div className="y-meta">
                    <Status of={job.state} words={words} />{' '}
                    {job.result ?? (job.total !== null && `${showNumber(job.done)} / ${showNumber(job.total)}`)}
                  </div>
                  {job.state === 'running' && (
                    <progress
                      className="y-progress"
                      aria-label={job.title}
                      value={job.total === null ? undefined : job.done}
                      max={job.total ?? undefined}
                    />
                  )}
                </div>
                {onCancel && (job.state === 'running' || job.state === 'waiting') && (
                  <Button onPress={() => onCancel(job.id)}>停止任务</Button>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </Menu>
  )
}
