import type { ReactNode } from 'react'

/** The frame of a plain table without rows to walk through: where it is wider than the window, the keyboard can scroll it. */
export function Grid({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by the keyboard
    <section className="y-grid" data-plain="" aria-label={`${label}，可左右滚动`} tabIndex={0}>
      {children}
    </section>
  )
}
