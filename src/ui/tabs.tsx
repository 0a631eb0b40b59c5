import { type KeyboardEvent, type ReactNode, useId } from 'react'
import { useUrlState } from './url-state.ts'

export type Tab = {
  id: string
  label: string /** How many things wait here; a count, never a dot. */
  count?: number
  content: () => ReactNode
}

/** At most six tabs; which one is open stands in the address (`?tab=`). */
export function Tabs({ label, tabs, name = 'tab' }: { label: string; tabs: readonly Tab[]; name?: string }) {
  const [search, change] = useUrlState()
  const base = useId()
  const open = tabs.find((tab) => tab.id === search[name]) ?? tabs[0]
  if (!open) return null
  const step = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (by === 0) return
    event.preventDefault()
    const next = tabs[(tabs.indexOf(open) + by + tabs.length) % tabs.length]
    if (!next) return
    change({ [name]: next.id }, 'replace')
    document.getElementById(`${base}-${next.id}`)?.focus()
  }
  return (
    <div>
      <div className="y-tabs" role="tablist" aria-label={label} onKeyDown={step}>
        {tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            id={`${base}-${tab.id}`}
            aria-selected={tab === open}
            aria-controls={`${base}-panel`}
            tabIndex={tab === open ? 0 : -1}
            onClick={() => change({ [name]: tab.id }, 'replace')}
          >
            {tab.label}
            {tab.count ? <span className="y-count">{tab.count}</span> : null}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${base}-panel`} aria-labelledby={`${base}-${open.id}`} className="y-tabpanel">
        {open.content()}
      </div>
    </div>
  )
}
