import { type ReactNode, useEffect } from 'react'
import { Button } from './button.tsx'
import { Icon } from './icon.tsx'
import { Notice } from './notice.tsx'
import type { Refusal } from './refusal.ts'

type Props = {
  title: string
  /** Path of the object, not of the menu: `重庆市 / 巴南区 / 某镇`. */
  trail?: readonly { label: string; href?: string }[]
  /** Beside the title: a status, a number, the acts of the page. */
  actions?: ReactNode
  note?: ReactNode
  loading?: boolean
  /** What is being counted, shown when loading takes more than two seconds. */
  loadingWords?: string
  refusal?: Refusal | undefined
  onRetry?: () => void
  /** Problems of a form on this page: `有 2 处需要修改 - ` goes before the page title. */
  problems?: number
  children?: ReactNode
}

/** One page: its h1 and document title, and its loading, refused and ready states. */
export function Screen(props: Props) {
  const { title, trail, actions, note, loading, loadingWords, refusal, onRetry, problems = 0, children } = props
  useDocumentTitle(title, problems)
  return (
    <>
      {trail && <Trail of={trail} />}
      <div className="y-head">
        <h1 tabIndex={-1}>{title}</h1>
        {note}
        {actions && <div className="y-head-space" />}
        {actions}
      </div>
      {refusal && <Refused refusal={refusal} onRetry={onRetry} />}
      {loading ? <Skeleton words={loadingWords} /> : !refusal || refusal.status === 0 ? children : null}
    </>
  )
}

export function useDocumentTitle(title: string, problems = 0): void {
  useEffect(() => {
    document.title = `${problems > 0 ? `有 ${problems} 处需要修改 - ` : ''}${title} - 颐养`
  }, [title, problems])
}

/** The shape of the page after 300 ms, words after two seconds. */
export function Skeleton({ words = '正在载入' }: { words?: string | undefined }) {
  return (
    <div role="status" className="y-skeleton">
      <span className="y-unseen">{words}</span>
      <i />
      <i />
      <i />
      <i />
      <p className="y-slow y-quiet" aria-hidden="true">
        {words}，请稍候
      </p>
    </div>
  )
}

/** Why there is nothing here and how to get out. */
export function Refused({ refusal, onRetry }: { refusal: Refusal; onRetry?: (() => void) | undefined }) {
  const tone = refusal.status === 403 || refusal.status === 404 ? 'info' : 'warn'
  return (
    <Notice tone={tone} live>
      <p>{refusal.message}</p>
      {onRetry && refusal.status !== 403 && refusal.status !== 404 && <Button onPress={onRetry}>再试一次</Button>}
    </Notice>
  )
}

/** Nothing to show: what will be here, one act, one example (UX §6). */
export function Empty({ words, children }: { words: string; children?: ReactNode }) {
  return (
    <div className="y-empty">
      <p>{words}</p>
      {children && <div className="y-row y-empty-acts">{children}</div>}
    </div>
  )
}

function Trail({ of }: { of: readonly { label: string; href?: string }[] }) {
  return (
    <nav aria-label="位置">
      <ol className="y-trail">
        {of.map((step) => (
          <li key={step.label}>{step.href ? <a href={step.href}>{step.label}</a> : step.label}</li>
        ))}
      </ol>
    </nav>
  )
}

/** A quiet line that says how old the data is. */
export function Stale({ at, onReload }: { at: string; onReload: () => void }) {
  return (
    <p className="y-row y-meta">
      <Icon name="clock" />
      数据截至 {at}
      <Button kind="quiet" onPress={onReload}>
        更新
      </Button>
    </p>
  )
}
