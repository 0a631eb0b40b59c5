import '../ui/css/field.css'
import { Outlet, useRouterState } from '@tanstack/react-router'
import { useEffect } from 'react'
import { FieldGate } from '../areas/field/gate.tsx'
import { SyncStrip } from '../areas/field/sync-strip.tsx'
import { Icon, type IconName } from '../ui/icon.tsx'
import { Toasts } from '../ui/toast.tsx'
import { useShellMode } from './shell-mode.ts'

const BAR: readonly { label: string; href: string; icon: IconName }[] = [
  { label: '今日', href: '/f', icon: 'home' },
  { label: '路线', href: '/f/route', icon: 'map' },
  { label: '新建', href: '/f/new', icon: 'hand' },
  { label: '我的', href: '/f/sync', icon: 'person' },
]

/** 外勤: four items in reach of the thumb, the state of the sync above them. Works without a network once it was opened with one. */
export function FieldShell() {
  useShellMode('field', false)
  useEffect(install, [])
  const path = useRouterState({ select: (state) => state.location.pathname })
  return (
    <Toasts>
      <div className="y-field-app">
        <a className="y-skip" href="#main">
          跳到正文
        </a>
        <main id="main" tabIndex={-1} data-scroll-restoration-id="field">
          <FieldGate>
            <Outlet />
          </FieldGate>
        </main>
        <footer className="y-field-foot">
          <SyncStrip />
          <nav className="y-field-bar" aria-label="外勤">
            {BAR.map(({ label, href, icon }) => (
              <a key={href} href={href} aria-current={path === href ? 'page' : undefined}>
                <Icon name={icon} />
                {label}
              </a>
            ))}
          </nav>
        </footer>
      </div>
    </Toasts>
  )
}

/** Makes this page installable, and lets it start without a network. A browser that cannot do so goes on as a page. */
function install(): void {
  if (document.querySelector('link[rel="manifest"]') === null) {
    const link = document.createElement('link')
    link.rel = 'manifest'
    link.href = '/field.webmanifest'
    document.head.append(link)
  }
  navigator.serviceWorker?.register('/field-worker.js', { scope: '/f' }).catch(() => {
    // Private windows and old browsers: the sync box tells whether the pages are kept.
  })
}
