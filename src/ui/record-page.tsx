import type { ReactNode } from 'react'
import type { Refusal } from './refusal.ts'
import { Screen } from './screen.tsx'
import { type Tab, Tabs } from './tabs.tsx'

type Props = {
  title: string
  /** The number that can be read over the phone. */
  number?: string
  trail?: readonly { label: string; href?: string }[]
  note?: ReactNode
  actions?: ReactNode
  /** What must be seen without scrolling. */
  facts: readonly Fact[]
  tabs: readonly Tab[]
  /** Consequences, explanation, warnings; beside the tabs on a wide window. */
  aside?: ReactNode
  loading?: boolean
  refusal?: Refusal | undefined
  onRetry?: () => void
}

export type Fact = { label: string; value: ReactNode }

/** One object on one page: heading, facts, tabs, and a panel of consequences. */
export function RecordPage({ number, note, facts, tabs, aside, ...screen }: Props) {
  return (
    <Screen
      {...screen}
      note={
        <>
          {number && <span className="y-meta">编号 {number}</span>}
          {note}
        </>
      }
    >
      <div className="y-card">
        <Facts of={facts} />
      </div>
      <div className="y-record" data-aside={aside ? '' : undefined}>
        <div className="y-card">
          <Tabs label={`${screen.title}的内容`} tabs={tabs} />
        </div>
        {aside && <aside aria-label="相关提示">{aside}</aside>}
      </div>
    </Screen>
  )
}

/** Labels and values side by side. */
export function Facts({ of }: { of: readonly Fact[] }) {
  return (
    <dl className="y-facts">
      {of.map((fact) => (
        <div key={fact.label}>
          <dt>{fact.label}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  )
}
