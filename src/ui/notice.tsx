import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'
import type { Tone } from './status.tsx'

/** A message inside the page. `live` reads it out when it appears; only errors of a submission are assertive. */
export function Notice({ tone = 'info', live, children }: { tone?: Tone; live?: boolean; children: ReactNode }) {
  return (
    <div className="y-notice" data-tone={tone} role={live ? (tone === 'danger' ? 'alert' : 'status') : undefined}>
      <Icon name={tone} />
      <div>{children}</div>
    </div>
  )
}
